package words

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"leadpad/app"
	"leadpad/intake/columns"
	"leadpad/intake/table"
	"leadpad/safe"
)

// ImportReport says in lines what was read and how; with mapping, column by column.
func ImportReport(n app.Imported, reads []app.Read, mapping bool) []string {
	var out []string
	add := func(text string) {
		if text != "" {
			out = append(out, safe.Clean(text).String())
		}
	}
	if len(n.Problems) > 0 {
		var kinds []string
		for _, field := range slices.Sorted(maps.Keys(n.Problems)) {
			kinds = append(kinds, field+" "+Number(n.Problems[field]))
		}
		add("drafts with problems, by field: " + strings.Join(kinds, ", "))
	}
	add(same(n.Same))
	for _, read := range reads {
		if read.Table == nil {
			continue
		}
		add(safe.Clean(read.Name).String() + ": " + howRead(read))
		if byLook(read.Table) {
			continue
		}
		if mapping {
			out = append(out, columnLines(read.Table.Plan)...)
			continue
		}
		add(inNotes(read.Table.Plan))
	}
	return out
}

// byLook says that each row is read by itself, for the columns have no names.
func byLook(t *table.Survey) bool {
	chosen := slices.ContainsFunc(t.Plan.Columns, func(c columns.Column) bool { return c.Why == columns.You })
	return t.HeaderRow == 0 && !chosen
}

// same says how many of the leads are like others.
func same(s app.Same) string {
	text := some(" · ",
		counted(s.InFiles, "shares an email or phone with an earlier row", "share an email or phone with an earlier row"),
		counted(s.Drafts, "with a lead that is here", "with leads that are here"),
		counted(s.Sent, "with a sent one", "with sent ones"))
	if text == "" {
		return ""
	}
	return "possible duplicates: " + text
}

// howRead says how a table was read.
func howRead(read app.Read) string {
	t := read.Table
	header := "no header: each cell by its look"
	if t.HeaderRow > 0 {
		header = "header in line " + strconv.Itoa(t.HeaderRow)
	}
	skipped, footer, quotes := "", "", ""
	if len(t.Skipped) > 0 {
		skipped = "left out above it: " + list(t.Skipped)
	}
	if len(t.Footer) > 0 {
		footer = "left out below: " + list(t.Footer)
	}
	if t.Broken > 0 {
		quotes = "quotes in a cell that are not doubled, from line " + strconv.Itoa(t.Broken)
	}
	return some(" · ", some(", ", Number(t.Rows)+" rows", string(t.Plan.Format), t.Encoding, t.Delimiter, t.Sheet, header), skipped, footer, quotes)
}

// list are the first of some texts, each cut.
func list(texts []string) string {
	const most, longest = 3, 60
	var out []string
	for i, text := range texts {
		if i == most {
			out = append(out, Number(len(texts)-most)+" more")
			break
		}
		out = append(out, strconv.Quote(cutTo(text, longest)))
	}
	return strings.Join(out, ", ")
}

func cutTo(text string, longest int) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return text
}

// inNotes names the columns without a field.
func inNotes(p *columns.Plan) string {
	var names []string
	if p.Format == columns.Own {
		return ""
	}
	for i, c := range p.Columns {
		if c.Field == columns.None && len(c.Samples) > 0 {
			names = append(names, columnName(c, i))
		}
	}
	if len(names) == 0 {
		return ""
	}
	const most = 12
	if len(names) > most {
		names = append(names[:most], Number(len(names)-most)+" more")
	}
	return "columns without a field: " + strings.Join(names, ", ")
}

func columnName(c columns.Column, i int) string {
	if c.Header == "" {
		return "Column " + strconv.Itoa(i+1)
	}
	return safe.Clean(c.Header).String()
}

// columnLines say what each column holds, and why.
func columnLines(p *columns.Plan) []string {
	var out []string
	for i, c := range p.Columns {
		if c.Header == "" && len(c.Samples) == 0 {
			continue
		}
		samples := make([]string, 0, len(c.Samples))
		for _, s := range c.Samples {
			samples = append(samples, cutTo(safe.Clean(s).String(), 24))
		}
		out = append(out, some("  ", columnName(c, i)+" → "+columnField(p, c), strings.Join(samples, " | ")))
	}
	return out
}

func columnField(p *columns.Plan, c columns.Column) string {
	if p.Format == columns.Own {
		return "as exported"
	}
	field := c.Field.String()
	if c.Field == columns.None {
		field = "no field"
	}
	if why := c.Why.String(); why != "" {
		field += " (" + why + ")"
	}
	return field
}

// NoMapping says why a text maps no column.
func NoMapping(e *table.NoMapping) string {
	if e.Field != "" {
		return strconv.Quote(safe.Clean(e.Field).String()) + " is no field; a field is " + table.FieldWords()
	}
	return strconv.Quote(safe.Clean(e.Text).String()) + " is no mapping, which is COLUMN=FIELD"
}

func noColumn(e *table.NoColumn) string {
	var have []string
	for _, name := range e.Have {
		if name != "" {
			have = append(have, name)
		}
	}
	return "no column is called " + strconv.Quote(e.Header) + "; it has " + strings.Join(have, ", ")
}

// importedFile is a file of an import in JSON.
type importedFile struct {
	Name      string           `json:"name"`
	Form      string           `json:"form"`
	Leads     int              `json:"leads"`
	Rows      int              `json:"rows,omitempty"`
	Format    string           `json:"format,omitempty"`
	Encoding  string           `json:"encoding,omitempty"`
	Delimiter string           `json:"delimiter,omitempty"`
	Sheet     string           `json:"sheet,omitempty"`
	HeaderRow int              `json:"headerRow,omitempty"`
	Skipped   []string         `json:"skippedAbove,omitempty"`
	Footer    []string         `json:"skippedBelow,omitempty"`
	Columns   []importedColumn `json:"columns,omitempty"`
}

type importedColumn struct {
	Header  string   `json:"header"`
	Field   string   `json:"field"`
	Why     string   `json:"why,omitempty"`
	Samples []string `json:"samples,omitempty"`
}

// ImportedJSON is an import's report, with what was read otherwise in sentences.
func ImportedJSON(n app.Imported, reads []app.Read) any {
	out := struct {
		app.Imported
		Said  []string       `json:"readOtherwise,omitempty"`
		Files []importedFile `json:"files,omitempty"`
	}{Imported: n}
	for _, seen := range n.Said {
		out.Said = append(out.Said, Seen(seen))
	}
	for _, read := range reads {
		f := importedFile{Name: read.Name, Form: read.Form, Leads: read.Leads}
		if t := read.Table; t != nil {
			f.Rows, f.Format, f.Encoding, f.Delimiter, f.Sheet, f.HeaderRow = t.Rows, string(t.Plan.Format), t.Encoding, t.Delimiter, t.Sheet, t.HeaderRow
			f.Skipped, f.Footer = t.Skipped, t.Footer
			for _, c := range t.Plan.Columns {
				f.Columns = append(f.Columns, importedColumn{c.Header, c.Field.String(), c.Why.String(), c.Samples})
			}
		}
		out.Files = append(out.Files, f)
	}
	return out
}
