package lead

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeysOfACompany(t *testing.T) {
	t.Parallel()
	l := Lead{
		Person: Person{
			Name: "Müller & Söhne GmbH & Co. KG", Emails: []string{"Info@Mueller.Example.com", "mueller@gmail.com", "no address"},
			Phones: []string{"030 901820", "+49 30 901820", "12"}, Addresses: []Address{{Country: "DE"}},
			Socials: []Social{{URL: "www.mueller.co.uk/kontakt"}, {URL: "linkedin.com/company/mueller"}},
		},
		Contacts: []Person{{Name: "Anna", LastName: "Groß", Emails: []string{"anna@other.example"}, Phones: []string{"030 901821"}}},
	}
	want := []Key{
		{KeyEmail, "info@mueller.example.com"},
		{KeyEmail, "mueller@gmail.com"},
		{KeyEmail, "anna@other.example"},
		{KeyPhone, "+4930901820"},
		{KeyPhone, "+4930901821"},
		{KeyName, "muller sohne"},
		{KeyDomain, "example.com"},
		{KeyDomain, "mueller.co.uk"},
	}
	if diff := cmp.Diff(want, Keys(l)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestKeysOfAContactLeaveOutColleagues(t *testing.T) {
	t.Parallel()
	l := Lead{Kind: Contact, Company: "Acme", Person: Person{
		Name: "Zoë", LastName: "O’Neil-Łuk", Emails: []string{"zoe@acme.example"}, Phones: []string{"2065550142"},
	}}
	want := []Key{{KeyEmail, "zoe@acme.example"}, {KeyPhone, "+12065550142"}, {KeyName, "zoe oneil luk"}}
	if diff := cmp.Diff(want, Rules{Region: "US"}.Keys(l)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Keys(Lead{Kind: Contact, Person: Person{Name: "Anna"}}); len(got) != 0 {
		t.Errorf("a first name alone: got %v, want none", got)
	}
}

func TestCompanyNamesFold(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"Acme", "ACME Inc.", "Acme, Inc", "acme  LLC", "The Acme Company", "Acmé Ltd", "Ａｃｍｅ S.A.", "Acme\u200b GmbH"},
		{"株式会社サクラ商事", "サクラ商事", "サクラ商事株式会社", "㈱サクラ商事", "ｻｸﾗ商事"},
		{"明德科技有限公司", "明德科技"},
		{"ООО «Ветер»", "Ветер", "ветер, ООО"},
		{"Straße AG", "STRASSE"},
		{"Łódź Sp", "Lodz SP"},
		{"Co", "CO."},
	} {
		want := companyKey(same[0])
		for _, name := range same[1:] {
			if got := companyKey(name); got != want {
				t.Errorf("%s: got %q, want %q as for %s", name, got, want, same[0])
			}
		}
	}
	for _, pair := range [][2]string{{"かき", "がぎ"}, {"Acme", "Acme Labs"}, {"Nord", "Nora"}} {
		if companyKey(pair[0]) == companyKey(pair[1]) {
			t.Errorf("%s and %s are one", pair[0], pair[1])
		}
	}
}

func TestDomainsOfMailHostsAreNoKey(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"mail.acme.com": "acme.com", "acme.co.uk": "acme.co.uk", "gmail.com": "", "yahoo.co.jp": "", "web.de": "", "qq.com": "", "co.uk": "",
		"localhost": "", "www.acme.example.": "acme.example", "": "", "mailbox.acme.de": "acme.de",
	} {
		if got := domainKey(host); got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
}

func TestKeyKindsHaveWords(t *testing.T) {
	t.Parallel()
	for k, want := range map[KeyKind]string{KeyEmail: "email", KeyPhone: "phone", KeyName: "name", KeyDomain: "domain", 9: "unknown"} {
		if got := k.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
