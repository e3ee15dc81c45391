package lead

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Names in twelve languages, of the CLDR and of ISO 3166's translations, and
// numeric codes, each with the code that it stands for. Three names that
// languages give to different countries are known and stand for none.
func TestCountriesInTheLanguagesOfCompanies(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/country-names.json")
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string][]string
	if err := json.Unmarshal(data, &lists); err != nil {
		t.Fatal(err)
	}
	entry, n := regexp.MustCompile(`^(.*)\(([A-Z]{2})\)(?: hint .*)?$`), 0
	for list, names := range lists {
		for _, line := range names {
			name, want := entry.FindStringSubmatch(line)[1], entry.FindStringSubmatch(line)[2]
			if name == "Kongo" || name == "Nederlandske Antiller" || name == "São Martinho" {
				want = ""
			}
			if got, known := country(name); got != want || !known || countryNote(name) != "" {
				t.Errorf("%s: %s: got %q, %v, want %q", list, name, got, known, want)
			}
			n++
		}
	}
	t.Logf("%d names", n)
}

// As forms, other programs and people write a country, code first.
func TestCountriesAsFormsWriteThem(t *testing.T) {
	t.Parallel()
	for code, forms := range map[string]string{
		"DE": "BRD|Germany (DE)|DE - Germany|Germany, DE|DE Germany|Germany DE|🇩🇪 Germany|🇩🇪|Deutschland.|276|Federal Republic of Germany|Bundesrepublik Deutschland|Germany/Deutschland",
		"KR": "Korea, Republic of|Korea (South)|Korea, Rep.|Republic of Korea|Korea (KR)|SouthKorea|S. Korea|대한민국|한국",
		"KP": "Korea, Democratic People's Republic of|Korea, Dem. People’s Rep.|N. Korea",
		"CD": "Congo, The Democratic Republic of the|Congo, Dem. Rep.|Congo-Kinshasa|DR Kongo|RDC|République démocratique du Congo|Congo (CD)",
		"CG": "Congo (Brazzaville)|Republik Kongo|Congo, Rep.",
		"CN": "P.R. China|中国|中华人民共和国|People's Republic of China|Volksrepublik China|PRC",
		"TW": "Republic of China|Taiwan, Province of China|Taiwan, Republic of China|中華民國",
		"HK": "Hong Kong, China|China, Hong Kong SAR|Hong Kong S.A.R.",
		"FR": "République française|French Republic|la France|FRA|250",
		"CH": "Schweiz/Suisse|CH-Schweiz|Schweizerische Eidgenossenschaft|Swiss Confederation",
		"US": "U.S.A.|U.S.|EE. UU.|États-Unis d'Amérique|United States (USA)|840",
		"RU": "Nga|Российская Федерация|Russische Föderation",
		"NG": "NGA|nga",
		"CI": "Republic of Côte d’Ivoire|Cote dIvoire",
		"SZ": "Royaume d'Eswatini|Eswatini (formerly Swaziland)",
		"MX": "Estados Unidos Mexicanos|Mexican United States",
		"TZ": "Tanzania, United Republic of",
		"MK": "Macedonia, the former Yugoslav Republic of",
		"FO": "Føroyar",
		"GL": "Kalaallit Nunaat",
		"BT": "འབྲུག",
		"ET": "ኢትዮጵያ",
		"TJ": "Тоҷикистон",
		"MG": "Madagasikara",
		"AX": "Ålandsøerne",
		"SH": "Sant'Elena, Isola di Ascensione e Tristan da Cunha",
		"AE": "VAE|U.A.E.",
		"VE": "Venezuela, RB",
		"PS": "Palestinian Territory, Occupied",
		"GB": "Verenigd Koninkrijk van Groot-Brittannië en Noord-Ierland|England, UK|Ireland (Northern)",
		"VI": "Virgin Islands, U.S.",
		"TK": "Tokelauöarna|Tokelau Islands",
		"GE": "Georgia|Republic of Georgia",
		"AF": "004",
		"JP": "日本|日本国",
		"AT": "🇦🇹 Österreich|🇦🇹",
		"ZA": "🇿🇦|South Africa 🇿🇦",
	} {
		for form := range strings.SplitSeq(forms, "|") {
			if got, ok := CountryCode(form); got != code || !ok {
				t.Errorf("%s: got %q, want %s", form, got, code)
			}
		}
	}
}

// What names several countries, or none for certain, has no code, and only a
// name that is none gets a note.
func TestCountriesAreNotGuessed(t *testing.T) {
	t.Parallel()
	for _, several := range []string{"Korea", "Corée", "Congo", "Kongo", "Virgin Islands", "Nederlandse Antillen"} {
		if code, ok := CountryCode(several); ok || countryNote(several) != "" {
			t.Errorf("%s: got %q, note %q, want neither", several, code, countryNote(several))
		}
	}
	for _, none := range []string{
		"Georgia, USA", "State of Georgia", "Atlanta, Georgia", "Germany/France", "Germany (FR)", "Hong Kong, France", "Norfolk, UK", "Indiana", "New Jersey",
		"Long Island", "Rhode Island", "Texas", "Bavaria", "Europe", "Africa", "EU", "Worldwide", "n/a", "-", "4", "999", "D", "GER", "GDR", "West Germany",
		"Yugoslavia", "Deutsche Demokratische Republik", "Republic", "Islands", "United Kingdoms of Nowhere", "Austrlia", "()", "🇽🇽", "🇩",
		strings.Repeat("Germany", 9), "Omann Sea", "Omon", rep("x", 31),
	} {
		if code, ok := CountryCode(none); ok {
			t.Errorf("%s: got %s, want none", none, code)
		}
		if note := countryNote(none); !strings.HasSuffix(note, "no country that leadpad knows; it goes as typed") {
			t.Errorf("%s: got note %q", none, note)
		}
	}
	for length, shown := range map[int]string{30: rep("x", 30), 31: rep("x", 29) + "…"} {
		if note := countryNote(rep("x", length)); !strings.HasPrefix(note, shown+" is no") {
			t.Errorf("of %d characters: %q", length, note)
		}
	}
	for typed, name := range map[string]string{
		"Germny": "Germany", "Germanny": "Germany", "Gremany": "Germany", "Germanz": "Germany", "Deutschlnd": "Germany", "Schweitz": "Switzerland",
		"Slovakai": "Slovakia", "Untied States": "United States", "Great Britian": "United Kingdom", "Jordon": "Jordan", "Nepul": "Nepal", "Icelnd": "Iceland", "rance": "France",
	} {
		if note := countryNote(typed); !strings.HasSuffix(note, "; "+name+"?") {
			t.Errorf("%s: got note %q, want %s", typed, note, name)
		}
	}
}

// TestNoCountryIsKnownAtOnce holds the first frame to it: an empty form asks for
// the region of no country, and the names in seventy languages take 40 ms to read.
func TestNoCountryIsKnownAtOnce(t *testing.T) {
	for _, typed := range []string{"", " ", "\t"} {
		if n := testing.AllocsPerRun(10, func() {
			if code, known := country(typed); code != "" || known {
				t.Errorf("%q is country %q, %v", typed, code, known)
			}
		}); n > 0 {
			t.Errorf("%q takes %v allocations, so it is looked up", typed, n)
		}
	}
}
