// Package cards reads files of vCards (2.1, 3.0, 4.0), MECARDs and BIZCARDs, one card
// after the other.
package cards

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"leadpad/intake"
	"leadpad/intake/paste"
	"leadpad/intake/table"
)

// Bounds of a file of cards.
const (
	maxCard  = 8 << 20 // bytes of one, with its photo
	maxCards = 1_000_000
)

// Cards says that a text is one of cards, by how it begins.
func Cards(head []byte) bool {
	text, _ := table.OpenText(strings.NewReader(string(head)))
	b := make([]byte, 64)
	n, _ := io.ReadFull(text, b)
	begin := strings.ToUpper(strings.TrimSpace(string(b[:n])))
	for _, word := range []string{"BEGIN:VCARD", "MECARD:", "BIZCARD:"} {
		if strings.HasPrefix(begin, word) {
			return true
		}
	}
	return false
}

// Read reads the leads of cards. f stops it with an error. It keeps one card in
// memory; check makes no leads of them and only says why it would stop.
func Read(r io.Reader, region string, check bool, f func(intake.Item) error) error {
	text, _ := table.OpenText(r)
	c := &reading{in: bufio.NewReaderSize(text, 64<<10), region: region, check: check, give: f}
	err := c.read()
	if err == nil && c.cards == 0 {
		err = intake.ErrNoLead
	}
	return err
}

// reading is a file that is being read.
type reading struct {
	in     *bufio.Reader
	region string
	check  bool
	give   func(intake.Item) error

	line, cards int
	begun       int // the line that the card began in
	depth       int // of cards within a card
	card        strings.Builder
}

func (c *reading) read() error {
	for {
		l, err := c.next()
		if err != nil {
			return err
		}
		if l == "" {
			if c.depth > 0 {
				return &intake.Fact{What: intake.Cut, Line: c.begun}
			}
			return nil
		}
		if err := c.take(table.Text(l)); err != nil {
			return err
		}
	}
}

// next is the next line with its end, "" behind the last one.
func (c *reading) next() (string, error) {
	var line []byte
	c.line++
	for {
		part, err := c.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxCard:
			return "", &intake.Fact{What: intake.LongLead, Line: c.line, N: maxCard >> 20}
		case err == nil, errors.Is(err, io.EOF):
			if i := strings.IndexByte(string(line), 0); i >= 0 {
				return "", &intake.Fact{What: intake.NulByte, Line: c.line}
			}
			return string(line), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}

// take takes one line.
func (c *reading) take(l string) error {
	word := strings.ToUpper(strings.TrimSpace(l))
	word = strings.ReplaceAll(word, " ", "")
	switch {
	case word == "BEGIN:VCARD":
		if c.depth == 0 {
			c.card.Reset()
			c.begun = c.line
		}
		c.depth++
	case c.depth == 0 && (strings.HasPrefix(word, "MECARD:") || strings.HasPrefix(word, "BIZCARD:")):
		c.begun = c.line
		return c.one(l)
	case c.depth == 0:
		if word != "" {
			return &intake.Fact{What: intake.TextBetween, Line: c.line, Text: word[:min(len(word), 40)]}
		}
		return nil
	}
	if c.card.Len()+len(l) > maxCard {
		return &intake.Fact{What: intake.LongLead, Line: c.begun, N: maxCard >> 20}
	}
	c.card.WriteString(l)
	if word == "END:VCARD" {
		if c.depth--; c.depth == 0 {
			return c.one(c.card.String())
		}
	}
	return nil
}

// one hands on the lead of a card.
func (c *reading) one(text string) error {
	if c.cards++; c.cards > maxCards {
		return &intake.Fact{What: intake.Many, N: maxCards, Line: c.line}
	}
	if c.check {
		return nil
	}
	item := intake.Item{At: fmt.Sprintf("line %d", c.begun), Line: c.begun}
	leads := paste.Read(text, paste.Options{Region: c.region})
	if len(leads) == 0 {
		item.Err = &intake.Fact{What: intake.NoLeadHere}
		return c.give(item)
	}
	for _, one := range leads {
		item.Lead, item.Problems = one.WithNotes(), one.Problems
		item.Controls = paste.Dropped(strings.ReplaceAll(text, "\t", " "))
		if err := c.give(item); err != nil {
			return err
		}
	}
	return nil
}
