package send

import (
	"leadpad/outbox"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// other names somebody else who did something: "" for the rep at this screen, and
// for nobody, as where there is one person. The same rep at another window is not
// named but said.
func (m *Model) other(who outbox.Who) string {
	switch {
	case who == (outbox.Who{}) || who.Session == m.d.Workspace.ID:
		return ""
	case who.User == m.d.Workspace.User:
		return "another window"
	}
	return safe.Clean(who.User).String()
}

// by is "by Ben", with space before it, "" where other names nobody.
func (m *Model) by(who outbox.Who) string {
	name := m.other(who)
	switch name {
	case "":
		return ""
	case "another window":
		return " in another window"
	}
	return " by " + name
}

// heldElsewhere says that the hold on show is another session's.
func (m *Model) heldElsewhere() bool {
	return m.prog.Phase == outbox.Holding && m.other(m.prog.By) != ""
}

// theirs says that what is on show is another person's, which is not paused, cancelled
// or looked at from here.
func (m *Model) theirs() bool {
	by, w := m.prog.By, m.d.Workspace
	return by != (outbox.Who{}) && by.User != w.User && !w.All
}

// notTheirs is why Space and c do nothing to it.
func (m *Model) notTheirs() string {
	return "Begun" + m.by(m.prog.By) + ", and paused or cancelled only there."
}

// notMine is why a hold on show is not ended here.
func (m *Model) notMine() string {
	return "Begun" + m.by(m.prog.By) + ", and taken back only there."
}

// holdLine counts a hold down and says who can end it.
func (m *Model) holdLine() string {
	t, p := m.t, m.prog
	line := margin + t.AccentBold.S("Sending in "+m.rest(p.HoldUntil)) + t.Dim.S(" · ")
	if m.heldElsewhere() {
		return line + t.Dim.S("begun"+m.by(p.By)+", and taken back only there")
	}
	return line + t.Bold.S(m.keyName(kit.TakeBack)) + t.Dim.S(" takes everything back")
}

// doneByOther says what somebody else did to the submission on show, nil for
// nothing.
func (m *Model) doneByOther() []string {
	t, p := m.t, m.prog
	cancelled, looked := m.by(p.CancelledBy), m.by(p.LookedBy)
	switch {
	case cancelled != "" && !m.active():
		return m.wrap(t.WarnBold, "■ Cancelled"+cancelled+": what did not go is Ready.")
	case looked != "" && m.incomplete():
		return m.wrap(t.Dim, "The first lead was looked at"+looked+": something is missing.")
	case looked != "" && p.Phase == outbox.Running && !p.Pausing:
		return m.wrap(t.Dim, "The first lead was looked at"+looked+": it is all there.")
	}
	return nil
}
