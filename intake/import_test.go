package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"leadpad/lead"
)

// aPerson and aCompany are leads with a name and, in this order, an email and a
// phone.
func aPerson(first, last string, reach ...string) lead.Lead {
	l := aCompany(first, reach...)
	l.Kind, l.LastName = lead.Contact, last
	return l
}

func aCompany(name string, reach ...string) lead.Lead {
	l := lead.Lead{Person: lead.Person{Name: name}}
	if len(reach) > 0 && reach[0] != "" {
		l.Emails = []string{reach[0]}
	}
	if len(reach) > 1 {
		l.Phones = []string{reach[1]}
	}
	return l
}

func with(l lead.Lead, change func(*lead.Lead)) lead.Lead {
	change(&l)
	return l
}

// right is what must come of a file.
type right struct {
	leads []lead.Lead
	// says are parts of what is said of the leads, drops the members that are
	// named; fails is a part of the error of a file of which nothing is read.
	says, drops []string
	fails       string
	blanks      int
	// drafts are the leads, by number, that lead.Check or the reading itself
	// keeps drafts, with a part of the cause.
	drafts map[int]string
}

// TestImportFiles reads one file of each kind that other programs write.
func TestImportFiles(t *testing.T) {
	t.Parallel()
	want := importFiles()
	files, err := os.ReadDir(filepath.Join("testdata", "import"))
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files, %d expectations, %v", len(files), len(want), err)
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			t.Parallel()
			in, err := os.Open(filepath.Join("testdata", "import", file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			var items []Item
			err = ReadJSON(in, func(i Item) error { items = append(items, i); return i.Err })
			want[file.Name()].compare(t, items, err)
			text, err := os.ReadFile(in.Name())
			if err != nil {
				t.Fatal(err)
			}
			sameBothWays(t, text)
		})
	}
}

func (w right) compare(t *testing.T, items []Item, err error) {
	t.Helper()
	if w.fails != "" {
		if err == nil || !strings.Contains(err.Error(), w.fails) || len(items) > 0 && !strings.Contains(w.fails, "line") {
			t.Errorf("got %v, want an error with %q", err, w.fails)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var leads []lead.Lead
	var said, dropped []string
	blanks := 0
	for n, i := range items {
		leads = append(leads, i.Lead)
		for _, f := range i.Said {
			said = append(said, f.Error())
		}
		dropped, blanks = append(dropped, i.Dropped...), blanks+i.Blanks
		w.judge(t, n, i)
	}
	if diff := cmp.Diff(w.leads, leads, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if len(said) != len(w.says) || !strings.Contains(strings.Join(said, "\n"), strings.Join(w.says, "\n")) && !each(said, w.says) {
		t.Errorf("said %q, want %q", said, w.says)
	}
	if diff := cmp.Diff(w.drops, dropped, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("named: %s", diff)
	}
	if blanks != w.blanks {
		t.Errorf("%d blanks were counted, want %d", blanks, w.blanks)
	}
}

// judge looks at whether a lead is a draft, and why.
func (w right) judge(t *testing.T, n int, i Item) {
	t.Helper()
	var why []string
	for _, p := range append(lead.Check(i.Lead, lead.Rules{}), i.Problems...) {
		if !p.Note {
			why = append(why, p.Text+cause(p))
		}
	}
	cause, draft := w.drafts[n+1]
	if draft != (len(why) > 0) || !strings.Contains(strings.Join(why, "; "), cause) {
		t.Errorf("lead %d has the problems %q, want %q", n+1, why, cause)
	}
}

func each(got, want []string) bool {
	for i := range got {
		if !strings.Contains(got[i], want[i]) {
			return false
		}
	}
	return true
}

func importFiles() map[string]right {
	all := make(map[string]right)
	for _, some := range []map[string]right{shapeFiles(), brokenFiles(), crmFiles(), memberFiles(), valueFiles()} {
		for name, w := range some {
			all[name] = w
		}
	}
	return all
}

func companies(names ...string) []lead.Lead {
	var out []lead.Lead
	for _, name := range names {
		out = append(out, aCompany(name))
	}
	return out
}

// shapeFiles are leads in whatever stands around them.
func shapeFiles() map[string]right {
	return map[string]right{
		"01-array.json":         {leads: []lead.Lead{aCompany("A1"), aPerson("B", "C")}},
		"02-single.json":        {leads: companies("A1")},
		"03-lines-blank.jsonl":  {leads: companies("A1", "A2")},
		"04-crlf.ndjson":        {leads: companies("A1", "A2")},
		"05-bom-array.json":     {leads: companies("A1")},
		"06-bom-lines.jsonl":    {leads: companies("A1", "A2")},
		"08-utf16be.json":       {leads: companies("Müller"), says: []string{"encoded | UTF-16"}},
		"utf16le-bom.json":      {leads: []lead.Lead{aCompany("Ärzte Süd GmbH", "praxis@sued.example")}, says: []string{"encoded | UTF-16"}},
		"09-latin1.json":        {leads: []lead.Lead{aCompany("Müller GmbH", "info@müller.example")}, says: []string{"Windows-1252"}},
		"10-arrays.json":        {leads: []lead.Lead{aCompany("A1", "a@b.example")}},
		"11-nested-arrays.json": {leads: companies("A1", "A2")},
		"12-array-lines.jsonl":  {leads: companies("A1", "A2")},
		"14-trailing-comma.json": {
			leads: companies("A1", "A2"), says: []string{"line 1, column 29: trailing comma"},
		},
		"21-wrapped-data.json": {leads: companies("A1"), says: []string{"beside the leads | meta"}},
		"22-keyed.json":        {leads: companies("A1", "A2")},
		"wrapped.json":         {leads: []lead.Lead{aCompany("In A Wrapper", "w@w.example")}},
		"40-text-after.json":   {leads: companies("A"), says: []string{`line 1, column 16: text behind the leads | trailing`}},
		"41-concat.jsonl":      {leads: companies("A", "B")},
		"46-gzip.json":         {leads: companies("A"), says: []string{"unpacked from gzip"}},
		"52-bom-inside.jsonl":  {leads: companies("A", "B")},
	}
}

// brokenFiles are those of which nothing is read.
func brokenFiles() map[string]right {
	return map[string]right{
		"15-comments.json":      {fails: "line 1, column 1: comment"},
		"16-empty.json":         {fails: "no lead"},
		"17-empty-array.json":   {fails: "no lead"},
		"18-space.json":         {fails: "no lead"},
		"19-null.json":          {fails: "no lead"},
		"37-nan.json":           {fails: "line 1, column 30: no value | NaN"},
		"38-single-quotes.json": {fails: "line 1, column 3: single quotes"},
		"39-truncated.json":     {fails: "line 1, column 26: cut"},
	}
}

// crmFiles are what other CRMs export, and the API's legacy form.
func crmFiles() map[string]right {
	anna := with(aPerson("Anna", "M", "anna@acme.example", "+49 30 901820"), func(l *lead.Lead) { l.Company, l.Role = "Acme", "CEO" })
	piped := []string{"email.label", "email.primary", "id"}
	legacy := func(n string) lead.Lead {
		return with(aCompany("Co "+n, "a"+n+"@b.example"), func(l *lead.Lead) {
			l.Socials = []lead.Social{{URL: "https://b" + n + ".example"}}
			l.Contacts = []lead.Person{{Name: "Anna " + n}}
		})
	}
	return map[string]right{
		"23-hubspot-companies.json": {
			leads: []lead.Lead{with(aCompany("HubSpot Co", "", "+49 30 901820"), func(l *lead.Lead) {
				l.Socials = []lead.Social{{URL: "hub.example"}}
			})},
			says:  []string{"beside the leads | paging"},
			drops: []string{"archived", "createdAt", "id", "properties.createdate", "updatedAt"},
		},
		"25-salesforce.json": {
			leads: []lead.Lead{with(anna, func(l *lead.Lead) { l.Addresses = []lead.Address{{Country: "Germany"}} })},
			says:  []string{"beside the leads | totalSize | done"}, drops: []string{"Id", "attributes"},
		},
		"26-salesforce-records.json": {
			leads: []lead.Lead{with(anna, func(l *lead.Lead) {
				l.Addresses = []lead.Address{{Street: "Hauptstr. 1", City: "Berlin", Country: "Germany"}}
				l.Industry, l.Employees, l.Socials = "IT", "12", []lead.Social{{URL: "acme.example"}}
				l.Notes = "d\nLeadSource: Web"
			})},
			drops: []string{"Id", "attributes"},
		},
		"27-apollo.json": {
			leads: []lead.Lead{with(aPerson("Anna", "M", "anna@acme.example"), func(l *lead.Lead) {
				l.Company, l.Role, l.Socials = "Acme", "CEO", []lead.Social{{URL: "https://linkedin.com/in/a"}}
			})},
			says: []string{"beside the leads | pagination"},
		},
		"29-pipedrive.json": {
			leads: []lead.Lead{with(aPerson("Anna", "M", "anna@acme.example", "+4930901820"), func(l *lead.Lead) { l.Company = "Acme" })},
			says:  []string{"beside the leads | success | additional_data"},
			drops: append(piped, "org_id.value", "phone.label", "phone.primary"),
		},
		"30-pipedrive-data.json": {
			leads: []lead.Lead{with(aPerson("Anna M", "", "anna@acme.example", "+4930901820"), func(l *lead.Lead) {
				l.Company, l.Addresses = "Acme", []lead.Address{{Street: "Hauptstr 1"}}
			})},
			drops: append(piped, "phone.label", "phone.primary"),
		},
		"44-legacy-lines.jsonl": {leads: []lead.Lead{legacy("0"), legacy("1"), legacy("2")}},
	}
}

// memberFiles are members under other names, at other places, or of no field.
func memberFiles() map[string]right {
	return map[string]right{
		"31-nested-unknown.json": {
			leads: []lead.Lead{{
				Person: lead.Person{
					Name: "A1", Emails: []string{"a@b.example", "lost@b.example"}, Phones: []string{"+4930901820", "+4930901821"},
					Socials:   []lead.Social{{URL: "https://linkedin.com/in/lost", Type: "LinkedIn"}},
					Addresses: []lead.Address{{Street: "S, lost2", PostalCode: "10115", City: "Berlin"}},
				},
				Contacts: []lead.Person{{
					Name: "Bo", Role: "losttitle", Addresses: []lead.Address{{Street: "lostaddr"}},
					Socials: []lead.Social{{URL: "https://lost.example"}, {URL: "https://linkedin.com/in/lost2"}},
				}},
				Notes: "phoneNumber.1.Label: mobile\ncontacts.notes: lostnotes\ncontacts.labels: lostlabel",
			}},
			drops: []string{"email.Type"},
		},
		"32-case-twice.json": {
			leads: []lead.Lead{with(aCompany("lower", "l@b.example"), func(l *lead.Lead) { l.Notes = "Name: Upper\nNAME: CAPS\nEmail: u@b.example" })},
			says:  []string{"alike | name | Name", "alike | name | NAME", "alike | email | Email"},
		},
		"dupkeys.json": {
			leads: []lead.Lead{with(aCompany("First", "d@d.example"), func(l *lead.Lead) { l.Notes = "Name: Second\nNAME: Third" })},
			says:  []string{"alike | name | Name", "alike | name | NAME"},
		},
		"43-snake.json": {
			leads: []lead.Lead{with(aPerson("Anna", "M", "a@b.example", "+4930901820"), func(l *lead.Lead) { l.Employees = "12" })},
		},
		"47-kind.json": {
			leads: []lead.Lead{with(aPerson("Anna", "", "a@b.example", "+4930901820"), func(l *lead.Lead) {
				l.Employees, l.Socials = "12", []lead.Social{{URL: "x.com/a"}}
			})},
		},
		"49-own-export-typo.json": {
			leads: []lead.Lead{
				with(aCompany("A", "lost@a.example", "+4930901820"), func(l *lead.Lead) { l.Socials = []lead.Social{{URL: "https://lost.example"}} }),
				aCompany("B"), aPerson("C", ""), with(aPerson("D", "E"), func(l *lead.Lead) { l.Employees = "12" }),
			},
			says: []string{"no UUID | id"}, drops: []string{"id"},
		},
		"50-upper.json": {
			leads: []lead.Lead{with(aPerson("Anna", "M", "a@b.example", "+4930901820"), func(l *lead.Lead) {
				l.Socials, l.Addresses = []lead.Social{{URL: "x.com/a", Type: "X"}}, []lead.Address{{Street: "S", PostalCode: "1", Country: "DE"}}
				l.Labels, l.Notes, l.CompanyID = []string{"a"}, "n", "123e4567-e89b-12d3-a456-426614174000"
				l.Contacts = []lead.Person{{Name: "Bo", Emails: []string{"b@b.example"}}}
			})},
		},
		"51-no-iscontact.json": {leads: []lead.Lead{aPerson("Anna", "Müller", "anna@acme.example")}},
		"nullcontact.json": {
			leads: []lead.Lead{with(aCompany("Null Contact", "x@nc.example"), func(l *lead.Lead) {
				l.Contacts = []lead.Person{{Name: "Ann", LastName: "Lee"}}
			})},
		},
	}
}

// valueFiles are values of other types than their fields.
func valueFiles() map[string]right {
	count := func(name, employees string) lead.Lead {
		return with(aCompany(name), func(l *lead.Lead) { l.Employees = employees })
	}
	return map[string]right{
		"34-numbers.json": {
			leads: []lead.Lead{
				aCompany("123", "", "4930901820"), aCompany("B", "", "4930901820"), count("C", "12"), count("D", "12"), count("E", "1000000"),
				with(aCompany("F"), func(l *lead.Lead) { l.Addresses = []lead.Address{{Street: "x", PostalCode: "10115"}} }), aCompany("G"),
			},
			says: []string{"whole number | employeeCount"},
		},
		"35-shapes.json": {
			leads: []lead.Lead{
				aCompany("A", "a@b.example"),
				with(aCompany("B"), func(l *lead.Lead) { l.Labels = []string{"hot", "new"} }),
				aPerson("C", ""), aPerson("D", ""),
				with(aCompany("E"), func(l *lead.Lead) { l.Socials = []lead.Social{{URL: "https://x.com/e"}} }),
				with(aCompany("F"), func(l *lead.Lead) { l.Addresses = []lead.Address{{Street: "Hauptstr 1"}} }),
				with(aCompany("G"), func(l *lead.Lead) { l.Contacts = []lead.Person{{Name: "H"}} }),
				with(aCompany("I"), func(l *lead.Lead) {
					l.Socials, l.Addresses = []lead.Social{{URL: "https://x.com/i"}}, []lead.Address{{Street: "Hauptstr. 1, Berlin"}}
				}),
				aCompany("J"), aCompany("true"),
				with(aCompany("K"), func(l *lead.Lead) { l.Notes = "lead: warm" }),
				with(aCompany("L"), func(l *lead.Lead) { l.Notes = "a\nb" }),
				with(aCompany("M"), func(l *lead.Lead) { l.Emails = []string{"a@b.example", "c@d.example"} }),
				with(aCompany("N"), func(l *lead.Lead) { l.Emails = []string{"a@b.example", "c@d.example"} }),
			},
			says:   []string{"taken apart | emails", "taken apart | emails"},
			drafts: map[int]string{10: "no text | true"},
		},
		"54-phone-objects.json": {leads: []lead.Lead{aCompany("Acme", "", "4930901820")}},
		"56-employees.json": {
			leads: []lead.Lead{count("A", "11-50"), count("B", "1,000"), count("C", "1.2e3"), count("D", "-1"), count("E", "true")},
			drafts: map[int]string{
				1: "one number in digits, like 30, not a range", 2: "digits only: 1000?", 3: "digits only: 1200?", 4: "0 to 5,000,000", 5: "digits only, like 12000",
			},
		},
		"floatcount.json": {
			leads:  []lead.Lead{count("Float", "12"), count("Exp", "1e3"), count("Str", "1,200"), count("Range", "11-50"), count("Big", "10000000000")},
			says:   []string{"whole number | employeeCount"},
			drafts: map[int]string{2: "digits only: 1000?", 3: "digits only: 1200?", 4: "not a range", 5: "0 to 5,000,000"},
		},
		"barenumber.json": {leads: []lead.Lead{aCompany("Bare", "x@bare.example", "493012345678"), aCompany("Bare2", "", "493012345678")}},
		"phone-number-type.json": {
			leads:  []lead.Lead{aCompany("Num", "n@n.example", "493012345678"), aCompany("Sci", "s@n.example", "4.9301E+11"), aCompany("Sci2", "s2@n.example", "4.9301234567e11")},
			drafts: map[int]string{2: "a spreadsheet (Excel) shortened this number", 3: "a spreadsheet (Excel) shortened this number"},
		},
		"single-obj-email.json": {leads: []lead.Lead{aCompany("One Object", "o@o.example", "+493012345678")}},
		"spaces-email.json": {
			leads: []lead.Lead{
				aCompany("Space One", "anna@a.example"), aCompany("NBSP", "bea@b.example"), aCompany("ZWSP", "carl@c.example"),
				aCompany("BOM in", "dora@d.example"), aCompany("LRM", "emil@e.example"), aCompany("Soft hyphen", "fri\u00adda@f.example"), aCompany("WJ", "gus@g.example"),
			},
			blanks: 7, drafts: map[int]string{6: "an invisible character hides in it"},
		},
		"surrogate.json": {
			leads: []lead.Lead{aCompany("Lone \ufffd half", "s@s.example")}, says: []string{"half pair"},
			drafts: map[int]string{1: "a character was lost on its way here"},
		},
	}
}
