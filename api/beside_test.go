package api

import (
	"strings"
	"testing"

	"leadpad/config"
	"leadpad/lead"
)

// What stands beside a phone's digits goes to the notes, in both forms; where
// there are none, the phone goes as typed.
func TestWordsBesideAPhoneGoToTheNotes(t *testing.T) {
	t.Parallel()
	l := lead.Lead{
		Kind: lead.Company, Person: lead.Person{Name: "Acme", Phones: []string{"+49 30 901820 (Fax)", "+49 30 901821"}},
		Notes:    "Met at the fair.",
		Contacts: []lead.Person{{Name: "Anna"}, {Name: "Bea", Phones: []string{"privat: +49 171 1234567"}}},
	}
	for _, tt := range []struct {
		profile config.Profile
		want    []string
	}{
		{config.Profile{}, []string{`"Number":"+4930901820"`, `Met at the fair.\nPhone +4930901820: Fax\nPhone +491711234567: privat`}},
		{config.Profile{Docs: "legacy"}, []string{`"phoneNumber":"+4930901820"`, `Phone +4930901820: Fax`, `Phone +491711234567 of Bea: privat`}},
		{config.Profile{Wire: map[string]string{"notes": ""}}, []string{`"Number":"+49 30 901820 (Fax)"`, `"Number":"+4930901821"`}},
	} {
		e, err := NewEncoding(tt.profile, lead.Rules{})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(string(e.Preview(l)), `": `, `":`)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%+v: the payload lacks %s:\n%s", tt.profile, want, got)
			}
		}
	}
}
