package lead

import (
	"strings"
	"unicode/utf8"
)

// Accept makes typed or pasted text fit for a field. Controls are dropped and
// counted; a tab becomes a space; what is no valid UTF-8 becomes U+FFFD. Line
// breaks of every kind become "\n" where multiline is true, and elsewhere one
// space, or nothing at the text's two ends. Accepted text is accepted again
// unchanged.
func Accept(s string, multiline bool) (accepted string, dropped int) {
	if acceptable(s, multiline) {
		return s, 0
	}
	var b strings.Builder
	b.Grow(len(s))
	broken := false // a line break waits for what follows it
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && i+1 < len(s) && s[i+1] == '\n':
			// The newline speaks for both.
		case isBreak(r):
			if multiline {
				b.WriteByte('\n')
			} else {
				broken = b.Len() > 0
			}
		case isControl(r) && r != '\t':
			dropped++
		default:
			if broken && r != ' ' && r != '\t' {
				b.WriteByte(' ')
			}
			broken = false
			if r == '\t' {
				r = ' '
			}
			b.WriteRune(r)
		}
		i += n
	}
	return b.String(), dropped
}

// acceptable says that s has nothing to change, which is the usual case.
func acceptable(s string, multiline bool) bool {
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return utf8.ValidString(s) && acceptable(strings.ReplaceAll(s, "\ufffd", ""), multiline)
		case r == '\n' && multiline:
		case isControl(r) || isBreak(r):
			return false
		}
	}
	return true
}

// isControl knows the C0 and C1 controls and DEL.
func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

// isBreak knows what Unicode takes for the end of a line.
func isBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}
