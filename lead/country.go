package lead

import (
	"cmp"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
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
	keys  []string          // folded names, in the order of their codes
}

// countries builds the index when a country is first looked up, so that a
// start without one does not pay for it.
var countries = sync.OnceValue(func() countryIndex {
	x := countryIndex{codes: map[string]string{}, names: map[string]string{}}
	names, ours := display.English.Regions(), countryNames()
	for _, r := range language.Supported.Regions() {
		code, name := r.String(), names.Name(r)
		if !isCountry(r) || name == "" {
			continue
		}
		x.codes[countryKey(name)] = code
		name = cmp.Or(ours[code], plain(name))
		x.names[code] = name
		x.keys = append(x.keys, countryKey(name))
		for _, key := range []string{code, r.ISO3(), name} {
			x.codes[countryKey(key)] = code
		}
	}
	for code, others := range countryAliases() {
		for _, other := range others {
			x.codes[other] = code
		}
	}
	return x
})

// isCountry says that r is a country or territory of ISO 3166-1 as it is today,
// or Kosovo, whose code ISO leaves to its users.
func isCountry(r language.Region) bool {
	switch r.String() {
	case "AC", "CP", "DG", "TA": // reserved, for parts of others
		return false
	}
	return r.IsCountry() && r.ISO3() != "ZZZ" && r.Canonicalize() == r
}

// plain writes a name of the Unicode CLDR without its abbreviations.
func plain(name string) string {
	return strings.NewReplacer("&", "and", "St. ", "Saint ", "U.S.", "US").Replace(name)
}

// countryNames are the names that are shorter than the CLDR's, or newer than
// those of its release in x/text.
func countryNames() map[string]string {
	return map[string]string{
		"CC": "Cocos Islands",
		"CD": "Democratic Republic of the Congo",
		"CG": "Congo",
		"CV": "Cabo Verde",
		"HK": "Hong Kong",
		"MK": "North Macedonia",
		"MM": "Myanmar",
		"MO": "Macao",
		"PS": "Palestine",
		"SZ": "Eswatini",
		"TR": "Türkiye",
	}
}

// countryKey is typed as it stands in the index.
func countryKey(typed string) string {
	key := Fold(strings.ReplaceAll(typed, "&", " and "))
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
		"XK": {"xkx", "republic of kosovo"},
	}
}
