package ui

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/ui/dialog"
)

// editorItem is the palette's item that opens the notes in the rep's editor; none in a
// served session, whose editor would run on the server.
func (m *Model) editorItem() []dialog.Item {
	out := m.o.Outside
	if out == nil {
		return nil
	}
	off := ""
	if len(out.Editor) == 0 {
		off = "set VISUAL or EDITOR first"
	}
	return []dialog.Item{{
		Title: "Write the notes in your editor…", Group: "Compose", Synonyms: "edit external open vi vim nano emacs text long", Off: off,
		Cmd: func() tea.Cmd { return m.compose.EditNotes() },
	}}
}
