// Package send is the screen on which leads leave: the preflight of a
// submission, its hold, and then one line a request with the answer as it
// came. It decides nothing about sending: outbox does, and this screen draws
// the pictures that outbox publishes. Start reading at Model.Update.
package send

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// sender is what the screen asks of outbox.Seat.
type sender interface {
	Plan(ctx context.Context, ids []queue.ID) (outbox.Plan, error)
	Submit(ctx context.Context, p outbox.Plan) (queue.ID, error)
	SameWorkspace(ctx context.Context) error
	TakeBack(ctx context.Context) (int, bool)
	Pause()
	Resume()
	CancelRest()
	FindAtFault(ctx context.Context, batch queue.ID) (submission queue.ID, err error)
	Look(there bool)
	Progress() outbox.Progress
}

// store is what the screen asks of queue.Queue.
type store interface {
	IDs(ctx context.Context, qu queue.Query) ([]queue.ID, error)
	Get(ctx context.Context, workspace string, id queue.ID) (queue.Entry, error)
	Entries(ctx context.Context, workspace string, ids []queue.ID) ([]queue.Entry, error)
	Batch(ctx context.Context, workspace string, id queue.ID) (queue.Batch, error)
}

// Model is the Send screen.
type Model struct {
	d      kit.Deps
	sender sender
	store  store
	t      *kit.Theme
	// location is the rep's time zone, taken from the clock.
	location *time.Location
	now      time.Time

	width, height int

	prog outbox.Progress
	// stock are the queue's by state, nil until they were read.
	stock *queue.Counts
	// alone: the submission of another leadpad that stood here is over.
	alone bool
	// gen numbers the questions that this screen asks; an older answer is dropped.
	gen  int
	pre  *preflight // over the progress, nil for none
	open *reading   // the request that is open, nil for none
	// free is how many requests the window has room for, -1 for not known.
	free int
	// sel is the selected request; follow: the rep left it where newest put it.
	sel, top int
	follow   bool
	// settled is the refused batch that the rep chose to leave as Ready.
	settled queue.ID
	card    card // the canary that was created
	arrived arrived
	// names is the choice after a canary that was not whole, nil for none;
	// offered is the submission for which it opened.
	names   *names
	offered queue.ID
	renamed bool // other names on the wire came into use here

	frame kit.Frame
	fresh bool // frame is what would be drawn now
}

// New makes the screen.
func New(d kit.Deps) *Model {
	m := &Model{d: d, t: d.Theme, now: d.Now, location: d.Now.Location(), follow: true, free: -1}
	m.sender, m.store = d.Workspace.Sender, d.Workspace.Queue
	return m
}

// Init reads the sender's first picture: another window's submission may run.
func (m *Model) Init() tea.Cmd { return m.look() }

// Show looks at the sender anew, and plans an open preflight again: what it
// counted may have been mended or sent meanwhile.
func (m *Model) Show() tea.Cmd {
	cmd := m.look()
	if m.pre != nil && m.pre.stage == asking {
		return tea.Batch(cmd, m.planAgain())
	}
	return cmd
}

// Hide has nothing to end: a submission goes on without its screen.
func (m *Model) Hide() tea.Cmd { return nil }

// SetSize takes the body's size.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = width, height
	if m.open != nil {
		m.open.lay(m)
	}
	m.stale()
}

// SetTheme takes new paints.
func (m *Model) SetTheme(t *kit.Theme) {
	m.t = t
	if m.open != nil {
		m.open.lay(m)
	}
	m.stale()
}

// Typing is false: Send has no text fields.
func (m *Model) Typing() bool { return false }

// Context is the tables'.
func (m *Model) Context() kit.Context { return kit.InSend }

// Busy says what leaving would stop.
func (m *Model) Busy() string {
	switch m.prog.Phase {
	case outbox.Holding:
		return "Leaving takes the submission back: its leads are Ready again."
	case outbox.Running, outbox.Waiting, outbox.Paused:
		return words.Plural(m.prog.Rest, "lead is", "leads are") + " still to go."
	}
	return ""
}

// Update takes a key, a broadcast or the answer of one of this screen's commands.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.stale()
		return m.key(msg.String())
	case kit.ProgressChanged:
		return tea.Batch(m.look(), m.refreshOpen())
	case kit.Clock:
		m.now, m.location = msg.Now, msg.Now.Location()
		if m.counting() {
			m.stale()
		}
	case kit.Counted:
		m.stock, m.free = &msg.Counts, msg.Free
		m.stale()
	case kit.SubmitLeads:
		return m.plan(msg.IDs, msg.Skipped, nil)
	case kit.NamesUsed:
		return m.namesUsed(msg)
	case kit.NamesChanged:
		return m.namesChanged()
	case kit.Answer:
		m.stale()
		return msg.Take()
	}
	return nil
}

// look takes the sender's newest picture; its command reads a canary that was
// created, and what of the request under the cursor arrived.
func (m *Model) look() tea.Cmd {
	if m.sender == nil {
		return nil
	}
	before := m.prog
	m.prog = m.sender.Progress()
	if m.prog.Submission != before.Submission {
		m.follow, m.top = true, 0
	}
	m.alone = m.prog.Phase == outbox.Idle && (m.alone || before.Foreign)
	m.sel = min(m.sel, max(len(m.prog.Requests)-1, 0))
	if m.follow {
		m.sel = m.newest()
	}
	m.offerNames()
	m.stale()
	return tea.Batch(m.landed(), m.arriving())
}

// failure says that a person has to do something about a request.
func failure(r outbox.Request) bool {
	if r.State != outbox.Answered {
		return false
	}
	switch r.Outcome {
	case api.AtFault, api.Unsure, api.BadKey, api.PlanLimit, api.Misdirected:
		return true
	}
	return false
}

// newest is where the cursor stands by itself: on the newest failure, else on the
// last request that began, else on the first one.
func (m *Model) newest() int {
	last := 0
	for i, r := range slices.Backward(m.prog.Requests) {
		if failure(r) {
			return i
		}
		if last == 0 && r.State != outbox.Waits {
			last = i
		}
	}
	return last
}

// counting says that a second makes a difference to what is drawn.
func (m *Model) counting() bool {
	return m.prog.Phase == outbox.Holding || m.prog.Phase == outbox.Waiting || m.prog.BehindHold.After(m.now.Add(-time.Second))
}

// active says that a submission is under way, in its hold or after it.
func (m *Model) active() bool {
	switch m.prog.Phase {
	case outbox.Holding, outbox.Running, outbox.Waiting, outbox.Paused:
		return true
	}
	return false
}

// noneReady says that nothing is Ready, as far as is known.
func (m *Model) noneReady() bool { return m.stock != nil && m.stock.ByState[queue.Ready] == 0 }

func (m *Model) stale() { m.fresh = false }

// address is for the answers of this screen's commands.
func (m *Model) address() kit.Address {
	return kit.Address{Screen: kit.SendScreen, Session: m.d.Session}
}

// ask gives the number of a new question.
func (m *Model) ask() int {
	m.gen++
	return m.gen
}
