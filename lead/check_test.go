package lead

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// texts lists the problems at a path, notes with a dot in front.
func texts(ps []Problem, at Path) []string {
	var out []string
	for _, p := range ps {
		if p.Path != at {
			continue
		}
		if p.Note {
			out = append(out, "· "+p.Text)
		} else {
			out = append(out, p.Text)
		}
	}
	return out
}

func TestCheckSaysWhatIsWrongWithAnInput(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 257)
	tests := []struct {
		at    Path
		typed string
		want  []string
	}{
		{Name.Path(), strings.Repeat("a", 256), nil},
		{Name.Path(), long, []string{"at most 256 characters, 1 too many"}},
		{Name.Path(), strings.Repeat("漢", 300), []string{"at most 256 characters, 44 too many"}},
		{Name.Path(), strings.Repeat("😀", 129), []string{"at most 256 characters, 2 too many"}},
		{Industry.Path(), long, []string{"at most 256 characters, 1 too many"}},
		{Role.Path(), long, []string{"at most 256 characters, 1 too many"}},
		{Labels.Path(), strings.Repeat("b", 65), []string{"at most 64 characters, 1 too many"}},
		{Path{Field: Addresses, Part: City}, long, []string{"at most 256 characters, 1 too many"}},
		{Path{Field: Addresses, Part: Country}, "Germny", []string{"· Germny is no country that leadpad knows; Germany?"}},
		{Path{Field: Addresses, Part: Country}, "Atlantis\x1b[31m", []string{"· Atlantis is no country that leadpad knows; it goes as typed"}},
		{Path{Field: Addresses, Part: Country}, "de", nil},
		{Employees.Path(), "0", nil},
		{Employees.Path(), "5000000", nil},
		{Employees.Path(), "5000001", []string{"0 to 5,000,000"}},
		{Employees.Path(), "99999999999999999999", []string{"0 to 5,000,000"}},
		{Employees.Path(), "-1", []string{"0 to 5,000,000"}},
		{Employees.Path(), "12k", []string{"digits only, like 12000"}},
		{Employees.Path(), "12,000", []string{"digits only: 12000?"}},
		{Employees.Path(), "1.000", []string{"digits only: 1000?"}},
		{Employees.Path(), "12.0", []string{"digits only: 12?"}},
		{Employees.Path(), "1.2e3", []string{"digits only: 1200?"}},
		{Employees.Path(), "1.2345e3", []string{"digits only, like 12000"}},
		{Employees.Path(), "11-50", []string{"one number in digits, like 30, not a range"}},
		{Employees.Path(), "true", []string{"digits only, like 12000"}},
		{Phones.Path(), "4.9301E+11", []string{"a spreadsheet (Excel) shortened this number and its digits are lost: type it anew"}},
		{Name.Path(), "half \ufffd", []string{"a character was lost on its way here (�): type it anew"}},
		{Notes.Path(), "half \ufffd", []string{"a character was lost on its way here (�): type it anew"}},
		{Employees.Path(), "１２", []string{"digits only, like 12000"}},
		{CompanyID.Path(), "123E4567-e89b-12d3-a456-426614174000", nil},
		{CompanyID.Path(), "123e4567e89b12d3a456426614174000", []string{"a UUID, like 123e4567-e89b-12d3-a456-426614174000"}},
		{ContactID.Path(), "123e4567-e89b-12d3-a456-42661417400g", []string{"a UUID, like 123e4567-e89b-12d3-a456-426614174000"}},
		{Phones.Path(), "+1-555-204-7789", []string{"· sent as +15552047789, though no such number is in use"}},
		{Phones.Path(), "+49 30 901820", nil},
		{Phones.Path(), "030 901820", []string{"· no country known for this number: add + and the country code, or a country in the address"}},
		{Phones.Path(), "+49 3", []string{"· sent as typed: too short"}},
		{Phones.Path(), "+999 123456", []string{"· sent as typed: no country has this code"}},
		{Phones.Path(), "ask Anna", []string{"a phone number has digits"}},
		{Phones.Path(), strings.Repeat("1", 65), []string{"at most 64 characters, 1 too many"}},
		{Phones.Path(), "+49 30 901820 ext. 12", []string{"· sent as +4930901820 ext. 12"}},
		{Socials.Path(), "example.com", nil},
		{Socials.Path(), "javascript:alert(1)", []string{"only web addresses, http or https"}},
		{Path{Field: Socials, Part: Type}, "LinkedIn", []string{"the web address is missing"}},
		{Emails.Path(), "anna@example", []string{"an address ends in a domain, like .com"}},
		{Emails.Path(), "anna@gmial.com", []string{"· gmial.com? gmail.com is the usual one"}},
		{Notes.Path(), strings.Repeat("long ", 5000), nil},
	}
	for _, tt := range tests {
		l := Lead{Person: Person{Name: "Acme"}}
		l.Set(tt.at, "  "+tt.typed+" ")
		found := Check(l, Rules{})
		at := tt.at
		if at == (Path{Field: Socials, Part: Type}) {
			at.Part = URL
		}
		if diff := cmp.Diff(tt.want, texts(found, at)); diff != "" {
			t.Errorf("%v %.40q (-want +got):\n%s", tt.at, tt.typed, diff)
		}
		if got, want := len(found), len(tt.want); got != want {
			t.Errorf("%v %.40q: got %d problems, want %d: %v", tt.at, tt.typed, got, want, found)
		}
	}
}

// A label that is not on the house's list is noted, letter for letter, and keeps no
// lead a draft; where there is no list, every label is fine.
func TestLabelsOffTheHousesListAreNoted(t *testing.T) {
	t.Parallel()
	l := Lead{Person: Person{Name: "Acme"}, Labels: []string{"VIP", " Expo ", "vip", rep("x", MaxLabel+1)}}
	got := Check(l, Rules{Labels: []string{"Expo", "VIP"}})
	if Count(got) != 1 || len(got) != 3 || !got[0].Note || got[0].Row != 2 || got[0].Text != "vip is not on the house's list" {
		t.Errorf("got %+v", got)
	}
	for _, p := range Check(l, Rules{}) {
		if strings.Contains(p.Text, "list") {
			t.Errorf("without a list: %+v", p)
		}
	}
}

// A text of as many characters as a field takes is fine however many bytes it has,
// and what stands twice is noted in the order of its rows.
func TestLimitsAndRowsAtTheirEdges(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{MaxName: 0, MaxName + 1: 1} {
		for _, letter := range []string{"e", "é"} {
			if got := Check(Lead{Person: Person{Name: rep(letter, n)}}, Rules{}); len(got) != want {
				t.Errorf("a name of %d %s: %v, want %d problems", n, letter, got, want)
			}
		}
	}
	two := Check(Lead{Person: Person{Name: "Acme"}, Labels: []string{"hot", "Hot"}}, Rules{})
	if want := []Problem{{Path: Path{Field: Labels, Row: 1}, Note: true, Text: "the same stands in a row above"}}; !slices.Equal(two, want) {
		t.Errorf("two labels: got %v, want %v", two, want)
	}
	l := Lead{Person: Person{Name: "Acme", Phones: []string{"+49 30 901820", "none", "+49 30 901820", "x", "+4930 901820"}}}
	var rows []int
	for _, p := range Check(l, Rules{}) {
		rows = append(rows, p.Row)
	}
	if !slices.IsSorted(rows) || len(rows) < 4 {
		t.Errorf("problems in rows %v", rows)
	}
	if got, dropped := Accept("a\u00a0b\u009fc", false); got != "a\u00a0bc" || dropped != 1 {
		t.Errorf("got %q, %d dropped", got, dropped)
	}
}
