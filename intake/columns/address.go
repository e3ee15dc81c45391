package columns

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/lead"
)

// place are the parts of one address.
type place struct {
	group string
	lead.Address
	whole  string // the address in one text
	header string // of whole
	house  string
}

// part puts a text on its part of the address that its column belongs to.
func (b *row) part(c *Column, text string) {
	i := slices.IndexFunc(b.places, func(p place) bool { return p.group == c.Group })
	if i < 0 {
		i = len(b.places)
		b.places = append(b.places, place{group: c.Group})
	}
	p := &b.places[i]
	to := map[Field]*string{House: &p.house, City: &p.City, State: &p.State, Postal: &p.PostalCode, Country: &p.Country, Address: &p.whole, Street: &p.Street}[c.Field]
	switch {
	case *to == "":
		*to = text
		if c.Field == Address {
			p.header = c.Header
		}
	case strings.EqualFold(*to, text):
	case c.Field == Street:
		*to += ", " + text
	default:
		b.keep(c.Header, text)
	}
}

// addresses makes the addresses of their parts.
func (b *row) addresses() {
	l := &b.item.Lead
	for _, p := range b.places {
		p.withHouse()
		if p.whole != "" {
			b.divide(&p)
		}
		if p.Address.Empty() || slices.ContainsFunc(l.Addresses, func(a lead.Address) bool { return holdsAll(a, p.Address) }) {
			continue
		}
		if i := slices.IndexFunc(l.Addresses, func(a lead.Address) bool { return holdsAll(p.Address, a) }); i >= 0 {
			l.Addresses[i] = p.Address
			continue
		}
		l.Addresses = append(l.Addresses, p.Address)
	}
}

// withHouse puts the number where the country writes it.
func (p *place) withHouse() {
	if p.house == "" {
		return
	}
	code, _ := lead.CountryCode(p.Country)
	if oneOf(code, "US GB CA AU NZ IE FR LU ZA IN IL") {
		p.Street = strings.TrimSpace(p.house + " " + p.Street)
	} else {
		p.Street = strings.TrimSpace(p.Street + " " + p.house)
	}
}

// divide takes an address in one text apart. Parts in columns of their own count before
// what is found in it.
func (b *row) divide(p *place) {
	has := p.Street != "" || p.City != "" || p.PostalCode != "" || p.State != ""
	if !has {
		b.whole(p)
		return
	}
	var street, more []string
	before := true
	for piece := range strings.SplitSeq(p.whole, ",") {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		left := p.without(piece)
		switch {
		case left == "":
			before = false
		case before && p.Street == "":
			street = append(street, piece)
		case p.PostalCode == "" && digitsIn(left) > 2 && len(left) <= 10:
			p.withCode(left)
		default:
			more = append(more, piece)
		}
	}
	if before && len(street) > 0 { // it names none of the parts: it is the street
		p.Street, street = strings.Join(street, ", "), nil
	}
	p.Street = strings.TrimPrefix(p.Street+", "+strings.Join(street, ", "), ", ")
	p.Street = strings.TrimSuffix(p.Street, ", ")
	if len(more) > 0 {
		b.keep(p.header, strings.Join(more, ", "))
	}
}

// withCode takes a postal code, and the state that stands before it: "IL 60601".
func (p *place) withCode(text string) {
	state, code, two := strings.Cut(text, " ")
	if two && p.State == "" && len(state) < 4 && digitsIn(state) == 0 && state == strings.ToUpper(state) && digitsIn(code) > 2 {
		p.State, p.PostalCode = state, code
		return
	}
	p.PostalCode = text
}

// without is a piece of an address less the parts that are known.
func (p *place) without(piece string) string {
	words := strings.Fields(piece)
	known := " " + Key(strings.Join([]string{p.Street, p.City, p.State, p.PostalCode, p.Country}, " ")) + " "
	words = slices.DeleteFunc(words, func(w string) bool {
		key := Key(w)
		return key == "" || strings.Contains(known, " "+key+" ")
	})
	left := strings.Join(words, " ")
	if code, ok := lead.CountryCode(left); ok {
		if mine, _ := lead.CountryCode(p.Country); mine == code {
			return ""
		}
	}
	return left
}

// whole reads an address that nothing stands beside but perhaps its country.
func (b *row) whole(p *place) {
	text := strings.Join(strings.FieldsFunc(p.whole, func(r rune) bool { return r == '\n' }), ", ")
	if b.Address != nil {
		if a, rest, ok := b.Address(text, p.Country); ok {
			p.Address = a
			for _, left := range rest {
				if strings.ContainsFunc(left, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
					b.keep(p.header, left)
				}
			}
			return
		}
	}
	if code, ok := lead.CountryCode(text); ok && p.Country == "" && code != "" && !number(text) {
		p.Country = text
		return
	}
	if oneOf(Key(p.header), "location standort") || strings.HasSuffix(Key(p.header), " location") {
		b.keep(p.header, text) // a town, or a region: nobody knows
		return
	}
	p.Street = text
}

// holdsAll says that all parts of an address stand in another one.
func holdsAll(in, a lead.Address) bool {
	same := func(x, y string) bool { return x == "" || strings.EqualFold(x, y) }
	return same(a.Street, in.Street) && same(a.City, in.City) && same(a.State, in.State) && same(a.PostalCode, in.PostalCode) && same(a.Country, in.Country)
}
