package intake

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// word reads the letters of true, false and null, and names what people and
// programs write instead.
func (s *scanner) word() (string, error) {
	from := s.place()
	var b []byte
	for len(b) < 32 && !s.atEnd() {
		c := s.buf[s.r]
		if !isLetter(c) && !isDigit(c) && c != '_' {
			break
		}
		b = append(b, c)
		s.r++
	}
	switch w := string(b); w {
	case "true", "false", "null":
		return w, nil
	case "NaN", "Infinity", "undefined", "None", "True", "False":
		return "", from.wrong(NoValue, w)
	default:
		if s.atEnd() && (strings.HasPrefix("true", w) || strings.HasPrefix("false", w) || strings.HasPrefix("null", w)) {
			return "", from.wrong(Cut)
		}
		return "", from.wrong(Unquoted)
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number reads a number as it is written.
func (s *scanner) number() (string, error) {
	from := s.place()
	var b []byte
	for !s.atEnd() {
		c := s.buf[s.r]
		if !(isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
			break
		}
		if b = append(b, c); len(b) > maxNumber {
			return "", from.over(LongNumber, maxNumber)
		}
		s.r++
	}
	if !isNumber(b) {
		if s.atEnd() && s.failure() == nil && isNumber(append(b, '0')) {
			return "", from.wrong(Cut)
		}
		if next := s.peek(); len(b) == 1 && b[0] == '-' && next == 'I' {
			return "", from.wrong(NoValue, "-Infinity")
		}
		return "", from.wrong(NoNumber, string(b))
	}
	return string(b), nil
}

// isNumber knows JSON's numbers: no plus sign, no zero before other digits, a
// digit on both sides of the point.
func isNumber(b []byte) bool {
	digits := func() int {
		n := 0
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		b = b[n:]
		return n
	}
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	zero := len(b) > 0 && b[0] == '0'
	if n := digits(); n == 0 || zero && n > 1 {
		return false
	}
	if len(b) > 0 && b[0] == '.' {
		b = b[1:]
		if digits() == 0 {
			return false
		}
	}
	if len(b) > 0 && (b[0] == 'e' || b[0] == 'E') {
		b = b[1:]
		if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
			b = b[1:]
		}
		if digits() == 0 {
			return false
		}
	}
	return len(b) == 0
}

// odd is the error for a byte that begins nothing.
func (s *scanner) odd() error {
	if s.atEnd() {
		return s.early()
	}
	c := s.buf[s.r]
	switch c {
	case 0:
		return s.wrong(ZeroByte)
	case '/', '#':
		return s.wrong(Comment)
	case '\'':
		return s.wrong(SingleQuotes)
	case '<':
		return s.wrong(Markup)
	}
	if c < ' ' {
		return s.wrong(Control, hex(c))
	}
	if c < utf8.RuneSelf {
		return s.wrong(Stray, fmt.Sprintf("%q", string(rune(c))))
	}
	n := min(bits.LeadingZeros8(^c), s.w-s.r)
	r, size := utf8.DecodeRune(s.buf[s.r : s.r+max(n, 1)])
	if r == utf8.RuneError && size <= 1 {
		return s.wrong(NoUTF8, hex(c))
	}
	if strings.ContainsRune("“”„‘’", r) {
		return s.wrong(OtherQuotes, string(r))
	}
	return s.wrong(Stray, fmt.Sprintf("U+%04X", r))
}

// hex names a byte that is not drawn.
func hex(c byte) string { return fmt.Sprintf("%#02x", c) }
