package compose

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
)

// like is what went out from this queue before and shares a key with the lead
// in the form.
type like struct {
	kit.Address
	typed   int // m.typed when it was looked for; older answers are stale
	matches []queue.Match
}

// lookAlike looks for possible duplicates, in a command.
func (m *Model) lookAlike() tea.Cmd {
	if m.doc.fixed != "" || m.form.lead.Empty() {
		return nil
	}
	w, l := m.d.Workspace, m.form.lead.Normalised()
	answer := like{Address: m.address(), typed: m.typed}
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		// A warning that cannot be had is no reason to disturb the typing.
		answer.matches, _ = w.Queue.SentLike(ctx, w.Name, l)
		return answer
	}
}

// openDuplicate puts the form aside and opens the lead that is like it.
func (m *Model) openDuplicate() tea.Cmd {
	if m.like == nil || len(m.like.matches) == 0 {
		return kit.Say(kit.Said, "no sent lead is like this one")
	}
	return m.load(m.like.matches[0].ID, opening{origin: duplicate})
}

// unstash comes back from a possible duplicate; false when there was none.
func (m *Model) unstash() (tea.Cmd, bool) {
	if m.stash == nil {
		return nil, false
	}
	keep, aside := m.part(), *m.stash
	m.stash = nil
	m.unload() // an answer on its way is for the form that was left
	m.put(aside)
	return keep, true
}

// alike is the line that warns of a possible duplicate, "" for none.
func (m *Model) alike(w int) string {
	if m.like == nil || len(m.like.matches) == 0 {
		return ""
	}
	t, first := m.theme, m.like.matches[0]
	state := "sent"
	if first.State == queue.Unsure {
		state = "not sure whether it was sent"
	}
	line := t.Unsure.S("≈ like "+t.Cut(clean(first.Name), 30)+", "+state) + t.Dim.S(" (same "+first.Reason+")   ") +
		t.Bold.S(m.d.Keys.KeyName(kit.OpenDuplicate, kit.InForm)) + t.Dim.S(" shows it")
	return t.Cut("  "+line, w)
}
