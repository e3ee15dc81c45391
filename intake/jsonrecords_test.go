package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// sameBothWays compares what is read of a file on all cores with what one reads.
func sameBothWays(t *testing.T, text []byte) {
	t.Helper()
	want := readingOf(ReadJSON, bytes.NewReader(text))
	for how, in := range map[string]io.Reader{"whole": bytes.NewReader(text), "halves": iotest.HalfReader(bytes.NewReader(text))} {
		if diff := cmp.Diff(want, readingOf(ReadLongJSON, in)); diff != "" {
			t.Errorf("%s: %.300q is read otherwise on all cores (-one +all)\n%.3000s", how, text, diff)
		}
	}
	if err := CheckJSON(bytes.NewReader(text)); want.Err == "" && err != nil || err != nil && err.Error() != want.Err {
		t.Errorf("%.300q: checked: %v, read: %s", text, err, want.Err)
	}
}

// reading is all that is known of a file.
type reading struct {
	Items []Item
	Errs  []string // of the items
	Err   string
}

func readingOf(read func(io.Reader, func(Item) error) error, in io.Reader) (all reading) {
	err := read(in, func(i Item) error {
		all.Errs = append(all.Errs, fmt.Sprint(i.Err))
		i.Err = nil
		all.Items = append(all.Items, i)
		return nil
	})
	if err != nil {
		all.Err = err.Error()
	}
	return all
}

// pieces are what files are made of: plain leads, leads of other programs, what is
// none, and what is no JSON.
func pieces() []string {
	rows := strings.Repeat(`{"name":"One of a list"},`, 1001)
	return []string{
		`{"name":"Acme","email":[{"Address":"a@acme.example"},"b@acme.example"],"phoneNumber":[{"Number":"+49 30 901820"}]}`,
		`{"firstName":"Zoë","lastName":"Łuk","company":{"name":"Acme","city":"Köln"},"id":7,"x":{"y":[1,2.0,null,{"z":true}]}}`,
		"{\n \"name\": \"Two\\nlines \\\"and\\\" \\u00e9\",\n\n \"notes\": \"山田 {[,]}\"\n}",
		`{"id":"0190b7b2-0000-7000-8000-000000000001","state":"sent","lead":{"name":"Own"}}`,
		`{"name":"Trailing","emails":["a@b.example",],}`, `{"name":"Broken","notes":"` + "a\xe9b" + `"}`, `{"name":"Twice","Name":"Other"}`,
		`{}`, `{"id":1}`, `null`, `[{"name":"Nested"}]`, `"text"`, `["name","email"]`, `["Row","a@row.example"]`, `{"data":{"name":"Wrapped"}}`,
		`{"name":"Fair","leads":[{"name":"In it"}]}`, `{"results":[` + rows[:len(rows)-1] + `]}`, `{"name":{"0":"By","1":"Column"}}`,
		`{"name":"Long","notes":"` + strings.Repeat("é, ", 20_000) + `"}`, `{"emails":[` + strings.Repeat(`"a@b.example",`, 1001) + `"c@d.example"]}`,
		"\ufeff" + `{"name":"Mark"}`, "{\ufeff\"name\":\"Mark within\"}", `{"name":"Half \ud83d"}`,
		`{"a":{"b":{"c":{"d":{"e":[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]],"name":"Deep"}}}}}`,
	}
}

// faults are what a file ends with, or is broken by.
func faults() []string {
	return []string{
		`{"name":"Cut"`, `{"name":"Crossed"]}`, `{"name":"No comma" "x":1}`, `{"name":'single'}`, "{\"name\":\"line\nbreak\"}", `{"name":01}`, `{"name"}`, `}`, `]`,
		`words behind`, `{"a":[1}`, "{\"name\":\"\x01\"}", `{"name":"\q"}`, "\x00", `{"name":NaN}`,
	}
}

// Files of many leads, in every form and with everything in between, give the same
// leads, in the same order and with the same words, whether one core reads them or
// all do.
func TestLongFilesAreReadAsShortOnes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		sameBothWays(t, []byte(generated(rnd)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// generated is a file of up to 500 leads.
func generated(rnd *rand.Rand) string {
	all, plain := pieces(), rnd.IntN(12) // how many of twelve are plain leads
	var parts []string
	for range 1 + rnd.IntN(1<<rnd.IntN(10)) {
		part := all[rnd.IntN(3)]
		if rnd.IntN(12) > plain {
			part = all[rnd.IntN(len(all))]
		}
		parts = append(parts, part)
	}
	if rnd.IntN(3) == 0 {
		all = faults()
		parts[len(parts)-1-rnd.IntN(min(3, len(parts)))] = all[rnd.IntN(len(all))]
	}
	comma := []string{",", ",\n", " ,\r\n\t", ", "}[rnd.IntN(4)]
	switch rnd.IntN(6) {
	case 0:
		return strings.Join(parts, "\n") + "\n"
	case 1:
		return strings.Join(parts, comma)
	case 2:
		return `{"meta":{"n":1},"results":[` + strings.Join(parts, comma) + `],"next":null}`
	case 3:
		return `{"a":[` + strings.Join(parts, comma) + `],"b":[` + strings.Join(parts, comma) + "]}"
	case 4:
		return "[" + strings.Join(parts, comma) + comma + "]"
	}
	return "[" + strings.Join(parts, comma) + "]"
}

// An error of whoever gets the leads ends the reading with no further lead.
func TestALongFileEndsWithAnError(t *testing.T) {
	t.Parallel()
	text := "[" + strings.Repeat(`{"name":"Acme","notes":"of many"},`, 20_000) + "{}]"
	enough, n := errors.New("enough"), 0
	err := ReadLongJSON(strings.NewReader(text), func(Item) error {
		if n++; n == 5000 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || n != 5000 {
		t.Errorf("got %v after %d leads", err, n)
	}
}
