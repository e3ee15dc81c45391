package lead

import (
	"os"
	"strings"
	"testing"
)

func TestEmailFault(t *testing.T) {
	t.Parallel()
	good := []string{
		"a@b.co", "anna.o'neil+crm@mail.example.com", "x_y-z@example-site.museum", "用户@例子.公司", "jürgen@müller.example",
		"अजय@उदाहरण.भारत", strings.Repeat("l", 64) + "@example.com", "1@2.example", "a@xn--mller-kva.example",
		"info@южно-уральский-государственный-университет.рф", "taro..yamada@docomo.ne.jp", ".a@b.com", "a.@b.com",
		"a@faß.de", "niño@correo.es", "иван@пример.рф", "a@ไทยน้ำ.ไทย", "customer/department=shipping@example.com", "nu\u0301n\u0303o@correo.es", "col·legi@exemple.cat",
		"AZ.az.09@example.com", "a@キッコーマン・ア.jp", "a@" + rep("b", 63) + ".com", rep("l", 64) + "@" + rep("d", 55) + ".com",
	}
	for _, s := range good {
		if got := emailFault(s); got != "" {
			t.Errorf("%q: got %q, want none", s, got)
		}
	}
	bad := map[string]string{
		"anna":                          "an @,",
		"anna@":                         "domain after the @",
		"@example.com":                  "before the @ is missing",
		"anna@example":                  "ends in a domain",
		"anna@example.":                 "no dot at an end",
		"anna@example..com":             "two in a row",
		"anna@.example.com":             "no dot at an end",
		"anna@example.c":                "ends in a domain",
		"anna@10.0.0.1":                 "ends in a domain",
		"anna@[10.0.0.1]":               "by its name",
		"anna@-example.com":             "hyphen",
		"anna@exam_ple.com":             "character that no domain",
		"anna@exam—ple.com":             "character that no domain",
		"anna@" + rep("a", 64) + ".com": "63 bytes",
		"a@b@c.com":                     "only one @",
		"a@x.com, b@y.com":              "only one @",
		"a@x.com,b@y.com":               "only one @",
		"a,b@y.com":                     "one address in a row",
		"Anna <a@b.com>":                "only the address itself, a@b.com",
		"Anna <a@b>":                    "like name@example.com",
		"anna@ac\u212ae.com":            "full-width",
		"name@ｇｍａｉｌ.com":                "full-width",
		"ａnna@example.com":              "full-width",
		"anna@\ufb01rma.de":             "look-alike",
		"anna@\u2460.de":                "look-alike",
		"\u00aanna@example.com":         "look-alike",
		"mailto:anna@example.com":       "only the address itself, anna@example.com",
		"\"Anna\" <anna@example.com>":   "only the address itself, anna@example.com",
		"anna\u3164@example.com":        "invisible",
		"an\ufe0fna@example.com":        "invisible",
		"test@\u0300.com":               "character that no domain",
		"me@中111111111222222222233333333334444444444555555555666666.com": "63 bytes",
		"a b@c.com":                   "no spaces",
		"a(b)@c.com":                  "stands before the @",
		"\"a\"@c.com":                 "stands before the @",
		rep("l", 65) + "@example.com": "64 bytes",
		"a\u200bb@c.com":              "invisible",
		"a\u202eb@c.com":              "invisible",
		"a@" + rep("b.", 70) + "com":  "at most 124 characters, 21 too many",
	}
	for s, want := range bad {
		if got := emailFault(s); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q in it", s, got, want)
		}
	}
}

func rep(s string, n int) string { return strings.Repeat(s, n) }

func TestMailTypoNamesTheUsualHost(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"a@gmial.com": "gmail.com", "a@GMAI.com": "gmail.com", "a@gmail.con": "gmail.com", "a@hotmial.com": "hotmail.com",
		"a@yaho.com": "yahoo.com", "a@outlok.com": "outlook.com",
		"a@gmail.com": "", "a@mail.com": "", "a@ymail.com": "", "a@yahoo.ca": "", "a@example.com": "", "a@yahoo.co.jp": "",
	} {
		if got := mailTypo(typed); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", typed, got, want)
		}
	}
}

func TestOddDotsAreNoted(t *testing.T) {
	t.Parallel()
	for typed, odd := range map[string]bool{"taro..yamada@docomo.ne.jp": true, ".a@b.com": true, "a.@b.com": true, "a.b@c.com": false} {
		if got := oddDots(typed); (got != "") != odd {
			t.Errorf("%s: got %q", typed, got)
		}
	}
}

func TestSendURLCompletesABareHost(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"example.com:8080/x": "https://example.com:8080/x", "www.example.com/a?b=c.d": "https://www.example.com/a?b=c.d",
		"http://example.com": "http://example.com", "HTTPS://Example.com/": "HTTPS://Example.com/", "ftp://example.com": "ftp://example.com",
		"mailto:a@example.com": "mailto:a@example.com", "nothing": "nothing", "": "", "/a.b": "/a.b", "//example.com/a": "https://example.com/a", "//x": "//x", "münchen.example": "https://münchen.example",
	} {
		if got := SendURL(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestSendURLTrims(t *testing.T) {
	t.Parallel()
	if got := SendURL(" example.com\t"); got != "https://example.com" {
		t.Errorf("got %q", got)
	}
}

func TestURLFault(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"example.com", "https://example.com/a/b?c=d#e", "http://127.0.0.1:8787/", "https://[::1]/", "www.例子.公司", "x.com/anna",
		"//example.com", "https://i❤.ws", "https://i❤️.ws/", "https://exa_mple.com", "https://example.com/100%", "https://example.com/100%/50%25?q=5%",
		"https://example.com.", "example.com:8080", "HTTP://EXAMPLE.COM", "https://medium.com/@anna",
		"https://" + rep("a.", 125) + "com", "https://example.com/" + rep("p", 492),
	} {
		if got := urlFault(s); got != "" {
			t.Errorf("%q: got %q, want none", s, got)
		}
	}
	for s, want := range map[string]string{
		"example": "host with a dot", "@anna": "host with a dot", "anna@example.com": "mail address", "mailto:a@example.com": "mail address",
		"ftp://example.com": "http or https", "javascript:alert(1)": "http or https", "data:text/html,x": "http or https", "file:///etc/passwd": "http or https",
		"https://": "host with a dot", "https://localhost": "host with a dot", "https:example.com": "two slashes", "https:/example.com": "two slashes", "https:///example.com": "two slashes", "https//example.com": "two slashes", "https://exa mple.com": "no spaces",
		"https://anna:secret@example.com/": "name and password", "https://anna@example.com/": "name and password", "https://-a.com": "hyphen", "https://ａｃｍｅ.com": "look-alike", "https://acme。com": "look-alike", "https://a..com": "two in a row", "https://example.com/\u202ex": "invisible", "https://example.com:x/": "cannot be read", "https://ex%41mple.com": "cannot be read", `https://example.com\x`: `has "/"`, "example.com:99999": "65535", "https://example.com:0": "65535",
		"localhost:8080": "host with a dot", "localhost:0": "host with a dot", "localhost:9000": "host with a dot",
		"https://" + rep("a.", 125) + "coms":   "at most 253 bytes",
		"https://example.com/" + rep("p", 500): "at most 512 characters, 8 too many", "example.com/" + rep("p", 500): "8 too many",
	} {
		if got := urlFault(s); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q in it", s, got, want)
		}
	}
}

func TestSocialTypeComesFromTheHost(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "  ": "", "https://www.linkedin.com/in/a": "LinkedIn", "de.linkedin.com/in/a": "LinkedIn", "x.com/a": "X", "https://twitter.com/a": "X",
		"netflix.com": "Website", "https://mobile.facebook.com/a": "Facebook", "GITHUB.com/a": "GitHub", "https://example.com/linkedin.com": "Website",
		"linkedin.com.evil.example": "Website", "notlinkedin.com": "Website", "%zz": "Website", "https://youtu.be/x": "YouTube", "wa.me/4930": "WhatsApp",
		"https://fb.watch/abc": "Facebook", "https://www.youtube-nocookie.com/embed/x": "YouTube", "https://telegram.dog/acme": "Telegram",
		"https://mstdn.social/@acme": "Mastodon", "https://chaos.social/@acme": "Mastodon", "https://mastodon.example/@acme": "Mastodon",
		"https://www.pinterest.co.uk/acme": "Pinterest", "pinterest.de/acme": "Pinterest", "https://www.linkedin.cn/in/a": "LinkedIn",
		"https://www.twitch.tv/acme": "Twitch", "https://social.acme.example/@a": "Mastodon", "acme.bsky.social": "Bluesky", "https://example.com/social/@a": "Website", "https://pinterest.example.com/a": "Website", "https://example.com/@acme": "Website",
	} {
		if got := SocialType(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestCountryCodeKnowsCodesAndNames(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"DE": "DE", "de": "DE", "deu": "DE", "Germany": "DE", " germany ": "DE", "Deutschland": "DE", "USA": "US", "U.S.A.": "US",
		"United States of America": "US", "the United States": "US", "UK": "GB", "U.K.": "GB", "Great Britain": "GB", "England": "GB", "Holland": "NL",
		"The Netherlands": "NL", "South Korea": "KR", "Korea, South": "KR", "Republic of Korea": "KR", "Czech Republic": "CZ", "Czechia": "CZ",
		"Côte d'Ivoire": "CI", "Cote d’Ivoire": "CI", "Ivory Coast": "CI", "St. Lucia": "LC", "Saint Lucia": "LC", "Bosnia & Herzegovina": "BA",
		"Türkiye": "TR", "Turkey": "TR", "TURKIYE": "TR", "Åland Islands": "AX", "Hong Kong": "HK", "UAE": "AE", "Kosovo": "XK", "Österreich": "AT",
		"España": "ES", "Réunion": "RE", "Viet Nam": "VN", "Russian Federation": "RU", "Guinea": "GN", "Guinea-Bissau": "GW", "Niger": "NE",
		"": "", "Atlantis": "", "D": "", "XX": "", "EU": "",
	} {
		if got, ok := CountryCode(typed); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", typed, got, ok, want)
		}
	}
}

// The names and codes that leads hold stay what they are when x/text brings a
// newer release of the CLDR: testdata has those of ISO 3166-1 and Kosovo.
func TestEveryCountryIsFoundByCodesAndName(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/countries.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(data)), "\n")
	if got := len(countries().names); got != len(all) {
		t.Errorf("got %d countries, want %d", got, len(all))
	}
	for _, line := range all {
		f := strings.SplitN(line, " ", 3)
		alpha2, alpha3, name := f[0], f[1], f[2]
		for _, typed := range []string{alpha2, strings.ToLower(alpha3), name, strings.ToUpper(name)} {
			if got, _ := CountryCode(typed); got != alpha2 {
				t.Errorf("%s: got %q, want %s", typed, got, alpha2)
			}
		}
		if got := CountryName(alpha2); got != name {
			t.Errorf("%s: got %q, want %q", alpha2, got, name)
		}
	}
	for code, aliases := range countryAliases() {
		if CountryName(code) == code {
			t.Errorf("aliases of unknown country %s", code)
		}
		for _, alias := range aliases {
			if got, _ := CountryCode(alias); got != code {
				t.Errorf("%s: got %q, want %s", alias, got, code)
			}
		}
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"gmial", "gmail", 1},
		{"germny", "germany", 1},
		{"kitten", "sitting", 3},
		{"abc", "", 3},
		{"ca", "abc", 3},
		{"naïve", "naive", 1},
	} {
		if got := editDistance(tt.a, tt.b, 9); got != tt.want {
			t.Errorf("%s, %s: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := editDistance(tt.b, tt.a, 2); got != min(2, tt.want) {
			t.Errorf("%s, %s up to 2: got %d, want %d", tt.b, tt.a, got, min(2, tt.want))
		}
	}
}

func TestEmployeeCount(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int{"0": 0, "85\t": 85, "007": 7, "5000000": 5_000_000} {
		if got, ok := EmployeeCount(typed); got != want || !ok {
			t.Errorf("%q: got %d, %v, want %d", typed, got, ok, want)
		}
	}
	for typed, want := range map[string]string{
		"10.000": "digits only: 10000?", "1,999": "digits only: 1999?", "2 000 000": "digits only: 2000000?", "12,0": "digits only: 12?",
		"5e6": "digits only: 5000000?", "1.2e3": "digits only: 1200?", "5.1e6": "digits only, like 12000", "1.5e0": "digits only, like 12000",
		"10-50": "one number in digits, like 30, not a range", "many": "digits only, like 12000",
		"-3": "0 to 5,000,000", "5000001": "0 to 5,000,000",
	} {
		if _, got := employees(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"", "-1", "+5", "1e3", "12k", "5000001", "1 000", "٣"} {
		if got, ok := EmployeeCount(typed); ok {
			t.Errorf("%q: got %d, want none", typed, got)
		}
	}
}

func TestUUIDFault(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"01234567-89ab-cdef-ABCD-EF0123456789", "ffffffff-ffff-ffff-ffff-ffffffffffff"} {
		if got := uuidFault(s); got != "" {
			t.Errorf("%q: got %q, want none", s, got)
		}
	}
	for _, s := range []string{
		"01234567-89ab-cdef-ABCD-EF012345678", "0123456789abcdefABCDEF0123456789", "01234567x89ab-cdef-ABCD-EF0123456789",
		"g1234567-89ab-cdef-ABCD-EF0123456789", "G1234567-89ab-cdef-ABCD-EF0123456789", "/1234567-89ab-cdef-ABCD-EF0123456789",
		":1234567-89ab-cdef-ABCD-EF0123456789", "`1234567-89ab-cdef-ABCD-EF0123456789", "@1234567-89ab-cdef-ABCD-EF0123456789",
	} {
		if got := uuidFault(s); got == "" {
			t.Errorf("%q is taken for a UUID", s)
		}
	}
}

// Lengths are counted as the API counts them.
func TestUnits(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"": 0, "a": 1, "é": 1, "\uffff": 1, "𐀀": 2, "a😀b": 4} {
		if got := Units(s); got != want {
			t.Errorf("%q: got %d, want %d", s, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"«Ветер»": "ветер", "- Acme -": "acme", " S.A. de C.V.": "sa de cv", "Åse/Bø": "ase bo", "!": ""} {
		if got := Fold(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
