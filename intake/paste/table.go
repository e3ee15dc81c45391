package paste

import (
	"fmt"
	"slices"
	"strings"

	"leadpad/lead"
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

// belowHeader reads rows whose columns have names, in the language of the names that
// an import knows.
func belowHeader(rows [][]string, o Options) []Lead {
	var leads []Lead
	names := columnsOf(rows[0])
	for i, cells := range rows[1:] {
		if o.stoppedAt(i, len(rows)) {
			return nil
		}
		for _, one := range readJSON("["+jsonRow(names, cells)+"]", o) {
			one.splitName(o)
			one.splitAddress(o)
			one.setFound(i + 2)
			one.keepCells(rows[0], cells)
			if len(leads) == 0 {
				one.Left = append(one.Left, Left{Text: strings.Join(rows[0], " | "), Kind: Tag, Line: 1})
			}
			leads = append(leads, one)
		}
	}
	return leads
}

// columnsOf are the names of columns as an import knows them. A second phone or email
// has a number, any other name that comes again stays as it is.
func columnsOf(header []string) []string {
	seen := map[string]int{}
	has := func(c column) bool {
		return slices.ContainsFunc(header, func(name string) bool { return columnOf(name) == c })
	}
	family := has(givenColumn) && !has(familyColumn) // "Nom", "Prénom"
	out := make([]string, len(header))
	for i, name := range header {
		out[i] = name
		col := columnOf(name)
		if col == nameColumn && family {
			col = familyColumn
		}
		english := col.english()
		if english == "" {
			continue
		}
		seen[english]++
		switch n := seen[english]; {
		case n == 1:
			out[i] = english
		case col == phoneColumn, col == emailColumn:
			out[i] = fmt.Sprintf("%s %d", english, n)
		}
	}
	return out
}

// setFound says of each value of a row that its column holds it.
func (l *Lead) setFound(line int) {
	l.Found = l.Found[:0]
	for _, path := range l.Lead.Paths() {
		l.Found = append(l.Found, Found{Path: path, Value: l.Lead.Get(path), Why: Member, Line: line})
	}
}

// splitAddress divides an address that one column holds as a whole.
func (l *Lead) splitAddress(o Options) {
	for i, a := range l.Lead.Addresses {
		if a.City != "" || a.PostalCode != "" || a.State != "" {
			continue
		}
		whole := &line{text: a.Street}
		c := newCard([]*line{whole}, o)
		if code, ok := lead.CountryCode(a.Country); ok {
			c.region = code
		} else {
			c.findRegion()
		}
		c.findEasternAddress()
		c.findAddresses()
		if len(c.address) != 1 || c.address[0].city.text == "" {
			continue
		}
		found := c.address[0]
		a.Street, a.City, a.State, a.PostalCode = found.street.text, found.city.text, found.state.text, found.postal.text
		if a.Country == "" {
			a.Country = found.country.text
		}
		l.Lead.Addresses[i] = a
		l.Left = append(l.Left, c.rest()...)
	}
}

// splitName divides a person's name that one column holds as a whole.
func (l *Lead) splitName(o Options) {
	if l.Lead.Kind != lead.Contact || l.Lead.LastName != "" {
		return
	}
	whole := &line{text: l.Lead.Name}
	h, ok := person(piece{whole, 0, len(whole.text)}.trimmed())
	if !ok || len(h.words) < 2 {
		return
	}
	c := newCard([]*line{whole}, o)
	last := c.lastByShape(h)
	for _, email := range l.Lead.Emails {
		if k, ok := matches(h, localOf(email), true); ok {
			last = c.familyFirst(h, k)
		}
	}
	c.takeName(h, last, Member, "")
	l.Lead.Name, l.Lead.LastName = c.person.first.text, c.person.last.text
	l.Left = append(l.Left, c.rest()...)
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
