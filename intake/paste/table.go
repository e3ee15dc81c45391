package paste

import (
	"strings"

	"leadpad/intake"
	"leadpad/intake/columns"
)

// readTable reads rows copied from a spreadsheet: below a header as an import would,
// without one by what each cell looks like.
func readTable(text string, o Options) []Lead {
	rows := tableRows(text, '\t')
	if rows == nil {
		for _, comma := range []rune{',', ';'} {
			if rows = tableRows(text, comma); len(rows) > 0 && (header(rows[0]) || comma == ';' && wholeRows(rows)) {
				break
			}
			rows = nil
		}
	}
	if rows == nil {
		return nil
	}
	var leads []Lead
	if header(rows[0]) {
		return belowHeader(rows, o)
	}
	var before []Left // of rows that are no lead
	for i, cells := range rows {
		if o.stoppedAt(i, len(rows)) {
			return nil
		}
		c := newCard([]*line{{text: strings.Join(cells, "\t"), number: i + 1}}, o)
		if len(c.lines[0].text) > longestRow {
			c.lines[0].outside = true
		}
		c.recogniseRow()
		one, ok := c.lead(o.As)
		if !ok {
			before = append(before, one.Left...)
			continue
		}
		one.Left, before = append(before, one.Left...), nil
		leads = append(leads, one)
	}
	if n := len(leads); n > 0 {
		leads[n-1].Left = append(leads[n-1].Left, before...)
	}
	return leads
}

// longestRow is the length in bytes above which a row without a header is no lead's.
const longestRow = 20_000

// belowHeader reads rows whose columns have names, as an import does.
func belowHeader(rows [][]string, o Options) []Lead {
	var sample columns.Sample
	for _, cells := range rows[1:] {
		sample.Add(cells)
	}
	reader := columns.Reader{
		Plan: columns.New(rows[0], &sample), Region: o.Region, Name: SplitName, Address: SplitAddress, Contacts: intake.ReadPeople,
	}
	var leads []Lead
	for i, cells := range rows[1:] {
		if o.stoppedAt(i, len(rows)) {
			return nil
		}
		item, rest, ok := reader.Row(cells)
		if !ok || item.Lead.Empty() || item.Err != nil {
			continue
		}
		one := Lead{Lead: columns.WithRest(item.Lead, rest), Said: item.Said, Problems: item.Problems}
		one.convert(o.As)
		one.setFound(i + 2)
		one.keepCells(rows[0], cells)
		if len(leads) == 0 {
			one.Left = append(one.Left, Left{Text: strings.Join(rows[0], " | "), Kind: Tag, Line: 1})
		}
		leads = append(leads, one)
	}
	return leads
}

// setFound says of each value of a row that its column holds it.
func (l *Lead) setFound(line int) {
	l.Found = l.Found[:0]
	for _, path := range l.Lead.Paths() {
		l.Found = append(l.Found, Found{Path: path, Value: l.Lead.Get(path), Why: Member, Line: line})
	}
}

// keepCells leaves over the cells of which a word stands nowhere.
func (l *Lead) keepCells(header, cells []string) {
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" || placed(cell, l.Lead) {
			continue
		}
		name := ""
		if i < len(header) && header[i] != "" {
			name = header[i] + ": "
		}
		l.Left = append(l.Left, Left{Text: name + cell})
	}
}
