package compose

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// origin is how a lead came into the form.
type origin uint8

const (
	begun      origin = iota // as a new one
	fromDrafts               // opened in Drafts
	fromSend                 // opened in Send, to be mended
	copied                   // made in Drafts of another lead
	reopened                 // by undo, just after its save
	duplicate                // looked at as a possible duplicate
)

// waits says that F2 comes back to the lead: it is new and was not ended.
func (d *doc) waits() bool { return d.origin == begun && !d.ended }

// opening is how a lead that is on its way is to come into the form.
type opening struct {
	origin origin
	then   []kit.ID
	focus  *lead.Path
	onward bool // the next one behind a save
}

// opened brings the lead that was asked for.
type opened struct {
	kit.Address
	load  int
	how   opening
	entry queue.Entry
	err   error
}

// blank opens an empty form of a kind, with the pinned values.
func (m *Model) blank(k lead.Kind) {
	m.unload()
	m.open(m.pinned(k), m.unsavedEntry(), begun)
}

// unsavedEntry is the queue's side of a lead that it does not have yet.
func (m *Model) unsavedEntry() queue.Entry { return queue.Entry{Workspace: m.d.Workspace.Name} }

// pinned is a lead of a kind that holds what is repeated, and nothing else.
func (m *Model) pinned(k lead.Kind) lead.Lead {
	l := lead.Lead{Kind: k}
	for p, v := range m.pins {
		if l.Sends(p.Field) {
			l.Set(p, v)
		}
	}
	return l.Normalised()
}

// open puts a lead into the form.
func (m *Model) open(l lead.Lead, e queue.Entry, from origin) {
	m.numbered++
	m.put(sheet{form: newForm(l.Clone()), doc: doc{number: m.numbered, entry: e, origin: from, name: clean(e.Lead.Title()), fixed: m.fixed(e)}})
	m.top = 0
}

// fixed says why a lead cannot be changed, "" when it can.
func (m *Model) fixed(e queue.Entry) string {
	switch e.State {
	case queue.Sent:
		return "Sent: the API cannot change it. Mend it in ClosingDealz; " + m.d.Keys.KeyName(kit.Duplicate, kit.InDrafts) + " in Drafts makes a copy."
	case queue.Held:
		return "Waiting to be sent: take the submission back in Send (" + m.d.Keys.KeyName(kit.ToSend, kit.Anywhere) + ") to change it."
	case queue.Sending:
		return "Being sent right now: it cannot be changed until the answer is here."
	case queue.Unsure:
		return "Not sure whether it was created: settle its batch in History (" + m.d.Keys.KeyName(kit.ToHistory, kit.Anywhere) + ") first."
	}
	return ""
}

// newLead keeps what is typed as a draft and opens an empty form.
func (m *Model) newLead(k lead.Kind) tea.Cmd {
	cmd := m.leave()
	m.blank(k)
	return cmd
}

// load reads a lead from the queue; what is in the form is kept first.
func (m *Model) load(id kit.ID, how opening) tea.Cmd {
	keep := m.part()
	m.loading++
	m.awaits = true
	load, w, addr := m.loading, m.d.Workspace, m.address()
	return tea.Sequence(keep, func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		e, err := w.Queue.Get(ctx, w.Name, id)
		return opened{addr, load, how, e, err}
	})
}

// Loading says that a lead is on its way into the form: what is typed now is
// meant for it.
func (m *Model) Loading() bool { return m.awaits }

// opened puts the lead that was read into the form. What was typed since it was
// asked for is kept with the lead that it was typed into.
func (m *Model) opened(msg opened) tea.Cmd {
	if msg.load != m.loading {
		return nil
	}
	m.awaits = false
	if msg.err != nil {
		return m.notOpened(msg)
	}
	var keep tea.Cmd
	known, e := (*sheet)(nil), msg.entry
	switch {
	case msg.how.origin == duplicate:
		keep = m.keep()
		aside := m.lift()
		m.stash = &aside
	case m.doc.entry.ID == e.ID:
		keep = m.part()
		here := m.lift()
		known = &here
	default:
		known = m.unwait(e.ID)
		keep = m.leave()
	}
	if known != nil && m.newest(known, e) {
		m.put(*known) // with its undo, and what the disk has not taken yet
		m.doc.origin, m.doc.name, m.doc.ended, m.doc.away = msg.how.origin, clean(e.Lead.Title()), false, false
	} else {
		m.open(e.Lead, e, msg.how.origin)
		m.visitAll()
	}
	m.then = msg.how.then
	if msg.how.focus != nil {
		m.form.enter(*msg.how.focus)
	}
	return tea.Batch(keep, m.lookAlike())
}

// notOpened says why a lead does not come. Behind a save, the form does not stay
// at the lead that was saved: what is typed next is meant for another one.
func (m *Model) notOpened(msg opened) tea.Cmd {
	said := kit.Say(kit.Wrong, "That lead cannot be opened: "+safe.Clean(msg.err.Error()).String())
	if !msg.how.onward {
		return said
	}
	if errors.Is(msg.err, queue.ErrNotFound) {
		said, m.then = nil, msg.how.then // deleted meanwhile: the one behind it
	} else {
		m.then = nil
	}
	keep := m.leave()
	return tea.Batch(keep, said, m.onward())
}
