package intake

import (
	"errors"
	"io"
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
	// maxNumber bounds the digits of a number.
	maxNumber = 400
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

	text  []byte // the string that is being read
	whole string // what is in buf, where that is all there is
}

func newScanner(in io.Reader) *scanner {
	return &scanner{in: in, buf: make([]byte, 64<<10), line: 1}
}

// offset counts the bytes before the next one.
func (s *scanner) offset() int64 { return s.before + int64(s.r) }

// place is where the next byte stands.
func (s *scanner) place() place { return place{s.line, s.offset() - s.begin - s.inner + 1} }

// wrong is the error for what is so there.
func (s *scanner) wrong(what What, text ...string) error { return s.place().wrong(what, text...) }

// fill reads more into an empty buffer and says whether there is any.
func (s *scanner) fill() bool {
	for tries := 0; s.r == s.w && s.err == nil; tries++ {
		s.before += int64(s.w)
		s.r, s.w = 0, 0
		if s.before > MaxFile {
			s.err = place{line: s.line}.over(Large, ErrLarge.N)
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

// early is the error for an end, or a zero byte, within a token.
func (s *scanner) early() error {
	if !s.atEnd() {
		return s.wrong(ZeroByte)
	}
	if err := s.failure(); err != nil {
		return err
	}
	return s.wrong(Cut)
}
