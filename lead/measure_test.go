package lead_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
)

// rows are n different texts.
func rows(n int, format string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(format, i)
	}
	return out
}

// A lead has at most 1,000 rows of a kind and 10,000 values. What is beyond keeps
// it a draft, is said, and takes no time.
func TestLimitsOfALead(t *testing.T) {
	t.Parallel()
	people := make([]lead.Person, 1001)
	for i := range people {
		people[i].Name = fmt.Sprint("P", i)
	}
	crowd := make([]lead.Person, 12)
	for i := range crowd {
		crowd[i] = lead.Person{Name: fmt.Sprint("P", i), Emails: rows(900, fmt.Sprint(i)+"x%d@b.example")}
	}
	for name, c := range map[string]struct {
		lead lead.Lead
		at   lead.Path
		text string
	}{
		"1,000 emails": {lead: lead.Lead{Person: lead.Person{Name: "A", Emails: rows(1000, "a%d@b.example")}}},
		"1,001 emails": {
			lead.Lead{Person: lead.Person{Name: "A", Emails: rows(1001, "a%d@b.example")}},
			lead.Path{Field: lead.Emails, Row: 1000},
			"at most 1,000 rows, 1 too many",
		},
		"9,000 phones": {
			lead.Lead{Person: lead.Person{Name: "A", Phones: rows(9000, "+4930123%d")}},
			lead.Path{Field: lead.Phones, Row: 1000},
			"at most 1,000 rows, 8000 too many",
		},
		"1,001 labels": {
			lead.Lead{Person: lead.Person{Name: "A"}, Labels: rows(1001, "l%d")},
			lead.Path{Field: lead.Labels, Row: 1000},
			"at most 1,000 rows, 1 too many",
		},
		"1,001 people": {
			lead.Lead{Person: lead.Person{Name: "A"}, Contacts: people},
			lead.Path{Field: lead.Contacts, Row: 1000},
			"at most 1,000 rows, 1 too many",
		},
		"1,002 socials of a person": {
			lead.Lead{Person: lead.Person{Name: "A"}, Contacts: []lead.Person{{Name: "B", Socials: make([]lead.Social, 1002)}}},
			lead.Path{Contact: 1, Field: lead.Socials, Row: 1000},
			"at most 1,000 rows, 2 too many",
		},
		"10,813 values": {
			lead.Lead{Person: lead.Person{Name: "A"}, Contacts: crowd},
			lead.Path{},
			"at most 10,000 values in a lead, 813 too many",
		},
		"80,000 emails": {
			lead.Lead{Person: lead.Person{Name: "A", Emails: rows(80_000, "a%d@b.example")}},
			lead.Path{},
			"at most 10,000 values in a lead, 70001 too many",
		},
	} {
		begun := time.Now()
		var found []lead.Problem
		for _, p := range lead.Check(c.lead, lead.Rules{}) {
			if !p.Note {
				found = append(found, p)
			}
		}
		keys := lead.Keys(c.lead)
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		switch {
		case c.text == "" && len(found) == 0 && len(keys) == 1001:
		case c.text != "" && len(found) == 1 && found[0] == lead.Problem{Path: c.at, Text: c.text} && len(keys) == 0:
		default:
			t.Errorf("%s: got %d: %.3v and %d keys", name, len(found), found, len(keys))
		}
	}
}

// As many rows and values as a lead may have are fine, and each kind counts.
func TestJustAsMuchAsALeadMayHave(t *testing.T) {
	t.Parallel()
	people := make([]lead.Person, 1000)
	for i := range people {
		people[i] = lead.Person{
			Name: "P", LastName: "L", Role: "R", Industry: "I", Emails: []string{"a@b.example"}, Phones: []string{"+4930901820"},
			Socials: []lead.Social{{URL: "acme.example", Type: "Shop"}},
		}
	}
	whole := lead.Lead{
		Person: lead.Person{Name: "A", Addresses: []lead.Address{{Street: "S", City: "C", State: "B", PostalCode: "1", Country: "DE"}}},
		Labels: rows(1000, "l%d"), Contacts: people, Employees: "1", Notes: "n", Company: "Acme", CompanyID: "01234567-89ab-cdef-0123-456789abcdef",
	}
	for i := range people[:990] {
		people[i].ContactID = whole.CompanyID
	}
	// 4 of the lead's own, 6 of its person, 1,000 labels, 8,000 and 990 of the people.
	if got := lead.Keys(whole); len(got) == 0 {
		t.Error("a lead of 10,000 values has no keys")
	}
	if got := tooMuch(whole); got != "" {
		t.Errorf("a lead of 10,000 values: %s", got)
	}
	whole.Industry = "I"
	if got := tooMuch(whole); got != "at most 10,000 values in a lead, 1 too many" || len(lead.Keys(whole)) != 0 {
		t.Errorf("a lead of 10,001 values: %q", got)
	}
}

// tooMuch is what is said of a lead that has more than it may.
func tooMuch(l lead.Lead) string {
	for _, p := range lead.Check(l, lead.Rules{}) {
		if strings.HasPrefix(p.Text, "at most") {
			return p.Text
		}
	}
	return ""
}

// What is typed beyond the limit is kept.
func TestTypedBeyondTheLimit(t *testing.T) {
	t.Parallel()
	l := lead.Lead{Person: lead.Person{Emails: rows(1000, "a%d@b.example")}}
	at := lead.Path{Field: lead.Emails, Row: 1000}
	l.Set(at, "last@b.example")
	if got := l.Get(at); got != "last@b.example" {
		t.Errorf("got %q", got)
	}
}
