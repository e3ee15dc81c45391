package paste_test

import (
	"strings"
	"testing"
	"unicode"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// bad are texts that no rep means, and that come all the same.
func bad() map[string]string {
	const photo = 300_000
	cells := make([]string, 200)
	for i := range cells {
		cells[i] = strings.Repeat("x", i%7)
	}
	cells[3], cells[150] = "Jane Doe", "jane.doe@hooli.example"
	return map[string]string{
		"a vCard with a photo":              "BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@hooli.example\nPHOTO;ENCODING=b:" + strings.Repeat("QUJD", photo/4) + "\nEND:VCARD",
		"a vCard cut in half":               "BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jane;;;\nFN:Jane Doe\nEMAIL:jane@hooli.example\nADR;TYPE=WORK:;;1 Main",
		"a vCard cut in a quoted line":      "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCl=\n",
		"quoted-printable in a wrong set":   "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\nEMAIL:j@mueller.example\nEND:VCARD",
		"quoted-printable with controls":    "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:D=00oe=1B[31m;J=E2=80=AEane\nEMAIL:jane@hooli.example\nEND:VCARD",
		"200 columns":                       strings.Join(cells, "\t"),
		"200 columns below a header":        "Name\tEmail" + strings.Repeat("\tColumn", 198) + "\n" + strings.Join(cells, "\t"),
		"source code":                       "package main\n\nimport \"fmt\"\n\n// Jane Doe wrote it.\nfunc main() {\n\tfor i := 0; i < 12345678; i++ {\n\t\tfmt.Println(i, \"tel\", 3.14)\n\t}\n}\n",
		"a log":                             strings.Repeat("2026-11-01T12:00:01Z ERROR [worker-7] timeout after 30000 ms id=12345678-1234-1234-1234-123456789012 ip=192.168.0.12\n", 40),
		"a disclaimer":                      "This message is confidential and intended only for the addressee. If you are not the intended recipient, delete it.\n\nDiese E-Mail ist vertraulich und nur für den Empfänger bestimmt. Sollten Sie nicht der richtige Adressat sein, löschen Sie sie.",
		"overrides":                         "Jane \u202eeoD\u202c\njane.doe@hooli.example\n\u2066Hooli\u2069 GmbH\u200b\n\u2067Berlin\ufeff",
		"controls":                          "Jane\x00 Doe\x1b[31m\r\njane.doe@hooli.example\x07\x9b\u0085Hooli GmbH",
		"binary":                            "\x7fELF\x02\x01\x01\x00\xff\xfe\xfd@\x80\x81.com",
		"one email twice in other letters":  "Jane Doe\njane.doe@hooli.example\nJANE.DOE@HOOLI.EXAMPLE",
		"nothing but separators":            strings.Repeat("|;,\t-–• ", 200),
		"a quote that nothing closes":       "\"Doe, Jane\t\"\t\"\nx\ty\"\t\"z",
		"parentheses that nothing closes":   strings.Repeat("(", 500) + "030 901820" + strings.Repeat("[", 500),
		"dots and ats":                      strings.Repeat("a@b.c.", 500),
		"letters that grow in capitals":     "BEGIN:VCARD\nFN:ʇʇʇ\nEMAIL:jane@hooli.example\nEND:VCARD",
		"emails that are none":              "BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane\nEMAIL:\nEND:VCARD",
		"a MECARD cut in an escape":         "MECARD:N:Doe,Jane;EMAIL:jane@hooli.example;NOTE:x\\",
		"JSON with overrides":               `{"name":"Ac\u202eme","x\u2066y":"z","emails":["info@acme.example"]}`,
		"JSON cut in half":                  `{"name":"Acme","emails":["info@acme.exa`,
		"a curl command without a body":     "curl -X POST https://api.example.com/leads -H 'X-API-Key: canary'",
		"a curl command with a cut body":    "curl https://api.example.com/leads -d '{\"name\":\"Ac",
		"words of far scripts without ends": strings.Repeat("東京都千代田区丸の内", 100) + strings.Repeat("서울특별시 강남구 ", 100),
	}
}

// check fails where a field or what is left over holds what a terminal must not show,
// or where a value is said to stand where it does not.
func check(t *testing.T, text string, leads []paste.Lead) {
	t.Helper()
	clean := func(s string) {
		for _, r := range s {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff' {
				t.Fatalf("%U stands in %q, of %q", r, s, text)
			}
		}
	}
	for _, one := range leads {
		for _, at := range one.Lead.Paths() {
			value := one.Lead.Get(at)
			clean(value)
			if at.Field != lead.Notes && strings.ContainsAny(value, "\n\t") {
				t.Fatalf("%q has more than one line on %v, of %q", value, at, text)
			}
		}
		for _, found := range one.Found {
			if one.Lead.Get(found.Path) != found.Value {
				t.Fatalf("%q is said to stand on %v, of %q", found.Value, found.Path, text)
			}
		}
		for _, left := range one.Unplaced() {
			clean(left)
		}
		clean(one.WithNotes().Notes)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	for name, text := range bad() {
		leads := paste.Read(text, paste.Options{Region: "DE"})
		check(t, text, leads)
		switch name {
		case "source code", "a log", "a disclaimer", "binary", "nothing but separators", "a curl command without a body":
			if len(leads) != 0 {
				t.Errorf("%s: got %q", name, says(leads))
			}
		case "a vCard with a photo", "a vCard cut in half", "200 columns", "200 columns below a header", "overrides", "controls", "one email twice in other letters":
			if len(leads) != 1 || len(append(leads[0].Lead.Emails, emailsOfContacts(leads[0].Lead)...)) != 1 {
				t.Errorf("%s: got %d leads: %q", name, len(leads), says(leads))
			}
		case "quoted-printable in a wrong set":
			if got := people(leads); len(got) != 1 || got[0] != "Jörg|Müller@" {
				t.Errorf("%s: got %q", name, got)
			}
		}
	}
}

func emailsOfContacts(l lead.Lead) []string {
	var out []string
	for _, p := range l.Contacts {
		out = append(out, p.Emails...)
	}
	return out
}

// FuzzRead: no text makes the recogniser panic, hang, or hand on what a terminal must
// not show.
func FuzzRead(f *testing.F) {
	for _, text := range bad() {
		const longest = 2000
		f.Add(text[:min(len(text), longest)], uint8(0))
	}
	for _, fragment := range fragments() {
		f.Add(fragment+"\n"+fragment, uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, as uint8) {
		check(t, text, paste.Read(text, paste.Options{As: paste.As(as % 3), Region: "DE"}))
	})
}
