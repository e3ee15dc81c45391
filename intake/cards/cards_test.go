package cards_test

import (
	"errors"
	"strings"
	"testing"

	"leadpad/intake"
	"leadpad/intake/cards"
)

const three = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\nORG:B=C3=A4ckerei\r\nTEL;WORK;VOICE:+49 30 901820\r\nTEL;WORK;FAX:+49 30 901821\r\nEND:VCARD\r\n\r\n" +
	"BEGIN:VCARD\nVERSION:3.0\nN:Roe;Jane;;Dr.;\nFN:Dr. Jane Roe\nORG:Roe LLC;Sales\nTITLE:CTO\nEMAIL;TYPE=WORK:jane@roe.exam\n ple\nADR;TYPE=WORK:;;1 Main St;Springfield;IL;62701;USA\nCATEGORIES:Expo,VIP\nNOTE:tea\\, no milk\nEND:VCARD\n" +
	"begin:vcard\nVERSION:4.0\nFN:Ann Lee\nN:Lee;Ann;;;\nEMAIL:ann@lee.example\nTEL;VALUE=uri;TYPE=cell:tel:+1-212-555-0142\nend:vcard\n"

func read(t *testing.T, text string) (items []intake.Item, err error) {
	t.Helper()
	if err := cards.Read(strings.NewReader(text), "", true, nil); err != nil {
		return nil, err
	}
	err = cards.Read(strings.NewReader(text), "", false, func(i intake.Item) error {
		items = append(items, i)
		return i.Err
	})
	return items, err
}

// Each card of a file is a lead, of any version.
func TestManyCards(t *testing.T) {
	t.Parallel()
	items, err := read(t, "\ufeff"+three)
	if err != nil || len(items) != 3 {
		t.Fatalf("%d leads, %v", len(items), err)
	}
	jane := items[1].Lead
	if jane.Name != "Roe LLC" || len(jane.Contacts) != 1 || jane.Contacts[0].LastName != "Roe" || jane.Contacts[0].Emails[0] != "jane@roe.example" || jane.Notes != "tea, no milk\nDr.\nSales" || len(jane.Labels) != 2 {
		t.Errorf("got %+v", jane)
	}
	if items[0].At != "line 1" || items[1].At != "line 9" || items[0].Lead.Contacts[0].Name != "Jörg" {
		t.Errorf("got %q, %q, %+v", items[0].At, items[1].At, items[0].Lead)
	}
	if ann := items[2].Lead; ann.LastName != "Lee" || ann.Phones[0] != "+1-212-555-0142" {
		t.Errorf("got %+v", ann)
	}
	if items, err := read(t, "MECARD:N:Doe,John;TEL:+12125550142;EMAIL:john@doe.example;;\n"); err != nil || len(items) != 1 || items[0].Lead.LastName != "Doe" {
		t.Errorf("MECARD: %+v, %v", items, err)
	}
}

// What is broken is refused with its line.
func TestBrokenCards(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]intake.Fact{
		three + "BEGIN:VCARD\nFN:A\n":            {What: intake.Cut, Line: 28},
		"BEGIN:VCARD\nFN:A\x00\nEND:VCARD\n":     {What: intake.NulByte, Line: 2},
		"BEGIN:VCARD\nEND:VCARD\nhello, world\n": {What: intake.TextBetween, Line: 3},
		"":                                       {What: intake.NoLead},
	} {
		_, err := read(t, text)
		if f, ok := errors.AsType[*intake.Fact](err); !ok || f.What != want.What || f.Line != want.Line {
			t.Errorf("%.40q: %v, want %v", text, err, want.Error())
		}
	}
}
