package ui

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// useNames changes the workspace's names on the wire to a preset, in a command: it
// can wait for other people's submissions, at most until the workspace is left.
func (m *Model) useNames(msg kit.UseNames) tea.Cmd {
	host, name, session, watch := m.o.Host, m.workspace.Name, m.session, m.watch
	return func() tea.Msg {
		err := host.Rewire(watch, name, msg.Preset)
		return brought{session, func() tea.Cmd { return m.renamed(msg.IDs, err) }}
	}
}

// renamed tells Send, which opens the preflight of the leads that were kept back.
func (m *Model) renamed(ids []kit.ID, err error) tea.Cmd {
	cmd := m.screens[kit.SendScreen].Update(kit.NamesUsed{IDs: ids, Err: err})
	if err == nil && m.on != kit.SendScreen {
		cmd = tea.Batch(cmd, kit.Say(kit.Good, "The new names are in use: "+m.keys.KeyName(kit.ToSend, kit.Anywhere)+" goes on"))
	}
	return cmd
}
