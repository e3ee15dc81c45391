package app

import (
	"context"
	"slices"
	"strings"

	"leadpad/outbox"
	"leadpad/queue"
)

// Load is what a workspace holds of all its people, and how much of its rate is
// used: for who watches the server, not for a person at a screen.
type Load struct {
	Workspace string
	Counts    queue.Counts
	Window    outbox.Meter
	// NoWindow is why the window is not known: no key was found, or the ledger
	// cannot be read.
	NoWindow error
}

// Loads gives those of the workspaces that are open, by name.
func (a *App) Loads(ctx context.Context) ([]Load, error) {
	var list []Load
	for _, w := range a.opened() {
		l := Load{Workspace: w.Name}
		var err error
		if l.Counts, err = a.queue.Counts(ctx, w.Name); err != nil {
			return nil, err
		}
		l.Window, l.NoWindow = w.sender.Meter(ctx)
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b Load) int { return strings.Compare(a.Workspace, b.Workspace) })
	return list, nil
}
