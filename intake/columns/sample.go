package columns

import (
	"strings"
	"unicode"

	"leadpad/lead"
)

// Bounds of what is kept of a table to decide on its columns.
const (
	sampleRows  = 400 // of which cells are compared with each other
	sampleCells = 400 // of each column
	sampleBytes = 160 // of a cell
	shownCells  = 3
)

// Sample is what is remembered of a table's rows; it does not grow with the table.
// Its zero value is empty.
type Sample struct {
	rows  [][]string
	stats []stat
}

// stat is what the cells of a column look like.
type stat struct {
	shown                               []string
	filled                              int
	emails, phones, urls                int
	countries, codes, digits, salutes   int
	uuids, statuses, blank, short, wide int // codes: postal; short: fewer than five digits
}

// Add looks at a row.
func (s *Sample) Add(cells []string) {
	for len(s.stats) < len(cells) {
		s.stats = append(s.stats, stat{})
	}
	for i, cell := range cells {
		if st := &s.stats[i]; st.filled < sampleCells {
			st.add(strings.TrimSpace(cut(cell)))
		}
	}
	if len(s.rows) < sampleRows {
		kept := make([]string, len(cells))
		for i, cell := range cells {
			kept[i] = strings.TrimSpace(strings.Clone(cut(cell)))
		}
		s.rows = append(s.rows, kept)
	}
}

func cut(cell string) string {
	if len(cell) <= sampleBytes {
		return cell
	}
	return strings.ToValidUTF8(cell[:sampleBytes], "")
}

func (s *stat) add(cell string) {
	if cell == "" || Placeholder(cell) {
		return
	}
	s.filled++
	if len(s.shown) < shownCells {
		s.shown = append(s.shown, strings.Clone(cell))
	}
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	count(&s.emails, likeEmail(cell))
	count(&s.phones, likePhone(cell))
	count(&s.urls, likeURL(cell))
	_, known := lead.CountryCode(cell)
	count(&s.countries, known && !number(cell))
	n := digitsIn(cell)
	count(&s.digits, n > 0)
	count(&s.short, n < 5)
	count(&s.codes, n >= 3 || n > 0 && len(cell) <= 8)
	count(&s.wide, strings.Contains(cell, " "))
	count(&s.blank, n > 0 && !strings.ContainsFunc(cell, unicode.IsLetter))
	count(&s.salutes, salutation(cell))
	count(&s.uuids, len(cell) == 36 && strings.Count(cell, "-") == 4)
	count(&s.statuses, oneOf(Key(cell), "new open closed working contacted qualified unqualified nurturing active inactive draft ready sent failed unsure won lost pending done yes no true false neu offen geschlossen aktiv inaktiv nuevo abierto cerrado activo inactivo nouveau actif inactif aktywny emea apac amer dach latam nordics"))
}

// most says that n are four of five cells at least.
func (s stat) most(n int) bool { return s.filled > 0 && n*5 >= s.filled*4 }

// hardly says that n are one of five cells at most.
func (s stat) hardly(n int) bool { return s.filled > 0 && n*5 <= s.filled }

func (s *Sample) of(i int) stat {
	if s == nil || i >= len(s.stats) {
		return stat{}
	}
	return s.stats[i]
}

func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func likeEmail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-3 && strings.Contains(s[at:], ".") && !strings.HasSuffix(s, ".") && !strings.Contains(s, "://")
}

// likeURL says that a text is an address of the web, with or without its scheme.
func likeURL(s string) bool {
	if strings.Contains(s, "@") && !strings.Contains(s, "://") {
		return false
	}
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return !strings.ContainsAny(s, " \n")
	}
	host, _, _ := strings.Cut(s, "/")
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || strings.ContainsAny(s, " \n,;") {
		return false
	}
	top := host[dot+1:]
	return len(top) >= 2 && strings.IndexFunc(top, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && strings.ContainsFunc(host[:dot], unicode.IsLetter)
}

// likePhone says that a text can hardly be anything but a phone: with a plus, or
// written in groups as numbers are; no date, no amount.
func likePhone(s string) bool {
	s = strings.TrimPrefix(s, "'")
	n := digitsIn(s)
	if n < 7 || n > 17 || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("+ ()-/.\u00a0", r) }) {
		return false
	}
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00") || strings.HasPrefix(s, "(") {
		return true
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
	date := len(groups) >= 3 && (len(groups[0]) == 4 && len(groups[1]) <= 2 || len(groups[2]) == 4 && len(groups[0]) <= 2 && len(groups[1]) <= 2)
	return len(groups) > 1 && !date && !strings.Contains(s, ".")
}

// salutation knows forms of address and titles that stand before a name.
func salutation(s string) bool {
	words := normal(s)
	for _, w := range words {
		if !oneOf(w, "mr mrs ms miss mx dr prof professor herr herrn frau dipl ing mag phd mba sir madam mme m mlle monsieur madame sr sra srta senor senora dott dottssa dottore sig signor signora pan pani dhr mevr hr fr med jur habil rer nat") {
			return false
		}
	}
	return len(words) > 0
}

// Placeholder knows what programs write where there is nothing.
func Placeholder(cell string) bool {
	switch cell {
	case "N/A", "n/a", "#N/A", "NULL", "null", "(null)", "(not set)", "NaN", "nan", "undefined", "(blank)":
		return true
	}
	return cell != "" && strings.Trim(cell, "-–—") == "" && len(cell) < 20
}
