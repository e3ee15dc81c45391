package paste

import (
	"strings"
	"unicode"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// cityAbove puts the town on its part: it stands beside the postal code, else
// before or above it, behind the street.
func (c *card) cityAbove(a *address, i int, o order, city piece, street *[]piece) {
	var towns []piece
	if city.from == city.to || o.country == "GB" || o.country == "IE" {
		towns = c.townsBehindStreet(street)
	}
	if city.from == city.to && len(towns) == 0 {
		towns = c.townsAbove(i)
	}
	if o.country == "GB" && len(towns) == 0 && city.from < city.to && ukCounty.MatchString(city.String()) {
		towns = c.townsAbove(i)
	}
	switch {
	case city.from < city.to && len(towns) > 0 && a.state.text == "" && o.country != "NL":
		a.state = city.give(Postal, "") // a county: "Guildford, Surrey, GU1 1AA"
		a.city = towns[0].give(Postal, "")
	case city.from < city.to:
		a.city = city.give(Postal, "")
	case len(towns) > 0:
		a.city = towns[0].give(Postal, "")
		if towns = towns[1:]; len(towns) > 0 && a.state.text == "" {
			a.state = towns[0].give(Postal, "")
		}
	}
}

// ukCounty are the counties of Britain that stand before a postal code.
var ukCounty = lazyregexp.New(`(?i)shire$|^(?:Surrey|Kent|Essex|(?:East|West) Sussex|Norfolk|Suffolk|Devon|Cornwall|Cumbria|Dorset|Somerset|Rutland|Merseyside|Tyne (?:and|&) Wear|County Durham|Northumberland|Middlesex|West Midlands|(?:North|South|West|East) Yorkshire)$`)

// townsBehindStreet cuts from the pieces of a street what has no number behind it.
func (c *card) townsBehindStreet(street *[]piece) []piece {
	s := *street
	end := len(s)
	for end > 0 && !streetish(s[end-1].String()) && townish(s[end-1].String()) && !isBuilding(s[end-1].String()) {
		end--
	}
	*street = s[:end]
	return s[end:]
}

// townsAbove are at most two lines between a street and the postal code.
func (c *card) townsAbove(i int) []piece {
	var towns []piece
	for k := i - 1; k >= 0 && len(towns) < 2; k-- {
		free := c.lines[k].free()
		if len(free) != 1 || c.lines[k].outside || !townish(free[0].String()) || streetish(free[0].String()) {
			break
		}
		towns = append(free[0].commas(), towns...)
	}
	if k := i - 1 - len(towns); len(towns) == 0 || k < 0 || len(c.lines[k].free()) > 0 && !streetish(c.lines[k].text) && c.lines[k].taken == nil {
		return nil
	}
	return towns
}

// street joins the pieces of a street; those of one line stay as they were written.
func (c *card) street(a *address, pieces []piece) {
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].line == pieces[0].line {
			n++
		}
		v := join(pieces[:n]).give(Postal, "")
		if a.street.text != "" {
			v.text = a.street.text + ", " + v.text
		}
		a.street = v
		pieces = pieces[n:]
	}
}

// countryBehind takes the country behind an address: in its line or the next one.
func (c *card) countryBehind(a *address, i int, p piece) {
	for k, seen := i, 0; k < len(c.lines) && seen < 3; k++ {
		if strings.TrimSpace(c.lines[k].text) == "" {
			break
		}
		seen++
		for _, q := range c.lines[k].free() {
			if k == i && q.from < p.from {
				continue
			}
			if c.countryIn(a, q) {
				return
			}
		}
	}
}

// countryIn takes the country, and the state before it, from a piece behind an
// address.
func (c *card) countryIn(a *address, q piece) bool {
	atoms := q.commas()
	for n, atom := range atoms {
		if n > 1 {
			break
		}
		text := strings.Trim(atom.String(), "(). ")
		code, ok := namedCountry(text)
		if !ok {
			code, ok = c.ownCountry(text)
		}
		if !ok && len(text) == 2 && len(atoms) == n+1 && text == strings.ToUpper(text) && (a.postal.line == q.number) {
			code, ok = lead.CountryCode(text)
		}
		if !ok || code == "" || n > 1 {
			continue
		}
		if a.country.text != "" {
			if known, _ := lead.CountryCode(a.country.text); known != code {
				return false
			}
			if a.country.why == Label {
				a.country = atom.give(Postal, "")
				return true
			}
			return false
		}
		if n == 1 && a.state.text == "" && townish(atoms[0].String()) && q.number == a.postal.line {
			a.state = atoms[0].give(Postal, "")
		}
		a.country = atom.trimDots().give(Postal, "")
		a.country.text = strings.Trim(a.country.text, "()")
		return true
	}
	return false
}

// ownCountry reads a country whose name is a state's or a person's as well, where the
// text is from there.
func (c *card) ownCountry(s string) (code string, ok bool) {
	if !oneOf(s, "Georgia GEORGIA Jordan JORDAN Jersey JERSEY Chad CHAD") {
		return "", false
	}
	code, _ = lead.CountryCode(s)
	return code, code != "" && code == c.region
}

func (p piece) trimDots() piece {
	for p.to > p.from && strings.ContainsRune(".)", rune(p.text[p.to-1])) && !strings.Contains(p.text[p.from:p.to-1], ".") {
		p.to--
	}
	return p
}

var stateBehind = lazyregexp.New(`^(` + usStates + `|` + caStates + `)$`)

// streetAlone takes an address without a postal code: a street with its word and
// number, and the town and country behind it.
func (c *card) streetAlone() {
	for i, l := range c.lines {
		if l.outside {
			continue
		}
		for _, p := range l.free() {
			atoms := p.commas()
			for n, atom := range atoms {
				s := atom.String()
				if !(hasStreet(s) || hasStreetPart(s)) || !hasDigit(s) || !streetish(s) || lead.HasLegalForm(s) {
					continue
				}
				end := n + 1
				for end < len(atoms) && (streetish(atoms[end].String()) || isBuilding(atoms[end].String()) && hasDigit(atoms[end].String())) {
					end++
				}
				a := address{}
				a.street = join(atoms[n:end]).give(Word, "")
				c.townAfter(&a, i, atoms[end:])
				c.address = append(c.address, a)
				return
			}
		}
	}
}

// townAfter takes town, state and country behind a street: in its line, else in the
// next one.
func (c *card) townAfter(a *address, i int, atoms []piece) {
	if len(atoms) == 0 && i+1 < len(c.lines) && !c.lines[i+1].outside {
		if free := c.lines[i+1].free(); len(free) == 1 && len(free[0].commas()) > 1 {
			if _, ok := namedCountry(lastOf(free[0].commas()).String()); ok || c.townAndState(free[0].commas()) || stateBehind.MatchString(lastOf(free[0].commas()).String()) {
				atoms = free[0].commas()
			}
		}
	}
	for n, atom := range atoms { // "12 Odeku Street, Victoria Island, Lagos, Nigeria"
		if _, isCountry := namedCountry(atom.String()); isCountry && n > 1 && !stateBehind.MatchString(atoms[n-1].String()) {
			district := join(atoms[:n-1])
			a.street.text += ", " + district.give(Word, "").text
			atoms = atoms[n-1:]
			break
		}
		if !townish(atom.String()) {
			break
		}
	}
	both := c.townAndState(atoms) && len(atoms) > 0 && atoms[0].number > a.street.line
	for n, atom := range atoms {
		s := atom.String()
		_, isCountry := namedCountry(s)
		switch {
		case both && n == 1:
			a.state = atom.give(Word, "")
		case isCountry:
			a.country = atom.give(Word, "")
			return
		case countyForm.MatchString(s) && a.state.text == "":
			a.state = atom.give(Word, "")
		case n > 0 && n == len(atoms)-1 && a.state.text == "" && calledState.MatchString(s):
			a.state = atom.give(Word, "")
		case stateBehind.MatchString(s) && n > 0 && a.state.text == "":
			a.state = atom.give(Word, "")
		case n == 0 && townish(s) && !isBuilding(s) && !lead.HasLegalForm(s):
			a.city = atom.give(Word, "")
		default:
			return
		}
	}
}

// townAndState says that two texts can be a town and its state, where addresses end so.
func (c *card) townAndState(atoms []piece) bool {
	const most = 3 // words
	if len(atoms) != 2 || !oneOf(c.region, provinces) {
		return false
	}
	for _, atom := range atoms {
		s := atom.String()
		if !townish(s) || len(strings.Fields(s)) > most || companyWord(s) || legal(s) || isBuilding(s) || columnOf(s) != noColumn || noNames.hasAny(folded(s)) {
			return false
		}
	}
	return true
}

// calledState is a state that says that it is one.
var calledState = lazyregexp.New(`^\p{Lu}[\p{L} '-]+ (?:State|Province|Region|County|Governorate)$`)

func lastOf[T any](all []T) T { return all[len(all)-1] }

// partOfTown are the words that parts of towns have, or end in.
var partOfTown = lazyregexp.New(`(?i)(?:^|[\s-])(?:district|dist\.?|sub-?city|ward|area|zone|sector|phase|quarter|block|township|colony|nagar|industrial|estate|park|barangay|brgy\.?|bairro|colonia|col\.|mah\.?|mahallesi)(?:\s\w+)?$|(?:-gu|-ku|-dong|-cho|-machi)$`)

// countryAlone takes "Town, Country" and a country alone, where no address has one.
func (c *card) countryAlone() {
	if len(c.address) > 1 {
		return
	}
	for _, p := range c.free() {
		atoms := p.commas()
		_, ok := namedCountry(lastOf(append(atoms, p)[:max(1, len(atoms))]).String())
		us := len(atoms) == 2 && stateBehind.MatchString(atoms[1].String())
		if !ok && !us || len(atoms) > 3 && !ok {
			continue
		}
		if n := len(atoms); n > 3 { // more than a town: what stands before the country is one, if anything is
			town := atoms[n-2].String()
			if atoms = atoms[n-2:]; !townish(town) || streetish(town) || roleWord(town) || len(c.address) > 0 {
				atoms = atoms[1:]
			}
		}
		if len(c.address) == 0 {
			c.address = append(c.address, address{})
		}
		a := &c.address[0]
		if a.country.text != "" || a.city.text != "" && len(atoms) > 1 || a.state.text != "" && us || len(atoms) > 1 && !townish(quarter.ReplaceAllString(atoms[0].String(), "")) {
			if a.street.text == "" && a.city.text == "" && a.country.text == "" {
				c.address = nil
			}
			continue
		}
		if ok {
			a.country = lastOf(atoms).give(Word, "")
			atoms = atoms[:len(atoms)-1]
		}
		if len(atoms) > 1 && partOfTown.MatchString(atoms[0].String()) && a.street.text == "" { // "Baiyun District, Guangzhou"
			a.street = atoms[0].give(Word, "")
			atoms = atoms[1:]
		}
		if len(atoms) > 0 && unicode.IsUpper([]rune(atoms[0].String())[0]) {
			a.city = atoms[0].give(Word, "")
			if len(atoms) > 1 {
				a.state = atoms[1].give(Word, "")
			}
		}
		return
	}
}
