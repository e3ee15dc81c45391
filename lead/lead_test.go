package lead

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadpad/safe"
)

func TestAccept(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in        string
		multiline bool
		want      string
		dropped   int
	}{
		{"Acme", false, "Acme", 0},
		{"Acme\n", false, "Acme", 0},
		{"\nAcme", false, "Acme", 0},
		{"\x00\nAcme\n\x00", false, "Acme", 2},
		{"\r\n Acme \r\n", false, " Acme ", 0},
		{"Acme\r\nBerlin\tMitte", false, "Acme Berlin Mitte", 0},
		{"a\n\n\nb", false, "a b", 0},
		{"a\r\nb\rc\nd\u2028e", true, "a\nb\nc\nd\ne", 0},
		{"a\n", true, "a\n", 0},
		{"a\r", true, "a\n", 0},
		{"a\x1b[31mb\x00\x7f\u009bc", false, "a[31mbc", 4},
		{"a\xffb", false, "a\ufffdb", 0},
		{"a\ufffdb", false, "a\ufffdb", 0},
		{"👩‍👩‍👧 \u202e", false, "👩‍👩‍👧 \u202e", 0},
	}
	for _, tt := range tests {
		got, dropped := Accept(tt.in, tt.multiline)
		if got != tt.want || dropped != tt.dropped {
			t.Errorf("%+q, %v: got %+q, %d dropped, want %+q, %d", tt.in, tt.multiline, got, dropped, tt.want, tt.dropped)
		}
	}
}

func TestAcceptedTextStays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		multiline := rapid.Bool().Draw(t, "multiline")
		once, _ := Accept(strings.Join(rapid.SliceOf(anyText()).Draw(t, "s"), ""), multiline)
		twice, dropped := Accept(once, multiline)
		if once != twice || dropped != 0 {
			t.Errorf("accepted once %+q, twice %+q, %d dropped", once, twice, dropped)
		}
		if !utf8.ValidString(once) || strings.ContainsFunc(once, func(r rune) bool { return isControl(r) && (r != '\n' || !multiline) }) {
			t.Errorf("got %+q", once)
		}
	})
}

func TestSetThenGet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLead().Draw(t, "lead")
		shared, before := l, l.Clone()
		at, text := anyPath().Draw(t, "path"), anyText().Draw(t, "text")
		l.Set(at, text)
		if got := l.Get(at); got != text {
			t.Errorf("%v: got %q, want %q", at, got, text)
		}
		for _, other := range before.Paths() {
			if other != at && l.Get(other) != before.Get(other) {
				t.Errorf("setting %v changed %v", at, other)
			}
		}
		rows := l.Rows(at.Contact, at.Field)
		l.Remove(at)
		if got := l.Rows(at.Contact, at.Field); at.Field.Repeats() && got != rows-1 {
			t.Errorf("removing %v: got %d rows, want %d", at, got, rows-1)
		} else if !at.Field.Repeats() && l.Get(at) != "" {
			t.Errorf("removing %v left %q", at, l.Get(at))
		}
		if diff := cmp.Diff(before, shared); diff != "" {
			t.Errorf("a copy changed too:\n%s", diff)
		}
	})
}

func TestRemoveLeavesCopiesAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLead().Draw(t, "lead")
		shared, before := l, l.Clone()
		l.Remove(anyPath().Draw(t, "path"))
		if diff := cmp.Diff(before, shared); diff != "" {
			t.Errorf("a copy changed too:\n%s", diff)
		}
	})
}

func TestPathsThatNoLeadHasChangeNothing(t *testing.T) {
	t.Parallel()
	for _, at := range []Path{
		{},
		{Field: Contacts},
		{Field: Name, Row: 1},
		{Field: Name, Part: City},
		{Field: Emails, Row: -1},
		{Field: Emails, Row: 1 << 40},
		{Contact: -1, Field: Name},
		{Contact: 1 << 40, Field: Name},
		{Contact: 1, Field: Labels},
		{Contact: 1, Field: Notes},
		{Field: Addresses},
		{Field: 200},
		{Field: Name, Part: 200},
	} {
		l := Lead{Person: Person{Name: "Acme"}}
		l.Set(at, "text")
		l.Remove(at)
		if l.Get(at) != "" || l.Name != "Acme" || len(l.Paths()) != 1 {
			t.Errorf("%+v: got %+v", at, l)
		}
	}
}

func TestPathsNameEachFilledInput(t *testing.T) {
	t.Parallel()
	l := Lead{
		Person:   Person{Name: "Acme", Emails: []string{" ", "a@b.example"}, Socials: []Social{{URL: "acme.example", Type: "Shop"}}},
		Contacts: []Person{{Role: "Buyer"}, {Name: "Anna", Addresses: []Address{{City: "Wien"}}}},
		Notes:    "n",
	}
	want := []Path{
		{Field: Name},
		{Field: Emails, Row: 1},
		{Field: Socials, Part: URL},
		{Field: Socials, Part: Type},
		{Contact: 1, Field: Role},
		{Contact: 2, Field: Name},
		{Contact: 2, Field: Addresses, Part: City},
		{Field: Notes},
	}
	if diff := cmp.Diff(want, l.Paths()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var texts []string
	for _, at := range want {
		texts = append(texts, l.Get(at))
	}
	if diff := cmp.Diff([]string{"Acme", "a@b.example", "acme.example", "Shop", "Buyer", "Anna", "Wien", "n"}, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := l.Get(Path{Field: Emails, Row: 2}); got != "" {
		t.Errorf("in the row behind the last: %q", got)
	}
}

// The furthest row and contact that a lead may have can be typed, the next not.
func TestTheFurthestRow(t *testing.T) {
	t.Parallel()
	for at, there := range map[Path]bool{
		{Field: Emails, Row: MaxMembers - 1}: true, {Field: Emails, Row: MaxMembers}: false,
		{Contact: MaxMembers, Field: Name}: true, {Contact: MaxMembers + 1, Field: Name}: false,
	} {
		var l Lead
		if l.Set(at, "x"); (l.Get(at) == "x") != there {
			t.Errorf("%+v: got %q", at, l.Get(at))
		}
	}
}

func TestRemoveTakesTheRow(t *testing.T) {
	t.Parallel()
	three := func() Lead {
		return Lead{Person: Person{Emails: []string{"a", "b", "c"}}, Labels: []string{"a", "b", "c"}, Contacts: []Person{{Phones: []string{"a", "b"}}}}
	}
	for at, want := range map[Path]Lead{
		{Field: Labels, Row: 1}:             {Person: three().Person, Labels: []string{"a", "c"}, Contacts: three().Contacts},
		{Field: Emails, Row: 2}:             {Person: Person{Emails: []string{"a", "b"}}, Labels: three().Labels, Contacts: three().Contacts},
		{Contact: 1, Field: Phones}:         {Person: three().Person, Labels: three().Labels, Contacts: []Person{{Phones: []string{"b"}}}},
		{Contact: 1, Field: Labels, Row: 1}: three(),
		{Field: Labels, Row: 3}:             three(),
		{Field: Labels, Row: -1}:            three(),
	} {
		l := three()
		l.Remove(at)
		if diff := cmp.Diff(want, l); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", at, diff)
		}
	}
}

func TestPartsHaveLabels(t *testing.T) {
	t.Parallel()
	for p, want := range map[Part]string{One: "", Street: "Street", PostalCode: "Postal code", URL: "URL", Type: "Type", Type + 1: ""} {
		if got := p.Label(); got != want {
			t.Errorf("%d: got %q, want %q", p, got, want)
		}
	}
}

func TestRemoveTakesAContact(t *testing.T) {
	t.Parallel()
	three := Lead{Contacts: []Person{{Name: "A"}, {Name: "B"}, {Name: "C"}}}
	for _, at := range []Path{{Contact: 2}, {Field: Contacts, Row: 1}} {
		l := three
		l.Remove(at)
		if got := []string{l.Contacts[0].Name, l.Contacts[1].Name}; len(l.Contacts) != 2 || !slices.Equal(got, []string{"A", "C"}) {
			t.Errorf("%+v: got %v", at, l.Contacts)
		}
	}
	if three.Contacts[1].Name != "B" {
		t.Error("removing from a copy changed the lead")
	}
}

func TestNormalisedTwiceIsNormalisedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := anyLead().Draw(t, "lead")
		before := l.Clone()
		once := l.Normalised()
		if diff := cmp.Diff(once, once.Normalised()); diff != "" {
			t.Errorf("normalised again (-once +twice):\n%s", diff)
		}
		if diff := cmp.Diff(before, l); diff != "" {
			t.Errorf("the lead itself changed:\n%s", diff)
		}
		if l.Empty() != reflect.DeepEqual(once, Lead{Kind: l.Kind}) {
			t.Errorf("Empty is %v, normalised %+v", l.Empty(), once)
		}
		if got, want := len(once.Paths()), len(l.Paths()); got != want {
			t.Errorf("got %d filled inputs, want %d", got, want)
		}
	})
}

func TestCheckHoldsForAnyLead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l, r := anyLead().Draw(t, "lead"), anyRules().Draw(t, "rules")
		found := Check(l, r)
		for _, p := range found {
			if got := safe.Clean(p.Text).String(); got != p.Text || p.Text == "" {
				t.Errorf("%v: %+q is not one safe line", p.Path, p.Text)
			}
			if !p.Note && p.Contact == 0 && !l.Sends(p.Field) {
				t.Errorf("problem with %v, which is not sent", p.Path)
			}
			if p.Contact > len(l.Contacts) || p.Row > 0 && p.Row >= l.Rows(p.Contact, p.Field) {
				t.Errorf("%v points nowhere", p.Path)
			}
		}
		// What Normalised drops is not checked, so that as much is found in it.
		again := Check(l.Normalised(), r)
		if len(again) != len(found) {
			t.Errorf("got %d problems, normalised %d:\n%v\n%v", len(found), len(again), found, again)
		}
		for i := range min(len(again), len(found)) {
			if again[i].Text != found[i].Text {
				t.Errorf("problem %d: %q, normalised %q", i, found[i].Text, again[i].Text)
			}
		}
		l.Title()
		for _, k := range r.Keys(l) {
			if k.Value == "" {
				t.Errorf("empty key %v", k)
			}
		}
	})
}

func TestALeadNeedsANameAnEmailOrAPhone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		lead Lead
		want []string
	}{
		{"nothing", Lead{}, []string{atLeast}},
		{"spaces", Lead{Person: Person{Name: "  ", Emails: []string{" "}}}, []string{atLeast}},
		{"industry only", Lead{Person: Person{Industry: "Software"}}, []string{atLeast}},
		{"name", Lead{Person: Person{Name: "Acme"}}, nil},
		{"email", Lead{Person: Person{Emails: []string{"", "a@b.example"}}}, nil},
		{"phone", Lead{Person: Person{Phones: []string{"+4930901820"}}}, nil},
		{"last name of a contact", Lead{Kind: Contact, Person: Person{LastName: "Groß"}}, nil},
		{"last name of a company", Lead{Person: Person{LastName: "Groß"}}, []string{atLeast}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, texts(Check(tt.lead, Rules{}), Name.Path())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestAnAssociatedContactNeedsThemToo(t *testing.T) {
	t.Parallel()
	l := Lead{Person: Person{Name: "Acme"}, Contacts: []Person{
		{}, {Role: "Buyer"}, {LastName: "Groß"}, {Phones: []string{"+4930901820"}}, {Emails: []string{"x"}},
	}}
	want := []Problem{
		{Path: Path{Contact: 2, Field: Name}, Text: atLeast},
		{Path: Path{Contact: 5, Field: Emails}, Text: "an address needs an @, like name@example.com"},
	}
	if diff := cmp.Diff(want, Check(l, Rules{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblemsPointAtRowsAsTyped(t *testing.T) {
	t.Parallel()
	l := Lead{
		Person: Person{
			Name: "Acme", Emails: []string{"", "a@b.example", " ", "A@b.example", "no"}, Phones: []string{"+49 30 901820", "", "+4930 901820"},
		},
		Contacts: []Person{{}, {Name: "Anna", Emails: []string{"", "a@B.example"}}},
		Labels:   []string{"", "Hot", "hot"},
	}
	want := []Problem{
		{Path: Path{Field: Emails, Row: 3}, Note: true, Text: "the same address stands in this lead already"},
		{Path: Path{Field: Emails, Row: 4}, Text: "an address needs an @, like name@example.com"},
		{Path: Path{Field: Phones, Row: 2}, Note: true, Text: "the same stands in a row above"},
		{Path: Path{Contact: 2, Field: Emails, Row: 1}, Note: true, Text: "the same address stands in this lead already"},
		{Path: Path{Field: Labels, Row: 2}, Note: true, Text: "the same stands in a row above"},
	}
	got := Check(l, Rules{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := Count(got); n != 1 {
		t.Errorf("got %d problems that keep it a draft, want 1", n)
	}
}

func TestTheOtherKindsFieldsAreNotChecked(t *testing.T) {
	t.Parallel()
	l := Lead{Kind: Contact, Person: Person{Name: "Anna"}, Employees: "12k"}
	if got := Check(l, Rules{}); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
	l.Kind = Company
	if got := Count(Check(l, Rules{})); got != 1 {
		t.Errorf("got %d problems, want 1", got)
	}
}

func TestRequiredFields(t *testing.T) {
	t.Parallel()
	required, err := ParseRequired([]string{"name", "Email | phones", "labels", "employees", "last_name"})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Field{{Name}, {Emails, Phones}, {Labels}, {Employees}, {LastName}}
	if diff := cmp.Diff(want, required); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	got := Check(Lead{}, Rules{Required: required})
	wantProblems := []Problem{
		{Path: Path{Field: Name}, Text: "needs a name"},
		{Path: Path{Field: Emails}, Text: "needs an email or a phone"},
		{Path: Path{Field: Employees}, Text: "needs the employees"},
		{Path: Path{Field: Labels}, Text: "needs a label"},
	}
	if diff := cmp.Diff(wantProblems, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	full := Lead{Person: Person{Name: "Acme", Phones: []string{"+4930901820"}}, Labels: []string{"hot"}, Employees: "1"}
	if got := Check(full, Rules{Required: required}); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
	wantProblems = []Problem{{Path: Path{Field: Name}, Text: atLeast}, {Path: Path{Field: Employees}, Text: "needs the employees"}}
	if diff := cmp.Diff(wantProblems, Check(Lead{}, Rules{Required: [][]Field{{Employees}}})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	withAddress := Check(Lead{Person: Person{Name: "A"}}, Rules{Required: [][]Field{{Addresses}, {Contacts, Socials}}})
	wantProblems = []Problem{
		{Path: Path{Field: Addresses, Part: Street}, Text: "needs an address"},
		{Path: Path{Field: Contacts}, Text: "needs a contact or a social"},
	}
	if diff := cmp.Diff(wantProblems, withAddress); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseRequiredNamesTheUnknownField(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]string{"emial": "emial", "email|": "", "name| rle ": "rle", "contact-ids x": "contact-ids x", "lead": "lead"} {
		_, err := ParseRequired([]string{entry})
		if wrong, ok := errors.AsType[*UnknownField](err); !ok || wrong.Name != want {
			t.Errorf("%q: got %v, want %q", entry, err, want)
		}
	}
	if _, err := ParseRequired(FieldNames()); err != nil {
		t.Error(err)
	}
}

func TestFieldWordsAndLabels(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for f := Name; f <= ContactID; f++ {
		for _, word := range []string{f.String(), strings.ToUpper(f.String()), f.Label(), strings.ReplaceAll(f.String(), "-", "")} {
			if got, ok := ParseField(word); !ok || got != f {
				t.Errorf("%q: got %v, %v, want %v", word, got, ok, f)
			}
		}
		if seen[f.Label()] {
			t.Errorf("two fields are called %s", f.Label())
		}
		seen[f.Label()] = true
	}
	if Field(99).String() == "" || Field(99).Label() == "" || Part(99).Label() != "" || PostalCode.Label() != "Postal code" {
		t.Error("unknown fields and parts have the wrong words")
	}
}

func TestOrderHasWhatTheKindSends(t *testing.T) {
	t.Parallel()
	for _, k := range []Kind{Company, Contact} {
		order := Order(k)
		for f := Name; f <= ContactID; f++ {
			if got, want := slices.Contains(order, f), (Lead{Kind: k}).Sends(f); got != want {
				t.Errorf("kind %d, %v: in the form %v, sent %v", k, f, got, want)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	for want, l := range map[string]Lead{
		"Acme":      {Person: Person{Name: " Acme ", LastName: "stale"}},
		"Anna Groß": {Kind: Contact, Person: Person{Name: "Anna", LastName: "Groß"}},
		"Groß":      {Kind: Contact, Person: Person{LastName: "Groß"}, Company: "Acme"},
		"Acme Ltd":  {Kind: Contact, Company: "Acme Ltd", Person: Person{Emails: []string{"a@b.example"}}},
		"a@b.co":    {Person: Person{Emails: []string{" ", "a@b.co"}, Phones: []string{"1"}}},
		"+49":       {Person: Person{Phones: []string{"+49"}}},
		"":          {Notes: "only notes"},
	} {
		if got := l.Title(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestALeadSurvivesJSON(t *testing.T) {
	t.Parallel()
	want := typical()
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Lead
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnitsAreUTF16(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"": 0, "abc": 3, "漢字": 2, "😀": 2, "👩‍👧": 5, "\xff": 1} {
		if got := Units(s); got != want {
			t.Errorf("%q: got %d, want %d", s, got, want)
		}
	}
}
