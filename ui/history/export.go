package history

import (
	"context"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// export writes a batch's leads, with what became of them, into files.
func (m *Model) export(id kit.ID) tea.Cmd {
	write := m.d.Workspace.ExportBatch
	switch {
	case m.d.Workspace.Served:
		return kit.Say(kit.Wrong, "No files are written on the server: "+m.d.Keys.KeyName(kit.CopyJSON, kit.InHistory)+" copies the leads")
	case write == nil:
		return kit.Say(kit.Wrong, "The demo keeps nothing, and so writes no files: start leadpad to keep receipts")
	case m.exporting:
		return kit.Say(kit.Said, "The files of a batch are being written")
	}
	m.exporting = true
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		files, err := write(ctx, id)
		return func() tea.Cmd { return m.exported(files, err) }
	})
}

// exported says where the files are.
func (m *Model) exported(files []string, err error) tea.Cmd {
	m.exporting = false
	switch {
	case err != nil:
		return kit.Complain("The batch cannot be exported", err)
	case len(files) == 0:
		return kit.Say(kit.Said, "This batch has no leads to write")
	}
	return kit.Say(kit.Good, "Wrote "+words.Plural(len(files), "file", "files")+" to "+safe.Clean(filepath.Dir(files[0])).String())
}
