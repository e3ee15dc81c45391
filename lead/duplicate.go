package lead

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/net/publicsuffix"
)

// KeyKind says what two leads have in common.
type KeyKind uint8

// The kinds of key, the strongest first.
const (
	KeyEmail KeyKind = iota
	KeyPhone
	KeyName
	KeyDomain
)

// String is the kind's word, for people and for an index on disk.
func (k KeyKind) String() string {
	if k > KeyDomain {
		return "unknown"
	}
	return [...]string{"email", "phone", "name", "domain"}[k]
}

// Key is one thing by which a possible duplicate is found: two leads with an
// equal key may be the same.
type Key struct {
	Kind  KeyKind
	Value string // normalised
}

// Keys is Rules.Keys where no region is configured.
func Keys(l Lead) []Key { return Rules{}.Keys(l) }

// Keys gives the lead's duplicate keys, each once: emails and phones (E.164
// when possible) of the lead and its associated contacts; the name, folded, of
// a company without its legal form, of a contact only with the last name; and
// of a company the domains of its website and mail, free mail hosts excepted.
// Two contacts with one domain are colleagues, so contacts have no such key.
func (r Rules) Keys(l Lead) []Key {
	var out []Key
	add := func(k KeyKind, value string) {
		if key := (Key{k, value}); value != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, p := range append([]Person{l.Person}, l.Contacts...) {
		for _, email := range p.Emails {
			add(KeyEmail, emailKey(email))
		}
	}
	for n := range len(l.Contacts) + 1 {
		region := PhoneRegion(l, n, r)
		for _, phone := range l.person(n, false).Phones {
			add(KeyPhone, phoneKey(phone, region))
		}
	}
	if l.Kind == Contact {
		add(KeyName, contactKey(l.Person))
		return out
	}
	add(KeyName, companyKey(l.Name))
	for _, email := range l.Emails {
		if key := emailKey(email); key != "" {
			add(KeyDomain, domainKey(domainOf(key)))
		}
	}
	for _, s := range l.Socials {
		if SocialType(s.URL) == "Website" {
			add(KeyDomain, domainKey(URLHost(s.URL)))
		}
	}
	return out
}

func emailKey(typed string) string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if !strings.Contains(typed, "@") {
		return ""
	}
	return typed
}

// phoneKey is E.164, or the digits of a number that is not possible.
func phoneKey(typed, region string) string {
	// Not ReadPhone, which costs thrice as much: a submission asks for every lead.
	if p := parsePhone(strings.TrimSpace(typed), region); p.Possible {
		return phonenumbers.Format(p.number, phonenumbers.E164)
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
	if len(digits) < 5 { // an extension is no phone
		return ""
	}
	return digits
}

func contactKey(p Person) string {
	name := fold(p.FullName())
	if !strings.Contains(name, " ") {
		return "" // a first name alone finds everybody
	}
	return name
}

// companyKey is the folded name without its legal form: "Müller & Co. KG" and
// "Muller" are one.
func companyKey(name string) string {
	folded := fold(name)
	for _, form := range []string{"株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사"} {
		folded = strings.TrimSuffix(strings.TrimPrefix(folded, form), form)
	}
	words := strings.Fields(folded)
	for len(words) > 1 && legalForm(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	for len(words) > 1 && (words[0] == "the" || words[0] == "ооо" || words[0] == "оао" || words[0] == "ао" || words[0] == "株") {
		words = words[1:]
	}
	if len(words) == 0 {
		return fold(name)
	}
	return strings.Join(words, " ")
}

// legalForm knows the words at the end of a company's name that say what it is
// in law, folded.
func legalForm(word string) bool {
	switch word {
	case "inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "plc", "corp", "corporation", "co", "company",
		"gmbh", "mbh", "ggmbh", "ug", "haftungsbeschrankt", "ag", "kg", "kgaa", "ohg", "gbr", "ev", "eg", "ek", "und", "and",
		"sa", "sas", "sasu", "sarl", "sl", "slu", "srl", "spa", "sro", "as", "asa", "ab", "aps", "oy", "oyj",
		"bv", "nv", "se", "kft", "zrt", "doo", "dd", "ood", "ad", "pty", "pte", "bhd", "sdn", "pvt", "kk", "ltda",
		"株", "株式会社", "ооо", "оао", "ао", "пао", "зао", "тоо":
		return true
	}
	return false
}

// domainKey is the registered domain of a host, "" for mail hosts that anyone
// can have an address at.
func domainKey(host string) string {
	host = strings.TrimSuffix(host, ".")
	if !strings.Contains(host, ".") {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil || freeMail(domain) {
		return ""
	}
	return domain
}

func freeMail(domain string) bool {
	name, suffix, _ := strings.Cut(domain, ".")
	switch name {
	case "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "rocketmail", "icloud", "aol",
		"gmx", "protonmail", "yandex", "mail", "zoho", "fastmail", "tutanota", "t-online", "freenet", "naver", "daum", "hanmail":
		return true
	}
	switch name + "." + suffix {
	case "me.com", "mac.com", "proton.me", "pm.me", "web.de", "qq.com", "163.com", "126.com", "sina.com", "bk.ru", "list.ru",
		"inbox.ru", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "libero.it", "virgilio.it", "wp.pl", "o2.pl",
		"onet.pl", "seznam.cz", "comcast.net", "verizon.net", "att.net", "btinternet.com", "bluewin.ch", "hey.com", "uol.com.br":
		return true
	}
	return false
}
