package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"leadpad/lead"
)

func readAll(t *testing.T, text string) ([]Item, error) {
	t.Helper()
	var got []Item
	err := ReadJSON(strings.NewReader(text), func(i Item) error { got = append(got, i); return nil })
	sameBothWays(t, []byte(text))
	return got, err
}

func TestReadJSONCurrentForm(t *testing.T) {
	t.Parallel()
	const text = `[{ "isContact": false, "Name": "Company Name", "INDUSTRY": "Industry", "employeeCount": 12, "role": null,
		"email": [{ "Address": "email@example.com" }, "b@example.com"], "phoneNumbers": [{ "Number": "+1-555-204-7789" }],
		"socials": [{ "Type": "X", "Url": "https://x.com/a" }, "https://b.example"],
		"addresses": [{ "Street": "1 Main", "PostalCode": "99", "country": "DE" }, "one line"],
		"labels": ["a", "b"], "notes": "one\r\ntwo\u0007", "contacts": [{ "name": "Ada", "email": "ada@example.com" }], "website": "w.example", "id": 7 }]`
	got, err := readAll(t, text)
	if err != nil {
		t.Fatal(err)
	}
	want := []Item{{At: "lead 1", Line: 1, Controls: 1, Dropped: []string{"id"}, Lead: lead.Lead{
		Person: lead.Person{
			Name: "Company Name", Industry: "Industry",
			Emails: []string{"email@example.com", "b@example.com"}, Phones: []string{"+1-555-204-7789"},
			Socials:   []lead.Social{{URL: "https://x.com/a", Type: "X"}, {URL: "https://b.example"}, {URL: "w.example"}},
			Addresses: []lead.Address{{Street: "1 Main", PostalCode: "99", Country: "DE"}, {Street: "one line"}},
		},
		Employees: "12", Labels: []string{"a", "b"}, Notes: "one\ntwo",
		Contacts: []lead.Person{{Name: "Ada", Emails: []string{"ada@example.com"}}},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadJSONOwnExport(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	var want []Item
	for _, l := range Samples() {
		id := uuid.Must(uuid.NewV7())
		out := any(l) // with a number as its kind, as once written
		if len(want)%2 == 0 {
			out = struct {
				Kind string `json:"kind"`
				lead.Lead
			}{[...]string{lead.Company: "company", lead.Contact: "contact"}[l.Kind], l}
		}
		if err := json.NewEncoder(&lines).Encode(map[string]any{"id": id, "state": "draft", "lead": out}); err != nil {
			t.Fatal(err)
		}
		want = append(want, Item{Line: len(want) + 1, ID: id, State: "draft", Lead: l})
	}
	got, err := readAll(t, "\ufeff"+lines.String())
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		if wantAt := "line " + string(rune('1'+i)); i < 9 && got[i].At != wantAt {
			t.Errorf("item %d is at %q", i, got[i].At)
		}
		got[i].At = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadJSONTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		`{"name":`:                  "line 1, column 9: cut",
		"{}\n\n{x}":                 "line 3, column 2: unquoted name",
		`[{}, {]`:                   `line 1, column 7: stray | "]"`,
		`[{}`:                       "line 1, column 4: cut",
		`[{"name":"é"},,]`:          `line 1, column 15: stray | ","`,
		`[{} {}]`:                   "line 1, column 5: no comma",
		`[{"name":"a"]`:             `line 1, column 13: wrong end | ] | {`,
		`[{"name" "a"}]`:            `no colon | name`,
		"[{\"name\":\"a\nb\"}]":     "line end in a text",
		`[{"name":"\x"}]`:           `no escape | \x`,
		`[{"name":"\u12"}]`:         "bad escape",
		`[{"employees":012}]`:       "no number | 012",
		`[{"employees":+1}]`:        "stray",
		`[{"name":“a”}]`:            "other quotes",
		`{"name":None}`:             "no value | None",
		"name,email\na,b@x.example": "line 1, column 1: unquoted",
		`[{"name":"a"}] x {}`:       "line 1, column 16: text between the leads",
		`<xml/>`:                    "markup",
		"PK\x03\x04rest":            "ZIP or XLSX",
		`{"name":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`: "line 1: nested too deep | 32",
		`[["hello","world"]]`:      "line 1: no header | hello | world",
		`null`:                     "no lead",
		`[[]]`:                     "no lead",
		`{"results":[],"total":0}`: "no lead | results | total",
		"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03": "damaged gzip",
	} {
		_, err := readAll(t, text)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", text, err, says)
		}
		if fault, ok := errors.AsType[*Fact](err); strings.HasPrefix(says, "line 1") && (!ok || fault.Line != 1) {
			t.Errorf("%q: the fault is at %+v, want %q", text, fault, says)
		}
	}
	for text, says := range map[string]string{
		`3`: "no object", `"x"`: "no object", `[{}]`: "nothing in it",
		`{"name": {}}`: "no lead here | name", `{"isContact": "yes"}`: "no lead here | isContact",
		`{"success": false, "error": "no"}`: "no lead here | success | error", `{"lead": 3}`: "no lead here | lead",
		`[{"email": [null, ""]}]`:         "no lead here | email",
		`{"lead":{"id":"x"},"state":"x"}`: "nothing in it",
	} {
		got, err := readAll(t, text)
		if err != nil || len(got) != 1 || got[0].Err == nil || !strings.Contains(got[0].Err.Error(), says) {
			t.Errorf("%q: got %+v, %v; want %q", text, got, err, says)
		}
	}
}

func TestReadJSONStopsWhenAsked(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	n := 0
	err := ReadJSON(strings.NewReader(`[{"name":"a"},{"name":"b"},{"name":"c"}]`), func(Item) error { n++; return enough })
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("got %v after %d", err, n)
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`[{"name":"a"}]`, `{"lead":{}}`, "{}\n{}", `[`, `[1,"x",null]`, "\ufeff{}", `{"email":[{"Address":1}]}`} {
		f.Add([]byte(seed))
	}
	files, err := filepath.Glob(filepath.Join("testdata", "import", "*"))
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		seed, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		sameBothWays(t, text)
		leads := 0
		err := ReadJSON(bytes.NewReader(text), func(i Item) error {
			leads++
			if i.At == "" {
				t.Error("an item without a place")
			}
			if again, n := Accept(i.Lead.Clone()); n != 0 || !cmp.Equal(again, i.Lead) {
				t.Error("an item holds what no field may")
			}
			if i.Err == nil && i.Lead.Empty() && i.ID == uuid.Nil {
				t.Errorf("an empty draft of %q", text)
			}
			return nil
		})
		if err == nil && leads == 0 {
			t.Errorf("%q has no lead and no error", text)
		}
		f, _ := errors.AsType[*Fact](err)
		if f != nil && json.Valid(text) && slices.Contains([]What{NoValue, NoNumber, NoEscape, BadEscape, Unquoted, Stray, NoComma, NoColon, WrongEnd, BrokenText}, f.What) {
			t.Errorf("%q is JSON, and yet: %v", text, err)
		}
		if checked := CheckJSON(bytes.NewReader(text)); checked != nil && err == nil {
			t.Errorf("%q is refused only when it is checked: %v", text, checked)
		}
	})
}

// TestBytesThatAreNotSimple puts every byte at every place of a text: none that
// means something is passed, and before it all but the last seven are.
func TestBytesThatAreNotSimple(t *testing.T) {
	t.Parallel()
	for c := range 256 {
		means := c == '"' || c == '\\' || c < ' ' || c >= 0x80
		for at := range 40 {
			text := bytes.Repeat([]byte{'a'}, 40)
			text[at] = byte(c)
			least, most := 40, 40
			if means {
				least, most = at-7, at
			}
			if n := simple(text); n < least || n > most {
				t.Fatalf("%#02x at %d: %d bytes passed", c, at, n)
			}
		}
	}
}
