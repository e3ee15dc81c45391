package compose

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// notesEdit is the editor's turn with the notes of a lead.
type notesEdit struct {
	doc    int
	before string
	after  string
	err    error
}

// EditNotes opens the rep's editor on the notes, once what was typed is on disk.
func (m *Model) EditNotes() tea.Cmd {
	out := m.d.Outside
	switch {
	case out == nil || len(out.Editor) == 0:
		return nil // the palette says why
	case m.doc.fixed != "":
		return kit.Say(kit.Wrong, m.doc.fixed)
	}
	m.sort.quick, m.preview.full, m.dirty = nil, false, true
	m.moved(func() { m.form.goTo(lead.Notes.Path()) })
	m.editing = m.doc.number
	return m.editSaved()
}

// editSaved opens the editor that was asked for, when nothing of the lead has to be
// saved any more; else it saves that first, and saved comes back here.
func (m *Model) editSaved() tea.Cmd {
	if m.editing != m.doc.number {
		m.editing = 0 // the rep went on to another lead
		return nil
	}
	keep := m.keep()
	if keep != nil || m.saver.jobs[m.doc.number] != nil {
		return keep
	}
	m.editing = 0
	out, e := m.d.Outside, &notesEdit{doc: m.doc.number, before: m.form.lead.Notes}
	return out.Do(m.address(), func() { e.run(out) }, func(begun bool) tea.Cmd {
		if !begun && e.err == nil && e.after == "" {
			return kit.Say(kit.Wrong, "The editor did not get the terminal; the notes stay as they were.")
		}
		return m.edited(e)
	})
}

// run is the editor's turn.
func (e *notesEdit) run(out *kit.Outside) {
	e.after, e.err = app.Edit(out.Dir, e.before, longestNotes, func(path string) error {
		return out.Run(append(out.Editor[:len(out.Editor):len(out.Editor)], path))
	})
}

// edited takes in what the editor left, as one step of undo.
func (m *Model) edited(e *notesEdit) tea.Cmd {
	m.dirty = true
	text, dropped := lead.Accept(e.after, true)
	switch {
	case e.err != nil:
		return kit.Say(kit.Wrong, words.Capital(words.NotEdited(e.err))+". The notes stay as they were.")
	case text == e.before:
		return kit.Say(kit.Said, "the notes stay as they were")
	case m.doc.number != e.doc || m.doc.fixed != "":
		m.sort.kept = text
		return kit.Say(kit.Wrong, "The lead of these notes is not in the form any more; "+
			m.d.Keys.KeyName(kit.QuickLine, kit.InForm)+" "+m.d.Keys.KeyName(kit.Up, kit.InForm)+" brings the text back.")
	}
	f := m.form
	f.remember()
	f.lead.Set(lead.Notes.Path(), text)
	f.enter(lead.Notes.Path())
	m.sort.notes = sortable{}
	said := words.Plural(strings.Count(text, "\n")+1, "line", "lines") + " from the editor · " + m.d.Keys.KeyName(kit.Undo, kit.InForm) + " takes them back"
	if text == "" {
		said = "notes emptied in the editor · " + m.d.Keys.KeyName(kit.Undo, kit.InForm) + " brings them back"
	}
	return tea.Batch(m.changed(), terminal.Sequence(kit.Say(kit.Said, said), sayDropped(dropped)))
}
