package lead

import (
	"slices"
	"strings"

	"leadpad/safe"
	"leadpad/safe/lazyregexp"
)

// CountryCode gives the ISO 3166-1 alpha-2 code for a code (alpha-2, alpha-3 or
// numeric) or a name: the usual and the official one, in the languages of most
// companies, also as forms write them: "Germany (DE)", "Korea, Republic of". It
// never chooses for the reader: Korea and Congo are two countries each, and have
// no code.
func CountryCode(typed string) (code string, ok bool) {
	code, _ = country(typed)
	return code, code != ""
}

// CountryName gives the English name for an alpha-2 code, and what is no such
// code as it is.
func CountryName(code string) string {
	if name, ok := countries().names[code]; ok {
		return name
	}
	return code
}

// countryNote says that typed is not recognised, and what it may mean if that is
// certain; "" for a country.
func countryNote(typed string) string {
	if _, known := country(typed); known {
		return ""
	}
	shown := safe.Clean(typed).String()
	if r := []rune(shown); len(r) > 30 {
		shown = string(r[:29]) + "…"
	}
	if near := nearestCountry(typed); near != "" {
		return shown + " is no country that leadpad knows; " + near + "?"
	}
	return shown + " is no country that leadpad knows; it goes as typed"
}

// country looks typed up; known is true and code "" for a name of several.
func country(typed string) (code string, known bool) {
	typed = strings.TrimSpace(strings.Map(flagLetter, typed))
	if typed == "" {
		return "", false // asked at the first frame, which must not wait for the names
	}
	if code, known = countryCalled(typed); known {
		return code, true
	}
	if parts := countryParts(typed); len(parts) > 1 {
		if code, known = countryCalled(strings.Join(parts[1:], " ") + " " + parts[0]); known {
			return code, true
		}
		return sameCountry(parts)
	}
	return "", false
}

// flagLetter is the letter that a half of a flag stands for.
func flagLetter(r rune) rune {
	if r >= '🇦' && r <= '🇿' {
		return 'A' + r - '🇦'
	}
	return r
}

// countryCalled looks up one code or name.
func countryCalled(name string) (code string, known bool) {
	x := countries()
	// A code is written in one case: "Nga" is Russia in Vietnamese, "NGA" Nigeria.
	if code, known = x.codes[strings.ToUpper(name)]; known && (name == strings.ToUpper(name) || name == strings.ToLower(name)) {
		return code, true
	}
	words := strings.Fields(Fold(name))
	key := keyOf(words)
	if code, known = countryByKey(key); known {
		return code, true
	}
	if !slices.ContainsFunc(words, partOfState) { // the key has no country, nor is one hidden among other words
		if code, known = islandsOf(key); known || !strings.ContainsAny(name, "'’") {
			return code, known
		}
	}
	if code, known = countryOfState(words); known {
		return code, true
	}
	bare := elided.ReplaceAllString(name, "$1")
	if bare == name {
		return "", false
	}
	return countryOfState(strings.Fields(Fold(bare)))
}

// countryParts are what stands in and before parentheses, beside a comma, a
// slash, a hyphen, or beside a code in capitals: "Germany (DE)", "DE Germany".
func countryParts(typed string) []string {
	typed = codeBeside.ReplaceAllString(typed, "$1$3,$2$4")
	if !strings.ContainsFunc(typed, dividesCountry) {
		return nil
	}
	return strings.FieldsFunc(typed, dividesCountry)
}

func dividesCountry(r rune) bool {
	switch r {
	case '(', ')', '[', ']', ',', ';', ':', '/', '|', '-', '–', '—':
		return true
	}
	return false
}

var codeBeside = lazyregexp.New(`^([A-Z]{2,3}) +([^ ].*)$|^(.*[^ ]) +([A-Z]{2,3})$`)

// sameCountry wants every part to name the same country. What several are called
// agrees with each: "Korea (KR)".
func sameCountry(parts []string) (code string, known bool) {
	for _, part := range parts {
		c, ok := countryCalled(strings.TrimSpace(part))
		if !ok || c != "" && code != "" && c != code {
			return "", false
		}
		if c != "" {
			code = c
		}
	}
	return code, true
}

// countryOfState reads the folded words of a name with those for its kind of state, of
// islands and articles: "Republiek Botswana", "Isole Cayman", "la France". Of Korea,
// Congo and China such words say which one.
func countryOfState(words []string) (code string, known bool) {
	peoples, state := false, false
	rest := words[:0:0]
	for _, w := range words {
		switch {
		case peoplesWords()[w]:
			peoples = true
		case stateWords()[w]:
			state = true
		case !plainWords()[w]:
			rest = append(rest, w)
		}
	}
	key := keyOf(rest)
	if pair, ok := countries().twins[key]; ok && peoples {
		return pair[0], true
	} else if ok && state {
		return pair[1], true
	}
	if code, known = countries().people[key]; known && (peoples || state) {
		return code, true
	}
	if key == "" || key == "georgia" && !slices.Contains(words, "republic") {
		return "", false // the State of Georgia is one of the United States
	}
	if code, known = countryByKey(key); known {
		return code, true
	}
	return islandsOf(key)
}

// partOfState says that a word is one of those that countryOfState looks at.
func partOfState(word string) bool {
	return peoplesWords()[word] || stateWords()[word] || plainWords()[word]
}

// islandsOf is the country that a key names with the word for islands behind it.
func islandsOf(key string) (code string, known bool) {
	for _, island := range islands() {
		if name, ok := strings.CutSuffix(key, island); ok {
			return countryByKey(name)
		}
	}
	return "", false
}

// elided finds the articles that lean on a vowel: "Royaume d'Eswatini".
var elided = lazyregexp.New(`(^|[ (])(?:[dDlL]|[dD]ell)['’]`)

// countryByKey looks in English and then in the other languages.
func countryByKey(key string) (code string, known bool) {
	if code, known = countries().found[key]; known {
		return code, true
	}
	if code, known = nearCountries()[key]; known {
		return code, true
	}
	code, known = farCountries()[key]
	return code, known
}

// countryKey is a name as it stands in the index: without spaces and without the
// words for "and", which languages and people write differently.
func countryKey(name string) string { return keyOf(strings.Fields(Fold(name))) }

// keyOf is countryKey of folded words.
func keyOf(words []string) string {
	var key strings.Builder
	for _, w := range words {
		switch {
		case w == "st":
			key.WriteString("saint")
		case w == "the", isAnd(w) && len(words) > 1:
		default:
			key.WriteString(w)
		}
	}
	return key.String()
}

// nearestCountry is the English name of the one country that has a name at one
// letter's distance from typed, "" if none or several have.
func nearestCountry(typed string) string {
	key := countryKey(typed)
	const least, most = 5, 40 // shorter ones are too near to too many
	if len(key) < least || len(key) > most || !isASCII(key) || peoplesWords()[key] || stateWords()[key] || plainWords()[key] {
		return ""
	}
	found := ""
	for _, near := range oneLetterAway(key) {
		code, known := countryByKey(near)
		switch {
		case !known || code == found:
		case code == "" || found != "":
			return ""
		default:
			found = code
		}
	}
	return countries().names[found]
}

// oneLetterAway gives what one letter less, more or another one, or two swapped,
// make of a word of ASCII letters.
func oneLetterAway(word string) []string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	var out []string
	for i := range len(word) + 1 {
		before, after := word[:i], word[i:]
		for _, c := range letters {
			out = append(out, before+string(c)+after)
			if after != "" {
				out = append(out, before+string(c)+after[1:])
			}
		}
		if after != "" {
			out = append(out, before+after[1:])
		}
		if len(after) > 1 {
			out = append(out, before+after[1:2]+after[:1]+after[2:])
		}
	}
	return out
}
