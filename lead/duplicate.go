package lead

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// KeyKind says what two leads have in common.
type KeyKind uint8

// The kinds of key, the strongest first.
const (
	KeyEmail KeyKind = iota
	KeyPhone
	KeyName
	KeyDomain // a web address
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
// when possible) of the lead and its associated contacts; the name of a company
// without its legal form, of a contact with its company; and web addresses. A
// mail domain is no key: colleagues, and all customers of a provider, share one.
func (r Rules) Keys(l Lead) []Key {
	if beyond(&l) {
		return nil // it cannot be sent, and would take long
	}
	var out []Key
	add := func(k KeyKind, value string) {
		if key := (Key{k, value}); value != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for _, p := range append([]Person{l.Person}, l.Contacts...) {
		for _, email := range p.Emails {
			if key := emailKey(email); l.Kind == Company || !roleAddress(key) {
				add(KeyEmail, key)
			}
		}
	}
	for n := range len(l.Contacts) + 1 {
		region := PhoneRegion(l, n, r)
		for _, phone := range l.person(n, false).Phones {
			add(KeyPhone, r.phoneKey(phone, region))
		}
	}
	if l.Kind == Contact {
		add(KeyName, contactKey(l.Person, l.Company))
		return out
	}
	add(KeyName, companyKey(l.Name))
	for _, s := range l.Socials {
		add(KeyDomain, siteKey(s.URL))
	}
	return out
}

// emailKey is the mailbox that an address reaches: what stands behind a plus
// sign is the owner's mark, and Gmail has one mailbox however it is dotted.
func emailKey(typed string) string {
	local, domain, ok := strings.Cut(strings.ToLower(norm.NFKC.String(strings.TrimSpace(typed))), "@")
	if !ok {
		return ""
	}
	if tag := strings.IndexByte(local, '+'); tag > 0 {
		local = local[:tag]
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		local, domain = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	return local + "@" + hostKey(domain)
}

// roleAddress knows addresses that the people of a company share.
func roleAddress(key string) bool {
	const roles = " info office mail email kontakt contact contacto contatto hello hallo post service support sales vertrieb verkauf team admin zentrale empfang buero buro marketing presse press jobs hr accounting buchhaltung rechnung invoice billing commercial comercial accueil direction ventas vendas "
	local, _, _ := strings.Cut(key, "@")
	return strings.Contains(roles, " "+local+" ")
}

// phoneKey is E.164 with the extension, or the digits of a number that is not
// possible. A switchboard's own ending (901820-0) is the switchboard.
func (r Rules) phoneKey(typed, region string) string {
	typed = strings.TrimSuffix(strings.TrimSpace(typed), "-0")
	if p := r.phone(typed, region); p.Possible {
		key := e164(p.number)
		if dummy(nationalNumber(p.number)) {
			return ""
		}
		if p.Extension != "" {
			key += " ext. " + p.Extension
		}
		return key
	}
	digits := asciiDigits(typed)
	const whole = 7 // fewer digits are an extension, or made up
	fictional := len(digits) == whole && strings.HasPrefix(digits, "555")
	if len(digits) < whole || fictional || dummy(digits) {
		return ""
	}
	return digits
}

// dummy knows numbers that are typed to have one: 00000, 1234567, 123 123 123, and
// such digits behind an area code: 030 123456, 555 123-4567.
func dummy(digits string) bool {
	const area, least = 4, 6
	for from := range min(area, max(0, len(digits)-least)) + 1 {
		if madeUp(digits[from:]) {
			return true
		}
	}
	return false
}

// madeUp says that digits rise or fall by one each, or are one to three again and
// again.
func madeUp(digits string) bool {
	rising, falling := true, true
	for i := 1; i < len(digits); i++ {
		step := (int(digits[i]) - int(digits[i-1]) + 10) % 10
		rising, falling = rising && step == 1, falling && step == 9
	}
	return rising || falling || repeats(digits, 1) || repeats(digits, 2) || repeats(digits, 3)
}

// repeats says that digits are their first n, over and over.
func repeats(digits string, n int) bool {
	return len(digits) > 2*n && digits[n:] == digits[:len(digits)-n]
}
