package compose

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
	"leadpad/ui/terminal"
)

// edits has an editor leave a text in its file, or end with an error, and gives what
// was said.
func (m *Model) edits(leaves string, fails error) (said string) {
	out := &kit.Outside{Editor: []string{"ed", "-s"}, Run: func(argv []string) error {
		if len(argv) != 3 || argv[1] != "-s" {
			return errors.New("these are not its arguments")
		}
		return errors.Join(os.WriteFile(argv[2], []byte(leaves), 0o600), fails)
	}}
	e := &notesEdit{doc: m.doc.number, before: m.form.lead.Notes}
	e.run(out)
	for _, msg := range kittest.Run(m.edited(e)) {
		if n, ok := msg.(kit.Notice); ok {
			said += n.Text + "\n"
		}
		m.Update(msg)
	}
	return said
}

// What an editor leaves stands in the notes, treated as a paste, as one step of undo;
// what is no text, or comes with an error, changes nothing and is said.
func TestNotesFromAnEditor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		leaves, want, said string
		fails              error
	}{
		"a text":     {"first\r\nsecond\x1b[31m\n", "first\nsecond[31m", "2 lines from the editor · ^Z takes them back", nil},
		"emptied":    {"", "", "notes emptied in the editor · ^Z brings them back", nil},
		"the same":   {"as it was\n", "as it was", "the notes stay as they were", nil},
		"binary":     {"\x7fELF\x00\x01", "as it was", "what is no text (UTF-8). The notes stay as they were", nil},
		"too long":   {strings.Repeat("x", longestNotes+1), "as it was", "more than the 256 KiB that notes hold. The notes stay as they were", nil},
		"an error":   {"half", "as it was", "The editor could not be started (no such program). The notes stay as they were", errors.New("no such program")},
		"two halves": {"a\x00", "as it was", "The notes stay as they were", errors.New("x")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, nil)
			m.types("Acme")
			m.at(lead.Notes.Path()).types("as it was")
			if said := m.edits(c.leaves, c.fails); !strings.Contains(said, c.said) {
				t.Errorf("said %q, want %q", said, c.said)
			}
			if got := m.form.lead.Notes; got != c.want || m.form.editor.Text() != c.want {
				t.Errorf("the notes are %q, in the field %q, want %q", got, m.form.editor.Text(), c.want)
			}
			if c.want != "as it was" {
				m.Update(kit.Press("ctrl+z"))
			}
			if got := m.form.lead.Notes; got != "as it was" {
				t.Errorf("undo leaves %q", got)
			}
		})
	}
}

// The text of an editor whose lead has left the form comes back by the quick line.
func TestNotesOfALeadThatLeftTheForm(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.types("Acme")
	e := &notesEdit{doc: m.doc.number, after: "typed there"}
	m.arrive(m.Update(kit.Press("ctrl+n")))
	m.arrive(m.edited(e))
	if m.sort.kept != "typed there" || m.form.lead.Notes != "" {
		t.Errorf("kept %q, notes %q", m.sort.kept, m.form.lead.Notes)
	}
}

// The editor gets the terminal once what was typed is on disk, and not at all where
// there is none.
func TestAnEditorWaitsForTheDisk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.types("Acme")
		lent := func(tea.Msg) { t.Error("the terminal is asked for") }
		m.ends(m.EditNotes(), lent) // there is none
		had := "not asked"
		lent = func(tea.Msg) { had = m.inQueue(t) }
		m.d.Outside = &kit.Outside{Editor: []string{"ed"}}
		m.ends(m.EditNotes(), lent)
		if had != "Acme" {
			t.Errorf("on disk when the editor comes: %q", had)
		}
		if m.form.focus != lead.Notes.Path() {
			t.Errorf("the focus is on %v", m.form.focus)
		}
	})
}

// ends runs a command and all that follows from it; lent gets what asks for the
// terminal.
func (m *Model) ends(cmd tea.Cmd, lent func(tea.Msg)) {
	asks := reflect.TypeOf(terminal.Outside(nil, nil, nil)())
	for _, msg := range kittest.Run(cmd) {
		if reflect.TypeOf(msg) == asks {
			lent(msg)
			continue
		}
		m.ends(m.Update(msg), lent)
	}
}
