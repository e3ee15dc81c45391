package table

import (
	"bytes"
	"errors"
	"io"

	"leadpad/intake"
	"leadpad/intake/columns"
)

// Book is a workbook of which one sheet holds leads.
type Book struct {
	*Survey
	file *workbook
}

// Workbook says that a file is an XLSX, or one with a password.
func Workbook(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) || locked(head) }

// locked knows an XLSX with a password: another kind of container, which names what
// it holds.
func locked(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"))
}

// OpenBook opens a workbook and looks at its sheet to the end.
func OpenBook(r io.Reader, o Options) (b *Book, err error) {
	text, err := io.ReadAll(io.LimitReader(r, maxBook+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxBook:
		return nil, &intake.Fact{What: intake.LargeBook, N: maxBook >> 20}
	case locked(text):
		return nil, &intake.Fact{What: intake.Locked}
	}
	file, err := openWorkbook(text)
	if err != nil {
		return nil, err
	}
	b = &Book{Survey: &Survey{options: o}, file: file}
	if err := b.look(); err != nil {
		return nil, err
	}
	return b, nil
}

// Read reads the leads of the sheet, in order. f stops it with an error.
func (b *Book) Read(f func(intake.Item) error) error {
	rows, end, err := b.rows(b.Sheet)
	if err != nil {
		return err
	}
	defer end()
	return b.read(rows, f)
}

func (b *Book) look() error {
	if err := b.choose(); err != nil {
		return err
	}
	rows, end, err := b.rows(b.Sheet)
	if err != nil {
		return err
	}
	defer end()
	var first [][]string
	sample, header, err := b.survey(func() ([]string, int, error) {
		cells, line, err := rows()
		if err == nil && len(first) < columns.HeaderRows {
			first = append(first, cells)
		}
		return cells, line, err
	}, func(cells []string) []string { return cells })
	if err != nil {
		return err
	}
	if header < 0 {
		return b.plan(nil, sample)
	}
	return b.plan(first[header], sample)
}

// choose takes the sheet that was asked for, else the first one with a header, else the
// first one in which something stands.
func (b *Book) choose() error {
	var all []string
	for _, s := range b.file.sheets {
		all = append(all, s.name)
	}
	if b.options.Sheet != "" {
		for _, name := range all {
			if name == b.options.Sheet {
				b.Sheet = name
				return nil
			}
		}
		return &intake.Fact{What: intake.NoSheet, Text: b.options.Sheet, Names: all}
	}
	for _, name := range all {
		first, err := b.begin(name)
		if err != nil {
			return err
		}
		if columns.FindHeader(first) >= 0 {
			b.Sheet = name
			return nil
		}
		if b.Sheet == "" && len(first) > 0 {
			b.Sheet = name
		}
	}
	if b.Sheet == "" {
		return intake.ErrNoLead
	}
	return nil
}

// begin are the first rows of a sheet.
func (b *Book) begin(sheet string) (first [][]string, err error) {
	rows, end, err := b.rows(sheet)
	if err != nil {
		return nil, err
	}
	defer end()
	for len(first) < columns.HeaderRows {
		cells, _, err := rows()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		first = append(first, cells)
	}
	return first, nil
}

// rows gives the rows of a sheet as they are shown: dates as dates, of formulas what
// came of them.
func (b *Book) rows(name string) (rows next, end func(), err error) {
	for _, s := range b.file.sheets {
		if s.name == name {
			return b.file.rows(s.part)
		}
	}
	return nil, nil, broken(errPart)
}
