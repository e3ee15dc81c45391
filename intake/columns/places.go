package columns

import (
	"slices"
	"strconv"

	"leadpad/lead"
)

// places decides between states and countries by what stands in them, and between
// streets and whole addresses by the columns beside them.
func (p *Plan) places() {
	p.each(either, func(i int, c *Column, s stat) {
		beside := func(f Field) bool {
			return slices.ContainsFunc(p.Columns, func(o Column) bool { return o.Field == f && o.Group == c.Group })
		}
		switch {
		case s.filled == 0:
			p.none(i, Tie)
		case s.most(s.countries) && !beside(Country):
			c.Field, c.Why = Country, Values
		case s.hardly(s.countries) && s.hardly(s.statuses) && !beside(State) && (beside(City) || beside(Postal) || beside(Street) || beside(Country)):
			c.Field, c.Why = State, Values
		default:
			p.none(i, Tie)
		}
	})
	p.swap()
	p.each(Address, func(i int, c *Column, _ stat) {
		for k, o := range p.Columns {
			beside := o.Group == c.Group && (o.Field == City || o.Field == Postal)
			if beside && (p.sample.of(k).filled > 0 || p.sample.of(i).filled == 0) && !p.means[i].whole && !p.holds(i, k) {
				c.Field = Street
				return
			}
		}
		if c.Line > 1 {
			c.Group, c.Line = c.Group+" "+strconv.Itoa(c.Line), 0
		}
	})
}

// holds says that a whole address in a column says a part that has a column too.
func (p *Plan) holds(address, part int) bool {
	in, seen := p.within(part, address)
	return seen > 0 && in*2 > seen
}

// swap mends maps that call the state country and the country state.
func (p *Plan) swap() {
	for i := range p.Columns {
		state, s := &p.Columns[i], p.sample.of(i)
		if state.Field != State || !s.most(s.countries) {
			continue
		}
		for k := range p.Columns {
			country, t := &p.Columns[k], p.sample.of(k)
			if country.Field == Country && country.Group == state.Group && t.hardly(t.countries) {
				state.Field, state.Why, country.Field, country.Why = Country, Values, State, Values
				break
			}
		}
	}
}

// settleGroups joins a country that stands alone with the one address that lacks it.
func (p *Plan) settleGroups() {
	groups := map[string][]Field{}
	for _, c := range p.Columns {
		if c.Field.ofAddress() {
			groups[c.Group] = append(groups[c.Group], c.Field)
		}
	}
	alone := groups[""]
	if len(groups) != 2 || len(alone) != 1 || alone[0] != Country && alone[0] != State {
		return
	}
	for group, fields := range groups {
		if group == "" || slices.Contains(fields, alone[0]) {
			continue
		}
		for i := range p.Columns {
			if p.Columns[i].Field == alone[0] && p.Columns[i].Group == "" {
				p.Columns[i].Group = group
			}
		}
	}
}

// legalForm says that a name ends in the form of a company, as in "Acme GmbH".
func legalForm(name string) bool { return lead.HasLegalForm(name) }
