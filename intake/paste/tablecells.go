package paste

import (
	"strings"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

var codeCell = lazyregexp.New(`^(?:\d{4,6}|\d{5}-\d{3,4}|\d{3} \d{2}|\d{2}-\d{3}|\d{3}-\d{4}|\d{4} ?[A-Z]{2}|` + ukCode + `|` + caCode + `)$`)

// recogniseRow applies the rules to the cells of one row: what is an address there
// stands in cells of its own.
func (c *card) recogniseRow() {
	c.findEmails()
	c.findURLs()
	c.findRegion()
	c.findPhones()
	c.nameCells()
	c.givenCell()
	c.findNameByMail()
	c.findCompany()
	c.findRole()
	c.addressCells()
	c.findAddresses()
	c.findNameByPlace()
	c.findCompanyByWord()
}

// nameCells joins first and last name of two cells where an email spells both.
func (c *card) nameCells() {
	free := c.free()
	for i := range c.emails {
		local := localOf(c.emails[i].text)
		if roleAddress(local) {
			continue
		}
		for k := 0; k+1 < len(free); k++ {
			h := human{words: []piece{free[k], free[k+1]}}
			if !h.shape() || len(strings.Fields(free[k].String())) > 2 || len(strings.Fields(free[k+1].String())) > 3 {
				continue
			}
			last, ok := matches(h, local, true)
			if !ok {
				continue
			}
			if whole := plainLocal(local); whole == plain(free[k+1].String())[0]+plain(free[k].String())[0] {
				last = 0 // the columns are swapped more often than the email is
			}
			first, family := free[k], free[k+1]
			if last == 0 {
				first, family = family, first
			}
			c.emails[i].person = true
			c.person.first, c.person.last = first.give(Local, local+"@"), family.give(Local, local+"@")
			return
		}
	}
}

// givenCell joins first and last name of two cells where an email is the first one.
func (c *card) givenCell() {
	if c.person.first.text != "" {
		return
	}
	free := c.free()
	for i := range c.emails {
		local := plainLocal(localOf(c.emails[i].text))
		for k, p := range free {
			if plain(p.String())[0] != local || roleAddress(localOf(c.emails[i].text)) {
				continue
			}
			for _, other := range []int{k + 1, k - 1} { // the family's name stands behind it or before it
				if other < 0 || other >= len(free) || len(strings.Fields(free[other].String())) > 2 {
					continue
				}
				if _, ok := person(free[other]); !ok || c.likeDomain(free[other].String()) != "" && !c.likedAgain(free, other) {
					continue
				}
				c.emails[i].person = true
				c.person.first, c.person.last = p.give(Local, local+"@"), free[other].give(Local, local+"@")
				return
			}
		}
	}
}

// likedAgain says that another cell than cell n is called like the domain too: that one
// is the company.
func (c *card) likedAgain(cells []piece, n int) bool {
	for i, p := range cells {
		if i != n && strings.Contains(p.String(), " ") && c.likeDomain(p.String()) != "" {
			return true
		}
	}
	return false
}

// addressCells takes an address from cells around one that is a postal code.
func (c *card) addressCells() {
	free := c.free()
	for i, p := range free {
		if !codeCell.MatchString(p.String()) {
			continue
		}
		a := address{}
		around := func(k int) (piece, bool) {
			if k < 0 || k >= len(free) {
				return piece{}, false
			}
			return free[k], true
		}
		town, ok := around(i + 1)
		if _, country := namedCountry(town.stringOf(ok)); !ok || country || !townish(town.String()) {
			town, ok = around(i - 1)
		}
		if ok && stateBehind.MatchString(town.String()) {
			a.state = town.give(Postal, "")
			town, ok = around(i - 2)
		}
		if !ok || !townish(town.String()) {
			continue
		}
		a.postal, a.city = p.give(Shape, ""), town.give(Postal, "")
		for _, q := range c.free() {
			s := q.String()
			code, known := namedCountry(s)
			if !known && len(s) == 2 && s == strings.ToUpper(s) && q.from > p.from {
				code, known = lead.CountryCode(s)
			}
			switch {
			case known && code != "" && a.country.text == "":
				a.country = q.give(Postal, "")
			case a.street.text == "" && streetish(s) && hasDigit(s) && q.from < p.from:
				a.street = q.give(Postal, "")
			}
		}
		c.address = append(c.address, a)
		return
	}
}

func (p piece) stringOf(ok bool) string {
	if !ok {
		return ""
	}
	return p.String()
}
