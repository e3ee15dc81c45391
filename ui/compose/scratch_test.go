package compose

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// Text that is in no lead yet is on disk within a quarter of a second, and comes back with the
// quick line; what was filled in does not.
func TestTextInNoLeadOutlivesTheProgram(t *testing.T) {
	t.Parallel()
	const signature = "Jane Doe\nHead of Operations\nHooli GmbH\njane.doe@hooli.example"
	for name, c := range map[string]struct {
		do   func(*Model)
		want string // what comes back, "" for nothing
	}{
		"quick line": {func(m *Model) {
			m.drive(m.Update(kit.Press("ctrl+o")))
			for _, c := range "Jane Doe; Hooli" {
				m.drive(m.Update(kit.Press(string(c))))
			}
		}, "Jane Doe; Hooli"},
		"panel": {func(m *Model) { m.drive(m.Update(tea.PasteMsg{Content: signature})) }, signature},
		"nothing filled": {func(m *Model) {
			m.drive(m.Update(tea.PasteMsg{Content: signature}))
			m.drive(m.Update(kit.Press("esc")))
		}, signature},
		"filled": {func(m *Model) {
			m.drive(m.Update(tea.PasteMsg{Content: signature}))
			m.drive(m.Update(kit.Press("enter")))
		}, ""},
		"nothing": {func(m *Model) { m.writes("Hooli") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newModel(t, nil)
				c.do(m)
				again := New(m.d) // as after kill -9: what it had is on disk already
				again.SetSize(80, 24)
				again.drive(again.Init())
				if got := again.sort.kept; got != c.want {
					t.Fatalf("%q comes back, want %q", got, c.want)
				}
				once := New(m.d)
				once.drive(once.Init())
				if once.sort.kept != c.want {
					t.Errorf("at the next start %q comes back", once.sort.kept)
				}
				if c.want == "" {
					return
				}
				again.keys("ctrl+o", "up")
				if !strings.Contains(again.screen(), "Jane Doe") {
					t.Errorf("the text is not shown:\n%s", again.screen())
				}
			})
		})
	}
}

// drive runs a command and all that come of it.
func (m *Model) drive(cmd tea.Cmd) {
	for _, msg := range kittest.Run(cmd) {
		m.drive(m.Update(msg))
	}
}

// Notes that were in an editor when leadpad was killed come back with the quick line,
// and their file goes.
func TestNotesOfAKilledEditorComeBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.d.Outside = &kit.Outside{Dir: t.TempDir()}
		own := filepath.Join(m.d.Outside.Dir, "notes-1")
		fatal(t, os.Mkdir(own, 0o700))
		fatal(t, os.WriteFile(filepath.Join(own, "notes.txt"), []byte("Met at the fair\n"), 0o600))
		for range 2 { // the second start has them of the queue
			again := New(m.d)
			again.drive(again.Init())
			if got := again.sort.kept; got != "Met at the fair" {
				t.Errorf("%q comes back", got)
			}
		}
		if _, err := os.Lstat(own); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file is still there: %v", err)
		}
	})
}

// What the program is ended with is brought to disk at the end.
func TestTextInNoLeadIsFlushed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.press("ctrl+o")
		m.types("Jane Doe; Hooli") // no command ran
		if lost := m.Flush(true); len(lost) > 0 {
			t.Fatal(lost)
		}
		again := New(m.d)
		again.drive(again.Init())
		if got := again.sort.kept; got != "Jane Doe; Hooli" {
			t.Errorf("%q comes back", got)
		}
	})
}
