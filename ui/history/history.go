// Package history looks back: every batch that was sent, with its receipt, the
// leads in it, its exact body and the answer verbatim; and the batches of which
// nobody knows what became of them, with what it takes to settle them. Start
// reading at Model and, for the latter, card.go.
package history

import (
	"context"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Model is the screen.
type Model struct {
	d      kit.Deps
	finder finder
	t      *kit.Theme
	now    time.Time
	width  int
	height int
	shown  bool

	rows    kit.Window[queue.Batch]
	unsure  int // batches that wait for a person
	cur     int
	top     int
	read    bool
	trouble string

	load struct {
		gen   int
		on    bool
		again bool
		stale bool
		moved int  // what keys did to the cursor meanwhile
		seek  bool // the next reading goes to a batch that waits and was not stood on
	}
	stood     map[kit.ID]bool // batches that wait, on which the cursor stood while they were on show
	act       kit.Acting      // the settlements
	exporting bool            // files are being written

	card   card
	open   *reading
	single *single // lead by lead
	undo   []word

	lay   layout
	frame kit.Frame
	fresh bool
}

// New makes the screen.
func New(d kit.Deps) *Model {
	m := &Model{d: d, finder: d.Workspace.Sender, t: d.Theme, now: d.Now, stood: map[kit.ID]bool{}}
	m.SetSize(80, 20)
	return m
}

// Init reads the newest batches.
func (m *Model) Init() tea.Cmd { return m.reload(kit.ID{}) }

// Show brings the list up to date. A batch that waits for a person and was not
// stood on yet gets the cursor: that is what one came for.
func (m *Model) Show() tea.Cmd {
	m.shown, m.fresh = true, false
	m.stand()
	if m.load.stale || m.trouble != "" || m.unsure > 0 {
		m.load.seek = true
		return m.reload(kit.ID{})
	}
	return nil
}

// stand remembers that the cursor stands on a batch that waits.
func (m *Model) stand() {
	if b, ok := m.current(); ok && m.shown && unsettled(b) {
		m.stood[b.ID] = true
	}
}

// Hide ends what only makes sense while one looks.
func (m *Model) Hide() tea.Cmd {
	m.shown, m.card.asked, m.act.Later = false, false, nil
	return nil
}

// Context is the table's.
func (m *Model) Context() kit.Context { return kit.InHistory }

// Typing is never the case here.
func (m *Model) Typing() bool { return false }

// Busy is empty: everything here is on disk.
func (m *Model) Busy() string { return "" }

// SetTheme drops what was drawn.
func (m *Model) SetTheme(t *kit.Theme) {
	m.t = t
	m.SetSize(m.width, m.height)
}

// SetSize lays the screen out anew.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	m.arrange()
	if m.open != nil {
		m.open.lay(m)
	}
}

// Update takes keys, answers and broadcasts.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.fresh = false
		return m.press(msg)
	case tea.PasteMsg:
		return kit.Say(kit.Said, "Nothing is typed here: "+m.keyName(kit.New)+" opens a new lead for what you pasted")
	case loadedMsg:
		return m.loaded(msg)
	case kit.Answer:
		m.fresh = false
		return msg.Take()
	case kit.SlowAction:
		return m.act.Slowed(msg, "moving and reading")
	case kit.QueueChanged, kit.ProgressChanged:
		return m.changed()
	case kit.Clock:
		m.now, m.fresh = msg.Now, false
		if m.trouble != "" && m.shown {
			return m.reload(kit.ID{})
		}
	case kit.ShowBatch:
		m.open, m.single = nil, nil
		m.load.seek = false
		return m.reload(msg.ID)
	}
	return nil
}

// changed follows a change on disk while the screen is on show.
func (m *Model) changed() tea.Cmd {
	if !m.shown {
		m.load.stale = true
		return nil
	}
	return m.reload(kit.ID{})
}

// rowsMargin is how many batches are loaded around the visible ones: each
// brings the names of up to 100 leads along.
const rowsMargin = 20

type loadedMsg struct {
	kit.Address
	gen    int
	rows   kit.Window[queue.Batch]
	unsure int
	index  int // where the cursor comes to stand
	sought bool
	found  bool // sought, and there is one
	err    error
}

// reload reads the batches around the cursor; with an id, around that batch.
func (m *Model) reload(id kit.ID) tea.Cmd {
	if m.load.on && id == (kit.ID{}) {
		m.load.again = true
		return nil
	}
	a := ask{workspace: m.d.Workspace.Name, id: id, index: m.cur, height: m.height}
	if b, ok := m.rows.At(m.cur); ok && id == (kit.ID{}) {
		a.id = b.ID
	}
	if m.load.seek {
		a.stood = maps.Clone(m.stood)
	}
	m.load.gen++
	m.load.on, m.load.again, m.load.stale, m.load.moved = true, false, false, 0
	q, to, gen := m.d.Workspace.Queue, m.to(), m.load.gen
	return kit.Command(func(ctx context.Context) tea.Msg {
		msg := a.read(ctx, q)
		msg.Address, msg.gen = to, gen
		return msg
	})
}

// ask is one reading of batches.
type ask struct {
	workspace string
	id        kit.ID
	index     int
	height    int
	stood     map[kit.ID]bool // look for a batch that waits and is not one of these; nil for no
}

// read does the reading; it runs in a command.
func (a ask) read(ctx context.Context, q queue.Queue) (msg loadedMsg) {
	msg.index = a.index
	var err error
	if msg.rows.Total, err = q.BatchCount(ctx, a.workspace); err != nil {
		return loadedMsg{err: err}
	}
	if msg.unsure, err = q.UnsureCount(ctx, a.workspace); err != nil {
		return loadedMsg{err: err}
	}
	msg.index = min(msg.index, max(msg.rows.Total-1, 0))
	if a.id != (kit.ID{}) {
		if i, ok, err := a.find(ctx, q, msg.index, msg.rows.Total); err != nil {
			return loadedMsg{err: err}
		} else if ok {
			msg.index = i
		}
	}
	if msg.sought = a.stood != nil; msg.sought && msg.unsure > 0 {
		i, ok, err := a.waits(ctx, q, msg.unsure)
		if err != nil {
			return loadedMsg{err: err}
		}
		if msg.found = ok; ok {
			msg.index = i
		}
	}
	var limit int
	msg.rows.Offset, limit = kit.Around(msg.index, a.height, rowsMargin)
	if msg.rows.Rows, err = q.Batches(ctx, a.workspace, msg.rows.Offset, limit); err != nil {
		return loadedMsg{err: err}
	}
	return msg
}

// waits looks for the newest batch that waits and was not stood on; those that
// wait come first in the list.
func (a ask) waits(ctx context.Context, q queue.Queue, unsure int) (int, bool, error) {
	const most = 50
	bs, err := q.Batches(ctx, a.workspace, 0, min(unsure, most))
	i := slices.IndexFunc(bs, func(b queue.Batch) bool { return unsettled(b) && !a.stood[b.ID] })
	return i, i >= 0, err
}

// find looks for the batch near where it was, then from the top on.
func (a ask) find(ctx context.Context, q queue.Queue, near, total int) (int, bool, error) {
	look := func(offset, limit int) (int, bool, error) {
		bs, err := q.Batches(ctx, a.workspace, offset, limit)
		for i, b := range bs {
			if b.ID == a.id {
				return offset + i, true, nil
			}
		}
		return 0, false, err
	}
	const step = 50
	if i, ok, err := look(max(near-2, 0), 5); ok || err != nil {
		return i, ok, err
	}
	for offset := 0; offset < total; offset += step {
		if i, ok, err := look(offset, step); ok || err != nil {
			return i, ok, err
		}
	}
	return 0, false, nil
}

// loaded takes an answer in, unless a newer one is on its way.
func (m *Model) loaded(msg loadedMsg) tea.Cmd {
	if msg.gen != m.load.gen {
		return nil
	}
	m.load.on, m.fresh = false, false
	if msg.err != nil {
		m.trouble = words.Unreadable("The history", msg.err)
		return nil
	}
	m.trouble, m.read = "", true
	m.rows, m.unsure = msg.rows, msg.unsure
	row := m.cur - m.top
	m.cur = min(max(msg.index+m.load.moved, 0), max(m.rows.Total-1, 0))
	m.top = m.cur - row
	if msg.sought {
		m.load.seek = false
	}
	if msg.found && m.single == nil {
		m.open = nil
	}
	m.stand()
	m.arrange()
	var cmds []tea.Cmd
	if m.load.again {
		cmds = append(cmds, m.reload(kit.ID{}))
	}
	return tea.Batch(append(cmds, m.look(), m.refreshOpen())...)
}

// ensure reads more batches when the cursor comes near the loaded ones' edge.
func (m *Model) ensure() tea.Cmd {
	if m.load.on || !m.read || !m.rows.Wants(m.top, m.lay.rows, rowsMargin/2) {
		return nil
	}
	return m.reload(kit.ID{})
}

// current is the batch under the cursor.
func (m *Model) current() (queue.Batch, bool) { return m.rows.At(m.cur) }

func (m *Model) to() kit.Address {
	return kit.Address{Screen: kit.HistoryScreen, Session: m.d.Session}
}

func (m *Model) keyName(a kit.Action) string { return m.d.Keys.KeyName(a, kit.InHistory) }
