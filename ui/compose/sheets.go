package compose

import (
	"context"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
)

// sheet is a lead with its form: on its way into the form or out of it.
type sheet struct {
	form *form
	doc  doc
	then []kit.ID
	like []queue.Match
}

// lift takes a copy of what is in the form, to put it aside. Its autosave timer
// stays behind: what is in it was given to the saver, and a timer for it would
// find another lead in the form.
func (m *Model) lift() sheet {
	s := sheet{m.form, m.doc, m.then, m.like}
	s.doc.timing = false
	return s
}

// put brings a sheet into the form.
func (m *Model) put(s sheet) {
	m.setAside(s.doc)
	m.form, m.doc, m.then, m.like = s.form, s.doc, s.then, s.like
	m.form.pins = m.pins
	m.ghost = ghost{} // it follows from the lead that was here
	if m.Sorting() {
		m.sort.panel.Over(m.form.lead)
	}
	m.dirty = true
	m.typed++
	m.check()
	m.preview.encode(m)
}

// unload makes nothing of a lead that is on its way into the form.
func (m *Model) unload() {
	m.loading++
	m.awaits = false
}

// leave parts from the lead in the form before another one comes into it. A new
// one that was not ended waits for F2.
func (m *Model) leave() tea.Cmd {
	cmd := m.part()
	if m.doc.waits() && !m.nothingTyped() {
		m.waiting = append(m.waiting, m.lift())
	}
	return cmd
}

// shelve gives up the way back from a possible duplicate that is looked at: the
// lead behind it waits as if it had been left by itself.
func (m *Model) shelve() {
	if s := m.stash; s != nil && s.doc.waits() && !m.nothingIn(s.form.lead) {
		m.waiting = append(m.waiting, *s)
	}
	m.stash = nil
}

// Continue brings the newest new lead that was not ended into the form, a blank
// one when there is none. It is for those who come to Compose from elsewhere
// without naming a lead: what they type must not land in one that was saved.
func (m *Model) Continue() tea.Cmd {
	m.shelve()
	m.unload() // nor in one that is still on its way
	m.preview.full = false
	var keep tea.Cmd
	if !m.doc.waits() || m.doc.away {
		keep = m.leave()
		if i := m.nextWaiting(); i >= 0 {
			s := m.waiting[i]
			m.waiting = slices.Delete(m.waiting, i, i+1)
			m.put(s)
		} else {
			m.blank(m.form.lead.Kind)
		}
	}
	m.doc.back, m.dirty = !m.nothingTyped(), true
	m.came = m.typed
	m.note()
	return tea.Batch(keep, m.look(), m.lookWho())
}

// nextWaiting is the newest lead of waiting that F2 would come back to, -1 for
// none.
func (m *Model) nextWaiting() int {
	for i, s := range slices.Backward(m.waiting) {
		if !s.doc.away {
			return i
		}
	}
	return -1
}

// unfinished counts the leads that wait for F2 beside the one in the form.
func (m *Model) unfinished() int {
	n := 0
	for _, s := range m.waiting {
		if !s.doc.away {
			n++
		}
	}
	return n
}

// unwait takes a lead out of waiting, nil when it does not wait.
func (m *Model) unwait(id kit.ID) *sheet {
	i := slices.IndexFunc(m.waiting, func(s sheet) bool { return s.doc.entry.ID == id })
	if i < 0 {
		return nil
	}
	s := m.waiting[i]
	m.waiting = slices.Delete(m.waiting, i, i+1)
	return &s
}

// newest says that a sheet is not behind the stored lead: nobody changed that
// since, or the sheet's own save is still on its way.
func (m *Model) newest(s *sheet, e queue.Entry) bool {
	return m.saver.jobs[s.doc.number] != nil || s.doc.entry.Rev == e.Rev && s.doc.entry.State == e.State
}

// docOf finds the document of a number: in the form, behind a possible
// duplicate, or waiting; nil for one that was left for good.
func (m *Model) docOf(number int) *doc {
	if m.doc.number == number {
		return &m.doc
	}
	if m.stash != nil && m.stash.doc.number == number {
		return &m.stash.doc
	}
	for i := range m.waiting {
		if m.waiting[i].doc.number == number {
			return &m.waiting[i].doc
		}
	}
	return nil
}

// looked is what the queue has of the unfinished new leads: they can be deleted,
// finished or changed in Drafts and by others.
type looked struct {
	asked map[int]kit.ID // document to id
	found map[kit.ID]queue.Entry
}

// look reads the unfinished new leads anew, that in the form only while it is
// not on show or nothing was done in it since the rep came back to it: nothing
// changes under the rep's hands.
func (m *Model) look() tea.Cmd {
	asked := map[int]kit.ID{}
	ask := func(d *doc) {
		if d.waits() && d.entry.Rev > 0 && m.saver.jobs[d.number] == nil {
			asked[d.number] = d.entry.ID
		}
	}
	for i := range m.waiting {
		ask(&m.waiting[i].doc)
	}
	if !m.on || m.came == m.typed {
		ask(&m.doc)
	}
	if len(asked) == 0 {
		return nil
	}
	m.looks.begun++
	answer := looked{asked: asked, found: map[kit.ID]queue.Entry{}}
	w, look, typed := m.d.Workspace, m.looks.begun, m.typed
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		es, err := w.Queue.Entries(ctx, w.Name, slices.Collect(maps.Values(asked)))
		for _, e := range es {
			answer.found[e.ID] = e
		}
		return func() tea.Cmd {
			// What cannot be read stays as it is known: nothing is lost by it, because
			// a save finds out.
			if err != nil || look < m.looks.shown {
				return nil
			}
			m.looks.shown, m.dirty = look, true
			return m.looked(answer, typed)
		}
	})
}

// looked takes the answer in; typed is Model.typed when it was asked for.
func (m *Model) looked(msg looked, typed int) tea.Cmd {
	for i := range m.waiting {
		m.refresh(&m.waiting[i], msg)
	}
	if typed != m.typed {
		return nil // typed since: the save finds out
	}
	came, here := m.came == m.typed, m.lift()
	if m.refresh(&here, msg) {
		m.put(here)
	}
	if m.doc.away = here.doc.away; !m.on || !came {
		return nil
	}
	m.came = m.typed
	if !m.doc.away {
		return nil
	}
	return tea.Batch(m.Continue(), kit.Say(kit.Said, "the lead that was here is deleted or finished: this is another one"))
}

// refresh brings a sheet to what the queue has; true when its lead was changed.
func (m *Model) refresh(s *sheet, msg looked) bool {
	d := &s.doc
	if id, ok := msg.asked[d.number]; !ok || id != d.entry.ID || m.saver.jobs[d.number] != nil {
		return false
	}
	e, there := msg.found[d.entry.ID]
	d.away = !there || e.State != queue.Draft || e.Finished
	if d.away || e.Rev <= d.entry.Rev {
		return false
	}
	d.entry = e
	s.form = newForm(e.Lead.Clone())
	return true
}
