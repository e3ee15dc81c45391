// Package drafts is the review table of all that is not sent: filter, sort,
// mark, edit in bulk, preview and submit. It holds only the rows around the
// visible ones and knows leads by their ids; what it asks of the queue it asks
// in commands. Start reading at Model and Update.
package drafts

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// Model is the screen.
type Model struct {
	d      kit.Deps
	t      *kit.Theme
	now    time.Time
	width  int
	height int
	shown  bool

	filter  *kit.Editor
	typing  bool // the filter has the focus
	query   queue.Query
	rows    kit.Window[queue.Row]
	counts  queue.Counts
	cur     int  // index of the current row in the list
	top     int  // index of the first visible row
	moving  bool // the cursor has not rested yet
	read    bool // rows were read once
	trouble string
	holding bool // held leads count down

	load loading
	act  kit.Acting // its keys wait for rows, too

	marks map[kit.ID]struct{}
	going going // how many of them can go
	likes likes // what may be a duplicate
	needs needs // of the columns
	span  *span // while a range is being marked

	picking *picking // while leads are picked for a nearly full plan
	trash   *trash   // while it is open

	undo, redo []step

	side    side // what stands below or beside the table
	details bool // details are wanted; see wantsSide
	chosen  bool // F6 was used: details no longer depends on the size

	saved kit.ID // the lead that Compose saved while this screen was hidden

	cells map[kit.ID]string // drawn rows without focus
	lay   layout
	frame kit.Frame
	fresh bool // frame is what View would draw
}

// loading is the state of reading rows: at most one read is on its way.
type loading struct {
	gen     int // of the newest read; older answers are dropped
	kind    loadKind
	on      bool
	again   bool  // rows changed while a read was on its way
	cooling bool  // a change was followed a moment ago
	stale   bool  // rows changed while cooling or hidden
	change  int64 // up to which it is known what left the table
	sent    bool  // whether sent leads were in it then
	cancel  context.CancelFunc
	moved   moved
}

// New makes the screen.
func New(d kit.Deps) *Model {
	m := &Model{
		d: d, t: d.Theme, now: d.Now,
		filter: kit.NewEditor(false),
		query:  queue.Query{Workspace: d.Workspace.Name},
		marks:  map[kit.ID]struct{}{},
		cells:  map[kit.ID]string{},
	}
	m.SetSize(80, 20)
	return m
}

// Init reads the first rows, so that F3 finds them.
func (m *Model) Init() tea.Cmd { return m.reload(afresh) }

// Show brings the table up to date.
func (m *Model) Show() tea.Cmd {
	m.shown, m.fresh = true, false
	if m.saved != (kit.ID{}) {
		id := m.saved
		m.saved = kit.ID{}
		return m.goTo(id, false)
	}
	if m.load.stale || m.trouble != "" {
		return m.reload(live)
	}
	return m.lookAlike()
}

// Hide ends what only makes sense while one looks.
func (m *Model) Hide() tea.Cmd {
	m.shown, m.typing, m.fresh = false, false, false
	m.act.Later, m.trash = nil, nil
	return nil
}

// Context is the table's.
func (m *Model) Context() kit.Context {
	if m.trash != nil {
		return kit.InTrash
	}
	return kit.InDrafts
}

// Typing says that the filter has the focus.
func (m *Model) Typing() bool { return m.typing }

// Busy is empty: everything here is on disk.
func (m *Model) Busy() string { return "" }

// SetTheme drops what was drawn.
func (m *Model) SetTheme(t *kit.Theme) {
	m.t = t
	m.redraw()
	m.side.laid = false
}

// SetSize lays the table out anew.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	m.arrange()
}

// redraw drops all drawn rows.
func (m *Model) redraw() {
	clear(m.cells)
	m.fresh = false
}

// Update takes keys and pastes, answers and broadcasts.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	cmd := m.take(msg)
	if count := m.countGoing(); count != nil {
		return tea.Batch(cmd, count)
	}
	return cmd
}

func (m *Model) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.fresh = false
		return m.press(msg)
	case tea.PasteMsg:
		m.fresh = false
		return m.paste(msg.Content)
	case loadedMsg:
		return m.loaded(msg)
	case likesMsg:
		m.liked(msg)
	case kit.SlowAction:
		return m.act.Slowed(msg, "moving and filtering")
	case doneMsg:
		return m.done(msg)
	case kit.Answer:
		return msg.Take()
	}
	return m.hear(msg)
}

// hear takes what concerns every screen, and what others ask of this one.
func (m *Model) hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.QueueChanged:
		return m.changed()
	case kit.NamesChanged:
		m.fresh = false
	case kit.PickLeads:
		return m.pick(msg)
	case kit.ShowTrash:
		return m.openTrash()
	case kit.ProgressChanged:
		m.progressed()
		return m.picked()
	case kit.Clock:
		m.tick(msg.Now)
		return m.tryAgain()
	case kit.LeadScanned:
		return m.scanned(msg)
	case kit.ShowLead:
		if !m.shown {
			m.saved = msg.ID
			return nil
		}
		m.trash = nil
		return m.goTo(msg.ID, true)
	}
	return nil
}

// tryAgain reads anew what could not be read.
func (m *Model) tryAgain() tea.Cmd {
	switch {
	case m.trouble != "" && m.shown && !m.load.on:
		return m.reload(live)
	case m.trash != nil && m.trash.trouble != "":
		return m.readTrash()
	}
	return nil
}

// tick draws the ages anew when one of them may have changed.
func (m *Model) tick(now time.Time) {
	if now.Truncate(time.Minute / 2).Equal(m.now.Truncate(time.Minute / 2)) {
		return
	}
	m.now = now
	m.redraw()
}

// progressed follows whether held leads count down or wait for their request.
func (m *Model) progressed() {
	holding := m.d.Workspace.Sender.Progress().Phase == outbox.Holding
	if holding != m.holding {
		m.holding = holding
		m.redraw()
	}
}

func (m *Model) to() kit.Address {
	return kit.Address{Screen: kit.DraftsScreen, Session: m.d.Session}
}
