package api

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// Curl is the request as a command for a POSIX shell. The key stays out of it:
// the command reads CLOSINGDEALZ_API_KEY. Characters that a terminal might act
// on are written as JSON escapes, so that the command is safe to paste.
func Curl(body, baseURL string) string {
	url := strings.TrimRight(baseURL, "/") + Path
	return "curl -sS -X POST " + shellQuote(visible(url)) + ` \` + "\n" +
		`  -H 'Content-Type: application/json' \` + "\n" +
		`  -H "X-API-Key: $CLOSINGDEALZ_API_KEY" \` + "\n" +
		"  --data-raw " + shellQuote(visible(body))
}

// shellQuote makes one word of s for a POSIX shell.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// visible writes control and format characters, which in JSON stand only
// inside of strings, as \u escapes. White space between tokens stays.
func visible(s string) string {
	var out strings.Builder
	for _, r := range s {
		hidden := !unicode.IsPrint(r) && r != '\n' && r != ' '
		if !hidden {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			out.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				out.WriteByte(hexDigits[unit>>shift&15])
			}
		}
	}
	return out.String()
}
