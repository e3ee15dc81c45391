// Package dialog is what stands over a screen and takes its keys: help, the
// command palette, the workspaces, the set-up of a real one, and the few
// questions that leadpad asks. Each is a kit.Dialog; the root draws its frame.
// Start reading at the constructors: NewHelp, NewPalette, NewConnect.
package dialog

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// deafFor is how long nobody must have pressed a key before a guarded dialog takes
// one, so that what was typed ahead, or pasted without brackets, cannot answer it.
const deafFor = 300 * time.Millisecond

// awake ends the deafness of the guard that it names, unless a key came since.
type awake struct {
	of *guard
	n  int
}

// guard swallows keys until none came for deafFor.
type guard struct {
	deaf bool
	n    int // of the newest rest
}

// Init begins the deafness: the key that opened the dialog was the last one.
func (g *guard) Init() tea.Cmd { return g.arm() }

// Typing is false.
func (g *guard) Typing() bool { return false }

// arm begins the deafness, or prolongs it.
func (g *guard) arm() tea.Cmd {
	g.deaf = true
	g.n++
	n := g.n
	return tea.Tick(deafFor, func(time.Time) tea.Msg { return awake{g, n} })
}

// swallows says that the dialog is not to see msg, and gives the command that
// waits on.
func (g *guard) swallows(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case awake:
		if msg.of == g && msg.n == g.n {
			g.deaf = false
		}
		return nil, true
	case tea.KeyPressMsg, tea.PasteMsg:
		if g.deaf {
			return g.arm(), true
		}
	}
	return nil, false
}

// plain is a dialog that nothing has to begin and that letters are no text in.
type plain struct{}

// Init does nothing.
func (plain) Init() tea.Cmd { return nil }

// Typing is false.
func (plain) Typing() bool { return false }

// list is a cursor in rows of which a window is seen.
type list struct{ sel, top int }

// move sets the cursor, at the ends it stays.
func (l *list) move(to, total int) { l.sel = max(min(to, total-1), 0) }

// window gives the rows to draw; the cursor is always among them.
func (l *list) window(total, rows int) (from, to int) {
	rows = max(rows, 1)
	l.top = max(min(l.top, l.sel, total-rows), l.sel-rows+1, 0)
	return l.top, min(l.top+rows, total)
}

// bar is the two cells before a row: the focus bar or nothing.
func bar(t *kit.Theme, on bool) string {
	return t.Edge(on) + " "
}

// asked draws a question and its explanation.
func asked(t *kit.Theme, question string, lines []string, w int) []string {
	out := t.Lines(t.Bold, safe.Clean(question).String(), w)
	for _, l := range lines {
		out = append(out, t.Lines(t.Dim, safe.Clean(l).String(), w)...)
	}
	return out
}

// clip keeps a frame in its room.
func clip(t *kit.Theme, lines []string, w, h int) []string {
	lines = lines[:min(len(lines), max(h, 0))]
	for i, l := range lines {
		if t.Width(l) > w {
			lines[i] = t.Cut(l, w)
		}
	}
	return lines
}
