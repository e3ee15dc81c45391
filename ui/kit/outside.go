package kit

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/ui/terminal"
)

// Outside runs another program in the terminal in the place of the screens. There is
// none in a served session: the program would run on the server.
type Outside struct {
	// Editor is the program and its arguments in which texts are written; none where
	// nobody chose one.
	Editor []string
	// Dir is where its file is made, see app.Edit.
	Dir string
	// Pause ends the reading of the terminal, and Resume begins it anew.
	Pause  func()
	Resume func() error
	// Run runs a program and its arguments until it ends.
	Run func(argv []string) error
}

// Do runs what in the place of the screens; then, in Update, take takes it in. begun is
// false where the terminal could not be had: nothing was run.
func (o *Outside) Do(a Address, what func(), take func(begun bool) tea.Cmd) tea.Cmd {
	run := func() error {
		what()
		return o.Resume()
	}
	return terminal.Outside(o.Pause, run, func(err error) tea.Msg {
		return Answer{a, func() tea.Cmd { return take(err == nil) }}
	})
}
