package send

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// keyPreflight takes a key that comes when none came for a moment; any other is
// dropped, which is said. While the leads are counted only the way back works.
func (m *Model) keyPreflight(key string, a kit.Action) tea.Cmd {
	p := m.pre
	if p.stage == planning && a == kit.Back {
		return m.leave()
	}
	takes := p.rest.takes(a)
	wait := m.waitForRest()
	switch {
	case p.stage == claiming || p.stage == vouching:
		return wait
	case p.stage == planning:
		return tea.Batch(wait, kit.SayNow("Still counting: only "+m.keyName(kit.Back)+" works, it goes back"))
	case !takes:
		return tea.Batch(wait, kit.SayNow("Too fast for this question: what was typed did nothing"))
	case p.dups != nil:
		return tea.Batch(wait, m.keyDuplicates(key, a))
	}
	return tea.Batch(wait, m.keyQuestion(key, a))
}

// keyQuestion: only Enter starts, the keys on show work, Esc and q go back; any
// other key does nothing and says so.
func (m *Model) keyQuestion(key string, a kit.Action) tea.Cmd {
	p := m.pre
	dups := len(p.plan.Duplicates) > 0
	switch {
	case a == kit.Back || a == kit.Close:
		return m.leave()
	case kit.Moves(a):
		return m.scrollList(a)
	case a == kit.Open && p.changed():
		return kit.SayNow("First say whether it is the same workspace: " + m.keyName(kit.SameWorkspace) + " says yes.")
	case a == kit.Open && p.starts():
		return m.start()
	case a == kit.SameWorkspace && p.changed():
		return m.vouch()
	case a == kit.ShowDups && dups:
		return m.showDuplicates()
	case a == kit.LeaveDups && (dups || p.without != nil):
		return m.leaveOut()
	case a == kit.GoFix && p.fixes() > 0:
		return m.goFix()
	}
	ways := m.keyName(kit.Back) + " goes back"
	switch {
	case p.starts():
		ways = m.keyName(kit.Open) + " starts, " + ways
	case p.changed():
		ways = m.keyName(kit.SameWorkspace) + " says that it is the same workspace, " + ways
	}
	return m.doesNothing(key, ways)
}

// doesNothing says that a key is none of those on show, and which are.
func (m *Model) doesNothing(key, ways string) tea.Cmd {
	return kit.SayNow(safe.Clean(kit.KeyLabel(key)).String() + " does nothing here: " + ways)
}

// starts says that Enter begins the hold.
func (p *preflight) starts() bool { return p.err == nil && len(p.plan.IDs) > 0 && !p.changed() }
