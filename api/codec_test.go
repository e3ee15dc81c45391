package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

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

func TestLegacyAllowsWhatTheNotesTake(t *testing.T) {
	t.Parallel()
	l := vendorLead()
	l.Role = strings.Repeat("r", 200) // a company lead's own role goes to the notes
	l.Addresses = []lead.Address{{City: "Bonn"}, {Street: strings.Repeat("s", 256), City: strings.Repeat("c", 256)}}
	if _, err := encodingOf(Legacy).Encode([]lead.Lead{l}); err != nil {
		t.Error(err)
	}
}

// cards draws leads as people type them: filled, empty and blank rows alike.
func cards() *rapid.Generator[lead.Lead] {
	return rapid.Custom(func(t *rapid.T) lead.Lead {
		text := rapid.SampledFrom([]string{"", " ", "Ana", " 株式会社 ", "O'Neil & <Co>", "a\"b\\c", "😀", "ناصر"})
		id := rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "none") {
				return ""
			}
			return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")).String()
		})
		person := rapid.Custom(func(t *rapid.T) lead.Person {
			return lead.Person{
				Name: text.Draw(t, "name"), LastName: text.Draw(t, "last"), Role: text.Draw(t, "role"),
				Industry: text.Draw(t, "industry"), ContactID: id.Draw(t, "contact"),
				Emails: rapid.SliceOfN(rapid.SampledFrom([]string{"a@example.com", "", "b@example.org", " c@example.net"}), 0, 3).Draw(t, "emails"),
				Phones: rapid.SliceOfN(rapid.SampledFrom([]string{"+1-555-204-7789", "", "030 12345678", "12", "+49 30 1234567"}), 0, 3).Draw(t, "phones"),
				Socials: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lead.Social {
					return lead.Social{
						URL:  rapid.SampledFrom([]string{"", "x.com/a", "https://linkedin.com/in/b", "example.com/1", "https://facebook.com/c"}).Draw(t, "url"),
						Type: text.Draw(t, "type"),
					}
				}), 0, 3).Draw(t, "socials"),
				Addresses: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lead.Address {
					return lead.Address{
						Street: text.Draw(t, "street"), City: text.Draw(t, "city"), State: text.Draw(t, "state"),
						PostalCode: text.Draw(t, "code"), Country: rapid.SampledFrom([]string{"", "DE", "France"}).Draw(t, "country"),
					}
				}), 0, 3).Draw(t, "addresses"),
			}
		})
		return lead.Lead{
			Kind: rapid.SampledFrom([]lead.Kind{lead.Company, lead.Contact}).Draw(t, "kind"), Person: person.Draw(t, "person"),
			Company: text.Draw(t, "company"), Employees: rapid.SampledFrom([]string{"", "0", "1", "12k", "-1", "5000000"}).Draw(t, "employees"),
			Labels:   rapid.SliceOfN(text, 0, 3).Draw(t, "labels"),
			Contacts: rapid.SliceOfN(person, 0, 3).Draw(t, "contacts"),
			Notes:    rapid.SampledFrom([]string{"", "eins\nzwei", " n "}).Draw(t, "notes"), CompanyID: id.Draw(t, "companyId"),
		}
	})
}

func TestCurrentRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := encodingOf(Current)
		l := cards().Draw(t, "lead")
		body, err := e.Encode([]lead.Lead{l})
		if bad := lead.Count(e.Check(l)) > 0; bad != (err != nil) {
			t.Fatalf("problems %v, but Encode says %v", e.Check(l), err)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(sentForm(e, l), decodeCurrent(t, body)); diff != "" {
			t.Fatal(diff)
		}
		if !utf8.Valid(body) || bytes.Contains(body, []byte(`""`)) || bytes.Contains(body, []byte(`[]`)) || bytes.Contains(body, []byte(`{}`)) {
			t.Fatalf("not canonical: %s", body)
		}
	})
}

// sentForm is the lead that a server should hold: trimmed, phones and addresses
// of the web as they go out, and without what its kind cannot send.
func sentForm(e Encoding, l lead.Lead) lead.Lead {
	out := l.Normalised()
	fix := func(p *lead.Person, contact int) {
		for i := range p.Phones {
			p.Phones[i] = lead.SendPhone(p.Phones[i], lead.PhoneRegion(out, contact, e.Rules), e.Rules)
		}
		for i, s := range p.Socials {
			p.Socials[i] = lead.Social{URL: lead.SendURL(s.URL), Type: s.Type}
			if s.Type == "" {
				p.Socials[i].Type = lead.SocialType(s.URL)
			}
		}
	}
	fix(&out.Person, 0)
	for i := range out.Contacts {
		fix(&out.Contacts[i], i+1)
	}
	if out.Kind == lead.Contact {
		out.Employees = ""
		if out.Company != "" {
			out.Notes = strings.TrimPrefix(out.Notes+"\nCompany: "+out.Company, "\n")
		}
	} else {
		out.LastName = ""
	}
	out.Company = ""
	return out
}

// decodeCurrent is a server's reading of the current form, written apart from
// the encoder.
func decodeCurrent(t interface{ Fatal(...any) }, body []byte) lead.Lead {
	type person struct {
		Name, LastName, Industry, Role, ContactID string
		Email                                     []struct{ Address string }
		PhoneNumber                               []struct{ Number string }
		Socials                                   []struct{ Type, URL string }
		Addresses                                 []lead.Address
	}
	var in []struct {
		person
		IsContact     *bool
		EmployeeCount json.Number
		CompanyID     string
		Labels        []string
		Contacts      []person
		Notes         string
	}
	if err := json.Unmarshal(body, &in); err != nil || len(in) != 1 || in[0].IsContact == nil {
		t.Fatal(err, string(body))
	}
	read := func(p person) lead.Person {
		out := lead.Person{
			Name: p.Name, LastName: p.LastName, Industry: p.Industry, Role: p.Role,
			ContactID: p.ContactID, Addresses: p.Addresses,
		}
		for _, v := range p.Email {
			out.Emails = append(out.Emails, v.Address)
		}
		for _, v := range p.PhoneNumber {
			out.Phones = append(out.Phones, v.Number)
		}
		for _, v := range p.Socials {
			out.Socials = append(out.Socials, lead.Social{URL: v.URL, Type: v.Type})
		}
		return out
	}
	l := lead.Lead{
		Person: read(in[0].person), Employees: in[0].EmployeeCount.String(), CompanyID: in[0].CompanyID,
		Labels: in[0].Labels, Notes: in[0].Notes,
	}
	if *in[0].IsContact {
		l.Kind = lead.Contact
	}
	for _, c := range in[0].Contacts {
		l.Contacts = append(l.Contacts, read(c))
	}
	return l
}

func TestLegacyDropsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := encodingOf(Legacy)
		l := cards().Draw(t, "lead")
		body, err := e.Encode([]lead.Lead{l})
		if bad := lead.Count(e.Check(l)) > 0; bad != (err != nil) {
			t.Fatalf("problems %v, but Encode says %v", e.Check(l), err)
		}
		if err != nil {
			return
		}
		var strs []string
		var in any
		if err := json.Unmarshal(body, &in); err != nil {
			t.Fatal(err)
		}
		gather(in, &strs)
		all := strings.Join(strs, "\n")
		omitted := e.Omitted(l)
		for _, at := range l.Paths() {
			typed := strings.TrimSpace(l.Get(at))
			switch {
			case at.Field == lead.Phones:
				typed = lead.SendPhone(typed, lead.PhoneRegion(l, at.Contact, e.Rules), e.Rules)
			case at.Field == lead.Employees:
				continue // a number
			case at.Part == lead.Type && strings.EqualFold(typed, lead.SocialType(l.Get(lead.Path{Contact: at.Contact, Field: at.Field, Row: at.Row, Part: lead.URL}))):
				continue // the member says it
			}
			if !slices.Contains(omitted, at) && !strings.Contains(all, typed) {
				t.Fatalf("%+v %q is lost in %s", at, typed, body)
			}
		}
	})
}

func gather(v any, out *[]string) {
	switch v := v.(type) {
	case string:
		*out = append(*out, v)
	case []any:
		for _, x := range v {
			gather(x, out)
		}
	case map[string]any:
		for _, x := range v {
			gather(x, out)
		}
	}
}

func TestAnyTextIsEncodedOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.String()
		l := lead.Lead{
			Person: lead.Person{
				Name: any.Draw(t, "name"), Emails: []string{any.Draw(t, "email")}, Phones: []string{any.Draw(t, "phone")},
				Socials: []lead.Social{{URL: any.Draw(t, "url"), Type: any.Draw(t, "type")}},
			},
			Employees: any.Draw(t, "employees"), Notes: any.Draw(t, "notes"),
		}
		for _, form := range []Form{Current, Legacy} {
			e := encodingOf(form)
			if p := e.Preview(l); !json.Valid(p) {
				t.Fatalf("preview is no JSON: %s", p)
			}
			if body, err := e.Encode([]lead.Lead{l}); err == nil && !json.Valid(body) {
				t.Fatalf("no JSON: %s", body)
			}
		}
	})
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
