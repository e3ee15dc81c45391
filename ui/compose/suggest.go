package compose

import (
	"context"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/queue"
)

// ghost is a value that was typed before and begins like the text of an input, or
// one that follows from others. The zero one is none.
type ghost struct {
	at   lead.Path
	full string // what stands there once it was accepted
	also queue.Suggestion
	// fresh: nothing like the text was typed before, which is worth a word for a label.
	fresh bool
}

// rest is what stands dim behind the typed text: the value's other half. False when
// the text goes on otherwise, or is the value.
func (g ghost) rest(at lead.Path, text string) (string, bool) {
	if g.full == "" || g.at != at {
		return "", false
	}
	begun := lead.Fold(text)
	if strings.Contains(g.full, "@") { // every sign of an address counts
		rest, ok := strings.CutPrefix(g.full, text)
		return rest, ok && rest != ""
	}
	for i := 0; i < len(g.full); {
		if lead.Fold(g.full[:i]) == begun {
			rest := g.full[i:]
			if strings.HasSuffix(text, " ") {
				rest = strings.TrimLeft(rest, " ")
			}
			return rest, lead.Fold(rest) != ""
		}
		_, n := utf8.DecodeRuneInString(g.full[i:])
		i += n
	}
	return "", false
}

// typedKind is what kind of value an input holds, 0 for one without suggestions.
func typedKind(at lead.Path) queue.Typed {
	switch {
	case at.Field == lead.CompanyName:
		return queue.TypedCompany
	case at.Field == lead.Industry:
		return queue.TypedIndustry
	case at.Field == lead.Role:
		return queue.TypedRole
	case at.Field == lead.Labels:
		return queue.TypedLabel
	case at.Part == lead.City:
		return queue.TypedCity
	case at.Part == lead.PostalCode:
		return queue.TypedPostalCode
	}
	return 0
}

// suggest asks for a value for the focused input. What was suggested stays while
// the text goes on like it.
func (m *Model) suggest() tea.Cmd {
	f := m.form
	at, text := f.focus, f.editor.Text()
	if _, fits := m.ghost.rest(at, text); fits && text != "" {
		return nil
	}
	if !m.ghost.fresh || m.ghost.at != at || text == "" {
		m.ghost = ghost{} // what is said of a new label stays until the answer
	}
	switch kind := typedKind(at); {
	case m.doc.fixed != "":
		return nil
	case at.Field == lead.Emails:
		return m.suggestMail(at)
	case kind == 0 || text == "":
		return nil
	default:
		return m.ask(at, kind, text)
	}
}

// ask looks for what was typed before.
func (m *Model) ask(at lead.Path, kind queue.Typed, text string) tea.Cmd {
	const most = 8 // some may stand in the lead already
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		// A suggestion that cannot be had is no reason to disturb the typing.
		all, _ := w.Queue.Suggest(ctx, w.Name, kind, text, most)
		return func() tea.Cmd {
			m.suggested(at, kind, all)
			return nil
		}
	})
}

// suggested takes the answer in, if it is still one.
func (m *Model) suggested(at lead.Path, kind queue.Typed, all []queue.Suggestion) {
	f := m.form
	if f.focus != at {
		return
	}
	text := f.editor.Text()
	m.ghost, m.dirty = ghost{}, true
	if kind == queue.TypedLabel {
		all = append(m.houseLabels(text), all...)
	}
	if kind == queue.TypedLabel && len(all) == 0 && text != "" {
		m.ghost = ghost{at: at, fresh: true}
		return
	}
	for _, s := range all {
		g := ghost{at: at, full: s.Value, also: s}
		_, goes := g.rest(at, text)
		code := kind == queue.TypedPostalCode && s.Value == strings.TrimSpace(text)
		if code || goes && kind != queue.TypedPostalCode && !f.holds(at, s.Value) {
			m.ghost = g
			return
		}
	}
}

// holds says that another row of the same list holds the value.
func (f *form) holds(at lead.Path, value string) bool {
	if !at.Field.Repeats() || at.Part != lead.One {
		return false
	}
	for row := range f.lead.Rows(at.Contact, at.Field) {
		other := at
		if other.Row = row; row != at.Row && f.lead.Get(other) == value {
			return true
		}
	}
	return false
}

// ghostOffer is the suggestion as an offer.
func (m *Model) ghostOffer() (offer, bool) {
	f, g := m.form, m.ghost
	at, text := f.focus, f.editor.Text()
	switch {
	case g.at == at && g.fresh && text != "":
		if o, off := m.houseOffer(at, text); off {
			o.line = "new label, " + o.line
			return o, true
		}
		return offer{line: "new label"}, true
	case g.full == "" || g.at != at:
		return m.houseOffer(at, text)
	}
	if at.Part == lead.PostalCode {
		return m.cityOffer(at, text)
	}
	rest, ok := g.rest(at, text)
	if !ok {
		return m.houseOffer(at, text)
	}
	o := whole(g.full)
	o.ghost = rest
	if at.Field == lead.Labels && m.rules().OffList(g.full) != "" {
		o.line = offList
	}
	if at.Part == lead.City && f.empty(at, lead.State, lead.Country) && g.also.State+g.also.Country != "" {
		city := o.take
		o.line = "→ " + joined(g.full, g.also.State, g.also.Country)
		o.take = func(f *form) {
			city(f)
			f.fill(at, g.also)
		}
	}
	return o, true
}

// cityOffer offers the city of a postal code that was typed before.
func (m *Model) cityOffer(at lead.Path, text string) (offer, bool) {
	s := m.ghost.also
	if s.Value != strings.TrimSpace(text) || !m.form.empty(at, lead.City) {
		return offer{}, false
	}
	return offer{
		line: "→ " + joined(s.City, s.State, s.Country),
		take: func(f *form) {
			f.remember()
			f.setPart(at, lead.City, s.City)
			f.fill(at, s)
		},
	}, true
}

// empty says that nothing stands in parts of an address.
func (f *form) empty(at lead.Path, parts ...lead.Part) bool {
	for _, part := range parts {
		if at.Part = part; f.lead.Get(at) != "" {
			return false
		}
	}
	return true
}

// fill puts state and country into an address that has neither.
func (f *form) fill(at lead.Path, s queue.Suggestion) {
	if f.empty(at, lead.State, lead.Country) {
		f.setPart(at, lead.State, s.State)
		f.setPart(at, lead.Country, s.Country)
	}
}

func (f *form) setPart(at lead.Path, part lead.Part, value string) {
	at.Part = part
	f.lead.Set(at, value)
}

func joined(parts ...string) string {
	var all []string
	for _, s := range parts {
		if s = clean(s); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " · ")
}

// suggestMail suggests an address for a person: behind an @ the domain, and, when
// two addresses of the company are made of names in the same way, the whole.
func (m *Model) suggestMail(at lead.Path) tea.Cmd {
	f := m.form
	domain := f.mailDomain(at)
	if domain == "" && at.Contact == 0 {
		domain = m.known.domain
	}
	if domain == "" {
		return nil
	}
	text := f.editor.Text()
	if local, typed, ok := strings.Cut(text, "@"); ok && local != "" && strings.HasPrefix(domain, typed) {
		m.ghost = ghost{at: at, full: local + "@" + domain}
		return nil
	}
	p, ok := f.person(at.Contact)
	if !ok || len(p.Emails) > 1 || p.Name == "" || p.LastName == "" {
		return nil
	}
	const enough = 40 // addresses of one domain to learn from
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		all, _ := w.Queue.Suggest(ctx, w.Name, queue.TypedMail, domain, enough)
		return func() tea.Cmd {
			if full, ok := f.mailOf(p, domain, all); ok && m.form == f && f.focus == at {
				m.ghost, m.dirty = ghost{at: at, full: full}, true
			}
			return nil
		}
	})
}

// mailOf makes a person's address as two others of the domain are made.
func (f *form) mailOf(p lead.Person, domain string, known []queue.Suggestion) (string, bool) {
	const two = 2
	n := map[string]int{}
	for _, s := range known {
		n[s.Value]++
	}
	for _, c := range f.lead.Contacts {
		for _, m := range c.Emails {
			if pattern, at, ok := lead.MailPattern(c, m); ok && at == domain {
				n[pattern]++
			}
		}
	}
	best := ""
	for pattern := range n {
		if n[pattern] > n[best] || n[pattern] == n[best] && pattern < best {
			best = pattern
		}
	}
	if n[best] < two {
		return "", false
	}
	return lead.MailAddress(p, best, domain)
}

// person is whose email an input holds, false for a company's.
func (f *form) person(contact int) (lead.Person, bool) {
	switch {
	case contact == 0:
		return f.lead.Person, f.lead.Kind == lead.Contact
	case contact > len(f.lead.Contacts):
		return lead.Person{}, false
	}
	return f.lead.Contacts[contact-1], true
}

// mailDomain is the domain of the lead's other addresses, the company's before
// those of its people; "" for none, and for one that everybody can have.
func (f *form) mailDomain(at lead.Path) string {
	for n := range len(f.lead.Contacts) + 1 {
		for row := range f.lead.Rows(n, lead.Emails) {
			p := lead.Path{Contact: n, Field: lead.Emails, Row: row}
			_, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(f.lead.Get(p))), "@")
			if ok && p != at && strings.Contains(domain, ".") && !paste.FreeMail(domain) {
				return domain
			}
		}
	}
	return ""
}

// ghost is the other half of a suggestion, dim behind used cells of typed text.
func (p *painter) ghost(used, w int) string {
	e := p.m.form.editor
	o, ok := p.m.offered()
	if !ok || o.ghost == "" || e.Cursor() != len(e.Text()) {
		return ""
	}
	rest := clean(o.ghost)
	if strings.HasPrefix(o.ghost, " ") {
		rest = " " + rest
	}
	return p.t.Hint.S(p.t.CutTo(rest, max(w-used, 0), "›"))
}
