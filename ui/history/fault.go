package history

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// finder looks for the lead at fault in a refused batch.
type finder interface {
	FindAtFault(ctx context.Context, batch kit.ID) (submission kit.ID, err error)
}

// refused says that a lead of the batch was at fault and nobody knows which.
func refused(b queue.Batch) bool { return b.State == queue.BatchRefused && len(b.Leads) > 1 }

// findAtFault begins the search, which Send then shows.
func (m *Model) findAtFault() tea.Cmd {
	b, ok := m.current()
	switch {
	case !ok:
		return kit.Say(kit.Wrong, words.NoBatches)
	case !refused(b):
		return kit.Say(kit.Wrong, "Nothing to find: this is for a refused request of several leads")
	}
	f := m.finder
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		_, err := f.FindAtFault(ctx, b.ID)
		return func() tea.Cmd { return m.searched(err) }
	})
}

// searched goes to Send, where the search runs.
func (m *Model) searched(err error) tea.Cmd {
	switch {
	case errors.Is(err, outbox.ErrNothing):
		return kit.Say(kit.Wrong, "None of its leads is Ready any more")
	case err != nil:
		return kit.Complain("The search cannot begin", err)
	case !m.shown: // the rep is elsewhere by now
		return nil
	}
	return kit.Do(kit.GoTo{Screen: kit.SendScreen})
}
