package history

import (
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

type exportedMsg struct {
	kit.Address
	files []string
	err   error
}

// export writes a batch's leads, with what became of them, into files.
func (m *Model) export(id kit.ID) tea.Cmd {
	write := m.d.Workspace.ExportBatch
	switch {
	case write == nil:
		return kit.Say(kit.Wrong, "The demo keeps nothing, and so writes no files: start leadpad to keep receipts")
	case m.exporting:
		return kit.Say(kit.Said, "The files of a batch are being written")
	}
	m.exporting = true
	to := m.to()
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		files, err := write(ctx, id)
		return exportedMsg{to, files, err}
	}
}

// exported says where the files are.
func (m *Model) exported(msg exportedMsg) tea.Cmd {
	m.exporting = false
	switch {
	case msg.err != nil:
		return complain("The batch cannot be exported", msg.err)
	case len(msg.files) == 0:
		return kit.Say(kit.Said, "This batch has no leads to write")
	}
	return kit.Say(kit.Good, "Wrote "+words.Plural(len(msg.files), "file", "files")+" to "+safe.Clean(filepath.Dir(msg.files[0])).String())
}
