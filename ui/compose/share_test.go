package compose

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// A text that is read for long shows how far that is; nothing ticks once it was read
// or left.
func TestALongReadingShowsHowFarItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.Update(tea.PasteMsg{Content: strings.Repeat("Jane Doe works at Hooli\n", 10)}) // its reading never ends
		p, reading := m.sort.panel, m.reading()
		var sofar share
		sofar.note(3, 4)
		sofar.note(1, 4) // gone through again
		next := m.showShare(reading, p, &sofar, 300*time.Millisecond)
		begun := time.Now()
		next = m.Update(next())
		if waited := time.Since(begun); waited != 300*time.Millisecond || p.Share != 0.75 {
			t.Errorf("%v behind %v", p.Share, waited)
		}
		if view := strings.Join(m.View().Lines, "\n"); !strings.Contains(view, "Reading") || strings.Count(view, "━") != 3*strings.Count(view, "─") {
			t.Errorf("got %s", view)
		}
		sofar.note(4, 4)
		next = m.Update(next())
		if p.Share != 1 || next == nil {
			t.Errorf("%v, and goes on: %v", p.Share, next != nil)
		}
		m.Update(kit.Press("esc"))
		if m.Update(next()) != nil {
			t.Error("it ticks behind Esc")
		}
	})
}
