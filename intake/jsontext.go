package intake

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// lexeme is what a string token held.
type lexeme struct {
	text string
	// latin says that bytes of it are no UTF-8 and were read as Windows-1252;
	// doubtful that they look like another script's.
	latin, doubtful bool
	// half says that it has half of a surrogate pair, which is no character.
	half bool
}

// str reads a string behind its opening quote.
func (s *scanner) str() (lexeme, error) {
	if text, ok := s.plainText(); ok {
		return lexeme{text: text}, nil
	}
	var got lexeme
	from := s.place()
	s.text = s.text[:0]
	for {
		if s.atEnd() {
			if err := s.failure(); err != nil {
				return got, err
			}
			return got, from.wrong(Cut)
		}
		i := s.plain()
		s.text = append(s.text, s.buf[s.r:i]...)
		s.r = i
		if len(s.text) > maxText {
			return got, from.over(LongText, maxText>>20)
		}
		if i == s.w {
			continue
		}
		switch c := s.buf[i]; c {
		case '"':
			s.r++
			got.text = s.finish(&got)
			return got, nil
		case '\\':
			s.r++
			if err := s.escape(&got); err != nil {
				return got, err
			}
		case '\n', '\r':
			return got, s.wrong(BrokenText)
		case '\t':
			s.text = append(s.text, c) // Excel's macros write it, and it is certain what it is
			s.r++
		default:
			return got, s.wrong(ControlInText, hex(c))
		}
	}
}

// plainText reads a string that needs no second look out of what is all in memory.
func (s *scanner) plainText() (string, bool) {
	if s.whole == "" {
		return "", false
	}
	inner := s.inner
	i := s.plain()
	if i == s.w || s.buf[i] != '"' || i-s.r > maxText || !utf8.ValidString(s.whole[s.r:i]) {
		s.inner = inner
		return "", false
	}
	text := s.whole[s.r:i]
	s.r = i + 1
	return text, true
}

// plain is where the bytes end that stand for themselves, counting those that
// begin no character.
func (s *scanner) plain() int {
	i := s.r
	for i < s.w {
		i += simple(s.buf[i:s.w])
		for few := min(i+8, s.w); i < few; i++ {
			c := s.buf[i]
			if c == '"' || c == '\\' || c < ' ' {
				return i
			}
			if c&0xc0 == 0x80 {
				s.inner++
			}
		}
	}
	return i
}

// simple is how many bytes of ASCII at least stand for themselves at the begin of a
// text, counted by eights: long texts are passed at the speed of memory.
func simple(text []byte) (n int) {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(text) >= n+8; n += 8 {
		x := binary.LittleEndian.Uint64(text[n:])
		// The high bit of a byte is set where it is one of those: borrows may set
		// others beside it, and none is ever missed.
		odd := x | (x - each*' ') | ((x ^ each*'"') - each) | ((x ^ each*'\\') - each)
		if odd&high != 0 {
			break
		}
	}
	return n
}

// escape reads an escape behind its backslash.
func (s *scanner) escape(got *lexeme) error {
	c := s.peek()
	if c == 0 {
		return s.early()
	}
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		s.text = append(s.text, "\"\\/\b\f\n\r\t"[i])
		s.r++
		return nil
	}
	if c != 'u' {
		return s.wrong(NoEscape, `\`+string(rune(c)))
	}
	s.r++
	unit, err := s.digits()
	if err != nil {
		return err
	}
	return s.unit(unit, got)
}

// unit appends the character of a UTF-16 unit and, for the first half of a pair,
// of the escape behind it.
func (s *scanner) unit(unit rune, got *lexeme) error {
	for unit >= 0xd800 && unit < 0xdc00 && s.peek() == '\\' {
		s.r++
		if s.peek() != 'u' {
			s.text, got.half = append(s.text, "\ufffd"...), true
			return s.escape(got)
		}
		s.r++
		second, err := s.digits()
		if err != nil {
			return err
		}
		if second >= 0xdc00 && second < 0xe000 {
			unit = (unit-0xd800)<<10 + (second - 0xdc00) + 0x10000
			break
		}
		s.text, got.half = append(s.text, "\ufffd"...), true
		unit = second
	}
	if unit >= 0xd800 && unit < 0xe000 {
		unit, got.half = utf8.RuneError, true
	}
	s.text = utf8.AppendRune(s.text, unit)
	return nil
}

// digits reads the four of an escape.
func (s *scanner) digits() (rune, error) {
	var unit rune
	for range 4 {
		c := s.peek()
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if c == 0 {
			return 0, s.early()
		}
		if c < '0' || digit < 0 {
			return 0, s.wrong(BadEscape)
		}
		unit = unit<<4 | rune(digit)
		s.r++
	}
	return unit, nil
}

// finish is the string that was read, its bytes that are no UTF-8 read as
// Windows-1252, which is what old exports on Windows are written in.
func (s *scanner) finish(got *lexeme) string {
	if utf8.Valid(s.text) {
		return string(s.text)
	}
	got.latin, got.doubtful = true, doubtful(s.text)
	var b strings.Builder
	for rest := s.text; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 {
			if r = windows1252(rest[0]); r == utf8.RuneError {
				got.doubtful = true
			}
		}
		b.WriteRune(r)
		rest = rest[n:]
	}
	return b.String()
}

// doubtful says that bytes are hardly Windows-1252: three or more letters of it
// beyond ASCII in a row are no word of the languages written in it, but are of
// Cyrillic, Greek or East Asian ones written in other encodings.
func doubtful(text []byte) bool {
	run := 0
	for rest := text; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 {
			if run++; run >= 3 {
				return true
			}
		} else {
			run = 0
		}
		rest = rest[n:]
	}
	return false
}

// windows1252 is the character of a byte from 0x80 on, U+FFFD for the five that
// have none.
func windows1252(c byte) rune {
	if c >= 0xa0 {
		return rune(c)
	}
	const high = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ"
	return []rune(high)[c-0x80]
}
