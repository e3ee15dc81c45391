package intake

import (
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
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_') {
			break
		}
		b = append(b, c)
		s.r++
	}
	switch w := string(b); w {
	case "true", "false", "null":
		return w, nil
	case "NaN", "Infinity", "undefined", "None", "True", "False":
		return "", from.errorf("not JSON: %s is no value of JSON", w)
	default:
		if s.atEnd() && (strings.HasPrefix("true", w) || strings.HasPrefix("false", w) || strings.HasPrefix("null", w)) {
			return "", from.errorf("%w", errCut)
		}
		return "", from.errorf("not JSON: texts stand in double quotes")
	}
}

// number reads a number as it is written.
func (s *scanner) number() (string, error) {
	from := s.place()
	var b []byte
	for !s.atEnd() {
		c := s.buf[s.r]
		if !(c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
			break
		}
		if b = append(b, c); len(b) > 400 {
			return "", from.errorf("a number of more than 400 digits")
		}
		s.r++
	}
	if !isNumber(b) {
		if s.atEnd() && s.failure() == nil && isNumber(append(b, '0')) {
			return "", from.errorf("%w", errCut)
		}
		if next := s.peek(); len(b) == 1 && b[0] == '-' && next == 'I' {
			return "", from.errorf("not JSON: -Infinity is no value of JSON")
		}
		return "", from.errorf("not JSON: %s is no number of JSON; as a text it needs quotes", b)
	}
	return string(b), nil
}

// isNumber knows JSON's numbers: no plus sign, no zero before other digits, a
// digit on both sides of the point.
func isNumber(b []byte) bool {
	digits := func() int {
		n := 0
		for n < len(b) && b[n] >= '0' && b[n] <= '9' {
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
	switch c := s.buf[s.r]; {
	case c == 0:
		return s.errorf("not JSON: a zero byte")
	case c == '/' || c == '#':
		return s.errorf("not JSON: a comment, which JSON has none of")
	case c == '\'':
		return s.errorf("not JSON: texts stand in double quotes, not in single ones")
	case c == '<':
		return s.errorf("not JSON: this looks like XML or HTML")
	case c < ' ':
		return s.errorf("not JSON: a control character (%#02x)", c)
	case c < utf8.RuneSelf:
		return s.errorf("not JSON: %q does not belong here", string(rune(c)))
	default:
		n := min(bits.LeadingZeros8(^c), s.w-s.r)
		r, size := utf8.DecodeRune(s.buf[s.r : s.r+max(n, 1)])
		if r == utf8.RuneError && size <= 1 {
			return s.errorf("not JSON: a byte (%#02x) that is no character of UTF-8", c)
		}
		if r == '“' || r == '”' || r == '„' || r == '‘' || r == '’' {
			return s.errorf("not JSON: texts stand in straight double quotes, not in %q", string(r))
		}
		return s.errorf("not JSON: U+%04X does not belong here", r)
	}
}
