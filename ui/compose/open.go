package compose

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
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
	seize  bool // another window has it
}

// blank opens an empty form of a kind, with the pinned values.
func (m *Model) blank(k lead.Kind) {
	m.unload()
	m.pins = m.pins.Compact() // as they stand in the new lead
	m.open(m.pins.Lead(k), m.unsavedEntry(), begun)
}

// unsavedEntry is the queue's side of a lead that it does not have yet.
func (m *Model) unsavedEntry() queue.Entry { return queue.Entry{Workspace: m.d.Workspace.Name} }

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
	load, w := m.loading, m.d.Workspace
	return terminal.Sequence(keep, m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		taken, err := m.journal.claim(ctx, id, how.seize)
		var e queue.Entry
		if err == nil {
			e, err = w.Queue.Get(ctx, w.Name, id)
		}
		return func() tea.Cmd {
			m.dirty = true
			switch {
			case load != m.loading:
				return nil
			case err != nil:
				return m.notOpened(how, err)
			}
			cmd := m.opened(how, e)
			if m.hold(taken); how.seize {
				return tea.Batch(cmd, kit.Say(kit.Good, "taken over"))
			}
			return cmd
		}
	}))
}

// Loading says that a lead is on its way into the form: what is typed now is
// meant for it.
func (m *Model) Loading() bool { return m.awaits }

// opened puts the lead that was read into the form. What was typed since it was
// asked for is kept with the lead that it was typed into.
func (m *Model) opened(how opening, e queue.Entry) tea.Cmd {
	m.awaits = false
	var keep tea.Cmd
	var known *sheet
	switch {
	case how.origin == duplicate && !how.seize:
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
		m.doc.origin, m.doc.name, m.doc.ended, m.doc.away = how.origin, clean(e.Lead.Title()), false, false
	} else {
		m.open(e.Lead, e, how.origin)
		if at := m.mendable(); len(at) > 0 && m.doc.fixed == "" && how.origin != duplicate {
			m.form.enter(at[0]) // it is why the lead is opened
		}
	}
	m.then = how.then
	if how.focus != nil {
		m.form.enter(*how.focus)
	}
	return tea.Batch(keep, m.lookAlike())
}

// notOpened says why a lead does not come. Behind a save, the form does not stay
// at the lead that was saved: what is typed next is meant for another one.
func (m *Model) notOpened(how opening, err error) tea.Cmd {
	m.awaits = false
	said := kit.Complain("That lead cannot be opened", err)
	if !how.onward {
		return said
	}
	if errors.Is(err, queue.ErrNotFound) {
		said, m.then = nil, how.then // deleted meanwhile: the one behind it
	} else {
		m.then = nil
	}
	keep := m.leave()
	return tea.Batch(keep, said, m.onward())
}
