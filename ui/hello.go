package ui

import (
	"context"
	"slices"
	"time"

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
	// What is in the form, here or in another window, was not left.
	open := func(id queue.ID) bool {
		return id == w.Left.Entry.ID || slices.ContainsFunc(w.Left.Elsewhere, func(e queue.Entry) bool { return e.ID == id })
	}
	return kit.Command(func(ctx context.Context) tea.Msg {
		if n, err := w.Queue.UnsureCount(ctx, w.Name); err == nil && n > 0 {
			return kit.Notice{Level: kit.Said, Text: words.Plural(n, "batch waits", "batches wait") + " for you: " + history}
		}
		rows, err := w.Queue.Rows(ctx, queue.Query{Workspace: w.Name}, 0, 1)
		if err != nil || len(rows) == 0 || rows[0].State != queue.Draft || rows[0].Finished || open(rows[0].ID) {
			return nil
		}
		return kit.Notice{Level: kit.Quiet, Text: t.Cut(safe.Clean(rows[0].Name).String(), 24) + " was not finished: " + drafts}
	})
}

// demoSamples is the number of leads that a demo begins with, and demoRest how
// long it leaves the machine to the first frame before it makes them.
const (
	demoSamples = 12
	demoRest    = 50 * time.Millisecond
)

// fillDemo makes a demo's sample leads. They cost more time than the first frame:
// the first phone that is read loads the numbering plans of the world.
func (m *Model) fillDemo() tea.Cmd {
	if !m.workspace.Demo {
		return nil
	}
	fill := m.workspace.SampleLeads
	return tea.Tick(demoRest, func(time.Time) tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		if err := fill(ctx, demoSamples); err != nil {
			return kit.Notice{Level: kit.Wrong, Text: "The sample leads could not be made: " + words.Error(err)}
		}
		return nil
	})
}
