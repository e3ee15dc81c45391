package paste

import (
	"strings"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// registerWords stand beside numbers and names that are no lead's: those of the
// commercial register, of taxes, of banks, of who runs a company by law.
var registerWords = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:HR\s?[AB]\s|HRB|HRA|amtsgericht|registergericht|handelsregister|registereintrag|ust-?\s?id(?:-?\s?nr)?|umsatzsteuer-?id|ust\.?-?\s?nr|ustid|steuernummer|st\.?-?nr|steuer-?nr|vat (?:id|no|number|reg)|tax id|geschäftsführ(?:er|ung|erin)?\s*:|geschaeftsfuehrer\s*:|vertretungsberechtigt|vertreten durch|vorstand\s*:|aufsichtsrat|managing directors?\s*:|sitz\s*(?:der gesellschaft)?\s*:|gerichtsstand|firmenbuch|fn\s\d|registered (?:office|in|number)|company (?:no|number|reg|registration)|reg\.? ?(?:no|nr)|incorporated in|siret|siren|n° ?tva|capital (?:de|social)|registro mercantil|p\.?\s?iva|partita iva|cod(?:ice)?\.? fisc(?:ale)?|c\.f\.|kvk|k\.v\.k|org\.?\s?-?\s?n(?:r|ummer)|organisationsnummer|bankgiro|plusgiro|momsreg|iban|bankverbindung|bank account|kontonummer|regon|licen[sc]e (?:no|nr|number|#)|lic\.? ?(?:no|nr|#)|bar no)(?:[^\p{L}]|$)|(?:^|[^\p{L}])lic(?:en[cs]e)?\.?\s?#`)

// registerNumbers are the short names of such numbers: in capitals, the number behind
// them, for they are words and names as well.
var registerNumbers = lazyregexp.New(`(?:^|[^\p{L}])(?:UID|VAT|TIN|EIN|RCS|TVA|NAF|APE|C\.?I\.?F|N\.?I\.?F|N\.?I\.?P\.?C|CNPJ|CPF|REA|BTW|RSIN|Ond\.?nr|CVR|SE-nr|BIC|SWIFT|BLZ|Konto|ABN|ACN|GSTIN?|CIN|PAN|NIP|KRS|IČO?|ICO|DIČ?|DIC|RFC|CUIT|RUT|RUC|NIT|DRE)(?:\.|[\s-]?(?:no|nr|n°|number|code|ID|Code|No|Nr|Number)\.?)?\s*[:#.]?\s*(?:\p{L}{2,}\s)?\p{Lu}{0,8}[\s-]?\d`)

func registered(s string) bool {
	const shortest = 3
	if len(s) < shortest {
		return false
	}
	return registerWords.MatchString(s) && containsAny(strings.ToLower(s), registerStems()) || hasDigit(s) && registerNumbers.MatchString(s) && containsAny(s, registerNames())
}

// registerNames are the short names of registerNumbers, or parts of them.
func registerNames() []string {
	return []string{
		"UID", "VAT", "TIN", "EIN", "RCS", "TVA", "NAF", "APE", "CIF", "C.I", "CI.F", "NIF", "N.I", "NI.F", "NIP", "CNPJ", "CPF", "REA", "BTW", "RSIN", "Ond", "CVR", "SE-nr", "BIC", "SWIFT", "BLZ", "Konto", "ABN", "ACN",
		"GST", "CIN", "PAN", "KRS", "IČ", "ICO", "DIČ", "DIC", "RFC", "CUIT", "RUT", "RUC", "NIT", "DRE",
	}
}

// registerStems are parts of all words of the register, which are found sooner than
// the words.
func registerStems() []string {
	return []string{
		"hr", "gericht", "ust", "steuer", "st.", "stnr", "st-", "vat ", "tax ", "führ", "fuehr", "vertret", "vorstand", "aufsicht", "managing", "sitz", "firmenbuch", "fn", "reg", "company ", "incorp", "sire", "tva",
		"capital", "iva", "fisc", "c.f", "kvk", "k.v.k", "org", "giro", "moms", "iban", "bank", "konto", "lic", "bar no",
	}
}

// setAsideRegister leaves over what only the register wants to know.
func (c *card) setAsideRegister() {
	for _, l := range c.lines {
		if l.outside {
			continue
		}
		for _, p := range l.free() {
			if registered(p.String()) {
				c.registerPiece(p)
			}
		}
	}
}

// registerPiece leaves a piece over from the first comma before the register's word
// on: a company's name and town may stand before it.
func (c *card) registerPiece(p piece) {
	atoms := p.commas()
	for i, a := range atoms {
		if registered(a.String()) && i > 0 {
			c.aside(join(atoms[i:]), Rest)
			return
		}
	}
	c.aside(p, Rest)
}

// findRegion finds out in which country the phones are read: the one that the text
// names, else that of its hosts.
func (c *card) findRegion() {
	for _, find := range []func() string{c.writtenRegion, c.hostRegion, c.numberRegion, c.codeRegion} {
		if code := find(); code != "" {
			c.region = code
			return
		}
	}
	if c.region == "" {
		c.region = c.providerRegion()
	}
}

// writtenRegion is the country that stands in the text, by its name or before a
// postal code.
func (c *card) writtenRegion() string {
	for _, p := range c.free() {
		for _, atom := range p.commas() {
			if code, ok := namedCountry(atom.String()); ok {
				return code
			}
			if !hasDigit(atom.String()) {
				continue
			}
			if at := prefixForm.FindStringSubmatch(atom.String()); at != nil {
				if code := plateCountry(at[1]); code != "" {
					return code
				}
			}
		}
	}
	return ""
}

// hostRegion is the country of the domains.
func (c *card) hostRegion() string {
	for _, host := range c.hosts() {
		if code := placeTop(topOf(host)); code != "" {
			return code
		}
		if code := countryTop(host); code != "" {
			return code
		}
	}
	return ""
}

// numberRegion is the country of a phone with its prefix, or of an address that
// looks like one country's alone.
func (c *card) numberRegion() string {
	for _, p := range c.free() {
		s := p.String()
		if at := plusForm.FindString(s); at != "" {
			if read := lead.ReadPhone(at, ""); read.Possible && read.Region != "" {
				return read.Region
			}
		}
		switch {
		case !hasDigit(s):
		case digits(s) >= 5 && usPlace.MatchString(s):
			return "US"
		case digits(s) >= 8 && brPlace.MatchString(s):
			return "BR"
		case ukPlace.MatchString(s):
			return "GB"
		}
	}
	return ""
}

// codeRegion is the country of a postal code before its town that only one country writes.
func (c *card) codeRegion() string {
	for _, p := range c.free() {
		if s := p.String(); strings.Contains(s, "-") && hasDigit(s) && polishCode.MatchString(s) {
			return "PL"
		}
	}
	return ""
}

var polishCode = lazyregexp.New(`(?:^|, )\d{2}-\d{3} \p{Lu}\p{L}{2,}`)

// providerRegion is the country of a mail provider.
func (c *card) providerRegion() string {
	for _, e := range c.emails {
		if host := domainOf(e.text); FreeMail(host) {
			if code := countryTop(host); code != "" {
				return code
			}
		}
	}
	return ""
}

func topOf(host string) string { return host[strings.LastIndexByte(host, '.')+1:] }

// countryTop is the country of a host's top-level domain, "" for one that everybody
// takes.
func countryTop(host string) string {
	top := topOf(host)
	if len(top) != 2 || oneOf(top, "io ai co me tv eu cc ws fm to ly gg sh im la") {
		return ""
	}
	code, _ := lead.CountryCode(top)
	return code
}

// placeTop is the country of a top-level domain of a region or a town, "" for none.
func placeTop(top string) string {
	const places = `cat ES gal ES eus ES barcelona ES madrid ES bzh FR paris FR corsica FR alsace FR wales GB cymru GB scot GB london GB berlin DE hamburg DE koeln DE cologne DE bayern DE saarland DE ruhr DE nrw DE wien AT tirol AT swiss CH zuerich CH
		brussels BE vlaanderen BE gent BE amsterdam NL frl NL nyc US vegas US miami US boston US quebec CA istanbul TR ist TR moscow RU tatar RU tokyo JP osaka JP kyoto JP nagoya JP okinawa JP sydney AU melbourne AU kiwi NZ irish IE joburg ZA capetown ZA durban ZA rio BR stockholm SE helsinki FI budapest HU taipei TW`
	const shortest = 3
	if len(top) < shortest || !strings.Contains(places, top+" ") {
		return ""
	}
	words := strings.Fields(places)
	for i := 0; i+1 < len(words); i += 2 {
		if words[i] == top {
			return words[i+1]
		}
	}
	return ""
}

// plusForm is a number that names its country.
var plusForm = lazyregexp.New(`[+＋]\d[\d ().\x{a0}-]{6,18}\d`)

var prefixForm = lazyregexp.New(`(?:^|\s)(A|AT|B|BE|CH|CZ|D|DE|DK|E|ES|F|FI|FIN|FR|FL|GR|H|HU|I|IT|L|LT|LU|LV|N|NL|NO|P|PL|PT|RO|S|SE|SI|SK|LI)\s?[-–]\s?\d{3,5}(?:\D|$)`)

// plateCountry is the country of the letters before a postal code.
func plateCountry(letters string) string {
	switch letters {
	case "D":
		return "DE"
	case "A":
		return "AT"
	case "F":
		return "FR"
	case "I":
		return "IT"
	case "E":
		return "ES"
	case "B":
		return "BE"
	case "L":
		return "LU"
	case "S":
		return "SE"
	case "N":
		return "NO"
	case "P":
		return "PT"
	case "H":
		return "HU"
	case "FIN":
		return "FI"
	case "FL":
		return "LI"
	}
	if code, ok := lead.CountryCode(letters); ok {
		return code
	}
	return ""
}

// namedCountry reads a text that is nothing but a country's name. A code of two or
// three letters may be anything; only those that everybody writes count.
func namedCountry(s string) (string, bool) {
	s = strings.Trim(s, " .")
	for _, the := range []string{"P.R. ", "P. R. ", "PR ", "R.O. ", "the ", "The "} {
		s = strings.TrimPrefix(s, the)
	}
	const shortest = 4
	if n := utf8.RuneCountInString(s); n < shortest && !oneOf(s, "USA UK UAE U.S.A U.K U.A.E DE") || n > 40 || strings.ContainsAny(s, "0123456789@") {
		return "", false
	}
	if s == "Georgia" || s == "Jordan" || s == "Jersey" || s == "Chad" || len(s) == 2 && s != "UK" {
		return "", false // a state, or a person
	}
	switch {
	case len(s) == 2:
		return "GB", true
	case strings.EqualFold(s, "Korea"):
		return "KR", true // only the South writes cards
	}
	return lead.CountryCode(s)
}

// hosts are the hosts of the card's emails and sites, freemail and networks left out.
func (c *card) hosts() []string {
	var out []string
	for _, e := range c.emails {
		if host := domainOf(e.text); !FreeMail(host) {
			out = append(out, host)
		}
	}
	for _, u := range c.urls {
		if u.why == Shape {
			out = append(out, lead.URLHost(u.text))
		}
	}
	return out
}

// FreeMail says that everybody can have an address there.
func FreeMail(host string) bool {
	brand, _, _ := strings.Cut(host, ".")
	return freeMails.has(brand)
}

// freeMails are the brands of mail that everybody can have.
var freeMails = newWordList(`gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web freenet t-online mail protonmail proton
		tutanota posteo mailbox arcor online 1und1 orange wanadoo free sfr laposte neuf bbox libero virgilio tin alice tiscali hotmail terra
		telefonica uol bol ig sapo ziggo kpnmail planet xs4all hetnet home telia spray bredband comhem bluewin hispeed aon chello
		telenet skynet btinternet sky talktalk virginmedia comcast verizon att sbcglobal bellsouth cox charter earthlink juno qq 163 126
		sina naver daum hanmail docomo ezweb softbank yandex mail rambler wp onet interia o2 seznam centrum rediffmail fastmail hey zoho`)
