package paste

import (
	"encoding/csv"
	"slices"
	"strings"

	"leadpad/intake/columns"
	"leadpad/lead"
)

// tableRows are the rows of a text in which every line has the separator, nil for
// any other text. A signature's "Tel<tab>030 …" is no table.
func tableRows(text string, comma rune) [][]string {
	n, quotes := 0, strings.Contains(text, `"`)
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if n++; !strings.ContainsRune(l, comma) && !quotes {
			return nil
		}
	}
	if n == 0 || !strings.ContainsRune(text, comma) {
		return nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil
	}
	labels, wide := 0, 0
	for _, cells := range rows {
		if len(cells) < 2 {
			return nil
		}
		if fieldWord(cells[0]) {
			labels++
		}
		if len(cells) > 2 {
			wide++
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\n", ", "))
		}
	}
	if labels*2 > len(rows) && !header(rows[0]) || wide == 0 && !header(rows[0]) {
		return nil
	}
	return rows
}

// wholeRows says that rows without a header are a spreadsheet's, and not a lead in one
// line: each has an email and a postal code in cells of their own.
func wholeRows(rows [][]string) bool {
	const least = 5
	for _, cells := range rows {
		email := slices.ContainsFunc(cells, func(s string) bool { return strings.Contains(s, "@") && fits(lead.Emails, s) })
		const row = 7 // cells: no line for people has as many
		if len(cells) < least || !email || len(cells) < row && !slices.ContainsFunc(cells, codeCell.MatchString) {
			return false
		}
	}
	return true
}

// header says that a row names columns.
func header(cells []string) bool { return columns.HeaderRow(cells) }
