package columns

import (
	"slices"
	"strconv"
	"strings"
)

// Plan says what each column of a table holds.
type Plan struct {
	Columns []Column
	Format  Format
	// People says that the rows are about persons: one without a name is one too.
	People bool
	means  []meaning
	sample *Sample
}

// New finds out what the columns hold, by their names, of which none need be there,
// and by what stands in them.
func New(header []string, s *Sample) *Plan {
	if s == nil {
		s = &Sample{}
	}
	p := &Plan{Format: formatOf(header), sample: s}
	for i := range max(len(header), len(s.stats)) {
		c := Column{Samples: s.of(i).shown}
		if i < len(header) {
			c.Header = strings.TrimSpace(header[i])
		}
		m := meaningOf(c.Header)
		c.Field, c.Network, c.Group, c.Line = m.field, m.network, m.group, m.line
		switch {
		case m.field != None:
			c.Why = Header
		case m.tie:
			c.Why = Tie
		}
		p.Columns, p.means = append(p.Columns, c), append(p.means, m)
	}
	if p.Format == Own {
		return p
	}
	p.titles()
	p.contacts()
	p.names()
	p.places()
	p.check()
	p.vote()
	p.settleGroups()
	p.People = p.has(First) || p.has(Last) || p.has(Full)
	return p
}

func (p *Plan) has(fields ...Field) bool {
	return slices.ContainsFunc(p.Columns, func(c Column) bool { return slices.Contains(fields, c.Field) })
}

func (p *Plan) at(f Field) int {
	return slices.IndexFunc(p.Columns, func(c Column) bool { return c.Field == f })
}

// none takes a column's field away.
func (p *Plan) none(i int, why Why) { p.Columns[i].Field, p.Columns[i].Why = None, why }

// each gives the columns of a field to do.
func (p *Plan) each(f Field, do func(i int, c *Column, s stat)) {
	for i := range p.Columns {
		if p.Columns[i].Field == f {
			do(i, &p.Columns[i], p.sample.of(i))
		}
	}
}

// titles decides whether a title is a job or a form of address.
func (p *Plan) titles() {
	job := p.has(Role)
	p.each(title, func(i int, c *Column, s stat) {
		switch {
		case p.Format == VendorMaps:
			c.Field = Company
		case job, p.Format == Outlook, s.salutes*2 >= max(1, s.filled) && s.filled > 0:
			p.none(i, Unknown)
		default:
			c.Field = Role
		}
	})
}

// contacts takes "Contact" for a person beside a company.
func (p *Plan) contacts() {
	beside := (p.has(Company) || p.has(someName)) && !p.has(First, Last, Full)
	p.each(contact, func(i int, c *Column, s stat) {
		if !beside || s.filled > 0 && !s.hardly(s.digits+s.emails) {
			p.none(i, Unknown)
			return
		}
		c.Field = Full
		p.each(someName, func(_ int, name *Column, _ stat) {
			if !p.has(Company) {
				name.Field = Company
			}
		})
	})
}

// names decides whose name a plain "Name" is.
func (p *Plan) names() {
	first, last := p.at(First), p.at(Last)
	p.each(Full, func(i int, c *Column, _ stat) {
		if p.means[i].some && first >= 0 && last < 0 {
			if in, seen := p.within(first, i); seen > 0 && in == 0 {
				c.Field = Last
			}
		}
	})
	p.each(someName, func(i int, c *Column, _ stat) {
		switch {
		case first >= 0 && last >= 0:
			c.Field = Full
		case first >= 0: // "Name, Vorname"
			in, seen := p.within(first, i)
			switch {
			case seen > 0 && in*5 >= seen*4:
				c.Field = Full
			case seen == 0 || in*5 <= seen:
				c.Field = Last
			default:
				p.none(i, Tie)
			}
		case last >= 0: // "Nombre, Apellidos"
			if in, seen := p.within(last, i); seen > 0 && in*5 >= seen*4 {
				c.Field = Full
			} else {
				c.Field = First
			}
		case p.has(Full):
			c.Field = Company
			if p.has(Company) {
				p.none(i, Tie)
			}
		case p.has(Company), p.persons(i):
			c.Field = Full
		default:
			c.Field = Company
		}
	})
}

// within counts the rows in which the cell of one column holds a word of another's.
func (p *Plan) within(part, whole int) (in, seen int) {
	for _, row := range p.sample.rows {
		if part >= len(row) || whole >= len(row) || row[part] == "" || row[whole] == "" {
			continue
		}
		seen++
		if strings.Contains(" "+Key(row[whole])+" ", " "+Key(row[part])+" ") {
			in++
		}
	}
	return in, seen
}

// persons says that the names of a column are persons': emails spell them, or jobs
// stand beside them. Companies have legal forms and domains of their name.
func (p *Plan) persons(name int) bool {
	if p.has(Role) && !p.has(Site, Employees) {
		return true
	}
	email, people, firms := p.at(Email), 0, 0
	for _, row := range p.sample.rows {
		if name >= len(row) || row[name] == "" {
			continue
		}
		mail := ""
		if email >= 0 && email < len(row) {
			mail = row[email]
		}
		switch {
		case legalForm(row[name]):
			firms++
		case spells(mail, row[name]):
			people++
		case mail != "":
			firms++
		}
	}
	return people > firms
}

// spells says that the part of an email before the @ is a person's of that name, with
// the words of it that no domain has.
func spells(email, name string) bool {
	local, domain, ok := strings.Cut(strings.ToLower(email), "@")
	words := normal(name)
	if !ok || len(words) < 2 || len(words) > 4 {
		return false
	}
	local, domain = joined(normal(local)), joined(normal(domain))
	for _, w := range words {
		if len(w) > 2 && strings.Contains(local, w) && !strings.Contains(domain, w) {
			return true
		}
	}
	return false
}

// check takes a field away from columns in which something else stands.
func (p *Plan) check() {
	for i := range p.Columns {
		if s := p.sample.of(i); s.filled > 0 && against(p.Columns[i].Field, s) {
			p.none(i, Against)
		}
	}
	p.each(State, func(i int, _ *Column, s stat) {
		if s.hardly(s.filled-s.statuses) || !p.has(City, Postal, Street, Country, Address) && s.statuses*2 >= max(1, s.filled) {
			p.none(i, Against) // of a lead, not of a country
		}
	})
}

// against says that most cells of a column are not what its name says.
func against(f Field, s stat) bool {
	switch f {
	case Email:
		return s.hardly(s.emails)
	case Phone:
		return s.most(s.emails) || s.most(s.urls) || s.filled > 2 && s.most(s.short)
	case Site:
		return s.hardly(s.urls)
	case Social:
		return s.most(s.emails)
	case Employees:
		return s.hardly(s.digits)
	case Postal:
		return s.hardly(s.codes) || s.most(s.emails)
	case City, State, Country:
		return s.most(s.emails) || s.most(s.blank) || s.most(s.urls)
	case First, Last, Full, Company, Role, Industry:
		return s.most(s.emails) || s.most(s.blank) || s.most(s.phones) || f != Company && s.most(s.urls)
	case CompanyID, ContactID:
		return !s.most(s.uuids)
	}
	return false
}

// vote gives columns without a name the field that most of their cells look like.
func (p *Plan) vote() {
	for i := range p.Columns {
		c, s := &p.Columns[i], p.sample.of(i)
		if c.Header != "" || s.filled == 0 {
			continue
		}
		switch {
		case s.most(s.emails):
			c.Field = Email
		case s.most(s.phones):
			c.Field = Phone
		case s.most(s.urls):
			c.Field = Site
		case s.most(s.countries) && s.filled > 1 && !p.has(Country):
			c.Field = Country
		default:
			continue
		}
		c.Why = Values
	}
}

// Set gives a column the field that somebody chose; ok is false where no column has
// that name. "Column 3" is the third one, where it has none.
func (p *Plan) Set(header string, f Field) (ok bool) {
	for i := range p.Columns {
		c := &p.Columns[i]
		numbered := c.Header == "" && header == "Column "+strconv.Itoa(i+1)
		if !numbered && c.Header != header && (Key(header) == "" || Key(c.Header) != Key(header)) {
			continue
		}
		c.Field, c.Why, ok = f, You, true
		if m := p.means[i]; f == Social && m.network != "" {
			c.Network = m.network
		}
	}
	p.People = p.has(First) || p.has(Last) || p.has(Full)
	return ok
}

// Mapped counts the columns that have a field.
func (p *Plan) Mapped() int {
	n := 0
	for _, c := range p.Columns {
		if c.Field != None && c.Field != Off {
			n++
		}
	}
	return n
}
