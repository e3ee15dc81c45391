package drafts

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// going is how many of the marked leads S would submit: those that are ready
// and that the filter shows.
type going struct {
	n     int
	known bool
	stale bool // marks, filter or leads changed since n was counted
	on    bool // a counting is on its way
	gen   int  // of the newest one; older answers are dropped
}

// countGoing counts anew when that is due. Without marks there is nothing to
// count.
func (m *Model) countGoing() tea.Cmd {
	g := &m.going
	if len(m.marks) == 0 {
		*g = going{known: true, gen: g.gen + 1}
		return nil
	}
	if !g.stale || g.on || m.load.on {
		return nil
	}
	g.gen++
	g.on, g.stale = true, false
	q, ready, gen := m.d.Workspace.Queue, inState(m.query, queue.Ready), g.gen
	marks := maps.Clone(m.marks)
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		ids, err := q.IDs(ctx, ready)
		n := 0
		for _, id := range ids {
			if _, ok := marks[id]; ok {
				n++
			}
		}
		return func() tea.Cmd {
			if m.going.on = false; gen == m.going.gen {
				// A number that cannot be had is left out of the footer.
				m.going.n, m.going.known = n, err == nil
				m.fresh = m.fresh && m.picking == nil // its line counts them
			}
			return nil
		}
	})
}

// inState is the query for what a query shows and is in state s.
func inState(q queue.Query, s queue.State) queue.Query {
	q.Text = "state:" + s.String() + " " + q.Text // in front: a quote may be open at the end
	return q
}

// submitHint says what S would submit, as far as that was counted.
func (m *Model) submitHint() kit.Hint {
	text := "submit"
	switch ready := m.counts.ByState[queue.Ready]; {
	case len(m.marks) > 0 && m.going.known && m.going.n == 0:
		text += ": none of " + words.Number(len(m.marks)) + " marked can go"
	case m.going.known && m.going.n < len(m.marks):
		text += " " + words.Number(m.going.n) + " of " + words.Number(len(m.marks)) + " marked"
	case len(m.marks) > 0 && m.going.known:
		text += " " + words.Number(m.going.n) + " marked"
	case len(m.marks) > 0:
		text += " marked"
	case !m.filtered() && ready > 0:
		text += " " + words.Number(ready) + " ready"
	}
	return kit.Hint{Action: kit.Submit, Text: text}
}
