package send

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/ui/kit"
	"leadpad/words"
)

// key routes one key to the innermost thing on show.
func (m *Model) key(key string) tea.Cmd {
	a := m.d.Keys.At(key, kit.InSend)
	switch {
	case m.pre != nil:
		return m.keyPreflight(key, a)
	case m.open != nil:
		return m.keyReading(a)
	}
	return m.keyProgress(a)
}

// keyProgress runs the keys of the hold, of a running submission and of the
// table of requests. None but S, f, t and Space can lead to a request.
func (m *Model) keyProgress(a kit.Action) tea.Cmd {
	if cmd, mine := m.keyNames(a); mine {
		return cmd
	}
	if kit.Moves(a) {
		return m.moveBy(a)
	}
	if cmd, mine := m.keyLook(a); mine {
		return cmd
	}
	if m.prog.Phase == outbox.Holding && !m.heldElsewhere() && (a == kit.TakeBack || a == kit.Back) {
		return m.takeBack()
	}
	switch a {
	case kit.Open:
		return m.openRequest()
	case kit.Pick:
		return m.pick()
	case kit.NewKey:
		return m.changeKey()
	case kit.Pause:
		return m.pause()
	case kit.Cancel:
		return m.cancel()
	case kit.FindFault:
		return m.findIt()
	case kit.MakeReady:
		return m.putBack()
	case kit.Submit:
		return m.findReady()
	case kit.TakeBack:
		if m.heldElsewhere() && m.prog.BehindHold.IsZero() {
			return kit.SayNow(m.notMine())
		}
		if m.active() {
			return m.takeBack() // of what waits behind, too
		}
		return kit.SayNow("Nothing is in its hold.")
	case kit.Back:
		return kit.Do(kit.GoTo{Screen: kit.DraftsScreen})
	case kit.Close:
		return kit.Do(kit.Leave{})
	}
	return nil
}

// pick lets the rep pick the leads that go into a plan that is nearly full.
func (m *Model) pick() tea.Cmd {
	if !m.full() {
		return kit.Say(kit.Said, "No plan has refused this submission.")
	}
	return kit.Do(kit.PickLeads{Plan: *m.prog.Plan, Submission: m.prog.Submission})
}

// changeKey asks for another key where this one was refused.
func (m *Model) changeKey() tea.Cmd {
	if !m.keyRefused() {
		return kit.Say(kit.Said, words.NoKeyRefused)
	}
	return kit.Do(kit.ChangeKey{})
}

// keyRefused says that the API refused the key, or that there is none, and that
// another one would help: a practice workspace has no key of its own.
func (m *Model) keyRefused() bool {
	return !m.active() && !m.d.Workspace.Practice && !m.d.Workspace.Served && m.prog.Last.Can(outbox.CanSetKey)
}

// full says that a plan that is full, or nearly, ended the submission.
func (m *Model) full() bool { return m.prog.Plan != nil && m.prog.Phase == outbox.Stopped }

// moveBy moves the selection; standing where it would stand by itself follows
// again.
func (m *Model) moveBy(a kit.Action) tea.Cmd {
	m.sel = kit.Step(a, m.sel, max(m.height/2, 1), len(m.prog.Requests))
	m.follow = m.sel == m.newest()
	return m.arriving()
}

func (m *Model) pause() tea.Cmd {
	switch m.prog.Phase {
	case outbox.Paused:
		if m.theirs() {
			return kit.SayNow(m.notTheirs())
		}
		if m.prog.Look {
			return kit.SayNow("First say whether the lead is all there.")
		}
		m.sender.Resume()
	case outbox.Running, outbox.Waiting:
		if m.foreign() {
			return kit.SayNow(elsewhere)
		}
		if m.theirs() {
			return kit.SayNow(m.notTheirs())
		}
		if m.prog.Cancelling {
			return kit.SayNow(cancelled)
		}
		if m.prog.Pausing {
			m.sender.Resume()
		} else {
			m.sender.Pause()
		}
	case outbox.Holding:
		if m.heldElsewhere() {
			return kit.SayNow(m.notMine())
		}
		return kit.SayNow("Nothing has left yet; " + m.keyName(kit.TakeBack) + " takes everything back.")
	default:
		return kit.SayNow("Nothing is being sent.")
	}
	return nil
}

func (m *Model) cancel() tea.Cmd {
	if !m.active() {
		return kit.SayNow("Nothing is left to cancel.")
	}
	if m.heldElsewhere() {
		return kit.SayNow(m.notMine())
	}
	if m.prog.Phase == outbox.Holding {
		return m.takeBack()
	}
	switch {
	case m.foreign():
		return kit.SayNow(elsewhere)
	case m.theirs():
		return kit.SayNow(m.notTheirs())
	case m.prog.Cancelling:
		return kit.SayNow(cancelled)
	}
	m.sender.CancelRest()
	return nil
}

// foreign says that what is on show is another process's submission, and not one
// of this window's that waits for it.
func (m *Model) foreign() bool { return m.prog.Foreign && m.prog.Phase == outbox.Running }

// cancelled is why Space and c do nothing while the last answer is waited for.
const cancelled = "The rest is cancelled; the last answer is waited for."

// elsewhere is why Space and c do nothing to another process's submission.
const elsewhere = "Another leadpad is sending; pause or cancel it there."

// reader is how the rep acts on what the lines under the table tell.
func (m *Model) reader() words.Reader { return m.d.Reader(kit.InSend) }

func (m *Model) keyName(a kit.Action) string { return m.d.Keys.KeyName(a, kit.InSend) }
