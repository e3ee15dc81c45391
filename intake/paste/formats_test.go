package paste_test

import (
	"slices"
	"strings"
	"testing"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// says are the fields of the leads of a text, one line for each value.
func says(leads []paste.Lead) []string {
	var out []string
	for _, one := range leads {
		for field, values := range fieldsOf(one.Lead) {
			for _, v := range values {
				out = append(out, field+": "+v)
			}
		}
		if one.Lead.Notes != "" {
			out = append(out, "notes: "+one.Lead.Notes)
		}
		for _, left := range one.Unplaced() {
			out = append(out, "left: "+left)
		}
	}
	slices.Sort(out)
	return out
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		leads      int
		want       []string
	}{
		{
			"vCard 3.0 with a photo",
			"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Jane;;Dr.;\r\nFN:Dr. Jane Doe\r\nORG:Hooli Inc.;Sales\r\nTITLE:CTO\r\nTEL;TYPE=WORK,VOICE:+1 555 204 7789\r\nTEL;TYPE=FAX:+1 555 204 7790\r\n" +
				"EMAIL;TYPE=INTERNET:jane@hooli.example\r\nADR;TYPE=WORK:;;1 Main St;Springfield;IL;62701;USA\r\nURL:https://hooli.example\r\nNOTE:met at Expo\\, hall 3\r\nBDAY:1980-01-01\r\n" +
				"PHOTO;ENCODING=b:" + strings.Repeat("QUJD", 200) + "\r\nEND:VCARD\r\n", 1,
			[]string{
				"city: Springfield", "company: Hooli Inc.", "country: USA", "email: jane@hooli.example", "left: BDAY: 1980-01-01", "left: Dr.", "left: Fax +1 555 204 7790",
				"left: PHOTO (not kept)", "left: Sales", "name: Jane|Doe", "notes: met at Expo, hall 3", "phone: +1 555 204 7789", "postal: 62701", "role: CTO", "state: IL", "street: 1 Main St", "url: https://hooli.example",
			},
		},
		{
			"vCard 2.1, cut in half, with a charset that is none",
			"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=KLINGON;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\nTEL;CELL:+49 171 2345678\nEMAIL:joerg@muel", 1,
			[]string{"email: joerg@muel", "name: Jörg|Müller", "phone: +49 171 2345678"},
		},
		{
			"vCard 4.0, folded, in a group",
			"BEGIN:VCARD\nVERSION:4.0\nFN:Ana Kovač\nitem1.EMAIL;PREF=1:ana@\n jadranbrod.example\nTEL;VALUE=uri;TYPE=\"cell\":tel:+385-91-123-4567\nEND:VCARD", 1,
			[]string{"email: ana@jadranbrod.example", "name: Ana|Kovač", "phone: +385-91-123-4567"},
		},
		{"MECARD", "MECARD:N:Doe,Jane;TEL:+15552047789;EMAIL:jane@hooli.example;ADR:76 9th Avenue, New York, NY 10011;ORG:Hooli\\; Sons;TITLE:CTO;NOTE:Booth 7;;", 1, []string{
			"city: New York", "company: Hooli; Sons", "email: jane@hooli.example", "name: Jane|Doe", "notes: Booth 7", "phone: +15552047789", "postal: 10011", "role: CTO", "state: NY", "street: 76 9th Avenue",
		}},
		{"BIZCARD", "BIZCARD:N:Sean;X:Owen;T:Software Engineer;C:Google;B:+12125551212;F:+12125551213;E:srowen@google.example;;", 1, []string{
			"company: Google", "email: srowen@google.example", "left: Fax +12125551213", "name: Sean|Owen", "phone: +12125551212", "role: Software Engineer",
		}},
		{"cards of several kinds", "MECARD:N:Doe,Jane;EMAIL:jane@hooli.example;;\nBEGIN:VCARD\nFN:Ana Kovač\nEMAIL:ana@jadranbrod.example\nEND:VCARD\nBIZCARD:N:Sean;X:Owen;E:sean@acme.example;;\n", 3, []string{
			"email: ana@jadranbrod.example", "email: jane@hooli.example", "email: sean@acme.example", "name: Ana|Kovač", "name: Jane|Doe", "name: Sean|Owen",
		}},
		{"rows below a header", "Name\tCompany\tEmail\tOwner\nJane Doe\tHooli\tjane@hooli.example\tBob\nJohn Roe\tAcme\tjohn@acme.example\t\n", 2, []string{
			"company: Acme", "company: Hooli", "email: jane@hooli.example", "email: john@acme.example", "left: Name | Company | Email | Owner", "name: Jane|Doe", "name: John|Roe", "notes: Owner: Bob",
		}},
		{"a row alone", "Jane\tDoe\tHooli Inc.\tCTO\tjane.doe@hooli.example\t+1 555 204 7789\t1 Main St\tSpringfield\tIL\t62701\tUSA", 1, []string{
			"city: Springfield", "company: Hooli Inc.", "country: USA", "email: jane.doe@hooli.example", "name: Jane|Doe", "phone: +1 555 204 7789", "postal: 62701", "role: CTO", "state: IL", "street: 1 Main St",
		}},
		{"curl, whose key is shown to nobody", `curl -X POST 'https://api.example.com/leads' -H 'X-API-Key: canary' -d '{"name":"Acme","emails":["info@acme.example"]}'`, 1, []string{
			"company: Acme", "email: info@acme.example", "left: curl https://api.example.com/leads",
		}},
		{"names and emails", `Jane Doe <jane@acme.example>, "Roe, John" <john.roe@acme.example>; info@hooli.example`, 3, []string{
			"email: info@hooli.example", "email: jane@acme.example", "email: john.roe@acme.example", "name: Jane|Doe", "name: John|Roe",
		}},
		{"two people", "Jane Doe\nCTO\njane.doe@hooli.example\n\nJohn Roe\nSales Manager\njohn.roe@acme.example\n", 2, []string{
			"email: jane.doe@hooli.example", "email: john.roe@acme.example", "name: Jane|Doe", "name: John|Roe", "role: CTO", "role: Sales Manager",
		}},
		{"an answer below what it quotes", "On Mon, 2 Nov 2026 at 10:00, Bob Roe wrote:\n> Hi Jane,\n> call me: bob@beta.example\n\nDone!\n-- \nJane Doe\nHooli GmbH\njane@hooli.example", 1, []string{
			"company: Hooli GmbH", "email: jane@hooli.example", "left: > Hi Jane,", "left: > call me: bob@beta.example", "left: Done!", "left: On Mon, 2 Nov 2026 at 10:00, Bob Roe wrote:", "name: Jane|Doe",
		}},
		{"one email twice", "Jane Doe\njane.doe@hooli.example\njane.doe@hooli.example", 1, []string{"email: jane.doe@hooli.example", "name: Jane|Doe"}},
	} {
		leads := paste.Read(c.text, paste.Options{})
		if got := says(leads); len(leads) != c.leads || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d leads\n got %q\nwant %q", c.name, len(leads), got, c.want)
		}
	}
}

// Nothing but an address or pages of the web is no lead, but a part of one.
func TestPartsOfALead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Friedrichstr. 12\n10117 Berlin\nGermany":           {"city: Berlin", "country: Germany", "postal: 10117", "street: Friedrichstr. 12"},
		"350 5th Ave, New York, NY 10118":                   {"city: New York", "postal: 10118", "state: NY", "street: 350 5th Ave"},
		"https://hooli.example\nlinkedin.com/in/jane-doe\n": {"url: https://hooli.example", "url: linkedin.com/in/jane-doe"},
		"Friedrichstr. 12\nsee you there\n10117 Berlin":     nil,
		"func main() {\n\tx := foo.bar(a.b.c)\n}":           nil,
		"10117":                nil,
		"Thanks for the call!": nil,
	} {
		if got := says(paste.Read(text, paste.Options{Parts: true})); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if leads := paste.Read(text, paste.Options{}); len(leads) != 0 {
			t.Errorf("%q is a lead: %q", text, says(leads))
		}
	}
}

// A card says whether it has its end.
func TestACardWithoutItsEnd(t *testing.T) {
	t.Parallel()
	for text, cut := range map[string]bool{
		"BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@hooli.exam":                   true,
		"BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@hooli.example\nEND:VCARD":     false,
		"MECARD:N:Doe,Jane;EMAIL:jane@hooli.exam":                           true,
		"MECARD:N:Doe,Jane;EMAIL:jane@hooli.example;":                       false,
		"BIZCARD:N:Sean;X:Owen;E:sean@acme.example;;\n":                     false,
		"Jane Doe\njane.doe@hooli.example":                                  false,
		"BEGIN:VCARD\nFN:Jane Doe\nEND:VCARD\nMECARD:N:Roe;TEL:+1555204778": true,
	} {
		leads := paste.Read(text, paste.Options{})
		if n := len(leads); n == 0 || leads[n-1].Cut != cut {
			t.Errorf("%q: got %+v", text, leads)
		}
	}
}

// What is no lead makes none, and what looks like a phone, a name or a company is
// left over where no rule is certain.
func TestWrongIsWorseThanLeftOver(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":      " \n\t\n",
		"a disclaimer": "This e-mail and any attachments are confidential and intended solely for the use of the individual to whom they are addressed.",
		"source code":  "func main() {\n\tfmt.Println(\"hello\", 12345678)\n\tx := foo.bar(a.b.c)\n}\n",
		"a log":        "2026-11-01 12:00:01.123 INFO server started on 127.0.0.1:8080 pid=1234567890\n2026-11-01 12:00:02.456 WARN retry 3 of user admin@localhost id 8f3a-22\n",
		"a sentence":   "Please call the office tomorrow morning and ask for the new price list.",
		"binary":       "\x7fELF\x02\x01\x01\x00\x00\xff\xfe\x00>\x00\x01",
	} {
		if leads := paste.Read(text, paste.Options{}); len(leads) != 0 {
			t.Errorf("%s: got %q", name, says(leads))
		}
	}
	for _, c := range []struct{ text, field string }{
		{"jane.doe@gmail.com\nRechnung 4711 0815 2026\n01.12.2026 - 24.12.2026", "phone"},
		{"jane.doe@gmail.com\nIBAN DE02 1203 0000 0000 2020 51\nUSt-IdNr. DE123456789", "phone"},
		{"jane.doe@gmail.com\nFax: +49 30 901829", "phone"},
		{"jane.doe@gmail.com\nsee you in 2026 Berlin", "postal"},
		{"jane.doe@gmail.com\nplease send the offer", "name"},
		{"jane.doe@gmail.com\nGmail users", "company"},
	} {
		for _, one := range paste.Read(c.text, paste.Options{Region: "DE"}) {
			if got := fieldsOf(one.Lead)[c.field]; len(got) > 0 {
				t.Errorf("%q: %s is %q", c.text, c.field, got)
			}
		}
	}
}

func TestWhoseIsWhat(t *testing.T) {
	t.Parallel()
	text := "Jane Doe\nHooli GmbH\nTel. +49 30 901820\nMobil +49 171 5550123\njane.doe@hooli.example\ninfo@hooli.example\nlinkedin.com/in/jane\nwww.hooli.example"
	l := paste.Read(text, paste.Options{})[0].Lead
	if l.Kind != lead.Company || !slices.Equal(l.Emails, []string{"info@hooli.example"}) || !slices.Equal(l.Phones, []string{"+49 30 901820"}) || l.Socials[0].URL != "www.hooli.example" {
		t.Errorf("the company's: %+v", l.Person)
	}
	if p := l.Contacts[0]; !slices.Equal(p.Emails, []string{"jane.doe@hooli.example"}) || !slices.Equal(p.Phones, []string{"+49 171 5550123"}) || p.Socials[0].URL != "linkedin.com/in/jane" {
		t.Errorf("the person's: %+v", p)
	}
	l = paste.Read(text, paste.Options{As: paste.Contact})[0].Lead
	if l.Kind != lead.Contact || l.Company != "Hooli GmbH" || len(l.Emails) != 2 || len(l.Phones) != 2 || len(l.Contacts) != 0 {
		t.Errorf("as a contact: %+v", l)
	}
}
