package compose

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/ui/kit"
)

// largestPaste is the longest paste a field takes, in bytes: 64 KiB is far
// above every limit of the API and keeps a key fast.
const largestPaste = 64 << 10

// longestNotes is the longest paste, or text of an editor, that notes take, in bytes.
const longestNotes = 4 * largestPaste

// key runs one key.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	switch {
	case m.Sorting():
		return m.foundKey(msg)
	case m.sort.quick != nil:
		return m.quickKey(msg)
	}
	if m.preview.full {
		return m.previewKey(key, msg)
	}
	if m.doc.fixed != "" {
		return m.fixedKey(key)
	}
	if cmd, done := m.acceptOffer(key); done {
		return cmd
	}
	if cmd, done := m.action(key); done {
		return cmd
	}
	if m.form.focus.Field == lead.Labels && msg.Text == "," {
		return m.labelKey()
	}
	m.form.shut = false
	cursor := m.form.editor.Cursor()
	handled, changed := m.form.editor.Key(msg)
	if changed {
		m.form.typedAt(cursor)
		m.form.take()
		return m.changed()
	}
	m.form.typing = m.form.typing && !handled
	return nil
}

// action runs the form's own keys; done is false for keys of the editor.
func (m *Model) action(key string) (cmd tea.Cmd, done bool) {
	if cmd, done = m.command(key); done {
		return cmd, true
	}
	if cmd, done = m.inNotes(key); done {
		return cmd, true
	}
	move := m.move(key)
	if move == nil {
		return nil, false
	}
	return m.moved(move), true
}

// inNotes runs the keys that mean something else within several lines of text.
func (m *Model) inNotes(key string) (cmd tea.Cmd, done bool) {
	f := m.form
	if f.focus.Field != lead.Notes {
		return nil, false
	}
	switch m.d.Keys.At(key, kit.InForm) {
	case kit.Enter:
		f.insert("\n")
		return m.changed(), true
	case kit.Up, kit.Down:
		done, _ = f.editor.Key(kit.Press(key))
	}
	return nil, done
}

// move gives what a key does that goes elsewhere in the form, nil for one that
// does not.
func (m *Model) move(key string) func() {
	f := m.form
	if move := f.moves(m.d.Keys.At(key, kit.InForm)); move != nil {
		return move
	}
	switch text := f.editor.Text(); {
	case key == "left" && f.editor.Cursor() == 0,
		key == "backspace" && text == "" && f.focus.Field == lead.Labels && f.focus.Row > 0:
		return func() { f.sideways(-1) }
	case key == "right" && f.editor.Cursor() == len(text):
		return func() { f.sideways(1) }
	}
	return nil
}

// moves gives the move that an action is, nil for other actions.
func (f *form) moves(a kit.Action) func() {
	switch a {
	case kit.Next:
		return f.next
	case kit.Prev:
		return f.prev
	case kit.Enter:
		return f.enterKey
	case kit.Up:
		return func() { f.vertical(-1) }
	case kit.Down:
		return func() { f.vertical(1) }
	case kit.PageUp:
		return func() { f.page(-1) }
	case kit.PageDown:
		return func() { f.page(1) }
	}
	return nil
}

// command runs the keys that do more than move.
func (m *Model) command(key string) (tea.Cmd, bool) {
	f := m.form
	switch m.d.Keys.Find(key, kit.InForm, kit.Save, kit.Remove, kit.MoveUp, kit.MoveDown, kit.ToggleKind, kit.Pin, kit.NextProblem,
		kit.NewDraft, kit.Undo, kit.Redo, kit.Preview, kit.Back, kit.OpenDuplicate, kit.QuickLine, kit.TakeOver) {
	case kit.Save:
		return m.save(), true
	case kit.Remove:
		return m.removeRow(), true
	case kit.MoveUp:
		return m.moveRow(-1), true
	case kit.MoveDown:
		return m.moveRow(1), true
	case kit.ToggleKind:
		f.toggleKind()
		return m.changed(), true
	case kit.Pin:
		return m.pin(), true
	case kit.NextProblem:
		if !m.nextProblem() {
			return kit.Say(kit.Good, "no problems"), true
		}
		return nil, true
	case kit.NewDraft:
		m.doc.ended = true
		return m.newLead(f.lead.Kind), true
	case kit.Undo:
		return m.undo(), true
	case kit.Redo:
		return m.redo(), true
	case kit.Preview:
		m.preview.toggle(m)
		return nil, true
	case kit.Back:
		return m.back(), true
	case kit.OpenDuplicate:
		return m.openDuplicate(), true
	case kit.QuickLine:
		return m.openQuick(), true
	case kit.TakeOver:
		return kit.Say(kit.Said, "no other window has this lead"), true
	}
	return nil, false
}

// removeRow takes a row out.
func (m *Model) removeRow() tea.Cmd {
	if !m.form.removeRow() {
		return kit.Say(kit.Said, "nothing to remove here")
	}
	return tea.Batch(m.changed(), kit.Say(kit.Said, "removed, "+m.d.Keys.KeyName(kit.Undo, kit.InForm)+" brings it back"))
}

// moveRow has a row change places with the one above or below.
func (m *Model) moveRow(by int) tea.Cmd {
	if !m.form.moveRow(by) {
		return kit.Say(kit.Said, "nothing to change places with")
	}
	return m.changed()
}

// moved runs a move; what was left is checked, and so may say its problem.
func (m *Model) moved(move func()) tea.Cmd {
	before := m.form.focus
	move()
	if before == m.form.focus {
		return nil
	}
	m.check()
	return tea.Batch(m.lookUp(before), m.suggest())
}

// labelKey ends a label at a comma.
func (m *Model) labelKey() tea.Cmd {
	if m.form.editor.Text() == "" {
		return nil
	}
	m.form.oneMore()
	m.check()
	return m.changed()
}

// back closes the innermost thing: an open contact, a possible duplicate that is
// looked at, else the form, which is kept as a draft.
func (m *Model) back() tea.Cmd {
	if c := m.form.focus.Contact; c != 0 && !m.form.shut {
		// The contact folds; the cursor stays on its line.
		m.moved(func() { m.form.goTo(lead.Path{Contact: c, Field: lead.Name}) })
		m.form.shut = true
		return nil
	}
	if cmd, done := m.unstash(); done {
		return cmd
	}
	m.doc.ended = true
	return kit.Do(kit.GoTo{Screen: kit.DraftsScreen})
}

// undo takes the last change back; on an untouched new form it reopens the lead
// just saved.
func (m *Model) undo() tea.Cmd {
	if cmd, done := m.takeBack(); done {
		return cmd
	}
	if m.form.undo(false) {
		return m.changed()
	}
	if m.last != nil && m.doc.entry.Rev == 0 && !m.doc.changed {
		focus := m.last.focus
		return m.load(m.last.id, opening{origin: reopened, focus: &focus})
	}
	return kit.Say(kit.Said, "nothing to undo")
}

// redo does again what was undone last.
func (m *Model) redo() tea.Cmd {
	if m.form.undo(true) {
		return m.changed()
	}
	if cmd, done := m.addAgain(); done {
		return cmd
	}
	return kit.Say(kit.Said, "nothing to redo")
}

// fixedKey runs the few keys that make sense in a lead that cannot change.
func (m *Model) fixedKey(key string) tea.Cmd {
	f, a := m.form, m.d.Keys.At(key, kit.InForm)
	switch a {
	case kit.Back, kit.OpenDuplicate:
		if cmd, done := m.unstash(); done {
			return cmd
		}
		return kit.Do(kit.GoTo{Screen: kit.DraftsScreen})
	case kit.Preview:
		m.preview.toggle(m)
		return nil
	case kit.TakeOver:
		if m.doc.taken {
			return m.load(m.doc.entry.ID, opening{origin: m.doc.origin, then: m.then, focus: &f.focus, seize: true})
		}
	case kit.NewDraft:
		return m.newLead(f.lead.Kind)
	case kit.Save:
		return m.onward()
	case kit.Enter:
		a = kit.Next // there is no row to add
	}
	if move := f.moves(a); move != nil {
		move()
		return nil
	}
	return kit.Say(kit.Wrong, m.doc.fixed)
}
