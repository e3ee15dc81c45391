package paste

import (
	"strings"
	"unicode"

	"leadpad/safe/lazyregexp"
)

// streetBefore finds the pieces of the street of an address: before it in its own
// piece, else in the piece or the lines before.
func (c *card) streetBefore(i int, p, before piece) []piece {
	if atoms := streetAtoms(before); len(atoms) > 0 {
		return atoms
	}
	free := c.lines[i].free()
	for k := len(free) - 1; k >= 0; k-- {
		if free[k].from < p.from {
			if atoms := streetAtoms(free[k]); len(atoms) > 0 {
				return atoms
			}
			break
		}
	}
	return c.streetAbove(i, before.blank())
}

// streetAbove finds the street in the lines before line i, of which two may hold the
// town where nothing stands before the postal code.
func (c *card) streetAbove(i int, towns bool) []piece {
	const most = 4 // lines
	var out []piece
	for k, seen := i-1, 0; k >= 0 && seen < most; k, seen = k-1, seen+1 {
		l := c.lines[k]
		free := l.free()
		switch {
		case strings.TrimSpace(l.text) == "" && len(out) == 0:
			continue
		case l.outside || len(free) == 0:
			return out
		}
		last, atoms := streetOfLine(free)
		switch {
		case len(atoms) > 0 && (len(out) == 0 || isBuilding(last.String()) || isBuilding(out[0].String())):
			out = append(atoms, out...)
		case len(out) == 0 && towns && seen < 2 && townish(last.String()) && len(last.commas()) == 1:
			continue // a town between street and code
		default:
			return out
		}
		if len(atoms) < len(last.commas()) || len(free) > 1 {
			return out
		}
	}
	return out
}

// streetOfLine are the parts of a street in the last piece of a line, or in the one
// before it where the last is a district or a part of the building.
func streetOfLine(free []piece) (last piece, atoms []piece) {
	last = free[len(free)-1]
	atoms = streetAtoms(last)
	if len(free) == 1 {
		return last, atoms
	}
	before := free[len(free)-2]
	switch {
	case len(atoms) == 0 && townish(last.String()): // "Av. Paulista, 1578 - Bela Vista"
		return before, streetAtoms(before)
	case len(atoms) > 0 && unitForm.MatchString(before.String()) && before.number == last.number: // "201 - 1555 Portage Avenue"
		atoms = append([]piece{before}, atoms...)
	case len(atoms) > 0 && isBuilding(last.String()): // "Rua das Flores, 123 - sala 45"
		atoms = append(streetAtoms(before), atoms...)
	}
	return last, atoms
}

var unitForm = lazyregexp.New(`^#?\d{1,5}[A-Z]?$`)

// streetAtoms are the parts of a piece, from its end, that belong to a street; what
// stands behind them may be a town that the caller looks at.
func streetAtoms(p piece) []piece {
	atoms := p.commas()
	end := len(atoms)
	for end > 0 && len(atoms)-end < 2 && !streetish(atoms[end-1].String()) && townish(atoms[end-1].String()) && !isBuilding(atoms[end-1].String()) {
		end--
	}
	from := end
	for from > 0 {
		s := atoms[from-1].String()
		named := from < end && isNumber(atoms[from].String()) && hasStreet(s)          // "Calle Mayor, 15"
		house := from == 1 && from < end && strings.HasPrefix(s, "The ") && townish(s) // "The Old Granary, 2 Mill Lane"
		if !streetish(s) && !isBuilding(s) && !isNumber(s) && !named && !house {
			break
		}
		from--
	}
	if from == end || !streetish(join(atoms[from:end]).String()) {
		return nil
	}
	return atoms[from:]
}

// isNumber says that a text is a house number alone: "12", "12 bis", "3º B".
func isNumber(s string) bool {
	return len(s) <= 8 && strings.ContainsFunc(s, unicode.IsDigit)
}

// streetish says that a text can be a street: it has a house number or is a box, and
// either a word that streets have or letters beside few digits.
func streetish(s string) bool {
	const longest, most = 90, 9
	if len(s) > longest || registered(s) || strings.ContainsAny(s, "@") {
		return false
	}
	if postBox.MatchString(s) || partOf.MatchString(s) {
		return true
	}
	if roleWord(s) && !hasStreet(s) {
		return false
	}
	hasWord := hasStreet(s) || hasStreetPart(s)
	if !hasDigit(s) {
		return hasWord && hasStreetPart(s) && len(strings.Fields(s)) == 1 || isNamedStreet(s) || endsInStreet(s)
	}
	n := digits(s)
	return (n <= most || hasWord && n <= most+3) && strings.ContainsFunc(s, unicode.IsLetter) && n > 0 && !strings.ContainsAny(s, "+%€$")
}

// partOfHouse says that a text begins with a word for a part of a building.
func partOfHouse(s string) bool {
	return oneOf(strings.ToLower(strings.Fields(s)[0]), "suite floor room unit building apt hours level block office etage stock piso sala edif edif. edificio torre tower flat shop house plot")
}

// townish says that a text can be the name of a town.
func townish(s string) bool {
	const most = 5
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > most || strings.ContainsAny(s, "0123456789@:&") || roleWord(s) || fieldWord(s) {
		return false
	}
	for _, r := range words[0] {
		return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r) || r == '\''
	}
	return false
}
