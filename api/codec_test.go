package api

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpad/config"
	"leadpad/lead"
)

func encodingOf(f Form) Encoding { return Encoding{Form: f, Wire: DefaultWire()} }

func vendorLead() lead.Lead {
	return lead.Lead{Person: lead.Person{
		Name: "Company Name", Industry: "Industry",
		Emails: []string{"email@example.com"}, Phones: []string{"+1-555-204-7789"},
	}}
}

func TestVendorExamplesToTheLetter(t *testing.T) {
	t.Parallel()
	asTyped := lead.Rules{PhoneFormat: "typed"}
	tests := map[string]struct {
		form Form
		lead lead.Lead
		want string
	}{
		"current": {
			Current, vendorLead(),
			`[{"isContact":false,"name":"Company Name","industry":"Industry",` +
				`"email":[{"Address":"email@example.com"}],"phoneNumber":[{"Number":"+1-555-204-7789"}]}]`,
		},
		"legacy": {
			Legacy,
			lead.Lead{
				Person: lead.Person{Name: "Company Name", Emails: []string{"email@example.com"}, Phones: []string{"+1-555-204-7789"}},
				Contacts: []lead.Person{{
					Name: "Contact Person", LastName: "Name", Role: "Job Title",
				}},
				Notes: "Any relevant notes or information about the lead",
			},
			`[{"company":"Company Name","contactPerson":"Contact Person Name","jobTitle":"Job Title",` +
				`"email":"email@example.com","phoneNumber":"+1-555-204-7789",` +
				`"notes":"Any relevant notes or information about the lead"}]`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := encodingOf(test.form)
			e.Rules = asTyped
			got, err := e.Encode([]lead.Lead{test.lead})
			if err != nil || string(got) != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func fullLead(k lead.Kind) lead.Lead {
	return lead.Lead{
		Kind: k, Company: "ACME GmbH", Employees: "0012", CompanyID: "123e4567-e89b-12d3-a456-426614174000",
		Labels: []string{" hot ", "", "Messe"}, Notes: "Zeile 1\n<b>&\u2028\"\\",
		Person: lead.Person{
			Name: " Ana ", LastName: "Ğ", Role: "CEO", Industry: "IT", ContactID: "123e4567-e89b-12d3-a456-426614174001",
			Emails: []string{"a@example.com", " ", "b@example.com"}, Phones: []string{"+1 555 204 7789", "12"},
			Socials:   []lead.Social{{URL: "x.com/ana"}, {URL: "https://example.com", Type: "Blog"}},
			Addresses: []lead.Address{{Street: "Hauptstr. 1", City: "Bonn", PostalCode: "53111", Country: "DE"}},
		},
		Contacts: []lead.Person{{}, {Name: "Bo", Role: "CTO", Emails: []string{"bo@example.com"}, Industry: "Law"}, {LastName: "Li"}},
	}
}

func TestWholeLeadInBothForms(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		form Form
		kind lead.Kind
		want string
	}{
		"current company": {Current, lead.Company, `[{"isContact":false,"name":"Ana","industry":"IT","role":"CEO","employeeCount":12,` +
			`"companyId":"123e4567-e89b-12d3-a456-426614174000","contactId":"123e4567-e89b-12d3-a456-426614174001",` +
			`"labels":["hot","Messe"],"contacts":[{"name":"Bo","industry":"Law","role":"CTO","email":[{"Address":"bo@example.com"}]},{"lastName":"Li"}],` +
			`"email":[{"Address":"a@example.com"},{"Address":"b@example.com"}],"phoneNumber":[{"Number":"+15552047789"},{"Number":"12"}],` +
			`"socials":[{"Type":"X","Url":"https://x.com/ana"},{"Type":"Blog","Url":"https://example.com"}],` +
			`"addresses":[{"Street":"Hauptstr. 1","City":"Bonn","PostalCode":"53111","Country":"DE"}],` +
			`"notes":"Zeile 1\n<b>&` + "\u2028" + `\"\\"}]`},
		"legacy contact": {Legacy, lead.Contact, `[{"company":"ACME GmbH","contactPerson":"Ana Ğ","jobTitle":"CEO","industry":"IT",` +
			`"website":"https://example.com","twitter":"https://x.com/ana","email":"a@example.com","phoneNumber":"+15552047789",` +
			`"address":"Hauptstr. 1, Bonn, 53111, DE","notes":"Zeile 1\n<b>&` + "\u2028" + `\"\\\nEmail: b@example.com\nPhone: 12\n` +
			`Blog: https://example.com\nCompany ID: 123e4567-e89b-12d3-a456-426614174000\n` +
			`Contact ID: 123e4567-e89b-12d3-a456-426614174001\nIndustry of Bo: Law","labels":["hot","Messe"],` +
			`"contacts":[{"name":"Bo","email":"bo@example.com","role":"CTO"},{"lastName":"Li"}]}]`},
		"legacy company": {Legacy, lead.Company, `[{"company":"Ana","contactPerson":"Bo","jobTitle":"CTO","industry":"IT","employeeCount":12,` +
			`"website":"https://example.com","twitter":"https://x.com/ana","email":"a@example.com","phoneNumber":"+15552047789",` +
			`"address":"Hauptstr. 1, Bonn, 53111, DE","notes":"Zeile 1\n<b>&` + "\u2028" + `\"\\\nRole: CEO\nEmail: b@example.com\nPhone: 12\n` +
			`Blog: https://example.com\nCompany ID: 123e4567-e89b-12d3-a456-426614174000\n` +
			`Contact ID: 123e4567-e89b-12d3-a456-426614174001\nEmail of Bo: bo@example.com\nIndustry of Bo: Law","labels":["hot","Messe"],` +
			`"contacts":[{"lastName":"Li"}]}]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := encodingOf(test.form).Encode([]lead.Lead{fullLead(test.kind)})
			if diff := cmp.Diff(test.want, string(got)); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// What the legacy form has no member for stands in the notes, with whose it is.
func TestLegacyNotesSayWhoseItIs(t *testing.T) {
	t.Parallel()
	l := lead.Lead{
		Person: lead.Person{Name: "Acme", Socials: []lead.Social{{URL: "acme.example"}, {URL: "acme.example/2"}, {URL: "linkedin.com/company/acme", Type: "Network"}}},
		Contacts: []lead.Person{
			{Name: "Bo", Socials: []lead.Social{{URL: "bo.example"}, {URL: "x.com/bo", Type: "Mine"}}, Addresses: []lead.Address{{City: "Bonn"}}},
			{Emails: []string{"c@example.com", "d@example.com"}},
		},
	}
	want := `[{"company":"Acme","contactPerson":"Bo","website":"https://acme.example","linkedIn":"https://linkedin.com/company/acme","notes":"` +
		`Website: https://acme.example/2\nNetwork: https://linkedin.com/company/acme\nAddress of Bo: Bonn\n` +
		`Website of Bo: https://bo.example\nMine of Bo: https://x.com/bo\nEmail of contact 2: d@example.com","contacts":[{"email":"c@example.com"}]}]`
	got, err := encodingOf(Legacy).Encode([]lead.Lead{l})
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestContactsCompanyIsALineOfTheNotes(t *testing.T) {
	t.Parallel()
	l := lead.Lead{Kind: lead.Contact, Company: "ACME", Person: lead.Person{Name: "Ana"}}
	got, err := encodingOf(Current).Encode([]lead.Lead{l})
	if want := `[{"isContact":true,"name":"Ana","notes":"Company: ACME"}]`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestOverLimitNeverReachesTheEncoder(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("漢", 65)
	tests := map[string]struct {
		form Form
		at   lead.Field
		edit func(*lead.Lead)
	}{
		"name 257":            {Current, lead.Name, func(l *lead.Lead) { l.Name = strings.Repeat("x", 257) }},
		"emoji are two units": {Current, lead.Name, func(l *lead.Lead) { l.Name = strings.Repeat("😀", 129) }},
		"employees as words":  {Current, lead.Employees, func(l *lead.Lead) { l.Employees = "12k" }},
		"notes":               {Current, lead.Notes, func(l *lead.Lead) { l.Notes = strings.Repeat("n", 6943) }},
		"legacy role 65":      {Legacy, lead.Role, func(l *lead.Lead) { l.Contacts = []lead.Person{{Name: "A", Role: long}} }},
		"legacy employees 0":  {Legacy, lead.Employees, func(l *lead.Lead) { l.Employees = "0" }},
		"legacy address as line": {Legacy, lead.Addresses, func(l *lead.Lead) {
			l.Addresses = []lead.Address{{Street: strings.Repeat("s", 200), City: strings.Repeat("c", 60)}}
		}},
		"legacy person": {Legacy, lead.LastName, func(l *lead.Lead) {
			l.Contacts = []lead.Person{{Name: strings.Repeat("a", 200), LastName: strings.Repeat("b", 57)}}
		}},
		"legacy notes overflow": {Legacy, lead.Notes, func(l *lead.Lead) { l.Notes = strings.Repeat("n", 6935); l.Emails = append(l.Emails, "b@example.com") }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := vendorLead()
			test.edit(&bad)
			_, err := encodingOf(test.form).Encode([]lead.Lead{vendorLead(), bad})
			var at *LeadError
			if !errors.As(err, &at) || at.Index != 1 || at.Problem.Field != test.at {
				t.Errorf("got %v, want lead 1 refused for %v", err, test.at)
			}
		})
	}
	if got, err := encodingOf(Current).Encode(nil); err != nil || string(got) != "[]" {
		t.Errorf("no leads: got %s, %v", got, err)
	}
	if _, err := encodingOf(Current).Encode(make([]lead.Lead, MaxLeads+1)); err == nil {
		t.Error("101 leads were encoded")
	}
}

// However the leads of a request are shared out, they stand in it in their order.
func TestLeadsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 15, 16, 33, MaxLeads} {
		leads := make([]lead.Lead, n)
		var each []string
		for i := range leads {
			leads[i] = vendorLead()
			leads[i].Name = fmt.Sprint("Company ", i)
			one, err := encodingOf(Current).Encode(leads[i : i+1])
			if err != nil {
				t.Fatal(err)
			}
			each = append(each, string(one[1:len(one)-1]))
		}
		got, err := encodingOf(Current).Encode(leads)
		if want := "[" + strings.Join(each, ",") + "]"; err != nil || string(got) != want {
			t.Errorf("%d leads: got %s, %v", n, got, err)
		}
		bad := n - 1
		leads[bad].Name = strings.Repeat("x", 257)
		var at *LeadError
		if _, err := encodingOf(Current).Encode(leads); !errors.As(err, &at) || at.Index != bad || !strings.Contains(err.Error(), fmt.Sprintf("lead %d ", n)) {
			t.Errorf("%d leads, the last is bad: %v", n, err)
		}
	}
}

func TestLegacyAllowsWhatTheNotesTake(t *testing.T) {
	t.Parallel()
	l := vendorLead()
	l.Role = strings.Repeat("r", 200) // a company lead's own role goes to the notes
	l.Addresses = []lead.Address{{City: "Bonn"}, {Street: strings.Repeat("s", 256), City: strings.Repeat("c", 256)}}
	if _, err := encodingOf(Legacy).Encode([]lead.Lead{l}); err != nil {
		t.Error(err)
	}
}

func TestOmitted(t *testing.T) {
	t.Parallel()
	w, err := DefaultWire().Override(map[string]string{"socials": "", "addresses.city": "", "notes": ""})
	if err != nil {
		t.Fatal(err)
	}
	e := Encoding{Wire: w}
	l := fullLead(lead.Contact)
	got := e.Omitted(l)
	want := []lead.Path{
		{Field: lead.CompanyName},
		{Field: lead.Addresses, Part: lead.City},
		{Field: lead.Socials, Part: lead.URL},
		{Field: lead.Socials, Row: 1, Part: lead.URL},
		{Field: lead.Socials, Row: 1, Part: lead.Type},
		{Field: lead.Notes},
		{Field: lead.Employees},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	body, err := e.Encode([]lead.Lead{l})
	if err != nil || bytes.Contains(body, []byte("socials")) || bytes.Contains(body, []byte("notes")) || bytes.Contains(body, []byte("Bonn")) {
		t.Errorf("got %s, %v", body, err)
	}
	if got, want := e.OmittedWords(l), "company, addresses, socials, notes, employees"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, p := range e.Check(l) {
		if slices.Contains(want, p.Path) && !p.Note {
			t.Errorf("%+v keeps the lead a draft", p)
		}
	}
}

func TestNewEncoding(t *testing.T) {
	t.Parallel()
	e, err := NewEncoding(config.Profile{Docs: "legacy", Wire: map[string]string{"preset": "plural", "notes": ""}}, lead.Rules{Region: "DE"})
	if err != nil || e.Form != Legacy || e.Wire.Emails != "emails" || e.Wire.Notes != "" || e.Rules.Region != "DE" {
		t.Errorf("got %+v, %v", e, err)
	}
	if _, err := NewEncoding(config.Profile{Docs: "newest"}, lead.Rules{}); err == nil {
		t.Error("an unknown docs was taken")
	}
}

func BenchmarkEncode100(b *testing.B) {
	leads := make([]lead.Lead, MaxLeads)
	for i := range leads {
		leads[i] = vendorLead()
	}
	for name, form := range map[string]Form{"current": Current, "legacy": Legacy} {
		b.Run(name, func(b *testing.B) {
			e := encodingOf(form)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Encode(leads); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
