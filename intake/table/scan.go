package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"leadpad/intake"
)

// Bounds of a table. A row of more is no lead's, and a cell that goes on for more is
// one whose quote nothing closes.
const (
	maxRow     = 4 << 20 // bytes
	maxColumns = 10_000
)

// dialect is how cells are written.
type dialect struct {
	comma byte
	// everyQuoted is for the vendor's extension: each cell is quoted, `", "` parts
	// them, and only the first quote within a cell is doubled.
	everyQuoted bool
}

// scanner reads the rows of delimited text, leniently: a quote within a cell that is
// not doubled stands for itself.
type scanner struct {
	dialect
	in     *bufio.Reader
	line   int // of the row that is read next, counted from 1
	begun  int // of the row that was read last
	broken int // the first line with a quote that stands for itself, 0 for none
	cell   []byte
	size   int
}

func newScanner(r io.Reader, d dialect) *scanner {
	return &scanner{dialect: d, in: bufio.NewReaderSize(r, 64<<10), line: 1}
}

func (s *scanner) fact(what intake.What, n int) error {
	return &intake.Fact{What: what, Line: s.begun, N: n}
}

// peek gives the n-th byte ahead; ok is false behind the end.
func (s *scanner) peek(n int) (byte, bool) {
	b, _ := s.in.Peek(n + 1)
	if len(b) <= n {
		return 0, false
	}
	return b[n], true
}

// row reads one row; io.EOF behind the last one. Its cells are bytes as the file has
// them.
func (s *scanner) row() (cells []string, err error) {
	s.begun, s.size = s.line, 0
	for {
		ended, err := s.read()
		if err != nil {
			return nil, err
		}
		if len(cells) == maxColumns {
			return nil, s.fact(intake.ManyColumns, maxColumns)
		}
		if ended == atEnd && len(cells) == 0 && len(s.cell) == 0 && s.size == 0 {
			return nil, io.EOF
		}
		cells = append(cells, string(s.cell))
		if ended != atComma {
			return cells, nil
		}
	}
}

// ending is what a cell ends with.
type ending uint8

const (
	atComma ending = iota
	atLine
	atEnd
)

// take takes one byte and counts what a row may have.
func (s *scanner) take() (byte, error) {
	c, err := s.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if s.size++; s.size > maxRow {
		return 0, s.fact(intake.LongRow, maxRow>>20)
	}
	if c == 0 {
		return 0, &intake.Fact{What: intake.NulByte, Line: s.line}
	}
	return c, nil
}

// read reads one cell.
func (s *scanner) read() (ending, error) {
	s.cell = s.cell[:0]
	blanks := 0
	for {
		c, err := s.take()
		switch {
		case errors.Is(err, io.EOF):
			return atEnd, nil
		case err != nil:
			return 0, err
		case c == s.comma:
			return atComma, nil
		case c == '\n', c == '\r':
			s.endLine(c)
			return atLine, nil
		case c == '"' && len(s.cell) == blanks:
			s.cell = s.cell[:0]
			return s.quoted()
		}
		if c == ' ' && len(s.cell) == blanks {
			blanks++
		}
		s.cell = append(s.cell, c)
	}
}

// endLine takes the second half of a line's end.
func (s *scanner) endLine(c byte) {
	if c == '\r' {
		if next, ok := s.peek(0); ok && next == '\n' {
			_, _ = s.in.ReadByte()
		}
	}
	s.line++
}

// quoted reads a cell behind its first quote.
func (s *scanner) quoted() (ending, error) {
	opened := s.line
	for {
		c, err := s.take()
		if fact, ok := errors.AsType[*intake.Fact](err); errors.Is(err, io.EOF) || ok && fact.What == intake.LongRow {
			return 0, &intake.Fact{What: intake.OpenQuote, Line: opened}
		}
		if err != nil {
			return 0, err
		}
		switch c {
		case '\n', '\r':
			s.endLine(c)
			s.cell = append(s.cell, '\n')
			continue
		case '"':
			ended, done, err := s.quote()
			if done || err != nil {
				return ended, err
			}
			continue
		}
		s.cell = append(s.cell, c)
	}
}

// quote decides what a quote within a quoted cell is: its end, or a quote.
func (s *scanner) quote() (ended ending, done bool, err error) {
	if n, ended, ok := s.closes(0); ok {
		return ended, true, s.skip(n)
	}
	if next, ok := s.peek(0); ok && next == '"' {
		_, _ = s.in.ReadByte()
		s.cell = append(s.cell, '"')
		if n, ended, ok := s.closes(0); ok && s.everyQuoted {
			return ended, true, s.skip(n)
		}
		return 0, false, nil
	}
	if s.broken == 0 {
		s.broken = s.line
	}
	s.cell = append(s.cell, '"')
	return 0, false, nil
}

// closes says that a cell ends n bytes ahead: blanks, then a comma or the line's end.
func (s *scanner) closes(from int) (n int, ended ending, ok bool) {
	const most = 16
	for n = from; n < most; n++ {
		c, there := s.peek(n)
		switch {
		case !there:
			return n, atEnd, true
		case c == '\n' || c == '\r':
			return n + 1, atLine, true
		case c == s.comma && !s.everyQuoted:
			return n + 1, atComma, true
		case c == s.comma:
			blank, one := s.peek(n + 1)
			quote, two := s.peek(n + 2)
			return n + 1, atComma, one && two && blank == ' ' && quote == '"'
		case c != ' ':
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// skip takes what stands between a cell's last quote and the next cell.
func (s *scanner) skip(n int) error {
	for range n {
		c, err := s.in.ReadByte()
		if err != nil {
			return err
		}
		if c == '\n' || c == '\r' {
			s.endLine(c)
		}
	}
	return nil
}

// unmarked takes the mark of UTF-8 from the begin of a text.
func unmarked(r *bufio.Reader) (marked bool) {
	if head, _ := r.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		_, _ = r.Discard(3)
		return true
	}
	return false
}
