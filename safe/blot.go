package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortSecret is the length from which a secret is taken for one wherever it
// stands. A shorter one is found in ordinary words.
const shortSecret = 8

// ShortSecret says that a secret is so short that Blot looks for words alone.
func ShortSecret(secret string) bool { return len(secret) < shortSecret }

// Blot puts mask in the place of each secret in s; words: only where it stands as
// a word of its own.
func Blot(s, secret, mask string, words bool) string {
	switch {
	case secret == "":
		return s
	case !words:
		return strings.ReplaceAll(s, secret, mask)
	}
	var out strings.Builder
	before := ' '
	for {
		i := strings.Index(s, secret)
		if i < 0 {
			return out.String() + s
		}
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(s[:i])
		}
		after, _ := utf8.DecodeRuneInString(s[i+len(secret):])
		if letter(before) || letter(after) {
			_, n := utf8.DecodeRuneInString(s[i:])
			before, _ = utf8.DecodeLastRuneInString(s[:i+n])
			out.WriteString(s[:i+n])
			s = s[i+n:]
			continue
		}
		out.WriteString(s[:i] + mask)
		before, s = ' ', s[i+len(secret):]
	}
}

func letter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
