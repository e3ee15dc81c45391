package compose

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/ui/kit"
)

// acceptKey accepts an offer, at the end of the text and unless the key before it
// was the same: who walks to the end of a text wants nothing put in, nor does who
// holds the key a moment too long want what is offered next.
const acceptKey = "right"

// offer is what leadpad would do with the focused input. The zero one is none.
type offer struct {
	ghost string      // goes on where the text ends
	line  string      // said under the input
	take  func(*form) // one step of undo; nil where there is only something to say
	done  string      // said when it was taken, "" where it is seen
}

// offered is the offer of the input that has the focus.
func (m *Model) offered() (offer, bool) {
	if m.doc.fixed != "" || m.form.shut {
		return offer{}, false
	}
	if o, ok := m.slip(); ok {
		return o, true
	}
	if o, ok := m.ghostOffer(); ok {
		return o, true
	}
	return m.companyOffer()
}

// slip offers to move a value to where it belongs.
func (m *Model) slip() (offer, bool) {
	f := m.form
	at, text := f.focus, f.editor.Text()
	to, ok := lead.Slipped(at, text, lead.PhoneRegion(f.lead, at.Contact, m.encoding().Rules))
	if !ok {
		return offer{}, false
	}
	if to.Field == lead.Addresses {
		to.Row = at.Row
	} else {
		to.Row = f.freeRow(to)
	}
	if f.lead.Get(to) != "" {
		return offer{}, false // it would overwrite something
	}
	name := slipNames(to)
	return offer{
		line: "looks like " + name.is + ": → moves it to " + name.where,
		done: "moved to " + name.where,
		take: func(f *form) { f.moveValue(at, to) },
	}, true
}

// slipNames are the words for where a value goes.
func slipNames(to lead.Path) struct{ is, where string } {
	type names = struct{ is, where string }
	switch {
	case to.Part == lead.PostalCode:
		return names{"a postal code", "Postal code"}
	case to.Part == lead.Country:
		return names{"a country", "Country"}
	case to.Field == lead.Phones:
		return names{"a phone", to.Field.Label()}
	case to.Field == lead.Socials:
		return names{"a web address", to.Field.Label()}
	}
	return names{"an email", to.Field.Label()}
}

// freeRow is the last row of a list where nothing was typed, else one more.
func (f *form) freeRow(p lead.Path) int {
	n := f.lead.Rows(p.Contact, p.Field)
	p.Row = n - 1
	if n > 0 && !f.filled(p) {
		return n - 1
	}
	return n
}

// moveValue moves the focused value and stays where it was, for what was meant to
// be typed there.
func (f *form) moveValue(from, to lead.Path) {
	f.remember()
	value := f.lead.Get(from)
	f.lead.Set(from, "")
	f.lead.Set(to, value)
	delete(f.visited, from)
	f.visited[to] = true
	f.enter(from)
}

// acceptOffer runs the key that accepts; false when it does something else.
func (m *Model) acceptOffer(key string) (tea.Cmd, bool) {
	again := m.walked
	m.walked = key == acceptKey
	if key != acceptKey || again || m.form.editor.Cursor() != len(m.form.editor.Text()) {
		return nil, false
	}
	o, ok := m.offered()
	if !ok || o.take == nil {
		return nil, false
	}
	o.take(m.form)
	cmd := m.changed()
	if o.done != "" {
		cmd = tea.Batch(cmd, kit.Say(kit.Said, o.done))
	}
	return cmd, true
}

// offer draws what leadpad would do with the focused input, dim under it.
func (p *painter) offer() {
	if o, ok := p.m.offered(); ok && o.line != "" {
		x := indent(p.m.form.focus.Contact)
		p.lines = append(p.lines, kit.Spaces(x)+p.t.Hint.S(p.t.Cut(o.line, p.w-x)))
	}
	if line := p.m.sortLine(); line != "" {
		p.lines = append(p.lines, kit.Spaces(valueAt)+p.t.Hint.S(p.t.Cut(line, p.w-valueAt)))
	}
}
