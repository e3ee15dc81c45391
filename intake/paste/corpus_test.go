package paste_test

import (
	"encoding/hex"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// sample is one text of the corpus, the leads that it holds, and the fields that it
// says of them.
type sample struct {
	name, text string
	leads      int
	want       map[string][]string
}

// corpora are the files of the corpus: texts that the rules were made with, texts of
// many countries that were written before the rules were tried on them, and texts
// that were written after that.
func corpora() []string {
	return []string{"corpus.txt", "world.txt", "fresh.txt", "desk.txt", "fair.txt", "round.txt", "street.txt", "shelf.txt", "later.txt", "post.txt", "market.txt", "parcel.txt", "letter.txt", "stamp.txt"}
}

// samples are all texts of the corpus.
func samples(t testing.TB) []sample {
	t.Helper()
	var out []sample
	for _, file := range corpora() {
		out = append(out, samplesOf(t, file)...)
	}
	return out
}

func samplesOf(t testing.TB, file string) []sample {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	for part := range strings.SplitSeq("\n"+string(raw), "\n=== ") {
		name, rest, ok := strings.Cut(part, "\n")
		if !ok || name == "" {
			continue
		}
		i := strings.LastIndex(rest, "\n---\n")
		s := sample{name: name, text: rest[:i], leads: 1, want: map[string][]string{}}
		for l := range strings.SplitSeq(strings.TrimSpace(rest[i+5:]), "\n") {
			field, value, _ := strings.Cut(l, ": ")
			if field == "leads" {
				s.leads, _ = strconv.Atoi(value)
				continue
			}
			s.want[field] = append(s.want[field], value)
		}
		out = append(out, s)
	}
	return out
}

// fieldsOf are the fields of a lead by the corpus's words, those of its contact among
// them.
func fieldsOf(l lead.Lead) map[string][]string {
	got := map[string][]string{}
	add := func(name, text string) {
		if text != "" && text != "|" {
			got[name] = append(got[name], text)
		}
	}
	if l.Kind == lead.Company {
		add("company", l.Name)
	} else {
		add("company", l.Company)
		add("name", l.Name+"|"+l.LastName)
	}
	for _, p := range append([]lead.Person{l.Person}, l.Contacts...) {
		add("role", p.Role)
		for _, e := range p.Emails {
			add("email", e)
		}
		for _, n := range p.Phones {
			add("phone", n)
		}
		for _, s := range p.Socials {
			add("url", s.URL)
		}
		for _, a := range p.Addresses {
			add("street", a.Street)
			add("city", a.City)
			add("state", a.State)
			add("postal", a.PostalCode)
			add("country", a.Country)
		}
	}
	for _, p := range l.Contacts {
		add("name", p.Name+"|"+p.LastName)
	}
	return got
}

// tally counts the values of each field: those that the corpus says, those of them
// that came out right, and those that came out where the corpus has none.
type tally struct{ all, right, extra map[string]int }

func (n tally) add(t *testing.T, s sample) {
	t.Helper()
	leads := paste.Read(s.text, paste.Options{})
	got := map[string][]string{}
	if len(leads) != s.leads {
		t.Errorf("%s: %d leads, want %d", s.name, len(leads), s.leads)
	}
	for _, one := range leads {
		for field, values := range fieldsOf(one.Lead) {
			got[field] = append(got[field], values...)
		}
	}
	for field, want := range s.want {
		for _, w := range want {
			n.all[field]++
			if slices.Contains(got[field], w) {
				n.right[field]++
			} else {
				t.Logf("%s: %s is %q, want %q", s.name, field, got[field], w)
			}
		}
	}
	for field, values := range got {
		for _, v := range values {
			if len(s.want[field]) == 0 {
				n.extra[field]++
				t.Logf("%s: %s %q is not in the corpus", s.name, field, v)
			}
		}
	}
	everyWord(t, s.name, s.text, leads)
}

// class are the fields that a rate is wanted of together, and that rate.
type class struct {
	name, fields string
	least        float64
}

func classes() []class {
	return []class{
		{"emails and URLs", "email url", 1},
		{"phones", "phone", 0.97},
		{"names", "name", 0.90},
		{"companies", "company", 0.85},
		{"roles", "role", 0.85},
		{"address parts", "street city state postal country", 0.80},
	}
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for _, file := range corpora() {
		t.Run(strings.TrimSuffix(file, ".txt"), func(t *testing.T) {
			t.Parallel()
			n := tally{map[string]int{}, map[string]int{}, map[string]int{}}
			all := samplesOf(t, file)
			for _, s := range all {
				n.add(t, s)
			}
			t.Logf("%d texts", len(all))
			for _, c := range classes() {
				n.print(t, c)
			}
		})
	}
}

// print prints the rate of a class, and of each of its fields.
func (n tally) print(t *testing.T, c class) {
	t.Helper()
	right, all := 0, 0
	fields := strings.Fields(c.fields)
	for _, f := range fields {
		right, all = right+n.right[f], all+n.all[f]
		if len(fields) > 1 || n.extra[f] > 0 {
			t.Logf("    %-8s %3d of %3d (%.1f %%), %d that the corpus does not say", f, n.right[f], n.all[f], 100*float64(n.right[f])/float64(n.all[f]), n.extra[f])
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%-15s %3d of %3d (%.1f %%, wanted %.0f %%)", c.name, right, all, 100*share, 100*c.least)
	if share < c.least {
		t.Errorf("%s: %.1f %% right, want %.0f %%", c.name, 100*share, 100*c.least)
	}
}

// everyWord checks that each word of a text stands in a field or is left over.
func everyWord(t *testing.T, name, text string, leads []paste.Lead) {
	t.Helper()
	var have strings.Builder
	for _, one := range leads {
		for _, at := range one.Lead.Paths() {
			have.WriteString(" " + one.Lead.Get(at))
		}
		have.WriteString(" " + strings.Join(one.Unplaced(), " "))
	}
	words := map[string]bool{}
	for _, w := range bare(have.String()) {
		words[w] = true
	}
	if strings.HasPrefix(text, "BEGIN:VCARD") || strings.HasPrefix(text, "MECARD:") || strings.HasPrefix(text, "BIZCARD:") {
		text = propertyName.ReplaceAllString(text, " ") // names of properties are no words
		text = decoded(text)
	}
	for _, w := range bare(text) {
		if !words[w] {
			t.Errorf("%s: the word %q is gone", name, w)
		}
	}
}

var (
	propertyName = regexp.MustCompile(`(?m)^(?:ME|BIZ)CARD:(?:N:)?|^(?:BEGIN|END|VERSION):.*$|^(?:item\d+\.)?[A-Za-z-]+(?:;(?:"[^"]*"|[^:"\n])*)?:(?:tel:)?|;[A-Z]+:`)
	quotedByte   = regexp.MustCompile(`(?:=[0-9A-F]{2})+`)
)

// decoded is a text with the bytes that quoted-printable spells.
func decoded(text string) string {
	return quotedByte.ReplaceAllStringFunc(text, func(s string) string {
		b, _ := hex.DecodeString(strings.ReplaceAll(s, "=", ""))
		return string(b)
	})
}

func bare(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
