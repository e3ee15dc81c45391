package table

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"leadpad/intake"
)

// styles are the formats of cells, by their number.
type styles []string

// readStyles reads the formats that numbers are shown in.
func (w *workbook) readStyles() error {
	var all struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.part("xl/styles.xml", true, &all); err != nil {
		return err
	}
	codes := map[int]string{14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "yyyy-mm-dd", 17: "yyyy-mm-dd", 18: "hh:mm", 19: "hh:mm", 20: "hh:mm", 21: "hh:mm", 22: "yyyy-mm-dd hh:mm", 45: "hh:mm", 46: "hh:mm", 47: "hh:mm"}
	for _, f := range all.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range all.Cells {
		w.styles = append(w.styles, codes[c.ID])
	}
	return nil
}

// rows gives the rows of a sheet. Rows that stand for nothing between others come as
// one or two empty ones.
func (w *workbook) rows(part string) (rows next, end func(), err error) {
	f := w.parts[part]
	if f == nil {
		return nil, nil, broken(errPart)
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, broken(err)
	}
	r := &sheetReader{workbook: w, d: xml.NewDecoder(&tagged{Reader: in})}
	return r.next, func() { _ = in.Close() }, nil
}

// sheetReader reads a sheet, a row at a time.
type sheetReader struct {
	*workbook
	d     *xml.Decoder
	line  int // of the row that was given last
	held  []string
	heldN int // its line, where empty rows stand before it
	size  int
}

func (r *sheetReader) next() ([]string, int, error) {
	if r.heldN > 0 {
		if r.line+1 < r.heldN {
			r.line = r.heldN - 1
			return nil, r.line, nil
		}
		cells := r.held
		r.line, r.heldN, r.held = r.heldN, 0, nil
		return cells, r.line, nil
	}
	for {
		token, err := r.d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil, 0, io.EOF
		}
		if err != nil {
			return nil, 0, broken(err)
		}
		begin, ok := token.(xml.StartElement)
		if !ok || begin.Name.Local != "row" {
			continue
		}
		line := r.line + 1
		if n, err := strconv.Atoi(attr(begin, "r")); err == nil && n > r.line {
			line = n
		}
		cells, err := r.row(line)
		if err != nil {
			return nil, 0, err
		}
		if line > r.line+1 {
			r.held, r.heldN = cells, line
			return r.next()
		}
		r.line = line
		return cells, line, nil
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// row reads the cells up to the end of a row.
func (r *sheetReader) row(line int) (cells []string, err error) {
	r.size = 0
	for {
		token, err := r.d.RawToken()
		if err != nil {
			return nil, broken(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return cells, nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			at := columnNumber(attr(t, "r"), len(cells))
			if at >= maxColumns {
				return nil, &intake.Fact{What: intake.ManyColumns, Line: line, N: maxColumns}
			}
			for len(cells) <= at {
				cells = append(cells, "")
			}
			if cells[at], err = r.cell(t); err != nil {
				return nil, err
			}
			if r.size += len(cells[at]); r.size > maxRow {
				return nil, &intake.Fact{What: intake.LongRow, Line: line, N: maxRow >> 20}
			}
		}
	}
}

// columnNumber is the place of a cell by its name, as "AB12"; without one it is the
// next.
func columnNumber(ref string, next int) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}

// cell is a cell as it is shown.
func (r *sheetReader) cell(begin xml.StartElement) (string, error) {
	kind := attr(begin, "t")
	if kind == "inlineStr" {
		text, err := textWithin(r.d, "c")
		if err != nil {
			return "", broken(err)
		}
		return text, nil
	}
	var value strings.Builder
	in := false
	for {
		token, err := r.d.RawToken()
		if err != nil {
			return "", broken(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			in = t.Name.Local == "v"
		case xml.CharData:
			if in && value.Len() < maxRow {
				value.Write(t)
			}
		case xml.EndElement:
			in = false
			if t.Name.Local == "c" {
				return r.shown(kind, value.String(), attr(begin, "s")), nil
			}
		}
	}
}

// shown is a value as a cell shows it.
func (r *sheetReader) shown(kind, value, style string) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 && n < len(r.shared) {
			return r.shared[n]
		}
		return ""
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[strings.TrimSpace(value)]
	case "str", "e", "d":
		return value
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return value
	}
	code := ""
	if n, err := strconv.Atoi(style); err == nil && n >= 0 && n < len(r.styles) {
		code = r.styles[n]
	}
	return r.number(f, code)
}

// number is a number in its format: a date, digits with zeros before them, else as it
// is, in the 15 digits that a spreadsheet knows.
func (r *sheetReader) number(f float64, code string) string {
	day, clock := dateFormat(code)
	switch {
	case (day || clock) && f >= 0 && f < 2958466: // 31 Dec 9999
		return r.date(f, day, clock)
	case code != "" && strings.Trim(code, "0") == "" && f >= 0 && f == math.Trunc(f) && f < 1e15:
		text := strconv.FormatInt(int64(f), 10)
		return strings.Repeat("0", max(0, len(code)-len(text))) + text
	}
	const known = 15
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', known, 64), 64)
	if err != nil {
		rounded = f
	}
	if math.Abs(rounded) >= 1e21 {
		return strconv.FormatFloat(rounded, 'g', -1, 64)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// date is a day and a time of the count that spreadsheets have.
func (r *sheetReader) date(f float64, day, clock bool) string {
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if r.from04 {
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	at := begin.AddDate(0, 0, int(f)).Add(time.Duration(math.Round((f-math.Trunc(f))*86400)) * time.Second)
	switch {
	case !day:
		return at.Format("15:04")
	case !clock:
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04")
}

// dateFormat says whether a format shows a day, and whether it shows a time.
func dateFormat(code string) (day, clock bool) {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			quoted = !quoted
		case quoted:
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			bracket = true
		case code[i] == ']':
			bracket = false
		case bracket:
		case c == 'y' || c == 'd':
			day = true
		case c == 'h' || c == 's':
			clock = true
		case code[i] == ';':
			return day, clock
		}
	}
	return day, clock
}
