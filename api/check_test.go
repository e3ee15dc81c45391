package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpad/lead"
)

// What stands at a limit is sent, one character more keeps the lead a draft, and
// its place is named.
func TestLimitsOfTheForms(t *testing.T) {
	t.Parallel()
	address := func(n int) []lead.Address {
		return []lead.Address{{}, {Street: strings.Repeat("s", 200), City: strings.Repeat("c", n-202)}}
	}
	person := func(n int) lead.Person {
		return lead.Person{Name: strings.Repeat("a", 200), LastName: strings.Repeat("b", n-201)}
	}
	note := "Email: b@example.com" // the legacy form's line for a second address
	for name, test := range map[string]struct {
		form Form
		most int
		edit func(*lead.Lead, int)
		at   lead.Path
	}{
		"notes":          {Current, lead.LegacyMaxNotes, func(l *lead.Lead, n int) { l.Notes = strings.Repeat("n", n) }, lead.Path{Field: lead.Notes}},
		"legacy address": {Legacy, lead.LegacyMaxAddress, func(l *lead.Lead, n int) { l.Addresses = address(n) }, lead.Path{Field: lead.Addresses, Row: 1, Part: lead.Street}},
		"legacy address of a second contact": {Legacy, lead.LegacyMaxAddress, func(l *lead.Lead, n int) {
			l.Contacts = []lead.Person{{Name: "A", Addresses: address(300)}, {Name: "B", Addresses: address(n)}}
		}, lead.Path{Contact: 2, Field: lead.Addresses, Row: 1, Part: lead.Street}},
		"legacy person": {Legacy, lead.LegacyMaxPerson, func(l *lead.Lead, n int) { l.Contacts = []lead.Person{person(n)} }, lead.Path{Contact: 1, Field: lead.LastName}},
		"legacy lead's name": {Legacy, lead.LegacyMaxPerson, func(l *lead.Lead, n int) {
			l.Kind, l.Person = lead.Contact, person(n)
		}, lead.Path{Field: lead.LastName}},
		"legacy role of a second contact": {Legacy, lead.LegacyMaxRole, func(l *lead.Lead, n int) {
			l.Contacts = []lead.Person{{Name: "A"}, {Name: "B", Role: strings.Repeat("r", n)}}
		}, lead.Path{Contact: 2, Field: lead.Role}},
		"legacy notes": {Legacy, lead.LegacyMaxNotes, func(l *lead.Lead, n int) {
			l.Notes = strings.Repeat("n", n-len("\n")-len(note))
			l.Emails = append(l.Emails, "b@example.com")
		}, lead.Path{Field: lead.Notes}},
	} {
		for more := range 2 {
			l := vendorLead()
			test.edit(&l, test.most+more)
			var at []lead.Path
			for _, p := range encodingOf(test.form).Check(l) {
				if !p.Note {
					at = append(at, p.Path)
				}
			}
			if want := []lead.Path{test.at}[:more]; !slices.Equal(at, want) {
				t.Errorf("%s, %d: problems at %v, want %v", name, test.most+more, at, want)
			}
		}
	}
}

// Problems stand in the order of the form, whatever found them.
func TestProblemsStandInTheOrderOfTheForm(t *testing.T) {
	t.Parallel()
	for kind, want := range map[lead.Kind][]lead.Path{
		lead.Company: {
			{Field: lead.Whole},
			{Field: lead.Name},
			{Field: lead.Emails, Row: 3},
			{Field: lead.Employees},
			{Field: lead.Role},
			{Field: lead.Contacts},
			{Contact: 1, Field: lead.Name},
			{Contact: 1, Field: lead.ContactID},
			{Contact: 2, Field: lead.Name},
			{Contact: 2, Field: lead.Phones},
			{Contact: 10, Field: lead.Name},
			{Field: lead.Labels},
			{Field: lead.ContactID},
			{Field: lead.LastName}, // companies have none
		},
		lead.Contact: {{Field: lead.Whole}, {Field: lead.LastName}, {Field: lead.CompanyName}, {Contact: 1, Field: lead.Role}, {Field: lead.Notes}, {Field: lead.Employees}},
	} {
		var ps []lead.Problem
		for _, at := range slices.Backward(want) {
			ps = append(ps, lead.Problem{Path: at})
		}
		inOrder(kind, ps)
		var got []lead.Path
		for _, p := range ps {
			got = append(got, p.Path)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("kind %d: (-want +got)\n%s", kind, diff)
		}
	}
}

// Each name of the config that is empty leaves out the inputs that it names.
func TestOmittedByEachName(t *testing.T) {
	t.Parallel()
	l := fullLead(lead.Contact)
	l.Company, l.Employees = "", ""
	l.Addresses[0].State = "NRW"
	for name, want := range map[string]string{
		"emails": "EE", "phones": "PP", "socials.type": "St", "socials.url": "SuSu", "socials": "SuSuSt",
		"addresses.street": "As", "addresses.city": "Ac", "addresses.state": "Aa", "addresses.postal_code": "Ap", "addresses.country": "Ao",
		"addresses": "AsAcAaApAo", "notes": "N",
	} {
		w, err := DefaultWire().Override(map[string]string{name: ""})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, at := range (Encoding{Wire: w}).Omitted(l) {
			if at.Contact > 0 {
				continue
			}
			got += map[lead.Field]string{lead.Emails: "E", lead.Phones: "P", lead.Socials: "S", lead.Addresses: "A", lead.Notes: "N"}[at.Field]
			got += map[lead.Part]string{lead.URL: "u", lead.Type: "t", lead.Street: "s", lead.City: "c", lead.State: "a", lead.PostalCode: "p", lead.Country: "o"}[at.Part]
		}
		if got != want {
			t.Errorf("%s: left out are %q, want %q", name, got, want)
		}
	}
}

func TestFormsHaveWords(t *testing.T) {
	t.Parallel()
	if Current.String() != "current" || Legacy.String() != "legacy" {
		t.Errorf("got %s, %s", Current, Legacy)
	}
}

// What a server says is one line of the most characters, cut where it is longer.
func TestSafeLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\x20a\n\tb \x1b[31m": "a b", "äöüäöü": "äöüäöü", "äöüäöüäö": "äöüäöüäö", "äöüäöüäöü": "äöüäöüä…", "a\xff": "a\ufffd",
	} {
		if got := safeLine(text, 8); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
