package lead

import (
	"fmt"
	"slices"
	"strings"
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
		{KeyName, "mullersohne"},
		{KeyDomain, "mueller.co.uk"},
		{KeyDomain, "linkedin/company/mueller"},
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
	want := []Key{{KeyEmail, "zoe@acme.example"}, {KeyPhone, "+12065550142"}, {KeyName, "luk oneil zo at acme"}}
	if diff := cmp.Diff(want, Rules{Region: "US"}.Keys(l)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Keys(Lead{Kind: Contact, Person: Person{Name: "Anna"}}); len(got) != 0 {
		t.Errorf("a first name alone: got %v, want none", got)
	}
}

// A phone that cannot be read is known again by its digits, unless they are few or
// made up.
func TestPhonesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"030/901829": "030901829", "304 1555": "3041555", "345 6709": "3456709", "030 907907": "030907907", "30 33 30 3": "3033303",
		"345670": "", "030 444444": "", "030 121212": "", "030 4040401": "0304040401", "030 123123123": "",
	} {
		got := Keys(Lead{Kind: Contact, Person: Person{Phones: []string{typed}}})
		if value := ""; len(got) > 0 {
			value = got[0].Value
			if value != want {
				t.Errorf("%q: got %q, want %q", typed, value, want)
			}
		} else if want != "" {
			t.Errorf("%q has no key, want %q", typed, want)
		}
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

// same says whether two leads share a key.
func same(a, b Lead) bool {
	for _, k := range (Rules{Region: "DE"}).Keys(a) {
		if slices.Contains(Rules{Region: "DE"}.Keys(b), k) {
			return true
		}
	}
	return false
}

func company(name string) Lead { return Lead{Person: Person{Name: name}} }

func contact(name, company string) Lead {
	first, last, _ := strings.Cut(name, " ")
	return Lead{Kind: Contact, Company: company, Person: Person{Name: first, LastName: last}}
}

// Legal forms of many countries, ways to spell, and what stands beside a name.
func TestNamesThatAreOne(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		"Acme S.à r.l.", "Acme Sp. z o.o.", "Acme Private Limited", "Acme Gesellschaft mbH", "Acme OG", "Acme Group", "Acme Ltd. Şti.", "Acme Lda",
		"Acme SCI", "Acme P.C.", "Acme HB", "Acme A.E.", "Acme EPE", "PT Acme Tbk", "Acme Berhad", "Acme SIA", "Acme UAB", "Acme OÜ", "SC Acme SRL",
		"Acme PartG mbB", "Acme (Germany) GmbH", "Acme™ Inc.", "Acme d.o.o.", "Acme s. r. o.", "Acme Co., Ltd.", "Acme GmbH & Co. KGaA", "Acme A/S",
		"Acme Oy Ab", "Acme S.A. de C.V.", "Acme, S.L.U.", "Acme Sdn. Bhd.", "Acme Pty Ltd", "Acme JSC", "Acme Holding AG", "The Acme Corporation", "Acme SE & Co. KG",
		"Acme, S.A.U.", "Acme AB (publ)", "Acme spółka z o.o.", "Acme (P) Ltd", "Acme K.K.", "Acme Kabushiki Kaisha", "Acme S de RL de CV", "Acme e.U.", "Acme Genossenschaft",
		"Acme Sagl", "Acme Société Anonyme", "Acme Gesellschaft mit beschränkter Haftung", "Acme Società per Azioni", "Acme Aktiebolag", "Acme Osakeyhtiö", "Acme & Cie SA",
		"Acme Α.Ε.", "Acme ΕΠΕ", "Acme GmbH i. Gr.", "Acme Sanayi ve Ticaret A.Ş.", "Acme S.A. w likwidacji", "Firma Acme e. K.", "ООО Acme", "Acme FZ-LLC", "Acme W.L.L.",
		"Acme S. de R.L.", "Acme GmbH&Co.KG", "Acme Soc. coop.", "Acme San. ve Tic. A.Ş.", "Acme DMCC", "Acme Q.S.C.", "Acme CommV", "Acme S.A.B. de C.V.", "Acme DAC",
		"Acme Ltée", "Acme Public Limited Company", "Acme spółka z ograniczoną odpowiedzialnością", "Acme TNHH", "UAB \"Acme\"", "Ets Acme", "Stichting Acme", "Acme АТ",
	} {
		if !same(company(form), company("Acme")) {
			t.Errorf("%q is not Acme: %q", form, companyKey(form))
		}
	}
	for _, pair := range [][2]string{
		{"Größe AG", "Groesse AG"},
		{"Åkerlund", "Aakerlund"},
		{"Ørsted", "Oersted"},
		{"Müller u. Partner", "Müller & Partner"},
		{"Müller und Partner", "Müller & Partner"},
		{"Müller", "Mueller"},
		{"Müller", "Muller"},
		{"3M", "3 M"},
		{"AT&T", "AT and T"},
		{"(주)아크메", "아크메"},
		{"Citroën", "Citroen"},
		{"Cœur de Lion", "Coeur de Lion"},
		{"Weiß", "WEISS"},
		{"Smørrebrød ApS", "Smoerrebroed"},
		{"Đorđević d.o.o.", "Djordjevic"},
		{"Işık", "ISIK"},
		{"Señor & Hijos", "Senor y Hijos"},
		{"Dupont et Fils", "Dupont & Fils"},
		{"Hansen og Sønner", "Hansen & Soenner"},
		{"Saint-Gobain", "St. Gobain"},
		{"Sankt Georg", "St. Georg"},
		{"J.P. Morgan", "JP Morgan"},
		{"L’Oréal", "LOreal"},
		{"Yahoo!", "Yahoo"},
		{"Und", "UND"},
		{"Firma", "FIRMA"},
	} {
		if !same(company(pair[0]), company(pair[1])) {
			t.Errorf("%q is not %q: %q, %q", pair[0], pair[1], companyKey(pair[0]), companyKey(pair[1]))
		}
	}
	for _, pair := range [][2]string{{"Anna Müller", "ANNA Mueller"}, {"Müller Anna", "Anna Müller"}, {"Dr. Anna Müller", "Anna Muller"}, {"Anna Müller, PhD", "Anna Müller"}} {
		if !same(contact(pair[0], ""), contact(pair[1], "")) || !same(contact(pair[0], "Acme GmbH"), contact(pair[1], "ACME")) {
			t.Errorf("%q is not %q", pair[0], pair[1])
		}
	}
}

func TestNamesThatAreTwo(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"C.A.", "CA"}, {"Wall St", "Wall Saint"}, {"Acme Berlin", "Acme Hamburg"}, {"GmbH", "AG"}} {
		if same(company(pair[0]), company(pair[1])) {
			t.Errorf("%q is %q: %q", pair[0], pair[1], companyKey(pair[0]))
		}
	}
	if same(contact("John Smith", "Acme"), contact("John Smith", "Initech")) {
		t.Error("namesakes at two companies are one")
	}
}

func TestReachesThatAreOne(t *testing.T) {
	t.Parallel()
	email := func(s string) Lead { return Lead{Person: Person{Name: s, Emails: []string{s}}} }
	companies := 0
	phone := func(s string) Lead {
		companies++
		return Lead{Person: Person{Name: fmt.Sprintf("Company %d", companies), Phones: []string{s}}}
	}
	site := func(name, s string) Lead { return Lead{Person: Person{Name: name, Socials: []Social{{URL: s}}}} }
	for _, pair := range [][2]Lead{
		{email("anna+crm@gmail.com"), email("an.na@googlemail.com")},
		{email("anna+crm@acme.com"), email("Anna@Acme.com")},
		{email("ａｎｎａ@gmail.com"), email("anna@gmail.com")},
		{phone("+49 30 901820-0"), phone("030 901820")},
		{phone("030 901820 (Fax)"), phone("030 901820")},
		{email("anna@münchen.example"), email("anna@xn--mnchen-3ya.example")},
		{phone("+49 (0)30 901820"), phone("030/9018-20")},
		{site("One", "https://www.acme.com/"), site("Two", "acme.com")},
		{site("One", "acme.com/de/index.html"), site("Two", "acme.com/en-gb/contact")},
		{site("One", "acme.com/?utm_source=fair&gclid=1"), site("Two", "acme.com#top")},
		{site("One", "acme.com/shop?lang=de&id=7"), site("Two", "acme.com/shop?id=7&hl=en")},
		{site("One", "https://münchen.example"), site("Two", "xn--mnchen-3ya.example")},
		{site("One", "linkedin.com/company/acme"), site("Two", "https://de.linkedin.com/company/Acme/about/")},
		{site("One", "facebook.com/acme"), site("Two", "https://m.facebook.com/acme?fref=nf")},
		{site("One", "facebook.com/acme"), site("Two", "fb.com/acme")},
		{site("One", "twitter.com/Acme"), site("Two", "https://x.com/@acme")},
		{site("One", "linkedin.com/company/acme"), site("Two", "https://www.linkedin.com/company/acme/")},
	} {
		if !same(pair[0], pair[1]) {
			t.Errorf("%v and %v are two", pair[0].Person, pair[1].Person)
		}
	}
	for _, pair := range [][2]Lead{
		{email("a@sfr.fr"), email("b@sfr.fr")},
		{email("a@acme.com"), email("b@acme.com")},
		{email("+a@acme.com"), email("+b@acme.com")},
		{phone("12345"), phone("1 23 45")},
		{phone("00000"), phone("0 0000")},
		{phone("123 123 123"), phone("123123123")},
		{phone("+1 (555) 123-4567"), phone("555 123 4567")},
		{phone("030 123456"), phone("030 123456")},
		{phone("+49 30 000000"), phone("030 000000")},
		{phone("9876543210"), phone("9876543210")},
		{phone("030 901820 ext. 1"), phone("030 901820 ext. 2")},
		{site("One", "https://linktr.ee/one"), site("Two", "https://linktr.ee/two")},
		{site("One", "https://one.wordpress.com"), site("Two", "https://two.wordpress.com")},
		{site("One", "https://www.etsy.com/shop/one"), site("Two", "https://www.etsy.com/shop/two")},
		{site("One", "https://facebook.com/"), site("Two", "facebook.com")},
		{site("One", "https://facebook.com/home"), site("Two", "facebook.com/home")},
		{site("One", "facebook.com/profile.php?id=1"), site("Two", "facebook.com/profile.php?id=2")},
		{site("One", "maps.google.com/?cid=1"), site("Two", "maps.google.com/?cid=2")},
		{site("One", "sites.google.com/view/one"), site("Two", "sites.google.com/view/two")},
		{site("One", "instagram.com/hm"), site("Two", "instagram.com/hp")},
		{site("One", "bit.ly/Abc"), site("Two", "bit.ly/abc")},
		{site("One", "mstdn.social/@one"), site("Two", "fosstodon.org/@one")},
		{site("One", "one.business.site"), site("Two", "two.business.site")},
		{site("One", "kununu.com/de/one"), site("Two", "kununu.com/de/two")},
		{site("One", "http://localhost"), site("Two", "http://localhost")},
	} {
		if same(pair[0], pair[1]) {
			t.Errorf("%v and %v are one", pair[0].Person, pair[1].Person)
		}
	}
	for _, region := range []string{"", "US"} {
		for _, film := range []string{"555-0100", "555 1234"} {
			if got := (Rules{Region: region}).Keys(Lead{Person: Person{Phones: []string{film}}}); len(got) != 0 {
				t.Errorf("%s in %q: got %v, want none", film, region, got)
			}
		}
	}
	one, two := contact("Anna Müller", "Acme"), contact("Bea Schmidt", "Acme")
	one.Emails, two.Emails = []string{"info@acme.com"}, []string{"info@acme.com"}
	if same(one, two) {
		t.Error("two people who share info@ are one")
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
