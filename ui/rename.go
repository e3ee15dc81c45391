package ui

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// renamed is the end of changing the names on the wire, for the session that asked.
type renamed struct {
	session int
	ids     []kit.ID
	err     error
}

// useNames changes the workspace's names on the wire to a preset, in a command: it
// can wait for other people's submissions, at most until the workspace is left.
func (m *Model) useNames(msg kit.UseNames) tea.Cmd {
	host, name, session, watch := m.o.Host, m.workspace.Name, m.session, m.watch
	return func() tea.Msg {
		return renamed{session, msg.IDs, host.Rewire(watch, name, msg.Preset)}
	}
}

// renamed tells Send, which opens the preflight of the leads that were kept back.
func (m *Model) renamed(msg renamed) tea.Cmd {
	if msg.session != m.session {
		return nil // another workspace was opened meanwhile
	}
	cmd := m.screens[kit.SendScreen].Update(kit.NamesUsed{IDs: msg.ids, Err: msg.err})
	if msg.err == nil && m.on != kit.SendScreen {
		cmd = tea.Batch(cmd, kit.Say(kit.Good, "The new names are in use: "+m.keys.KeyName(kit.ToSend, kit.Anywhere)+" goes on"))
	}
	return cmd
}
