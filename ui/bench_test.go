package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
)

// BenchmarkKey is what one typed character costs the whole program's Update and
// View, the renderer excepted.
func BenchmarkKey(b *testing.B) {
	q, err := sqlite.Open(b.Context(), "", queue.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Close()
	ws := newWorkspace(b, q, "sandbox", "SANDBOX", true)
	m, err := New(Options{Host: &fakeHost{}, Start: ws})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	b.ReportAllocs()
	for i := range b.N {
		if i%40 == 0 {
			m.Update(kit.Press("ctrl+u"))
		}
		m.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		m.View()
	}
}
