package paste

import (
	"slices"
	"strings"

	"leadpad/lead"
)

// lead makes a lead of what was found. ok is false for a text that is no lead: it
// has neither a way to reach anybody nor a name that a rule is certain of.
func (c *card) lead(as As) (out Lead, ok bool) {
	named := c.person.first.text != "" && (c.person.first.why != Position || c.role.text != "" || len(c.urls)+len(c.address) > 0 || c.company.text != "")
	if len(c.emails)+len(c.phones) == 0 && !named && !c.certain {
		return Lead{Left: c.all()}, false
	}
	return c.whatever(as), true
}

// whatever is what was found, as a lead.
func (c *card) whatever(as As) Lead {
	b := builder{}
	switch c.kind(as) {
	case lead.Contact:
		b.out.Lead.Kind = lead.Contact
		c.asContact(&b)
	default:
		c.asCompany(&b)
	}
	for i, label := range c.labels {
		b.add(lead.Path{Field: lead.Labels, Row: i}, value{text: label, why: Member})
	}
	if c.notes != "" {
		b.add(lead.Path{Field: lead.Notes}, value{text: c.notes, why: Member})
	}
	b.out.Left = c.rest()
	return b.out
}

// onlyPlaces says that the text is nothing but an address, or pages of the web.
func (c *card) onlyPlaces() bool {
	for _, a := range c.address {
		if a.street.text == "" && a.city.text == "" {
			return false
		}
	}
	if len(c.address)+len(c.urls) == 0 {
		return false
	}
	return !slices.ContainsFunc(c.rest(), func(l Left) bool { return l.Kind != Tag })
}

// all is the whole text as left over.
func (c *card) all() []Left {
	var out []Left
	for _, l := range c.lines {
		if strings.ContainsFunc(l.text, isWordRune) {
			out = append(out, Left{Text: strings.TrimSpace(l.text), Kind: Outside, Line: l.number})
		}
	}
	return out
}

// kind is the lead's: what was asked for, else a company where one is certain.
func (c *card) kind(as As) lead.Kind {
	switch {
	case as == Contact:
		return lead.Contact
	case as == Company:
		return lead.Company
	case c.certain:
		return lead.Company
	case c.person.first.text == "" && len(c.emails) > 0 && roleAddress(localOf(c.emails[0].text)),
		c.person.first.text == "" && c.company.text != "",
		c.person.first.text == "" && len(c.emails) == 0:
		return lead.Company
	}
	return lead.Contact
}

// builder puts values on their fields.
type builder struct {
	out Lead
}

func (b *builder) add(at lead.Path, v value) {
	if v.text == "" {
		return
	}
	b.out.Lead.Set(at, v.text)
	b.out.Found = append(b.out.Found, Found{Path: at, Value: v.text, Why: v.why, Detail: v.detail, Line: v.line})
}

// row adds a row behind those that are there.
func (b *builder) row(at lead.Path, v value) {
	at.Row = b.out.Lead.Rows(at.Contact, at.Field)
	b.add(at, v)
}

// asContact is a person, their company in its row.
func (c *card) asContact(b *builder) {
	c.names(b, 0)
	b.add(lead.Path{Field: lead.CompanyName}, c.company)
	b.add(lead.Path{Field: lead.Role}, c.role)
	c.reach(b, func(value) int { return 0 }, func(value) int { return 0 })
}

// asCompany is a company with its person as an associated contact.
func (c *card) asCompany(b *builder) {
	b.add(lead.Path{Field: lead.Name}, c.company)
	at := 0
	if c.person.first.text != "" || c.person.last.text != "" {
		at = 1
		c.names(b, at)
	}
	b.add(lead.Path{Contact: at, Field: lead.Role}, c.role)
	c.reach(b, func(v value) int {
		if at == 1 && (v.person || !roleAddress(localOf(v.text))) {
			return at
		}
		return 0
	}, func(v value) int {
		if v.person {
			return at
		}
		return 0
	})
}

func (c *card) names(b *builder, at int) {
	b.add(lead.Path{Contact: at, Field: lead.Name}, c.person.first)
	b.add(lead.Path{Contact: at, Field: lead.LastName}, c.person.last)
}

// reach adds emails, phones, profiles and addresses; whose they are mail and other
// say, 0 for the lead's.
func (c *card) reach(b *builder, mail, other func(value) int) {
	for _, v := range c.emails {
		b.row(lead.Path{Contact: mail(v), Field: lead.Emails}, v)
	}
	for _, v := range c.phones {
		b.row(lead.Path{Contact: other(v), Field: lead.Phones}, v)
	}
	for i, a := range c.address {
		for _, part := range []struct {
			part lead.Part
			v    value
		}{{lead.Street, a.street}, {lead.City, a.city}, {lead.State, a.state}, {lead.PostalCode, a.postal}, {lead.Country, a.country}} {
			b.add(lead.Path{Field: lead.Addresses, Row: i, Part: part.part}, part.v)
		}
	}
	for _, v := range c.urls {
		b.row(lead.Path{Contact: other(v), Field: lead.Socials, Part: lead.URL}, v)
	}
}
