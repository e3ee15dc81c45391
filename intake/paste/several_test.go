package paste_test

import (
	"slices"
	"strings"
	"testing"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// people are the full names of the leads of a text, their companies behind "@".
func people(leads []paste.Lead) []string {
	var out []string
	for _, one := range leads {
		got := fieldsOf(one.Lead)
		out = append(out, strings.Join(got["name"], "+")+"@"+strings.Join(got["company"], "+"))
	}
	return out
}

// Cards without an empty line between them are several leads where it is certain where
// each begins.
func TestCardsWithoutGaps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"the name first": {
			"Jane Doe\nHead of Sales\nHooli GmbH\njane.doe@hooli.example\n+49 30 901820\nJohn Roe\nCTO\nAcme Inc.\njohn.roe@acme.example\nMaria Rossi\nBianchi S.r.l.\nmaria.rossi@bianchi.it",
			[]string{"Jane|Doe@Hooli GmbH", "John|Roe@Acme Inc.", "Maria|Rossi@Bianchi S.r.l."},
		},
		"the company first": {
			"Hooli GmbH\nJane Doe\njane.doe@hooli.example\nAcme Inc.\nJohn Roe\njohn.roe@acme.example",
			[]string{"Jane|Doe@Hooli GmbH", "John|Roe@Acme Inc."},
		},
		"two lines each": {
			"Jane Doe, Head of Sales, jane.doe@hooli.example\nTel 030 901820\nJohn Roe, CTO, john.roe@hooli.example\nTel 030 901821",
			[]string{"Jane|Doe@", "John|Roe@"},
		},
		"one person with two emails":    {"Jane Doe\nHooli GmbH\njane.doe@hooli.example\njdoe@gmail.com", []string{"Jane|Doe@Hooli GmbH"}},
		"a person and their company":    {"Jane Doe\nHooli GmbH\njane.doe@hooli.example\ninfo@hooli.example", []string{"Jane|Doe@Hooli GmbH"}},
		"a second email without a name": {"Jane Doe\nHooli GmbH\njane.doe@hooli.example\nassistant: bob@hooli.example", []string{"Jane|Doe@Hooli GmbH"}},
		"whom a mail went to":           {"From: Jane Doe <jane.doe@hooli.example>\nTo: John Roe <john.roe@ours.example>\n\nJane Doe\nHooli GmbH", []string{"Jane|Doe@Hooli GmbH"}},
	} {
		leads := paste.Read(c.text, paste.Options{})
		if got := people(leads); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		everyWord(t, name, c.text, leads)
	}
}

// The kind that is asked for counts for every form of text.
func TestKindOfAllForms(t *testing.T) {
	t.Parallel()
	company := `{"kind":"company","name":"Acme","emails":["info@acme.example"],"contacts":[{"name":"Jane","lastName":"Doe","emails":["jane@acme.example"]}]}`
	for name, text := range map[string]string{
		"JSON of a company": company,
		"JSON of a contact": `{"kind":"contact","name":"Jane","lastName":"Doe","company":"Acme","emails":["info@acme.example","jane@acme.example"]}`,
		"curl":              "curl https://api.example.com/leads -d '" + company + "'",
		"rows":              "First name\tLast name\tCompany\tEmail\tEmail 2\nJane\tDoe\tAcme\tjane@acme.example\tinfo@acme.example",
		"a vCard":           "BEGIN:VCARD\nN:Doe;Jane\nORG:Acme\nEMAIL:jane@acme.example\nEMAIL:info@acme.example\nEND:VCARD",
		"a signature":       "Jane Doe\nAcme Inc.\njane.doe@acme.example\ninfo@acme.example",
	} {
		for as, kind := range map[paste.As]lead.Kind{paste.Company: lead.Company, paste.Contact: lead.Contact} {
			leads := paste.Read(text, paste.Options{As: as})
			if len(leads) != 1 || leads[0].Lead.Kind != kind {
				t.Errorf("%s as %v: got %+v", name, kind, leads)
				continue
			}
			l := leads[0].Lead
			who, firm := l.Person, l.Company
			if kind == lead.Company {
				who, firm = l.Contacts[0], l.Name
				if !slices.Equal(l.Emails, []string{"info@acme.example"}) {
					t.Errorf("%s as %v: the company's emails are %q", name, kind, l.Emails)
				}
			}
			if who.Name != "Jane" || who.LastName != "Doe" || !strings.HasPrefix(firm, "Acme") {
				t.Errorf("%s as %v: got %q %q of %q", name, kind, who.Name, who.LastName, firm)
			}
			for _, found := range leads[0].Found {
				if l.Get(found.Path) != found.Value {
					t.Errorf("%s as %v: %q is said to stand on %v", name, kind, found.Value, found.Path)
				}
			}
		}
	}
}
