package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
)

// Messages of the root's own commands; each carries the session it is for.
type (
	queueChanged  struct{ session int }
	senderChanged struct {
		session int
		now     time.Time // when it did: countdowns begin at the right number
	}
	loaded struct {
		session int
		n       int // of the look: an older one may come later
		counts  queue.Counts
		meter   outbox.Meter
		err     error
	}
	tick struct {
		gen int
		now time.Time
	}
	opened struct {
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
		m.dialogs = append(m.dialogs, msg.Dialog)
		return msg.Dialog.Init()
	case kit.EditLead:
		msg.From = m.on
		return tea.Sequence(m.show(kit.ComposeScreen), m.compose.Update(msg))
	case kit.NewLead:
		return tea.Sequence(m.show(kit.ComposeScreen), m.compose.Update(msg))
	case kit.SubmitLeads:
		m.notice = kit.Notice{} // an older error is not about this submission
		return tea.Batch(m.show(kit.SendScreen), m.screens[kit.SendScreen].Update(msg))
	case kit.ShowLead:
		return tea.Batch(m.show(kit.DraftsScreen), m.screens[kit.DraftsScreen].Update(msg))
	case kit.LeadSaved:
		return m.screens[kit.DraftsScreen].Update(kit.ShowLead{ID: msg.ID})
	case kit.ShowBatch:
		return tea.Batch(m.show(kit.HistoryScreen), m.screens[kit.HistoryScreen].Update(msg))
	case kit.PickLeads:
		return tea.Batch(m.show(kit.DraftsScreen), m.screens[kit.DraftsScreen].Update(msg))
	case kit.ShowTrash:
		if m.notice.Level != kit.Wrong {
			m.notice = kit.Notice{} // u in the Trash does not mean what it said
		}
		return tea.Batch(m.show(kit.DraftsScreen), m.screens[kit.DraftsScreen].Update(msg))
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
		return m.data(msg)
	}
	return nil
}

// data takes the answers of the root's own commands; what is left belongs to
// the top dialog (Huh's own messages, for example).
func (m *Model) data(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case queueChanged:
		if msg.session != m.session {
			return nil
		}
		return tea.Batch(m.waitQueue(), m.load(), m.broadcast(kit.QueueChanged{}))
	case senderChanged:
		if msg.session != m.session {
			return nil
		}
		m.now = msg.now
		news := m.moved(m.workspace.Sender.Progress())
		return tea.Batch(news, m.offerWaiting(), m.waitSender(), m.load(), m.clock(), m.broadcast(kit.Clock{Now: msg.now}), m.broadcast(kit.ProgressChanged{}))
	case loaded:
		if msg.session != m.session || msg.n < m.looks.shown {
			return nil
		}
		m.looks.shown = msg.n
		if msg.err != nil {
			m.failing, m.notice = true, kit.Notice{Level: kit.Wrong, Text: safe.Clean(msg.err.Error()).String()}
			return nil
		}
		if m.failing {
			m.failing, m.notice = false, kit.Notice{}
		}
		m.counts, m.meter = msg.counts, msg.meter
		return tea.Batch(m.clock(), m.screens[kit.SendScreen].Update(kit.Counted{Counts: msg.counts}))
	case tick:
		if msg.gen != m.ticks.gen {
			return nil
		}
		m.now, m.ticks.every = msg.now, 0
		return tea.Batch(m.clock(), m.broadcast(kit.Clock{Now: msg.now}))
	case opened:
		if msg.err != nil {
			return kit.Say(kit.Wrong, safe.Clean(msg.err.Error()).String())
		}
		if said := m.notOnDisk(m.compose.Unsaved()); said != "" {
			return kit.Say(kit.Wrong, "Not switched. "+said+". Try again in a moment.")
		}
		m.enter(msg.workspace)
		return m.start()
	case renamed:
		return m.renamed(msg)
	case pasted:
		return m.compose.Update(tea.PasteMsg{Content: msg.text})
	case asKeys:
		return m.pressAll(pressesOf(msg.text))
	case moveOffer:
		return m.offer(msg)
	case leaveNow:
		return m.leaveNow(msg)
	}
	if d := m.dialog(); d != nil {
		return m.tell(d, msg)
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
	if m.on == kit.SendScreen && m.notice.Level != kit.Wrong {
		m.notice = kit.Notice{}
	}
}

// show brings a screen on show.
func (m *Model) show(id kit.ScreenID) tea.Cmd {
	if id == m.on {
		return nil
	}
	hide := m.screens[m.on].Hide()
	m.on = id
	if m.notice.Level != kit.Wrong {
		m.notice = kit.Notice{}
	}
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
	return tea.Sequence(hide, func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		w, err := m.o.Host.Open(ctx, name)
		return opened{w, err}
	})
}

// load reads what the header shows.
func (m *Model) load() tea.Cmd {
	m.looks.begun++
	w, session, n := m.workspace, m.session, m.looks.begun
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		counts, err := w.Queue.Counts(ctx, w.Name)
		if err != nil {
			return loaded{session: session, n: n, err: err}
		}
		meter, err := w.Sender.Meter(ctx)
		return loaded{session, n, counts, meter, err}
	}
}

// waitQueue and waitSender bring the next news of a subscription.
func (m *Model) waitQueue() tea.Cmd {
	session := m.session
	return wait(m.watch, m.queueCh, func() tea.Msg { return queueChanged{session} })
}

func (m *Model) waitSender() tea.Cmd {
	session, now := m.session, m.o.Now
	return wait(m.watch, m.senderCh, func() tea.Msg { return senderChanged{session, now()} })
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
	return tea.Tick(every, func(t time.Time) tea.Msg { return tick{gen, t} })
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
