package lead

import (
	"strings"
	"sync"
)

// CountryCode gives the ISO 3166-1 alpha-2 code for a code (any case, also
// alpha-3) or an English name. Accents, dots, "the" and "&" make no difference,
// and the usual other names are known: USA, UK, Holland, Ivory Coast.
func CountryCode(typed string) (code string, ok bool) {
	code, ok = countries().codes[countryKey(typed)]
	return code, ok
}

// CountryName gives the English name for an alpha-2 code, and what is no such
// code as it is.
func CountryName(code string) string {
	if name, ok := countries().names[code]; ok {
		return name
	}
	return code
}

// countryIndex is read-only once built.
type countryIndex struct {
	codes map[string]string // folded code, name or alias → alpha-2
	names map[string]string // alpha-2 → English name
	keys  []string          // folded names, in the order of nations
}

// countries builds the index when a country is first looked up, so that a
// start without one does not pay for it.
var countries = sync.OnceValue(func() countryIndex {
	all := nations()
	x := countryIndex{codes: make(map[string]string, 4*len(all)), names: make(map[string]string, len(all))}
	for _, n := range all {
		x.keys = append(x.keys, countryKey(n.name))
		x.names[n.alpha2] = n.name
		for _, key := range []string{n.alpha2, n.alpha3, n.name} {
			x.codes[countryKey(key)] = n.alpha2
		}
	}
	for code, others := range countryAliases() {
		for _, other := range others {
			x.codes[other] = code
		}
	}
	return x
})

// countryKey is typed as it stands in the index.
func countryKey(typed string) string {
	key := fold(strings.ReplaceAll(typed, "&", " and "))
	key = strings.TrimPrefix(key, "the ")
	if rest, ok := strings.CutPrefix(key, "st "); ok {
		key = "saint " + rest
	}
	return key
}

// nearestCountry is the English name that typed most likely means, "" if none
// is near.
func nearestCountry(typed string) string {
	key := countryKey(typed)
	x := countries()
	best, distance := "", 1+min(2, len(key)/4)
	for _, known := range x.keys {
		// The table is in a fixed order, so that equal distances give one answer.
		if d := editDistance(key, known, distance); d < distance {
			best, distance = known, d
		}
	}
	return x.names[x.codes[best]]
}

// countryAliases are other names in use, folded, by alpha-2 code.
func countryAliases() map[string][]string {
	return map[string][]string{
		"US": {"usa", "united states of america", "america", "us of a", "estados unidos"},
		"GB": {"uk", "great britain", "britain", "england", "scotland", "wales", "northern ireland", "united kingdom of great britain and northern ireland"},
		"NL": {"holland", "nederland", "niederlande", "kingdom of the netherlands"},
		"KR": {"korea", "republic of korea", "korea republic", "rok", "korea south"},
		"KP": {"dprk", "democratic peoples republic of korea", "korea north"},
		"CZ": {"czech republic", "ceska republika", "cesko"},
		"DE": {"deutschland", "federal republic of germany", "allemagne", "alemania"},
		"AT": {"osterreich", "oesterreich"},
		"CH": {"schweiz", "suisse", "svizzera", "swiss confederation"},
		"ES": {"espana"},
		"IT": {"italia", "italien"},
		"FR": {"frankreich"},
		"BE": {"belgie", "belgique", "belgien"},
		"DK": {"danmark"},
		"SE": {"sverige"},
		"NO": {"norge"},
		"FI": {"suomi"},
		"PL": {"polska", "polen"},
		"PT": {"portuguese republic"},
		"HU": {"magyarorszag"},
		"HR": {"hrvatska"},
		"RO": {"rumania"},
		"GR": {"hellas", "el", "ellada"},
		"IE": {"eire", "republic of ireland"},
		"RU": {"russian federation", "rossiya"},
		"CN": {"peoples republic of china", "prc", "mainland china"},
		"TW": {"republic of china", "chinese taipei", "taiwan province of china"},
		"HK": {"hong kong sar", "hong kong sar china", "hongkong"},
		"MO": {"macau", "macao sar", "macau sar china"},
		"JP": {"nippon", "nihon"},
		"VN": {"viet nam"},
		"LA": {"lao peoples democratic republic", "lao"},
		"MM": {"burma"},
		"TR": {"turkey", "turkiye"},
		"AE": {"uae", "emirates"},
		"SA": {"ksa", "kingdom of saudi arabia"},
		"IR": {"islamic republic of iran", "persia"},
		"SY": {"syrian arab republic"},
		"PS": {"palestinian territories", "state of palestine", "palestinian territory"},
		"MK": {"macedonia", "fyrom"},
		"MD": {"republic of moldova"},
		"BA": {"bosnia", "bosnia herzegovina"},
		"SZ": {"swaziland"},
		"CV": {"cape verde"},
		"CI": {"ivory coast"},
		"CD": {"drc", "dr congo", "congo kinshasa", "congo democratic republic", "zaire"},
		"CG": {"republic of the congo", "congo brazzaville", "congo republic"},
		"TZ": {"united republic of tanzania"},
		"GM": {"gambia the"},
		"BS": {"bahamas the"},
		"TL": {"east timor"},
		"FM": {"federated states of micronesia"},
		"BN": {"brunei darussalam"},
		"BO": {"plurinational state of bolivia"},
		"VE": {"bolivarian republic of venezuela"},
		"MX": {"mexico", "estados unidos mexicanos"},
		"BR": {"brasil"},
		"AR": {"argentine republic"},
		"VA": {"vatican", "holy see", "vatican city state"},
		"FK": {"malvinas"},
		"CC": {"keeling islands", "cocos keeling islands"},
		"RE": {"reunion island"},
		"SX": {"saint maarten"},
		"BQ": {"bonaire"},
		"VG": {"bvi", "virgin islands british"},
		"VI": {"usvi", "virgin islands", "virgin islands us"},
		"UM": {"united states minor outlying islands"},
		"AX": {"aland"},
		"SJ": {"svalbard", "jan mayen"},
		"ST": {"sao tome"},
		"TT": {"trinidad"},
		"AG": {"antigua"},
		"KN": {"saint kitts"},
		"VC": {"saint vincent"},
		"SH": {"ascension island", "tristan da cunha"},
		"NZ": {"aotearoa", "new zealand aotearoa"},
		"IN": {"bharat"},
		"UA": {"ukraina"},
		"XK": {"xkk", "republic of kosovo"},
	}
}
