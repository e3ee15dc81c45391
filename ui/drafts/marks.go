package drafts

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
)

// span is a range that is being marked: from the row of id to the cursor. Its
// rows join the marks when it ends.
type span struct {
	id    kit.ID
	index int
}

// has says that row i is in the range.
func (s *span) has(i, cur int) bool {
	return s != nil && i >= min(s.index, cur) && i <= max(s.index, cur)
}

// mark runs the keys that mark.
func (m *Model) mark(a kit.Action, row queue.Row) tea.Cmd {
	switch a {
	case kit.Mark:
		if m.span != nil {
			return m.endSpan()
		}
		by := 1
		if _, ok := m.marks[row.ID]; ok {
			delete(m.marks, row.ID)
			by = -1
		} else {
			m.marks[row.ID] = struct{}{}
		}
		if row.State == queue.Ready {
			m.going.n += by
		}
		m.going.gen++ // what is being counted does not have it
		m.going.stale = m.going.stale || m.going.on
		delete(m.cells, row.ID)
	case kit.Range:
		if m.span != nil {
			return m.endSpan()
		}
		m.span = &span{row.ID, m.cur}
	case kit.MarkAll, kit.Invert:
		return m.markShown(a == kit.Invert)
	}
	return nil
}

// markShown marks, or inverts, all that the filter shows.
func (m *Model) markShown(invert bool) tea.Cmd {
	m.act.Busy = true
	q, qu := m.d.Workspace.Queue, m.query
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		ids, err := q.IDs(ctx, qu)
		return func() tea.Cmd { return m.marked(ids, invert, err) }
	})
}

func (m *Model) marked(ids []kit.ID, invert bool, err error) tea.Cmd {
	m.act.Busy, m.going.stale = false, true
	m.redraw()
	if err != nil {
		return tea.Batch(kit.Complain("The leads cannot be marked", err), m.replay())
	}
	for _, id := range ids {
		if _, ok := m.marks[id]; ok && invert {
			delete(m.marks, id)
		} else {
			m.marks[id] = struct{}{}
		}
	}
	return m.replay()
}

// bounds are the first row and the number of rows of the range.
func (m *Model) bounds() (from, n int) {
	from = min(m.span.index, m.cur)
	return from, max(m.span.index, m.cur) - from + 1
}

// endSpan turns the range into marks.
func (m *Model) endSpan() tea.Cmd {
	if m.commit() {
		return nil
	}
	return m.fetchSpan("")
}

// commit marks the range's rows when they are all loaded.
func (m *Model) commit() bool {
	from, n := m.bounds()
	ids := make([]kit.ID, 0, n)
	for i := range n {
		row, ok := m.rows.At(from + i)
		if !ok {
			return false
		}
		ids = append(ids, row.ID)
	}
	m.join(ids)
	return true
}

func (m *Model) join(ids []kit.ID) {
	m.span, m.going.stale = nil, true
	for _, id := range ids {
		m.marks[id] = struct{}{}
	}
	m.redraw()
}

// fetchSpan reads the ids of a range that is not all loaded.
func (m *Model) fetchSpan(then kit.Action) tea.Cmd {
	m.act.Busy = true
	q, qu := m.d.Workspace.Queue, m.query
	from, n := m.bounds()
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		ids, err := q.IDs(ctx, qu)
		if from < len(ids) {
			ids = ids[from:min(from+n, len(ids))]
		}
		return func() tea.Cmd { return m.spanned(ids, then, err) }
	})
}

func (m *Model) spanned(ids []kit.ID, then kit.Action, err error) tea.Cmd {
	m.act.Busy, m.fresh = false, false
	if err != nil {
		return tea.Batch(kit.Complain("The range cannot be marked", err), m.replay())
	}
	m.join(ids)
	var cmd tea.Cmd
	if then != "" {
		cmd = m.doing(then)
	}
	return tea.Batch(cmd, m.replay())
}

// respan moves the range's first row to where its lead is now.
func (m *Model) respan(index int) {
	if m.span == nil {
		return
	}
	if index < 0 {
		m.span = nil
		return
	}
	m.span.index = index
}

// target is what a bulk action is for, as plain data for a command.
type target struct {
	query queue.Query
	row   kit.ID
	marks map[kit.ID]struct{} // nil: the row alone
	// makeReady names the key that makes them ready.
	makeReady string
}

// target gives the marked leads, else the current row.
func (m *Model) target() target {
	t := target{query: m.query, makeReady: m.keyName(kit.MakeReady)}
	if row, ok := m.rows.At(m.cur); ok {
		t.row = row.ID
	}
	if len(m.marks) > 0 {
		t.marks = make(map[kit.ID]struct{}, len(m.marks))
		for id := range m.marks {
			t.marks[id] = struct{}{}
		}
	}
	return t
}

// ids gives the leads in the table's order, and how many of the marked ones
// the filter hides: those are never touched.
func (t target) ids(ctx context.Context, q queue.Queue) (ids []kit.ID, hidden int, err error) {
	if t.marks == nil {
		return []kit.ID{t.row}, 0, nil
	}
	shown, err := q.IDs(ctx, t.query)
	if err != nil {
		return nil, 0, err
	}
	for _, id := range shown {
		if _, ok := t.marks[id]; ok {
			ids = append(ids, id)
		}
	}
	return ids, len(t.marks) - len(ids), nil
}

// changeable gives those of ids that may be changed, and how many may not.
func (t target) changeable(ctx context.Context, q queue.Queue) (free []kit.ID, fixed, hidden int, err error) {
	if t.marks == nil {
		e, err := q.Get(ctx, t.query.Workspace, t.row)
		switch {
		case errors.Is(err, queue.ErrNotFound):
			return nil, 0, 0, nil
		case err != nil:
			return nil, 0, 0, err
		case e.State != queue.Draft && e.State != queue.Ready && e.State != queue.Failed:
			return nil, 1, 0, nil
		}
		return []kit.ID{t.row}, 0, 0, nil
	}
	ids, hidden, err := t.ids(ctx, q)
	if err != nil {
		return nil, 0, 0, err
	}
	qu := t.query
	qu.Text = untouchable + qu.Text
	all, err := q.IDs(ctx, qu)
	if err != nil {
		return nil, 0, 0, err
	}
	free = t.marked(all)
	return free, len(ids) - len(free), hidden, nil
}
