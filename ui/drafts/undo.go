package drafts

import (
	"context"
	"errors"
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// step is something that was done, and how it is taken back: run gives the
// step that takes it back in turn. before is where the cursor stood and what was
// marked when it was done; nil leaves both where they are.
type step struct {
	run    func(ctx context.Context) (said string, back step, err error)
	before *target
}

// doneMsg is the end of an action.
type doneMsg struct {
	kit.Address
	said   string
	level  kit.Level
	back   step    // how to undo (or, after an undo, redo) it; no run: nothing was done
	before *target // see step
	ran    step    // what was undone or done again, to be tried again after an error
	way    way
	what   string // what failed, in words
	err    error
	unmark []kit.ID
	then   []tea.Msg // requests that follow
	clip   string    // goes to the terminal's clipboard
	look   *looking  // a deleted lead to show in the Trash
	// restored is a lead that came out of the Trash, zero for none.
	restored kit.ID
}

// way tells a new action from one that was taken back or done again.
type way uint8

const (
	forward way = iota
	backward
	again
)

// do runs an action in a command; keys that act wait for its end.
func (m *Model) do(what string, f func(ctx context.Context) doneMsg) tea.Cmd {
	to := m.to()
	return m.act.Run(to, func(ctx context.Context) tea.Msg {
		msg := f(ctx)
		msg.Address, msg.what = to, what
		return msg
	})
}

// done takes the end of an action in and goes on with the keys that waited.
func (m *Model) done(msg doneMsg) tea.Cmd {
	m.act.Done()
	m.fresh = false
	if msg.err != nil {
		m.keep(msg)
		return tea.Batch(kit.Complain(msg.what, msg.err), m.reload(live), m.tidyTrash(msg), m.replay())
	}
	for _, id := range msg.unmark {
		delete(m.marks, id)
		m.going.stale = true
	}
	if msg.back.run != nil {
		msg.back.before = msg.before
		m.remember(msg)
	}
	var cmds []tea.Cmd
	if msg.said != "" {
		cmds = append(cmds, kit.Say(msg.level, msg.said))
	}
	if msg.clip != "" {
		cmds = append(cmds, terminal.Copy(msg.clip))
	}
	for _, t := range msg.then {
		cmds = append(cmds, kit.Do(t))
	}
	switch {
	case msg.back.run == nil:
	case msg.way == backward && msg.before != nil:
		cmds = append(cmds, m.comeBack(*msg.before))
	default:
		cmds = append(cmds, m.reload(live))
	}
	return tea.Batch(append(cmds, m.tidyTrash(msg), m.replay())...)
}

// maxSteps bounds what is remembered for undo: a step may hold many leads.
const maxSteps = 50

// remember keeps how to take an action back.
func (m *Model) remember(msg doneMsg) {
	switch msg.way {
	case backward:
		m.redo = append(m.redo, msg.back)
		return
	case forward:
		m.redo = nil
	}
	m.undo = append(m.undo, msg.back)
	if len(m.undo) > maxSteps {
		m.undo = m.undo[1:]
		if m.trash != nil {
			m.trash.base = max(m.trash.base-1, 0)
		}
	}
}

// keep puts back what could not be undone, or done again, for another try.
func (m *Model) keep(msg doneMsg) {
	switch {
	case msg.ran.run == nil:
	case msg.way == backward:
		m.undo = append(m.undo, msg.ran)
	case msg.way == again:
		m.redo = append(m.redo, msg.ran)
	}
}

// comeBack puts cursor and marks where they were before what was undone.
func (m *Model) comeBack(to target) tea.Cmd {
	m.span, m.going.stale = nil, true
	m.marks = map[kit.ID]struct{}{}
	maps.Copy(m.marks, to.marks)
	m.redraw()
	if m.load.on {
		m.load.cancel()
	}
	return m.start(ask{query: m.query, index: m.cur, kind: live, id: to.row}, moved{})
}

// takeBack undoes the last action of this session; where there is none, the last
// deletion that the queue's journal knows of.
func (m *Model) takeBack() tea.Cmd {
	if len(m.undo) == 0 {
		return m.takeBackOlder()
	}
	s := m.undo[len(m.undo)-1]
	m.undo = m.undo[:len(m.undo)-1]
	return m.rerun(s, backward, cannotUndo)
}

const (
	cannotUndo    = "It cannot be undone"
	nothingToUndo = "Nothing was done here that could be undone"
)

// takeBackOlder undoes a deletion of before, or of another window or command,
// and says which. Several leads come back marked, as they were.
func (m *Model) takeBackOlder() tea.Cmd {
	w, now := m.d.Workspace, m.now
	return m.do(cannotUndo, func(ctx context.Context) doneMsg {
		u, err := w.Queue.UndeleteLast(ctx, w.Name)
		if errors.Is(err, queue.ErrNotFound) {
			return doneMsg{said: nothingToUndo}
		}
		if err != nil {
			return doneMsg{err: err}
		}
		before := target{row: u.Back[0]}
		if len(u.Back) > 1 {
			before.marks = make(map[kit.ID]struct{}, len(u.Back))
			for _, id := range u.Back {
				before.marks[id] = struct{}{}
			}
		}
		return doneMsg{said: broughtBack(u, now), back: deleting(w, u.Back), before: &before, way: backward}
	})
}

// broughtBack says which deletion was taken back, and how much of it.
func broughtBack(u queue.Undone, now time.Time) string {
	rest := u.Of - len(u.Back)
	said := words.Leads(u.Of) + " deleted " + kit.Moment(u.At, now) + " brought back"
	if rest > 0 {
		said = words.Number(len(u.Back)) + " of " + said + "; " + wereBack(rest)
	}
	return said
}

// wereBack says that so many leads of a deletion were there already.
func wereBack(n int) string {
	return words.Number(n) + words.PluralWord(n, " was", " were") + " brought back before"
}

// doAgain redoes what was undone last.
func (m *Model) doAgain() tea.Cmd {
	if len(m.redo) == 0 {
		return kit.Say(kit.Said, "Nothing was undone here that could be done again")
	}
	s := m.redo[len(m.redo)-1]
	m.redo = m.redo[:len(m.redo)-1]
	return m.rerun(s, again, "It cannot be done again")
}

func (m *Model) rerun(s step, w way, what string) tea.Cmd {
	return m.do(what, func(ctx context.Context) doneMsg {
		said, back, err := s.run(ctx)
		return doneMsg{said: said, back: back, before: s.before, ran: s, way: w, err: err}
	})
}
