package send

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// complain says what went wrong, in one line.
func complain(err error) tea.Cmd {
	return kit.Say(kit.Wrong, words.Sentence(words.Error(err)))
}

// takeBack ends the hold.
func (m *Model) takeBack() tea.Cmd {
	s := m.sender
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		n, ok := s.TakeBack(ctx)
		return func() tea.Cmd {
			said := kit.Say(kit.Said, "Nothing was in its hold any more.")
			if ok {
				said = kit.Say(kit.Good, words.TakenBackHere(n))
			}
			return tea.Batch(m.look(), said)
		}
	})
}

// findAtFault splits a refused batch.
func (m *Model) findAtFault(batch queue.ID) tea.Cmd {
	s := m.sender
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		_, err := s.FindAtFault(ctx, batch)
		return func() tea.Cmd {
			if err != nil {
				return tea.Batch(m.look(), complain(err))
			}
			return m.look()
		}
	})
}

// findReady asks for all that is ready in the workspace, and plans it.
func (m *Model) findReady() tea.Cmd {
	st, gen, workspace := m.store, m.ask(), m.d.Workspace.Name
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		ids, err := st.IDs(ctx, queue.Query{Workspace: workspace, State: queue.Ready})
		return func() tea.Cmd {
			switch {
			case gen != m.gen:
				return nil
			case err != nil:
				return complain(err)
			case len(ids) == 0:
				return kit.Say(kit.Said, "Nothing is Ready to be sent.")
			}
			return m.plan(ids, nil, nil)
		}
	})
}
