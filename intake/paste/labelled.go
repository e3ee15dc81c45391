package paste

import (
	"strings"
	"unicode/utf8"

	"leadpad/lead"
)

// labelled is a value with the name of its field.
type labelled struct {
	label, value piece
	column       column
}

// findLabelled takes what stands beside the name of its field: "City: Austin", and
// in forms the field's name on one line and the value on the next.
func (c *card) findLabelled() {
	var whole, given, family []labelled
	a := address{}
	var where, parts []labelled
	for _, v := range c.labelled() {
		if v.column == nameColumn && legal(v.value.String()) {
			v.column = companyColumn // "Titular: Muebles Soto, S.L."
		}
		if h, ok := person(v.value); ok && v.column == companyColumn && customer(v.label.String()) && len(h.words) == 2 {
			v.column = nameColumn // "Client: Jane Doe"
		}
		switch v.column {
		case nameColumn:
			whole = append(whole, v)
		case givenColumn:
			given = append(given, v)
		case familyColumn:
			family = append(family, v)
		case companyColumn:
			c.labelledCompany(v)
		case roleColumn:
			if c.role.text == "" && !strings.ContainsAny(v.value.String(), "@") {
				c.role = c.giveLabelled(v)
			}
		case addressColumn:
			where = append(where, v)
		default:
			parts = append(parts, v)
		}
	}
	if len(parts) == 1 && parts[0].column == cityColumn && townish(parts[0].value.String()) && len(parts[0].value.commas()) == 1 {
		c.labelledPart(&a, parts[0])
	}
	if len(parts) > 1 { // a postal code alone has its town beside it
		for _, v := range parts {
			c.labelledPart(&a, v)
		}
	}
	if len(where) > 0 && a.street.text == "" && a.city.text+a.postal.text != "" { // its other parts have labels too
		a.street = c.giveLabelled(where[0])
	}
	c.labelledName(whole, given, family)
	if a.city.text != "" || a.postal.text != "" || a.street.text != "" {
		c.address = append(c.address, a)
	}
}

// customer says that a word names a buyer, who may be a person or a company.
func customer(label string) bool {
	return oneOf(lead.Fold(label), "cliente kunde client customer klant kund asiakas musteri klient клиент")
}

// giveLabelled takes the value, and leaves over the word that named it.
func (c *card) giveLabelled(v labelled) value {
	c.aside(v.label, Tag)
	return v.value.give(Label, v.label.String())
}

// labelled are the values with names of fields beside them or above them.
func (c *card) labelled() []labelled {
	var out []labelled
	var above []labelled // label lines whose value stands below
	forms := 0
	lines := c.inside()
	dashes := dashPairs(lines)
	for i, l := range lines {
		free := l.free()
		if v, ok := dashPair(l); ok && dashes {
			out = append(out, v)
			continue
		}
		if v, ok := pair(l); ok {
			out = append(out, v)
			continue
		}
		for _, p := range free {
			if v, ok := beside(p); ok {
				out = append(out, v)
			}
		}
		if len(free) != 1 || i+1 >= len(lines) {
			continue
		}
		s := free[0].String()
		col := columnOf(s)
		below := lines[i+1].free()
		if col == noColumn || free[0].from > 0 && strings.TrimSpace(l.text[:free[0].from]) != "" {
			continue
		}
		if forms++; len(below) == 1 && columnOf(below[0].String()) == noColumn {
			above = append(above, labelled{free[0], below[0], col})
		}
	}
	const form = 2 // label lines: one alone may be a heading
	for _, v := range above {
		colon := strings.ContainsAny(v.label.text[v.label.to:], ":：")
		if forms >= form || colon && v.column == nameColumn {
			out = append(out, v)
		}
	}
	return out
}

// inside are the lines with text in which values are sought.
func (c *card) inside() []*line {
	var out []*line
	for _, l := range c.lines {
		if !l.outside && strings.TrimSpace(l.text) != "" {
			out = append(out, l)
		}
	}
	return out
}

// pair reads a line of two cells, "City<tab>Austin".
func pair(l *line) (v labelled, ok bool) {
	label, rest, ok := strings.Cut(l.text, "\t")
	if !ok || strings.Contains(strings.TrimSpace(rest), "\t") {
		return v, false
	}
	whole := piece{l, 0, len(l.text)}
	v = labelled{whole.sub(0, len(label)), whole.sub(len(label), len(l.text)), columnOf(label)}
	return v, v.valid()
}

// dashPair reads a line of a form that has a dash between label and value, "City -
// Austin", which divides elsewhere.
func dashPair(l *line) (v labelled, ok bool) {
	at, length := -1, 0
	for _, mark := range []string{" - ", " – ", " — ", " = ", " -> ", " → "} {
		if i := strings.Index(l.text, mark); i > 0 && (at < 0 || i < at) {
			at, length = i, len(mark)
		}
	}
	if at < 0 {
		return v, false
	}
	whole := piece{l, 0, len(l.text)}
	v = labelled{whole.sub(0, at), whole.sub(at+length, len(l.text)), columnOf(strings.Trim(l.text[:at], " -*•"))}
	return v, v.valid() && len(v.value.commas()) < 3
}

// dashPairs says that several lines are written so: one alone may be anything.
func dashPairs(lines []*line) bool {
	const least = 2
	n := 0
	for _, l := range lines {
		if strings.ContainsAny(l.text, "-–—=→") {
			if _, ok := dashPair(l); ok {
				n++
			}
		}
	}
	return n >= least
}

// beside reads a piece with a colon: "City: Austin".
func beside(p piece) (v labelled, ok bool) {
	s := p.String()
	i := strings.IndexAny(s, ":：")
	if i < 0 {
		return v, false
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	v = labelled{p.sub(0, i), p.sub(i+n, len(s)), columnOf(s[:i])}
	return v, v.valid()
}

func (v labelled) valid() bool {
	return v.column != noColumn && !v.value.blank() && !v.value.gone() && !v.label.gone()
}

// labelledCompany takes a company that its label names.
func (c *card) labelledCompany(v labelled) {
	if c.company.text != "" || !strings.ContainsFunc(v.value.String(), isWordRune) {
		return
	}
	c.company, c.certain = c.giveLabelled(v), true
	c.companyAgain()
}

// labelledPart puts a part of an address on its place.
func (c *card) labelledPart(a *address, v labelled) {
	s := v.value.String()
	to := map[column]*value{streetColumn: &a.street, cityColumn: &a.city, stateColumn: &a.state, postalColumn: &a.postal, countryColumn: &a.country}[v.column]
	_, known := lead.CountryCode(s)
	const longest = 12 // of a postal code
	switch {
	case to == nil || to.text != "":
	case v.column == postalColumn && (digits(s) < 2 || len(s) > longest):
	case v.column == cityColumn && !townish(s) || v.column == countryColumn && !known:
	default:
		*to = c.giveLabelled(v)
	}
}

// labelledName takes the name that its label, or those of its two parts, name.
func (c *card) labelledName(whole, given, family []labelled) {
	switch {
	case len(given) > 0 && len(family) > 0:
		c.person.first, c.person.last = c.giveLabelled(given[0]), c.giveLabelled(family[0])
		return
	case len(given) > 0 && len(whole) > 0 && len(strings.Fields(whole[0].value.String())) < 3: // "Nom:", "Prénom:"
		c.person.first, c.person.last = c.giveLabelled(given[0]), c.giveLabelled(whole[0])
		return
	case len(family) > 0 && len(whole) > 0: // "Nombre:", "Apellidos:"
		c.person.first, c.person.last = c.giveLabelled(whole[0]), c.giveLabelled(family[0])
		return
	}
	for _, v := range append(whole, given...) {
		if !c.nameIn(v.value, v.label.String()) {
			continue
		}
		if c.role.text == "" && isRole(v.label.String()) { // "Owner: Jane Doe"
			c.role = v.label.give(Word, "")
		}
		c.aside(v.label, Tag)
		return
	}
}

// nameIn takes the name in a piece of which the word before it says that it holds one.
func (c *card) nameIn(p piece, label string) bool {
	if c.takeEasternName(p, Label, label) {
		return true
	}
	for _, q := range candidates(p) {
		h, ok := person(q)
		if !ok {
			continue
		}
		last := c.lastByShape(h)
		for _, email := range c.emails {
			if k, ok := matches(h, localOf(email.text), true); ok {
				last = c.familyFirst(h, k)
			}
		}
		c.takeName(h, last, Label, label)
		return true
	}
	return false
}

// findRoleAndName takes "Practice Manager: Jane Doe".
func (c *card) findRoleAndName() {
	for _, p := range c.near() {
		s := p.String()
		i := strings.IndexAny(s, ":：")
		if i <= 0 || c.person.first.text != "" || c.role.text != "" || !isRole(s[:i]) {
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		label := p.sub(0, i)
		if value := p.sub(i+n, len(s)); (len(strings.Fields(value.String())) > 1 || eastern(value.String())) && c.nameIn(value, label.String()) {
			c.role = label.give(Word, "")
		}
	}
}
