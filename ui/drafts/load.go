package drafts

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// loadKind says why rows are read.
type loadKind uint8

const (
	paging loadKind = iota // the same list, further on
	live                   // the list may have changed
	afresh                 // another filter or order
)

// moved is what keys did to the cursor while a read was on its way: it is done
// again on the list that comes.
type moved struct {
	home, end bool
	delta     int
}

// at gives where the cursor comes to stand in the new list.
func (v moved) at(index, total int) int {
	switch {
	case v.home:
		index = 0
	case v.end:
		index = total - 1
	}
	return min(max(index+v.delta, 0), max(total-1, 0))
}

// windowMargin is how many rows are loaded around the visible ones, and
// windowNear how near to the loaded part's edge more are asked for.
const (
	windowMargin = 150
	windowNear   = 50
)

// coolFor is how long a live table rests between two readings of a queue that
// changes all the time.
const coolFor = 200 * time.Millisecond

type (
	loadedMsg struct {
		kit.Address
		gen    int
		kind   loadKind
		query  queue.Query
		rows   kit.Window[queue.Row]
		counts queue.Counts
		index  int // of the lead asked for
		anchor int // of the range's first row
		found  bool
		sought bool     // a lead was asked for by ShowLead
		gone   []kit.ID // leads that left the table
		change int64    // up to this change
		err    error
	}
)

// ask is one reading of rows.
type ask struct {
	query  queue.Query
	id     kit.ID // the cursor's lead, zero when it is not known
	index  int    // where the cursor goes when id is not in the list
	height int
	kind   loadKind
	sought bool // id was asked for: look for it without the filter, too, when wide
	wide   bool
	anchor kit.ID
	since  int64 // the change up to which it is known what left the table
}

// reload reads rows anew. A reading on its way is given up when the query
// changed, else it is followed by another one.
func (m *Model) reload(kind loadKind) tea.Cmd {
	if m.load.on {
		if kind != afresh {
			m.load.again = m.load.again || kind == live
			return nil
		}
		m.load.cancel()
	}
	a := ask{query: m.query, index: m.cur, kind: kind}
	if row, ok := m.rows.At(m.cur); ok && kind != paging {
		a.id = row.ID
	}
	if kind == afresh {
		a.index = 0
		if m.load.on && m.load.kind == afresh {
			// Moves done while the given up reading was on its way still count.
			return m.start(a, m.load.moved)
		}
	}
	return m.start(a, moved{})
}

// start begins a reading.
func (m *Model) start(a ask, done moved) tea.Cmd {
	m.load.gen++
	m.load.on, m.load.kind, m.load.again, m.load.moved = true, a.kind, false, done
	if a.kind != paging {
		m.load.stale = false
		if m.span != nil {
			a.anchor = m.span.id
		}
	}
	switch a.since = m.load.change; {
	case len(m.marks) == 0:
		a.since = -1 // nothing is lost by what left
	case a.query.Sent != m.load.sent:
		a.since = 0 // sent leads leave the table, or come into it
	}
	a.height = m.height
	q, to, gen := m.d.Workspace.Queue, m.to(), m.load.gen
	base, cancel := context.WithCancel(context.Background())
	m.load.cancel = cancel
	return func() tea.Msg {
		defer cancel()
		ctx, done := context.WithTimeout(base, kit.Limit)
		defer done()
		msg := a.read(ctx, q)
		msg.Address, msg.gen, msg.kind = to, gen, a.kind
		return msg
	}
}

// read does the reading; it runs in a command.
func (a ask) read(ctx context.Context, q queue.Queue) (msg loadedMsg) {
	fail := func(err error) loadedMsg { return loadedMsg{err: err} }
	msg.index, msg.query, msg.anchor = a.index, a.query, -1
	if a.id != (kit.ID{}) {
		query, i, err := a.find(ctx, q)
		switch {
		case err == nil:
			msg.query, msg.index, msg.found = query, i, true
		case !errors.Is(err, queue.ErrNotFound):
			return fail(err)
		}
	}
	msg.sought = a.sought
	var err error
	if msg.counts, err = q.Counts(ctx, a.query.Workspace); err != nil {
		return fail(err)
	}
	if msg.rows.Total, err = q.Count(ctx, msg.query); err != nil {
		return fail(err)
	}
	msg.index = min(msg.index, max(msg.rows.Total-1, 0))
	var limit int
	msg.rows.Offset, limit = kit.Around(msg.index, a.height, a.margin())
	if msg.rows.Rows, err = q.Rows(ctx, msg.query, msg.rows.Offset, limit); err != nil {
		return fail(err)
	}
	if a.anchor != (kit.ID{}) {
		if i, err := q.Index(ctx, msg.query, a.anchor); err == nil {
			msg.anchor = i
		}
	}
	if msg.gone, msg.change, err = q.Gone(ctx, a.query.Workspace, a.query.Sent, a.since); err != nil {
		return fail(err)
	}
	return msg
}

// margin is how many rows to read around the visible ones. Of a list that the next key
// may replace no more than keep Wants quiet.
func (a ask) margin() int {
	if a.kind == afresh {
		return windowNear
	}
	return windowMargin
}

// find looks for the lead in the list; a lead that was asked for is looked for
// without the filter and among the sent ones, too.
func (a ask) find(ctx context.Context, q queue.Queue) (queue.Query, int, error) {
	i, err := q.Index(ctx, a.query, a.id)
	if err == nil || !a.wide || !errors.Is(err, queue.ErrNotFound) {
		return a.query, i, err
	}
	wider := a.query
	wider.Text, wider.Problems = "", false
	if i, err = q.Index(ctx, wider, a.id); errors.Is(err, queue.ErrNotFound) {
		wider.Sent = true
		i, err = q.Index(ctx, wider, a.id)
	}
	return wider, i, err
}

// loaded takes an answer in, unless a newer one is on its way.
func (m *Model) loaded(msg loadedMsg) tea.Cmd {
	if msg.gen != m.load.gen || !m.load.on {
		return nil
	}
	m.load.on = false
	m.redraw()
	if msg.err != nil {
		m.trouble = words.Unreadable("The leads", msg.err)
		m.act.Later = nil
		return nil
	}
	m.trouble, m.read = "", true
	m.rows, m.counts = msg.rows, msg.counts
	for _, id := range msg.gone {
		delete(m.marks, id)
	}
	m.load.change, m.load.sent = msg.change, msg.query.Sent
	m.going.stale = m.going.stale || msg.kind != paging
	if msg.kind != paging {
		m.likes.forget()
	}
	cmds := []tea.Cmd{m.adopt(msg)}
	if msg.kind != paging {
		row := m.cur - m.top
		m.cur = m.load.moved.at(msg.index, m.rows.Total)
		m.top = m.cur - row
		m.respan(msg.anchor)
	}
	m.cur = min(m.cur, max(m.rows.Total-1, 0))
	m.measure(msg.kind == afresh)
	m.arrange()
	if m.load.again {
		cmds = append(cmds, m.reload(live))
	} else {
		cmds = append(cmds, m.ensure())
	}
	now := msg.kind == live || msg.kind == afresh && !m.typing || !m.moving
	return tea.Batch(append(cmds, m.look(now), m.replay())...)
}

// adopt takes over a wider query, when the lead that was asked for needs one.
func (m *Model) adopt(msg loadedMsg) tea.Cmd {
	if !msg.sought {
		return nil
	}
	if !msg.found && !m.filtered() {
		return nil // it was deleted since
	}
	if !msg.found {
		return kit.Say(kit.Said, "The lead saved last is not among these; "+m.keyName(kit.Back)+" empties the filter")
	}
	if msg.query == m.query {
		return nil
	}
	m.query = msg.query
	m.filter.SetText("")
	return kit.Say(kit.Said, "The filter was emptied to show this lead")
}

// ensure reads more rows when the visible ones come near the loaded ones' edge.
func (m *Model) ensure() tea.Cmd {
	if m.load.on || !m.read || m.trouble != "" || !m.rows.Wants(m.top, m.lay.rows, windowNear) {
		return nil
	}
	return m.reload(paging)
}

// changed follows a change on disk: at once when the last one is long ago, else
// after a rest.
func (m *Model) changed() tea.Cmd {
	if !m.shown || m.load.cooling {
		m.load.stale = true
		return nil
	}
	m.load.cooling = true
	return tea.Batch(m.reload(live), m.readTrash(), m.to().After(coolFor, func() tea.Cmd {
		m.load.cooling = false
		if m.load.stale && m.shown {
			return m.changed()
		}
		return nil
	}))
}

// goTo puts the cursor on a lead. Where wide, a filter that hides it gives way.
func (m *Model) goTo(id kit.ID, wide bool) tea.Cmd {
	if m.load.on {
		m.load.cancel()
	}
	m.fresh = false
	return m.start(ask{query: m.query, index: m.cur, kind: live, id: id, sought: true, wide: wide}, moved{})
}

// requery reads the list for what the filter line says now.
func (m *Model) requery() tea.Cmd {
	m.query.Text = m.expand(m.filter.Text())
	m.span = nil
	return m.reload(afresh)
}
