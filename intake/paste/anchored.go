package paste

import (
	"strings"

	"leadpad/safe/lazyregexp"
)

// anyPostal is a postal code of any country: up to three letters, digits, and a second
// group of them. anyCode is a line that is nothing else.
const anyPostal = `(?:[A-Z]{1,3}[- ]?)?\d[\dA-Z]{2,9}(?:[- ]\d?[\dA-Z]{2,4})?`

var (
	codeFirst = lazyregexp.New(`^(` + anyPostal + `)[\s,-]+(.*\p{L}.*)$`)
	codeLast  = lazyregexp.New(`^(.*\p{L}[.)]?)[\s,-]+(` + anyPostal + `)$`)
	quarter   = lazyregexp.New(`[\s-]\d{1,2}$`) // "Colombo 03", "Lalitpur-10"
	anyCode   = lazyregexp.New(`^` + anyPostal + `$`)
)

// findAnchored takes addresses whose order of parts no rule knows by the country in
// their last line: the town and its postal code stand above it, the street above them.
func (c *card) findAnchored() {
	for i, l := range c.lines {
		if l.outside || len(c.address) > 1 {
			continue
		}
		free := l.free()
		for n, p := range free {
			atoms := p.commas()
			if len(atoms) == 0 {
				continue
			}
			if len(atoms) == 1 && n > 0 { // "Quito - Ecuador"
				atoms = append(free[n-1].commas(), atoms...)
			}
			last := lastOf(atoms)
			if _, ok := namedCountry(last.trimDots().String()); !ok {
				continue
			}
			if c.anchored(i, atoms[:len(atoms)-1], last.trimDots()) {
				return
			}
		}
	}
}

// anchored reads an address from its country up. before are the parts of the
// country's own line.
func (c *card) anchored(i int, before []piece, country piece) bool {
	rows := c.rowsAbove(i)
	if len(before) > 0 {
		rows = append([][]piece{before}, rows...)
	}
	var town spot
	at := 0
	for ; at < len(rows) && at < 3 && (town.city.line == nil || town.postal.line == nil); at++ {
		row := rows[at]
		last := lastOf(row)
		s, ok := readTown(last)
		switch {
		case !ok:
		case s.city.line == nil && town.postal.line == nil:
			town.postal = s.postal
			continue
		case s.city.line != nil && s.postal.line == nil && town.city.line == s.city.line && town.state.line == nil && c.spanish():
			town.state, town.city = town.city, s.city // "Medellín, Antioquia - Colombia"
			continue
		case s.city.line != nil && town.city.line == nil && (s.postal.line == nil || town.postal.line == nil):
			town.city = s.city
			if s.postal.line != nil {
				town.postal = s.postal
			}
			if len(row) > 1 {
				rows = append(append(append([][]piece{}, rows[:at+1]...), row[:len(row)-1]), rows[at+1:]...)
			}
			continue
		}
		break
	}
	street, ok := streetRow(rows[min(at, len(rows)):])
	if town.city.line == nil || !ok && town.postal.line == nil {
		return false
	}
	c.takeAnchored(town, street, country)
	return true
}

// rowsAbove are the parts of the lines above line i that may belong to an address.
func (c *card) rowsAbove(i int) [][]piece {
	const most = 4
	var rows [][]piece
	for k := i - 1; k >= 0 && len(rows) < most; k-- {
		free := c.lines[k].free()
		if c.lines[k].outside || len(free) != 1 || free[0].trimmed().blank() || roleWord(free[0].String()) || legal(free[0].String()) {
			break
		}
		rows = append(rows, free[0].commas())
	}
	return rows
}

// houseDigits is how many digits a house number has at most that a street follows.
const houseDigits = 3

// readTown reads a town with a postal code before or behind it, or one of them.
func readTown(p piece) (s spot, ok bool) {
	text := p.String()
	if anyCode.MatchString(text) {
		return spot{postal: p}, true
	}
	for n, form := range []*lazyregexp.Regexp{codeFirst, codeLast} {
		at := form.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		code, town := p.sub(at[2], at[3]), p.sub(at[4], at[5])
		if n == 1 {
			code, town = town, code
		} else if digits(code.String()) <= houseDigits && hasStreet(town.String()) {
			continue // "111 Connaught Road Central"
		}
		if townish(town.String()) && cityLike(town.String()) && !streetish(text) || townish(town.String()) && !hasStreetWord(text) {
			return spot{postal: code, city: town}, true
		}
	}
	if bare := quarter.ReplaceAllString(text, ""); townish(bare) && cityLike(bare) && !hasStreetWord(bare) {
		return spot{city: p}, true
	}
	return s, false
}

// streetRow is the street in the first of rows, or behind one that is a district.
func streetRow(rows [][]piece) (street []piece, ok bool) {
	const deep = 2
	for n, row := range rows {
		if n >= deep {
			break
		}
		whole := join(row)
		if hasStreetWord(whole.String()) || hasDigit(whole.String()) && streetish(whole.String()) {
			for len(row) > 1 && !streetish(row[0].String()) && !hasStreetWord(row[0].String()) && !isNumber(row[0].String()) {
				row = row[1:] // a house's name before it
			}
			return row, true
		}
	}
	return nil, false
}

// hasStreetWord says that a text has a word that streets have, with or without a house
// number.
func hasStreetWord(s string) bool {
	return isNamedStreet(s) || endsInStreet(s) || hasStreetPart(s) && len(strings.Fields(s)) == 1
}

func (c *card) takeAnchored(town spot, street []piece, country piece) {
	a := address{}
	if town.postal.line != nil {
		a.postal = town.postal.give(Postal, "")
	}
	a.city = town.city.give(Postal, "")
	if town.state.line != nil {
		a.state = town.state.give(Postal, "")
	}
	c.street(&a, street)
	a.country = country.give(Postal, "")
	c.address = append(c.address, a)
}
