package intake

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Limits of what is read, so that no input can take memory or time without end.
const (
	// MaxFile bounds a file, unpacked, in bytes.
	MaxFile = 1 << 30
	// maxLeads bounds the leads of a file.
	maxLeads = 1_000_000
	// maxText bounds one text in bytes and maxItem one lead; a request to the API
	// holds less.
	maxText = 4 << 20
	maxItem = 4 << 20
	// maxValues bounds the members of one lead, and maxRows those of one kind.
	maxValues = 10_000
	maxRows   = 1_000
	// maxDepth bounds the nesting of what is read; a lead needs five.
	maxDepth = 32
)

// scanner reads JSON's tokens from a stream and knows where it is. It keeps one
// buffer, whatever the length of the input.
type scanner struct {
	in   io.Reader
	buf  []byte
	r, w int
	err  error // why there is no more behind w

	before int64 // bytes before buf
	line   int   // from 1
	begin  int64 // where the line begins, in bytes
	inner  int64 // bytes of the line that begin no character

	text []byte // the string that is being read
}

func newScanner(in io.Reader) *scanner {
	return &scanner{in: in, buf: make([]byte, 64<<10), line: 1}
}

// offset counts the bytes before the next one.
func (s *scanner) offset() int64 { return s.before + int64(s.r) }

// place is a line and a column in characters, both from 1.
type place struct {
	line   int
	column int64
}

func (p place) String() string { return fmt.Sprintf("line %d, column %d", p.line, p.column) }

func (p place) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", p, fmt.Errorf(format, args...))
}

// place is where the next byte stands.
func (s *scanner) place() place { return place{s.line, s.offset() - s.begin - s.inner + 1} }

func (s *scanner) errorf(format string, args ...any) error {
	return s.place().errorf(format, args...)
}

// fill reads more into an empty buffer and says whether there is any.
func (s *scanner) fill() bool {
	for tries := 0; s.r == s.w && s.err == nil; tries++ {
		s.before += int64(s.w)
		s.r, s.w = 0, 0
		if s.before > MaxFile {
			s.err = fmt.Errorf("line %d: larger than 1 GiB, which is the most that one file may have; split it", s.line)
			break
		}
		s.w, s.err = s.in.Read(s.buf)
		if s.w == 0 && s.err == nil && tries == 100 {
			s.err = io.ErrNoProgress
		}
	}
	return s.r < s.w
}

// failure is why there is no more, nil for the plain end of the file.
func (s *scanner) failure() error {
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return nil
	}
	return s.err
}

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.r == s.w && !s.fill() {
		return 0
	}
	return s.buf[s.r]
}

// atEnd says that nothing follows.
func (s *scanner) atEnd() bool { return s.r == s.w && !s.fill() }

// space skips white space, and byte order marks, which joined files have within.
func (s *scanner) space() {
	for !s.atEnd() {
		switch s.buf[s.r] {
		case '\n':
			s.r++
			s.line++
			s.begin, s.inner = s.offset(), 0
		case ' ', '\t', '\r':
			s.r++
		case 0xef:
			if !s.mark() {
				return
			}
		default:
			return
		}
	}
}

// mark skips a byte order mark, when it is one.
func (s *scanner) mark() bool {
	if s.w-s.r < 3 && s.err == nil { // it may be cut by the buffer's end
		rest := copy(s.buf, s.buf[s.r:s.w])
		s.before += int64(s.r)
		s.r, s.w = 0, rest
		for s.w < 3 && s.err == nil {
			var n int
			n, s.err = s.in.Read(s.buf[s.w:])
			s.w += n
		}
	}
	if s.w-s.r < 3 || string(s.buf[s.r:s.r+3]) != "\ufeff" {
		return false
	}
	s.r += 3
	s.inner += 3
	return true
}

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
	var got lexeme
	from := s.place()
	s.text = s.text[:0]
	for {
		if s.atEnd() {
			if err := s.failure(); err != nil {
				return got, err
			}
			return got, from.errorf("%w", errCut)
		}
		i := s.plain()
		s.text = append(s.text, s.buf[s.r:i]...)
		s.r = i
		if len(s.text) > maxText {
			return got, from.errorf("a text of more than 4 MiB")
		}
		if i == s.w {
			continue
		}
		switch c := s.buf[i]; {
		case c == '"':
			s.r++
			got.text = s.finish(&got)
			return got, nil
		case c == '\\':
			s.r++
			if err := s.escape(&got); err != nil {
				return got, err
			}
		case c == '\n' || c == '\r':
			return got, s.errorf("not JSON: a line ends within a text, whose quote is missing or which needs \\n")
		case c == '\t':
			s.text = append(s.text, c) // Excel's macros write it, and it is certain what it is
			s.r++
		default:
			return got, s.errorf("not JSON: a control character (%#02x) stands within a text", c)
		}
	}
}

// errCut is a file that ends too early.
var errCut = errors.New("the file ends in the middle of it")

// plain is where the bytes end that stand for themselves, counting those that
// begin no character.
func (s *scanner) plain() int {
	i := s.r
	for ; i < s.w; i++ {
		c := s.buf[i]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		if c&0xc0 == 0x80 {
			s.inner++
		}
	}
	return i
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
		return s.errorf("not JSON: %q is no escape", `\`+string(rune(c)))
	}
	s.r++
	unit, err := s.hex()
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
		second, err := s.hex()
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

// hex reads the four digits of an escape.
func (s *scanner) hex() (rune, error) {
	var unit rune
	for range 4 {
		c := s.peek()
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		switch {
		case c == 0:
			return 0, s.early()
		case c < '0' || digit < 0:
			return 0, s.errorf(`not JSON: \u needs four digits of 0 to f`)
		}
		unit = unit<<4 | rune(digit)
		s.r++
	}
	return unit, nil
}

// early is the error for an end, or a zero byte, within a token.
func (s *scanner) early() error {
	if !s.atEnd() {
		return s.errorf("not JSON: a zero byte")
	}
	if err := s.failure(); err != nil {
		return err
	}
	return s.errorf("%w", errCut)
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
