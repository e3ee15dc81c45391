package compose

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// largestPaste is the longest paste a field takes, in bytes: 64 KiB is far
// above every limit of the API and keeps a key fast; notes take four times it.
const largestPaste = 64 << 10

// key runs one key.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	if m.preview.full {
		return m.previewKey(key, msg)
	}
	if m.doc.fixed != "" {
		return m.fixedKey(key)
	}
	if cmd, done := m.action(key); done {
		return cmd
	}
	if m.form.focus.Field == lead.Labels && msg.Text == "," {
		return m.labelKey()
	}
	before := m.form.editor.Text()
	if msg.Text != "" || deletes(key) {
		m.form.beforeTyping()
	}
	handled, changed := m.form.editor.Key(msg)
	if changed {
		m.form.take()
		return m.changed()
	}
	if m.form.typing && before == m.form.editor.Text() && handled {
		m.form.typing = false
	}
	return nil
}

// deletes says that a key takes text away in the editor.
func deletes(key string) bool {
	switch key {
	case "backspace", "ctrl+h", "delete", "ctrl+d", "ctrl+w", "alt+backspace", "alt+d", "ctrl+u", "ctrl+k", "ctrl+backspace", "shift+backspace":
		return true
	}
	return false
}

// action runs the form's own keys; done is false for keys of the editor.
func (m *Model) action(key string) (cmd tea.Cmd, done bool) {
	if cmd, done = m.command(key); done {
		return cmd, true
	}
	if key == "ctrl+o" {
		return kit.Say(kit.Said, "there is no quick line yet: type into the fields"), true
	}
	if cmd, done = m.inNotes(key); done {
		return cmd, true
	}
	move := m.move(key)
	if move == nil {
		return nil, false
	}
	m.moved(move)
	return nil, true
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
	switch m.d.Keys.At(key, kit.InForm) {
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
	switch text := f.editor.Text(); {
	case key == "left" && f.editor.Cursor() == 0,
		key == "backspace" && text == "" && f.focus.Field == lead.Labels && f.focus.Row > 0:
		return func() { f.sideways(-1) }
	case key == "right" && f.editor.Cursor() == len(text):
		return func() { f.sideways(1) }
	}
	return nil
}

// command runs the keys that do more than move.
func (m *Model) command(key string) (tea.Cmd, bool) {
	f := m.form
	switch m.d.Keys.Find(key, kit.InForm, kit.Save, kit.Remove, kit.MoveUp, kit.MoveDown, kit.ToggleKind, kit.Pin, kit.NextProblem,
		kit.NewDraft, kit.Undo, kit.Redo, kit.Preview, kit.Back, kit.OpenDuplicate) {
	case kit.Save:
		return m.save(), true
	case kit.Remove:
		if !f.removeRow() {
			return kit.Say(kit.Said, "nothing to remove here"), true
		}
		return tea.Batch(m.changed(), kit.Say(kit.Said, "removed, "+m.d.Keys.KeyName(kit.Undo, kit.InForm)+" brings it back")), true
	case kit.MoveUp, kit.MoveDown:
		by := 1
		if m.d.Keys.Is(key, kit.InForm, kit.MoveUp) {
			by = -1
		}
		if !f.moveRow(by) {
			return kit.Say(kit.Said, "nothing to change places with"), true
		}
		return m.changed(), true
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
		if !f.undo(true) {
			return kit.Say(kit.Said, "nothing to redo"), true
		}
		return m.changed(), true
	case kit.Preview:
		m.preview.toggle(m)
		return nil, true
	case kit.Back:
		return m.back(), true
	case kit.OpenDuplicate:
		return m.openDuplicate(), true
	}
	return nil, false
}

// moved runs a move; what was left is checked, and so may say its problem.
func (m *Model) moved(move func()) {
	before := m.form.focus
	move()
	if before != m.form.focus {
		m.check()
	}
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
	if c := m.form.focus.Contact; c != 0 {
		// The contact folds; the cursor goes to what stands behind the contacts.
		m.moved(func() { m.form.goTo(lead.Path{Field: lead.Labels}) })
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
	if m.form.undo(false) {
		return m.changed()
	}
	if m.last != nil && m.doc.entry.Rev == 0 && !m.doc.changed {
		focus := m.last.focus
		return m.load(m.last.id, opening{origin: reopened, focus: &focus})
	}
	return kit.Say(kit.Said, "nothing to undo")
}

// pin repeats a value in the next leads.
func (m *Model) pin() tea.Cmd {
	pinned, ok := m.form.togglePin()
	switch {
	case !ok:
		return kit.Say(kit.Said, "a value of the lead's own can be repeated, but not its name, notes or people")
	case pinned:
		return kit.Say(kit.Said, "repeated in the next leads")
	}
	return kit.Say(kit.Said, "not repeated any more")
}

// paste puts pasted text into the focused input.
func (m *Model) paste(text string) tea.Cmd {
	if m.doc.fixed != "" {
		return kit.Say(kit.Wrong, m.doc.fixed)
	}
	limit := largestPaste
	if m.form.focus.Field == lead.Notes {
		limit *= 4
	}
	if len(text) > limit {
		return kit.Say(kit.Wrong, fmt.Sprintf("That paste has %s characters, far more than %s can hold. Nothing was changed.",
			words.Number(len([]rune(text))), m.form.focus.Field.Label()))
	}
	m.preview.full = false
	m.form.typing = false // a paste is a step of its own
	dropped := m.form.insert(text)
	m.form.typing = false
	cmd := m.changed()
	if dropped > 0 {
		cmd = tea.Batch(cmd, kit.Say(kit.Said, words.Plural(dropped, "control character", "control characters")+" left out of the paste"))
	}
	return cmd
}

// fixedKey runs the few keys that make sense in a lead that cannot change.
func (m *Model) fixedKey(key string) tea.Cmd {
	cmd, done := m.fixedMove(key)
	if done {
		return cmd
	}
	return kit.Say(kit.Wrong, m.doc.fixed)
}

func (m *Model) fixedMove(key string) (tea.Cmd, bool) {
	f := m.form
	switch m.d.Keys.Find(key, kit.InForm, kit.Next, kit.Prev, kit.Enter, kit.Up, kit.Down, kit.PageUp, kit.PageDown, kit.Back, kit.Preview, kit.NewDraft, kit.Save, kit.OpenDuplicate) {
	case kit.Next, kit.Enter:
		f.next()
	case kit.Prev:
		f.prev()
	case kit.Up:
		f.vertical(-1)
	case kit.Down:
		f.vertical(1)
	case kit.PageUp:
		f.page(-1)
	case kit.PageDown:
		f.page(1)
	case kit.Back, kit.OpenDuplicate:
		if cmd, done := m.unstash(); done {
			return cmd, true
		}
		return kit.Do(kit.GoTo{Screen: kit.DraftsScreen}), true
	case kit.Preview:
		m.preview.toggle(m)
	case kit.NewDraft:
		return m.newLead(f.lead.Kind), true
	case kit.Save:
		return m.onward(), true
	default:
		return nil, false
	}
	return nil, true
}
