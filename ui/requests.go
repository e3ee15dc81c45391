package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// Messages of the root's own commands.
type (
	// brought is for the session of a workspace; take takes it in, in Update.
	brought struct {
		session int
		take    func() tea.Cmd
	}
	tick struct {
		gen int
		now time.Time
	}
	news   kit.Notice // of Options.News
	opened struct {   // for whatever session: the newest choice of a workspace counts
		workspace *app.Session
		err       error
	}
	leaveNow struct {
		now   bool
		waits int // for a save that is on its way
	}
)

// request runs what a screen or a command of the root asked for.
func (m *Model) request(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Notice:
		// What happened by itself takes the place of nothing that is still unread.
		if msg.Level != kit.Quiet || m.notice.Level != kit.Wrong && (m.notice.Level != kit.Said || !m.unread) {
			m.notice, m.unread, m.ran = msg, true, ""
		}
	case kit.ChangeKey:
		if off := m.noKey(); off != "" {
			return kit.Say(kit.Wrong, off)
		}
		return m.openDialog(dialog.NewKey(m.o.Host, m.workspace.Name, m.workspace.Title, m.keyChanged))
	case kit.Ran:
		m.ran = msg.Title
		m.nameRan()
	case kit.GoTo:
		if msg.Screen == kit.ComposeScreen {
			return m.toCompose()
		}
		return m.show(msg.Screen)
	case kit.OpenDialog:
		return m.openDialog(msg.Dialog)
	case kit.UseNames:
		return m.useNames(msg)
	case kit.Perform:
		cmd := m.perform(msg.Action)
		m.nameRan()
		return cmd
	case kit.SwitchTo:
		return m.open(msg.Workspace)
	case kit.Leave:
		return m.leave()
	default:
		return m.turn(msg)
	}
	return nil
}

// turn hands a message to the screen that it is for, and shows that where it is what
// the rep asked for.
func (m *Model) turn(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.EditLead:
		msg.From = m.on
		return terminal.Sequence(m.show(kit.ComposeScreen), m.compose.Update(msg))
	case kit.NewLead:
		return terminal.Sequence(m.show(kit.ComposeScreen), m.compose.Update(msg))
	case kit.SubmitLeads:
		m.notice = kit.Notice{} // an older error is not about this submission
		return m.handOver(kit.SendScreen, msg)
	case kit.ShowLead, kit.PickLeads:
		return m.handOver(kit.DraftsScreen, msg)
	case kit.LeadSaved:
		return m.screens[kit.DraftsScreen].Update(kit.ShowLead{ID: msg.ID})
	case kit.LeadScanned:
		return m.screens[kit.DraftsScreen].Update(msg)
	case kit.ShowBatch:
		return m.handOver(kit.HistoryScreen, msg)
	case kit.ShowTrash:
		m.unsay() // u in the Trash does not mean what it said
		return m.handOver(kit.DraftsScreen, msg)
	default:
		return m.data(msg)
	}
}

// data takes the answers of the root's own commands; what is left belongs to
// the top dialog (Huh's own messages, for example).
func (m *Model) data(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case brought:
		if msg.session != m.session {
			return nil
		}
		return msg.take()
	case tick:
		if msg.gen != m.ticks.gen {
			return nil
		}
		m.now, m.ticks.every = msg.now, 0
		return tea.Batch(m.clock(), m.broadcast(kit.Clock{Now: msg.now}))
	case news:
		m.notice, m.unread, m.ran = kit.Notice(msg), true, ""
		return m.waitNews()
	case opened:
		if why := m.staysFor(msg); why != nil {
			return tea.Batch(m.screens[m.on].Show(), why)
		}
		m.enter(msg.workspace)
		return m.start()
	case asKeys:
		return m.pressAll(pressesOf(msg.text))
	case leaveNow:
		return m.leaveNow(msg)
	}
	if d := m.dialog(); d != nil {
		return m.tell(d, msg)
	}
	return nil
}

// staysFor says why the workspace that was chosen is not entered, nil when it is.
func (m *Model) staysFor(msg opened) tea.Cmd {
	if msg.err != nil {
		return kit.Complain("", msg.err)
	}
	if said := m.notOnDisk(m.compose.Unsaved()); said != "" {
		return kit.Say(kit.Wrong, "Not switched. "+said+". Try again in a moment.")
	}
	if unfilled := m.compose.Unfilled(); unfilled != "" {
		return kit.Say(kit.Wrong, "Not switched. "+unfilled)
	}
	return nil
}

// moved takes the sender's newest picture. A notice about what it did before is
// over when it does something else; new names on the wire are told to every screen.
func (m *Model) moved(to outbox.Progress) tea.Cmd {
	was := m.progress
	if m.notice.Passing && (to.Phase != was.Phase || to.Submission != was.Submission || to.Look != was.Look || to.Foreign != was.Foreign) {
		m.notice = kit.Notice{}
	}
	m.progress = to
	if to.Renamed != was.Renamed {
		return m.broadcast(kit.NamesChanged{})
	}
	return nil
}

// tidy takes down what was said on Send before the key that comes now: the
// lines there change with every step, and a long notice covers the last ones.
// Errors stay.
func (m *Model) tidy() {
	if m.on == kit.SendScreen {
		m.unsay()
	}
}

// unsay takes down what was said, unless it is an error.
func (m *Model) unsay() {
	if m.notice.Level != kit.Wrong {
		m.notice = kit.Notice{}
	}
}

// handOver brings a screen on show and gives it a message.
func (m *Model) handOver(id kit.ScreenID, msg tea.Msg) tea.Cmd {
	return tea.Batch(m.show(id), m.screens[id].Update(msg))
}

// show brings a screen on show.
func (m *Model) show(id kit.ScreenID) tea.Cmd {
	if id == m.on {
		return nil
	}
	hide := m.screens[m.on].Hide()
	if !m.failing { // which is about all screens
		if m.notice.Level == kit.Wrong {
			m.errors[m.on] = m.notice
		}
		m.notice, m.errors[id] = m.errors[id], kit.Notice{}
	}
	m.on = id
	m.nameRan()
	return tea.Batch(hide, m.screens[id].Show())
}

// nameRan says what the palette ran, also where its key or another screen took
// down what was said before.
func (m *Model) nameRan() {
	if m.ran != "" && m.notice.Level != kit.Wrong {
		m.notice, m.unread = kit.Notice{Level: kit.Said, Text: m.ran}, true
	}
}

// toCompose goes to Compose, and there to the new lead that is unfinished or to a
// blank one; on Compose itself it does nothing.
func (m *Model) toCompose() tea.Cmd {
	if m.on == kit.ComposeScreen {
		return nil
	}
	return tea.Batch(m.show(kit.ComposeScreen), m.compose.Continue())
}

// open opens another workspace, in a command.
func (m *Model) open(name string) tea.Cmd {
	hide := m.screens[m.on].Hide()
	rest := m.compose.Rest(m.on == kit.ComposeScreen)
	return terminal.Sequence(hide, kit.Command(func(ctx context.Context) tea.Msg {
		rest(ctx)
		w, err := m.o.Host.Open(ctx, name)
		if err == nil {
			w = w.Sit(ctx)
		}
		return opened{w, err}
	}))
}

// load reads what the header shows.
func (m *Model) load() tea.Cmd {
	m.looks.begun++
	w, n := m.workspace, m.looks.begun
	return m.ask(func(ctx context.Context) func() tea.Cmd {
		counts, err := w.Queue.Counts(ctx, w.Name)
		var meter outbox.Meter
		if err == nil {
			meter, err = w.Sender.Meter(ctx)
		}
		return func() tea.Cmd { return m.figures(n, counts, meter, err) }
	})
}

// figures takes the n-th look at what the header shows in; they end in any order.
func (m *Model) figures(n int, counts queue.Counts, meter outbox.Meter, err error) tea.Cmd {
	if n < m.looks.shown {
		return nil
	}
	m.looks.shown = n
	if err != nil {
		m.failing, m.notice = true, kit.Failed("", err)
		return nil
	}
	if m.failing {
		m.failing, m.notice = false, kit.Notice{}
	}
	m.counts, m.meter = counts, meter
	return tea.Batch(m.clock(), m.screens[kit.SendScreen].Update(kit.Counted{Counts: counts, Free: m.free()}))
}

// ask runs f in a command of this session; what f gives takes the answer in.
func (m *Model) ask(f func(ctx context.Context) func() tea.Cmd) tea.Cmd {
	session := m.session
	return kit.Command(func(ctx context.Context) tea.Msg { return brought{session, f(ctx)} })
}

// crowded is how long a session that has many beside it, all changing what it shows,
// rests between two looks at most.
const crowded = time.Second

// waitQueue brings the next news of the queue: at once where it was quiet. While
// news follow news, each look comes twice as long after the one before: two hundred
// people who type would have each other look two hundred times a second.
func (m *Model) waitQueue(rest time.Duration) tea.Cmd {
	session, watch, ch := m.session, m.watch, m.queueCh
	return func() tea.Msg {
		if !pause(watch, rest) {
			return nil
		}
		ready := time.Now()
		return wait(watch, ch, func() tea.Msg {
			next := min(max(2*rest, 10*time.Millisecond), crowded)
			if time.Since(ready) >= next {
				next = 0
			}
			return brought{session, func() tea.Cmd { return tea.Batch(m.waitQueue(next), m.load(), m.broadcast(kit.QueueChanged{})) }}
		})()
	}
}

// pause waits, and says that ctx has not ended.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// waitSender brings the sender's next picture.

func (m *Model) waitSender() tea.Cmd {
	session, clock := m.session, m.o.Now
	return wait(m.watch, m.senderCh, func() tea.Msg {
		now := clock() // when it moved: countdowns begin at the right number
		return brought{session, func() tea.Cmd { return m.senderMoved(now) }}
	})
}

// senderMoved takes the sender's newest picture in.
func (m *Model) senderMoved(now time.Time) tea.Cmd {
	m.now = now
	news := m.moved(m.workspace.Sender.Progress())
	return tea.Batch(news, m.offerWaiting(), m.waitSender(), m.load(), m.clock(), m.broadcast(kit.Clock{Now: now}), m.broadcast(kit.ProgressChanged{}))
}

// waitNews brings the next notice from outside, whatever workspace is open then.
func (m *Model) waitNews() tea.Cmd {
	ch := m.o.News
	if ch == nil {
		return nil
	}
	return func() tea.Msg {
		if n, ok := <-ch; ok {
			return news(n)
		}
		return nil
	}
}

// wait turns a subscription into messages, one at a time.
func wait(ctx context.Context, ch <-chan struct{}, msg func() tea.Msg) tea.Cmd {
	return func() tea.Msg {
		select {
		case _, ok := <-ch:
			if ok {
				return msg()
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// clock asks for the next tick: each second while something on screen counts,
// each half minute (for ages) else. Nothing moves while nothing happens.
func (m *Model) clock() tea.Cmd {
	every := 30 * time.Second
	if m.counting() {
		every = time.Second
	}
	if m.ticks.every != 0 && m.ticks.every <= every {
		return nil
	}
	m.ticks.gen++
	m.ticks.every = every
	gen := m.ticks.gen
	clock := m.o.Now
	return tea.Tick(every, func(time.Time) tea.Msg { return tick{gen, clock()} })
}

// counting says that a number on screen changes with the seconds.
func (m *Model) counting() bool {
	if m.used() > 0 {
		return true
	}
	switch m.progress.Phase {
	case outbox.Holding, outbox.Waiting:
		return true
	}
	return false
}
