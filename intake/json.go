package intake

import (
	"fmt"
	"io"

	"github.com/google/uuid"

	"leadpad/lead"
)

// Item is one lead of an imported file.
type Item struct {
	// At is where it stands: "line 3" of JSON lines, "lead 3" of an array, both
	// counted from 1.
	At   string
	Line int // where it begins
	// ID is the draft that our own export was made of, zero for none; State and
	// Batch are what that export said of it then.
	ID    uuid.UUID
	State string
	Batch uuid.UUID
	Lead  lead.Lead
	// Dropped are the members that no field takes and that are not kept in the
	// notes: ids and dates of other programs, by their path ("contacts.id").
	Dropped []string
	// Said is what was read otherwise than it is written.
	Said []Fact
	// Problems keep the lead a draft, beside those that lead.Check finds: values
	// of which nobody knows what they mean.
	Problems []lead.Problem
	// Controls counts the control characters that were dropped, Blanks the blanks
	// and invisible characters at the ends of values.
	Controls, Blanks int
	// Err says why this one cannot be read; the others can.
	Err error
}

// ReadJSON reads leads as JSON: an array, one lead, JSON lines, a table of rows
// below a header, or any of them in a wrapper; in the API's forms, as our own
// export, or as other CRMs export them. f gets them in order and stops the
// reading with an error. An error of ReadJSON's own means that the file cannot
// be read from that place on, or holds no lead. It keeps one lead in memory.
func ReadJSON(r io.Reader, f func(Item) error) error { return readJSON(r, f, false, false) }

// ReadLongJSON is ReadJSON on all cores. It reads on before it hands on a lead, and
// so is for a source that has all of them already.
func ReadLongJSON(r io.Reader, f func(Item) error) error { return readJSON(r, f, false, true) }

// CheckJSON reads a file to its end and says why ReadJSON would stop: a file that
// is broken or endless costs no more than the place where it becomes so.
func CheckJSON(r io.Reader) error {
	return readJSON(r, func(Item) error { return nil }, true, true)
}

func readJSON(r io.Reader, f func(Item) error, check, long bool) error {
	text, said, err := openText(r)
	if err != nil {
		return fmt.Errorf("read the leads: %w", err)
	}
	d := &document{parser: parser{scanner: newScanner(text)}, give: f, check: check, said: said, names: make(map[string]*member)}
	d.take, d.beside, d.collection = d.top, d.aside, d.isCollection
	d.flush = func() error { return nil }
	if long {
		records := newRecords(d)
		defer records.wait()
		d.skim, d.flush = records.take, records.flush
	}
	err = d.read()
	// What is wrong with the leads that wait stands before what is wrong here.
	if before := d.flush(); before != nil {
		return before
	}
	if err != nil {
		return err
	}
	return d.end()
}

// document is one file that is being read.
type document struct {
	parser
	give    func(Item) error
	check   bool               // only its shape is asked for: no lead is made
	names   map[string]*member // what names mean, once each has been looked up
	lines   bool               // it may be JSON lines: places are lines
	listed  bool               // it has a list of leads: places are numbers
	n       int                // leads so far, and what stood where one could be
	header  []string           // of a table of rows
	last    *Item              // handed on when the next one is known
	said    []Fact             // for the next item
	skipped []string           // members beside the leads, each once
	// isSkipped finds a name in skipped.
	isSkipped map[string]bool
}

// read reads one value after the other: most files have one, JSON lines many.
func (d *document) read() error {
	for values := 0; ; values++ {
		d.space()
		if d.peek() != '{' {
			if err := d.flush(); err != nil {
				return err
			}
		}
		if values > 0 && d.peek() == ',' {
			if values == 1 || !d.lines {
				d.say(d.place().fact(BetweenLeads))
			}
			d.r++
			d.space()
		}
		if d.atEnd() {
			return d.failure()
		}
		if values == 0 || d.lines {
			d.lines = d.peek() != '['
		}
		if c := d.peek(); values > 0 && c != '{' && c != '[' && c != 'n' {
			said, err := d.rest()
			if err != nil {
				return err
			}
			d.say(said)
			return nil
		}
		if err := d.value(); err != nil {
			return err
		}
	}
}

// end hands on the last lead, with what was found out behind it.
func (d *document) end() error {
	if d.commas > 0 {
		f := d.comma.fact(TrailingComma)
		f.N = d.commas - 1
		d.say(f)
	}
	if d.last == nil {
		none := few(NoLead, d.skipped)
		return &none
	}
	if len(d.skipped) > 0 {
		d.say(few(BesideLeads, d.skipped))
	}
	d.last.Said = append(d.last.Said, d.said...)
	return d.give(*d.last)
}

// say keeps a fact about the file for the next lead that is handed on.
func (d *document) say(f Fact) { d.said = append(d.said, f) }

// emit hands on the lead before this one and keeps this one.
func (d *document) emit(item Item, line int) error {
	if d.n++; d.n > maxLeads {
		return place{line: line}.over(Many, maxLeads)
	}
	item.At, item.Line = fmt.Sprintf("lead %d", d.n), line
	if d.lines && !d.listed {
		item.At = fmt.Sprintf("line %d", line)
	}
	item.Said = append(item.Said, d.said...)
	d.said = nil
	before := d.last
	d.last = &item
	if before == nil {
		return nil
	}
	return d.give(*before)
}
