package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// renamed is the workspace opened anew with other names on the wire, for the
// session that asked.
type renamed struct {
	session   int
	workspace *kit.Workspace
	ids       []kit.ID
	err       error
}

// useNames opens the workspace anew with a preset of names, in a command.
func (m *Model) useNames(msg kit.UseNames) tea.Cmd {
	if said := m.notOnDisk(m.compose.Unsaved()); said != "" {
		return m.screens[kit.SendScreen].Update(kit.NamesUsed{Err: errors.New(said + ": try again in a moment")})
	}
	host, name, session := m.o.Host, m.workspace.Name, m.session
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		w, err := host.Rewire(ctx, name, msg.Preset)
		return renamed{session, w, msg.IDs, err}
	}
}

// renamed moves the screens over to the workspace, as when it is switched, and
// stays on Send.
func (m *Model) renamed(msg renamed) tea.Cmd {
	const wait = 50 * time.Millisecond
	if msg.session != m.session {
		return nil // another workspace was opened meanwhile
	}
	if msg.err != nil {
		return m.screens[kit.SendScreen].Update(kit.NamesUsed{Err: msg.err})
	}
	if len(m.compose.Unsaved().Leads) > 0 {
		// Typed since: the workspace of before takes it to the disk first.
		return tea.Tick(wait, func(time.Time) tea.Msg { return msg })
	}
	before := m.compose
	m.enter(msg.workspace)
	m.compose.Inherit(before)
	m.on = kit.SendScreen
	return tea.Batch(m.start(), m.screens[kit.SendScreen].Update(kit.NamesUsed{IDs: msg.ids}))
}
