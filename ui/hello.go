package ui

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// hello says what waits in a workspace that was just opened: a batch that only
// a person can settle, else a lead that was left in the middle.
func (m *Model) hello() tea.Cmd {
	w, t := m.workspace, m.theme
	history, drafts := m.keys.KeyName(kit.ToHistory, kit.Anywhere), m.keys.KeyName(kit.ToDrafts, kit.Anywhere)
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		if n, err := w.Queue.UnsureCount(ctx, w.Name); err == nil && n > 0 {
			return kit.Notice{Level: kit.Said, Text: words.Plural(n, "batch waits", "batches wait") + " for you: " + history}
		}
		rows, err := w.Queue.Rows(ctx, queue.Query{Workspace: w.Name}, 0, 1)
		if err != nil || len(rows) == 0 || rows[0].State != queue.Draft || rows[0].Finished {
			return nil
		}
		return kit.Notice{Level: kit.Quiet, Text: t.Cut(safe.Clean(rows[0].Name).String(), 24) + " was not finished: " + drafts}
	}
}
