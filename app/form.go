package app

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"leadpad/intake"
	"leadpad/intake/cards"
	"leadpad/intake/table"
)

// form is how the leads of a file are written.
type form struct {
	Read
	// check reads to the end and says why read would stop; long is read for a source
	// that has all of them already.
	check      func(io.Reader) error
	read, long func(io.Reader, func(intake.Item) error) error
}

// formOf finds out by its name and its first bytes how a file is written.
func formOf(name string, head []byte, o table.Options) (*form, error) {
	switch ending := strings.ToLower(filepath.Ext(name)); {
	case ending == ".json", ending == ".jsonl", ending == ".ndjson":
		return jsonForm(), nil
	case cards.Cards(head):
		return cardForm(o.Region), nil
	case table.Workbook(head):
		return bookForm(o), nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return nil, &NoFormat{".xls"}
	case ending == ".csv", ending == ".tsv", ending == ".tab", table.Table(head):
		return tableForm(o), nil
	}
	return jsonForm(), nil
}

func jsonForm() *form {
	return &form{Read: Read{Form: "JSON"}, check: intake.CheckJSON, read: intake.ReadJSON, long: intake.ReadLongJSON}
}

func cardForm(region string) *form {
	read := func(r io.Reader, f func(intake.Item) error) error { return cards.Read(r, region, false, f) }
	return &form{
		Read: Read{Form: "vCard"}, read: read, long: read,
		check: func(r io.Reader) error { return cards.Read(atMost(r), region, true, nil) },
	}
}

func tableForm(o table.Options) *form {
	w := &form{Read: Read{Form: "table"}}
	w.check = func(r io.Reader) (err error) {
		w.Table, err = table.Look(atMost(r), o)
		return err
	}
	w.read = func(r io.Reader, f func(intake.Item) error) error {
		if w.Table == nil { // a short one
			text, err := io.ReadAll(r)
			if err == nil {
				err = w.check(bytes.NewReader(text))
			}
			if err != nil {
				return err
			}
			r = bytes.NewReader(text)
		}
		return table.Read(r, w.Table, f)
	}
	w.long = w.read
	return w
}

// bookForm is a workbook: it is opened once, whichever way it comes.
func bookForm(o table.Options) *form {
	w := &form{Read: Read{Form: "XLSX"}}
	var book *table.Book
	w.check = func(r io.Reader) (err error) {
		book, err = table.OpenBook(r, o)
		if err == nil {
			w.Table = book.Survey
		}
		return err
	}
	w.read = func(r io.Reader, f func(intake.Item) error) error {
		if book == nil {
			if err := w.check(r); err != nil {
				return err
			}
		}
		return book.Read(f)
	}
	w.long = w.read
	return w
}

// short reads a file that is in memory.
func (w *form) short(text []byte, f func(intake.Item) error) error {
	return w.read(bytes.NewReader(text), f)
}

// twice checks what first reads and then reads the same from the begin of file.
func (w *form) twice(first io.Reader, file *os.File, f func(intake.Item) error) error {
	if err := w.check(first); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Cause(err)
	}
	return w.long(file, f)
}

// atMost ends with an error behind the most that one file may have.
func atMost(r io.Reader) io.Reader { return &bound{r, intake.MaxFile} }

type bound struct {
	io.Reader
	left int64
}

func (b *bound) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, intake.ErrLarge
	}
	return n, err
}
