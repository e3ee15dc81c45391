package ui

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// asKeys is a text that a rep wants to be run as keys after all.
type asKeys struct{ text string }

// paste goes to the text field that has the focus; elsewhere it is offered to
// Compose and never run as keys.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	d := m.dialog()
	if d == nil {
		msg.Content = paste.WithoutKey(msg.Content)
	}
	switch {
	case d == nil && (m.screens[m.on].Typing() || m.on == kit.ComposeScreen):
		return m.screens[m.on].Update(msg)
	case m.holding():
		m.keep(msg.Content)
		return kit.Say(kit.Said, "The pasted text waits until the submission is under way")
	case d == nil:
		return m.offerPasted(msg.Content, "")
	case d.Typing():
		return m.tell(d, msg)
	}
	if _, ok := d.(*dialog.Pasted); ok {
		return m.tell(d, msg)
	}
	m.keep(msg.Content)
	return kit.Say(kit.Said, "The pasted text waits for your answer here")
}

// keep puts pasted text aside until the screen is free for its offer.
func (m *Model) keep(text string) {
	if m.waiting != "" {
		m.waiting += "\n"
	}
	m.waiting += text
}

// offerPasted asks what becomes of text that was pasted where no field is; of
// its beginning, ran ran as keys already.
func (m *Model) offerPasted(text, ran string) tea.Cmd {
	return m.openDialog(dialog.NewPasted(text, ran,
		func(text string) tea.Cmd {
			fill := brought{m.session, func() tea.Cmd { return m.compose.Offered(text) }}
			return terminal.Sequence(kit.Do(kit.NewLead{}), kit.Do(fill))
		},
		func(text string) tea.Cmd { return kit.Do(asKeys{text}) }))
}

// offerWaiting offers what was pasted while a dialog was open or a submission
// could be taken back, once that is over.
func (m *Model) offerWaiting() tea.Cmd {
	if m.waiting == "" || m.dialog() != nil || m.holding() {
		return nil
	}
	text := m.waiting
	m.waiting = ""
	return m.paste(tea.PasteMsg{Content: text})
}
