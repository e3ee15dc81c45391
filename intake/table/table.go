// Package table reads leads from tables: delimited text and workbooks. How a text is
// written is found out by looking at it, and said. Start reading at Survey and Read.
package table

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding"

	"leadpad/intake"
	"leadpad/intake/columns"
)

// maxLeads is the most rows of one table.
const maxLeads = 1_000_000

// Options are what a table does not say itself.
type Options struct {
	// Region is the country in which a phone is read where its row has none, an ISO
	// code; International says that it was chosen for this table alone, so that such
	// phones are written with their country.
	Region        string
	International bool
	// Map says what columns hold, whatever their names say; "Column 3" is one without a
	// name. Saved does for columns of these names, nil for none.
	Map   []Mapping
	Saved func(header []string) []Mapping
	// Bare says that what no field takes stays out of the notes.
	Bare bool
	// Sheet is a workbook's sheet, "" for the first one with a header.
	Sheet string
}

// Mapping is a column and the field that somebody chose for it.
type Mapping struct {
	Header string
	Field  columns.Field
}

// NoColumn is a mapping of a column that there is not.
type NoColumn struct {
	Header string
	Have   []string
}

func (e *NoColumn) Error() string { return "no column is called " + e.Header }

// Survey is what was found out about a table before its leads are read.
type Survey struct {
	Plan      *columns.Plan
	Encoding  string // "UTF-8", "Windows-1252"; "" for a workbook
	Delimiter string // what parts the cells, "" for a workbook
	Sheet     string
	HeaderRow int // the line of the header, 0 for none
	Skipped   []string
	Broken    int // the first line with quotes that are not doubled, 0 for none
	Rows      int // below the header
	Empty     int // of those
	Footer    []string

	dialect dialect
	page    encoding.Encoding
	sep     bool
	before  int // rows before the first lead
	options Options
}

// Table says that a text is one, by its first bytes.
func Table(head []byte) bool {
	text, _ := OpenText(strings.NewReader(string(head)))
	b, _ := io.ReadAll(io.LimitReader(text, lookBytes))
	if begin := strings.TrimLeft(string(b), "\ufeff \t\r\n"); begin == "" || strings.ContainsAny(begin[:1], "{[<") {
		return false
	}
	d, sep, score := dialectOf(string(b))
	if sep || d.everyQuoted {
		return true
	}
	var rows [][]string
	s := newScanner(strings.NewReader(string(b)), d)
	for len(rows) < columns.HeaderRows {
		cells, err := s.row()
		if f, ok := errors.AsType[*intake.Fact](err); ok && f.What == intake.ManyColumns {
			return true
		}
		if err != nil {
			break
		}
		rows = append(rows, cells)
	}
	return columns.FindHeader(rows) >= 0 || score >= 150 && len(rows) > 0 && columns.ShapedHeader(rows) || score >= 200 && withEmails(rows)
}

// withEmails says that each of some rows has an email in a cell of its own.
func withEmails(rows [][]string) bool {
	return len(rows) > 0 && !slices.ContainsFunc(rows, func(cells []string) bool {
		return len(cells) > 1 && !slices.ContainsFunc(cells, func(c string) bool {
			c = strings.TrimSpace(c)
			return strings.Count(c, "@") == 1 && !strings.ContainsAny(c, " {}[]:")
		})
	})
}

// next gives rows, io.EOF behind the last one, and the line that each begins in.
type next func() (cells []string, line int, err error)

// Look reads a delimited text to its end: an error says why Read would stop. It keeps
// no more of a long text than of a short one.
func Look(r io.Reader, o Options) (*Survey, error) {
	text, name := OpenText(r)
	v := &Survey{options: o}
	head, err := io.ReadAll(io.LimitReader(text, lookBytes))
	if err != nil {
		return nil, err
	}
	v.dialect, v.sep, _ = dialectOf(string(head))
	v.Delimiter = delimiterName(v.dialect)
	s := newScanner(io.MultiReader(strings.NewReader(string(head)), text), v.dialect)
	var l letters
	var first [][]string
	rows := func() ([]string, int, error) {
		cells, err := s.row()
		if err == nil {
			l.add(cells)
			if len(first) <= columns.HeaderRows {
				first = append(first, slices.Clone(cells))
			}
		}
		return cells, s.begun, err
	}
	sample, header, err := v.survey(rows, func(cells []string) []string {
		e, _ := l.page()
		return decode(cells, e)
	})
	if err != nil {
		return nil, err
	}
	v.page, v.Encoding = l.page()
	if name != "" && l.other == 0 {
		v.Encoding = name
	}
	v.Broken = s.broken
	if header >= 0 {
		return v, v.plan(decode(first[header], v.page), sample)
	}
	return v, v.plan(nil, sample)
}

func delimiterName(d dialect) string {
	if d.everyQuoted {
		return `", "`
	}
	return map[byte]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "|"}[d.comma]
}

// survey finds the header and looks at all rows. header is its place among the first
// rows, -1 for none.
func (v *Survey) survey(rows next, text func([]string) []string) (sample *columns.Sample, header int, err error) {
	sample, header = &columns.Sample{}, -2
	var first [][]string
	var lines []int
	begin := func() error {
		if header = v.header(first); header >= 0 {
			v.HeaderRow = lines[header]
		}
		for _, cells := range first[header+1:] {
			if err := v.count(sample, cells); err != nil {
				return err
			}
		}
		return nil
	}
	for {
		cells, line, err := rows()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, err
		}
		cells = text(cells)
		if header != -2 {
			if err := v.count(sample, cells); err != nil {
				return nil, 0, &intake.Fact{What: intake.Many, N: maxLeads, Line: line}
			}
			continue
		}
		first, lines = append(first, cells), append(lines, line)
		if len(first) == columns.HeaderRows {
			err = begin()
		}
		if err != nil {
			return nil, 0, err
		}
	}
	if header == -2 {
		err = begin()
	}
	if err != nil {
		return nil, 0, err
	}
	if v.Rows == v.Empty {
		return nil, 0, intake.ErrNoLead
	}
	return sample, header, nil
}

var errMany = errors.New("too many rows")

func (v *Survey) count(sample *columns.Sample, cells []string) error {
	if v.Rows++; v.Rows > maxLeads {
		return errMany
	}
	if blank(cells) {
		v.Empty++
		return nil
	}
	sample.Add(cells)
	return nil
}

// header finds the row that names the columns, and what stands before it.
func (v *Survey) header(first [][]string) int {
	at := columns.FindHeader(first)
	if at < 0 {
		begin := slices.IndexFunc(first, func(cells []string) bool { return !blank(cells) && !v.sepRow(cells) })
		if begin >= 0 && columns.ShapedHeader(first[begin:]) {
			at = begin
		}
	}
	v.before = at + 1
	if at < 0 && len(first) > 0 && v.sepRow(first[0]) {
		v.before = 1
	}
	for _, cells := range first[:max(at, 0)] {
		if !blank(cells) && !v.sepRow(cells) {
			v.Skipped = append(v.Skipped, strings.TrimSpace(strings.Join(nonBlank(cells), " ")))
		}
	}
	return at
}

func (v *Survey) sepRow(cells []string) bool {
	return v.sep && len(cells) > 0 && strings.HasPrefix(strings.ToLower(cells[0]), "sep=")
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

func nonBlank(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return strings.TrimSpace(c) == "" })
}

// plan maps the columns.
func (v *Survey) plan(header []string, sample *columns.Sample) error {
	v.Plan = columns.New(header, sample)
	mapped := v.options.Map
	if v.options.Saved != nil && header != nil {
		mapped = append(slices.Clone(v.options.Saved(header)), mapped...)
	}
	for _, m := range mapped {
		if !v.Plan.Set(m.Header, m.Field) {
			return &NoColumn{m.Header, header}
		}
	}
	if v.Plan.Mapped() == 0 && v.Plan.Format != columns.Own {
		return &intake.Fact{What: intake.NoTable, Names: header}
	}
	return nil
}

// place is where a row stands.
func place(sheet string, line int) string {
	if sheet != "" {
		return fmt.Sprintf("row %d", line)
	}
	return fmt.Sprintf("line %d", line)
}
