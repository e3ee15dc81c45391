package compose

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/queue"
)

// company is what the queue knows of the company that a contact works for. The zero
// one is unknown.
type company struct {
	name    string // as it is typed in the contact's Company row
	domain  string // of its mail, or of its people's
	phone   string // the beginning of its numbers, "+49 30 "
	address lead.Address
}

// lookUp reads the company of a contact once its row was left, one that is known
// too: its lead may have been changed since.
func (m *Model) lookUp(left lead.Path) tea.Cmd {
	name := strings.TrimSpace(m.form.lead.Company)
	if left.Field != lead.CompanyName || left.Contact != 0 {
		return nil
	}
	if name != m.known.name {
		m.known = company{name: name}
	}
	if name == "" || m.doc.fixed != "" {
		return nil
	}
	w, rules := m.d.Workspace, m.d.Workspace.Encoding().Rules
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		// A company that cannot be read is one that is not known.
		c, _ := findCompany(ctx, w.Queue, w.Name, name, rules)
		return func() tea.Cmd {
			if m.known.name != name {
				return nil
			}
			m.known, m.dirty = c, true
			return m.suggest()
		}
	})
}

// findCompany reads the company lead of a name, of several the one that stands
// first among those alike; without a domain there, that of the contacts of the name.
func findCompany(ctx context.Context, q queue.Queue, workspace, name string, r lead.Rules) (company, error) {
	c := company{name: name}
	alike, err := q.Alike(ctx, workspace, queue.Entry{Lead: lead.Lead{Person: lead.Person{Name: name}}})
	for _, match := range alike {
		e, err := q.Get(ctx, workspace, match.ID)
		if err != nil || e.Lead.Kind != lead.Company {
			continue // somebody else's, or deleted meanwhile
		}
		c = companyOf(name, e.Lead, r)
		break
	}
	if c.domain != "" {
		return c, err
	}
	const newest = 5
	domains, read := q.Suggest(ctx, workspace, queue.TypedDomain, name, newest)
	for _, s := range domains {
		if c.domain == "" && !paste.FreeMail(s.Value) {
			c.domain = s.Value
		}
	}
	return c, errors.Join(err, read)
}

// companyOf is what a contact can take over from its company's lead.
func companyOf(name string, l lead.Lead, r lead.Rules) company {
	c := company{name: name}
	for _, p := range append([]lead.Person{l.Person}, l.Contacts...) {
		for _, m := range p.Emails {
			if _, domain, ok := strings.Cut(strings.ToLower(m), "@"); ok && c.domain == "" && !paste.FreeMail(domain) {
				c.domain = domain
			}
		}
	}
	for _, s := range l.Socials {
		if c.domain == "" && lead.SocialType(s.URL) == "Website" {
			c.domain = strings.TrimPrefix(lead.URLHost(s.URL), "www.")
		}
	}
	for _, typed := range l.Phones {
		if c.phone == "" {
			c.phone = lead.PhonePrefix(typed, lead.PhoneRegion(l, 0, r))
		}
	}
	if len(l.Addresses) > 0 {
		c.address = l.Addresses[0]
	}
	return c
}

// companyOffer offers a contact the company of the lead that was saved before, and
// what its company has: the beginning of its phones, and its address.
func (m *Model) companyOffer() (offer, bool) {
	f, c := m.form, m.known
	at, text := f.focus, f.editor.Text()
	if at.Field == lead.CompanyName && at.Contact == 0 && text == "" && m.before != "" {
		return whole(m.before), true
	}
	if c.name == "" || at.Contact != 0 || f.lead.Kind != lead.Contact || strings.TrimSpace(f.lead.Company) != c.name || text != "" {
		return offer{}, false
	}
	switch {
	case at.Field == lead.Phones && c.phone != "" && !f.filled(lead.Path{Field: lead.Phones}):
		return whole(c.phone), true
	case at.Part == lead.Street && !c.address.Empty() && !f.filled(at):
		a := c.address
		return offer{
			line: "→ " + joined(a.Street, strings.TrimSpace(a.PostalCode+" "+a.City), a.State, a.Country) + ", as " + clean(c.name),
			take: func(f *form) { f.setAddress(at, a) },
		}, true
	}
	return offer{}, false
}

// whole offers a text for an empty input.
func whole(text string) offer {
	return offer{ghost: text, take: func(f *form) {
		f.remember()
		f.editor.SetText(text)
		f.take()
	}}
}

// setAddress puts an address into its row.
func (f *form) setAddress(at lead.Path, a lead.Address) {
	f.remember()
	for part, value := range map[lead.Part]string{
		lead.Street: a.Street, lead.City: a.City, lead.State: a.State, lead.PostalCode: a.PostalCode, lead.Country: a.Country,
	} {
		f.setPart(at, part, value)
	}
	f.enter(at)
}
