package lead

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
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
			add(KeyPhone, phoneKey(phone, region))
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
	return local + "@" + domain
}

// roleAddress knows addresses that the people of a company share.
func roleAddress(key string) bool {
	const roles = " info office mail email kontakt contact contacto contatto hello hallo post service support sales vertrieb verkauf team admin zentrale empfang buero buro marketing presse press jobs hr accounting buchhaltung rechnung invoice billing commercial comercial accueil direction ventas vendas "
	local, _, _ := strings.Cut(key, "@")
	return strings.Contains(roles, " "+local+" ")
}

// phoneKey is E.164 with the extension, or the digits of a number that is not
// possible. A switchboard's own ending (901820-0) is the switchboard.
func phoneKey(typed, region string) string {
	typed = strings.TrimSuffix(strings.TrimSpace(typed), "-0")
	// Not ReadPhone, which costs thrice as much: a submission asks for every lead.
	if p := parsePhone(typed, region); p.Possible {
		key := phonenumbers.Format(p.number, phonenumbers.E164)
		if dummy(phonenumbers.GetNationalSignificantNumber(p.number)) {
			return ""
		}
		if p.Extension != "" {
			key += " ext. " + p.Extension
		}
		return key
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
	const whole = 7 // fewer digits are an extension, or made up
	if len(digits) < whole || dummy(digits) {
		return ""
	}
	return digits
}

// dummy knows numbers that are typed to have one: 0000000, 1234567.
func dummy(digits string) bool {
	same, rising, falling := true, true, true
	for i := 1; i < len(digits); i++ {
		step := (int(digits[i]) - int(digits[i-1]) + 10) % 10
		same, rising, falling = same && step == 0, rising && step == 1, falling && step == 9
	}
	return same || rising || falling
}

// siteKey is the place on the web that an address leads to, as it is: many
// companies have pages on one host.
func siteKey(typed string) string {
	u, err := parseURL(SendURL(typed))
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	host := strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
	path := strings.TrimRight(u.Path, "/")
	if path == "" && SocialType(typed) != "Website" {
		return "" // a network's own page
	}
	return host + path
}

// contactKey is a person's name, in any order of its parts, with the company:
// namesakes work at other ones. A first name alone finds everybody.
func contactKey(p Person, company string) string {
	const titles = " dr prof dipl ing mag mr mrs ms mx herr frau sir dame "
	words := slices.DeleteFunc(strings.Fields(Fold(p.FullName())), func(w string) bool { return strings.Contains(titles, " "+w+" ") })
	if len(words) < 2 {
		return ""
	}
	for i, w := range words {
		words[i] = respell(w)
	}
	slices.Sort(words)
	key := strings.Join(words, " ")
	if company = companyKey(company); company != "" {
		key += " at " + company
	}
	return key
}

// respell writes as one what the Latin alphabet writes in two ways: Müller and
// Mueller, Ørsted and Oersted, Åkerlund and Aakerlund.
func respell(folded string) string {
	return respeller.Replace(folded)
}

var respeller = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

// companyKey is a company's name without its legal form, its country in
// parentheses, words for "and", spaces and accents: "Müller & Co. KG" and
// "Mueller" are one, "3 M" and "3M", but "C.A." is not "CA".
func companyKey(name string) string {
	name = strings.ToLower(norm.NFKC.String(strings.Map(func(r rune) rune {
		if strings.ContainsRune("™®©℠", r) {
			return -1
		}
		return r
	}, name)))
	for _, form := range []string{"株式会社", "有限会社", "合同会社", "股份有限公司", "有限责任公司", "有限公司", "주식회사", "유한회사", "(株)", "(有)", "(주)", "(유)"} {
		name = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(name), form), form))
	}
	words := companyWords(name)
	for {
		rest := withoutForm(words)
		if len(rest) == len(words) {
			break
		}
		words = rest
	}
	kept := slices.DeleteFunc(slices.Clone(words), isAnd)
	if len(kept) == 0 {
		kept = words
	}
	return respell(strings.Join(kept, ""))
}

// companyWords are the folded words of a name in lower case. An acronym keeps
// its dots.
func companyWords(name string) []string {
	name = parenthesised.ReplaceAllStringFunc(name, func(s string) string {
		if _, ok := CountryCode(strings.Trim(s, "() ")); ok {
			return " "
		}
		return s
	})
	var words []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		if acronym.MatchString(word) {
			words = append(words, strings.TrimSuffix(word, "."))
			continue
		}
		words = append(words, strings.Fields(Fold(word))...)
	}
	return words
}

var (
	parenthesised = regexp.MustCompile(`\([^()]*\)`)
	acronym       = regexp.MustCompile(`^\pL(?:\.\pL\pM*)+\.?$`)
)

// withoutForm cuts a legal form, of up to four words, from the end of a name, or
// one that stands before it. It leaves at least one word.
func withoutForm(words []string) []string {
	const longest = 4
	for n := min(longest, len(words)-1); n > 0; n-- {
		form := Fold(strings.Join(words[len(words)-n:], ""))
		if strings.Contains(legalForms, " "+form+" ") {
			return words[:len(words)-n]
		}
	}
	if n := len(words); n > 1 && isAnd(words[n-1]) {
		return words[:n-1]
	}
	if len(words) > 1 && strings.Contains(formsBefore, " "+Fold(words[0])+" ") {
		return words[1:]
	}
	return words
}

func isAnd(word string) bool {
	switch word {
	case "and", "und", "et", "og", "och", "i", "y", "e", "en", "ja", "и", "та":
		return true
	}
	return false
}

// What companies are in law, folded and without spaces (ISO 20275's list of legal
// forms, and what stands with them), and what of it stands before a name.
const (
	legalForms = " inc incorporated ltd limited llc llp lllp lp plc corp corporation co company pc pa pllc ulc unlimited cic" +
		" privatelimited pvt pvtltd pty ptyltd pte pteltd bhd berhad sdn sdnbhd tbk nl" +
		" gmbh mbh ggmbh gesellschaft gesellschaftmbh gesmbh ug haftungsbeschrankt ughaftungsbeschrankt ag kg kgaa ohg og gbr ev ek ekfr ekfm eg ewiv stiftung partg partgmbb mbb partnerschaft inhaber inh" +
		" sa sas sasu sarl sàrl rl sc sci scop snc scs sca eurl selarl selas gie scp asbl sprl bvba cvba vzw srlu" +
		" sl slu sll srl srls spa sapa scarl scrl snc ss sc scoop sociedadanonima sadecv derl derlcv dercv sapi sapidecv sab sac eirl ca cia ltda lda unipessoal eireli epp me sgps" +
		" bv nv se vof cv maatschap as asa ans da aps is ks ps ab hb kb ekfor oy oyj oyab ky tmi ry ehf hf ohf ou oü mtu sia uab mb ij ik" +
		" spzoo spoo zoo sp spk spj sk ska spa sro spolsro vos as ks kft bt nyrt zrt rt kkt doo dooel dd jdoo ad ead eood ood et sd kd" +
		" ae epe ike oe ee mepe sti ltdsti as anonimsirketi limitedsirketi tic san" +
		" ооо оао ао пао зао тоо ип чп тов прат фоп оод еоод ад дд доо" +
		" jsc pjsc cjsc ojsc fze fzco fzc fzllc wll bsc saoc saog sae sal kk gk yk 株 有 주 유" +
		" group gruppe groupe grupo gruppo holding holdings "
	formsBefore = " the pt cv ud sc ooo oao ao zao pao ооо оао ао пао зао тоо ип тов прат фоп 株 有 주 유 firma fa "
)
