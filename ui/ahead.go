package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// aheadFor is how long at most what is typed waits for the place that the key
// before it leads to. Opening a lead takes milliseconds; a key that turns out
// to lead nowhere is not felt for much longer than this.
// It passes in steps, so that on a busy machine what counts is time in which the
// place could be opened, too.
const (
	aheadFor   = 300 * time.Millisecond
	aheadSteps = 30
)

// ahead holds what is typed behind a key that leads elsewhere, so that a hand
// quicker than the disk or the line types into the new place: the letters of a
// name typed behind n are never the table's keys.
type ahead struct {
	shut bool
	gen  int
	from place
	keys []tea.Msg // keys and pastes, in order, judged or not
}

// place is where keys go.
type place struct {
	session int
	on      kit.ScreenID
	dialogs int
}

// arrived ends the waiting of its number.
type arrived struct{ gen int }

func (m *Model) place() place { return place{m.session, m.on, len(m.dialogs)} }

// press runs a key. When it may lead elsewhere, what comes behind it waits.
func (m *Model) press(key tea.KeyPressMsg) tea.Cmd {
	leads, before := m.mayLead(key.String()), m.place()
	cmd := m.key(key)
	answered := m.place().dialogs < before.dialogs && key.String() != "esc"
	if !answered && !m.compose.Loading() && (!leads || m.place() != before) {
		return cmd
	}
	if cmd == nil && m.on != kit.DraftsScreen {
		return nil // no message can come; Drafts may have put the key off
	}
	m.ahead.shut, m.ahead.from = true, m.place()
	m.ahead.gen++
	gen := m.ahead.gen
	return tea.Batch(cmd, func() tea.Msg {
		for range aheadSteps {
			time.Sleep(aheadFor / aheadSteps)
		}
		return arrived{gen}
	})
}

// mayLead says that a screen's key may lead elsewhere by a message that is yet
// to come.
func (m *Model) mayLead(key string) bool {
	if m.dialog() != nil {
		return false
	}
	c := m.screens[m.on].Context()
	switch {
	case c == kit.InForm:
		return m.keys.Is(key, c, kit.Back)
	case c == kit.InTrash || c == kit.InFound || m.screens[m.on].Typing():
		return false
	case c == kit.InDrafts:
		return m.keys.Find(key, c, kit.New, kit.Submit, kit.Open, kit.Duplicate, kit.Delete, kit.EditField) != ""
	}
	return m.keys.Find(key, c, kit.New, kit.Submit, kit.Back) != ""
}

// proceed runs what was typed ahead once its place is there, or a notice has
// said why it will not come.
func (m *Model) proceed(msg tea.Msg) tea.Cmd {
	_, said := msg.(kit.Notice)
	if !m.ahead.shut || m.compose.Loading() || m.place() == m.ahead.from && !said {
		return nil
	}
	return m.release()
}

// release runs what was typed ahead, as far as it leads nowhere else.
func (m *Model) release() tea.Cmd {
	m.ahead.shut = false
	var cmds []tea.Cmd
	for len(m.ahead.keys) > 0 && !m.ahead.shut {
		msg := m.ahead.keys[0]
		m.ahead.keys = m.ahead.keys[1:]
		cmds = append(cmds, m.arrive(msg))
	}
	return tea.Batch(cmds...)
}
