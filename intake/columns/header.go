package columns

import (
	"slices"
	"strings"
)

// HeaderRows is how many of a table's first rows the header is searched in.
const HeaderRows = 15

// FindHeader gives the row that names the columns, -1 where none does: the first one
// with two names of fields, or with one that is all there is.
func FindHeader(rows [][]string) int {
	wide := 0
	for _, cells := range rows {
		wide = max(wide, filled(cells))
	}
	for i, cells := range rows[:min(len(rows), HeaderRows)] {
		if HeaderRow(cells) && filled(cells)*2 >= min(wide, 4) {
			return i
		}
	}
	return -1
}

// HeaderRow says that a row names columns.
func HeaderRow(cells []string) bool {
	known, n, strong := 0, 0, false
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		const longest = 80
		n++
		if strings.Contains(cell, "@") || likeURL(cell) || likePhone(cell) || len(cell) > longest {
			return false
		}
		if m := meaningOf(cell); m.field != None || m.tie {
			known++
			strong = strong || slices.Contains([]Field{Email, Phone, First, Last, Full, Company, Site, someName}, m.field)
		}
	}
	return known > 1 && (strong || known*2 >= n) || known == 1 && n == 1 && strong
}

// ShapedHeader says that the first of rows without known names still names columns: no
// cell of it is empty, an email, an address or a number, while some below are.
func ShapedHeader(rows [][]string) bool {
	if len(rows) < 2 || filled(rows[0]) < 2 {
		return false
	}
	for _, cell := range rows[0] {
		if cell = strings.TrimSpace(cell); cell == "" || likeEmail(cell) || likeURL(cell) || digitsIn(cell) > 2 {
			return false
		}
	}
	return slices.ContainsFunc(rows[1:], func(cells []string) bool {
		return slices.ContainsFunc(cells, func(cell string) bool { return likeEmail(cell) || likePhone(cell) || likeURL(cell) })
	})
}

func filled(cells []string) int {
	n := 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}
