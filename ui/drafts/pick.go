package drafts

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// pickFilter shows what can be picked: what is ready.
const pickFilter = "state:ready"

// picking is the mode in which the rep picks the leads that go into a plan that
// is nearly full.
type picking struct {
	plan outbox.PlanFacts
	// refused is the submission that the plan refused: the next one ends this.
	refused kit.ID
	// before and text are the list and the filter line to come back to.
	before queue.Query
	text   string
}

// pick begins it: all that is ready is listed and nothing is marked.
func (m *Model) pick(msg kit.PickLeads) tea.Cmd {
	if m.picking == nil {
		m.picking = &picking{before: m.query, text: m.filter.Text()}
	}
	m.picking.plan, m.picking.refused = msg.Plan, msg.Submission
	m.typing, m.span, m.side.payload, m.trash = false, nil, false, nil
	clear(m.marks)
	m.going.stale = true
	m.query.Problems, m.query.Sent = false, false
	m.filter.SetText(pickFilter)
	m.arrange()
	return m.requery()
}

// endPicking brings the list of before back; what is marked stays marked.
func (m *Model) endPicking() tea.Cmd {
	p := m.picking
	m.picking, m.typing = nil, false
	m.query = p.before
	m.filter.SetText(p.text)
	m.arrange()
	return m.requery()
}

// picked ends the picking once the picked leads are on their way.
func (m *Model) picked() tea.Cmd {
	if m.picking == nil {
		return nil
	}
	p := m.d.Workspace.Sender.Progress()
	if p.Submission == m.picking.refused || p.Phase == outbox.Idle {
		return nil
	}
	return m.endPicking()
}

// pickWide is the width from which the line above the table has room for its
// whole sentence.
const pickWide = 76

// pickLine says how many are picked, and of how many that may fit.
func (m *Model) pickLine() string {
	t, n, room := m.t, m.pickedCount(), m.picking.plan.Room()
	left, bold, paint := "Picked "+words.Number(n), t.AccentBold, t.Dim
	if room >= 0 && n > room {
		left, bold, paint = "▲ "+left, t.WarnBold, t.Warn
	}
	return "  " + t.Cut(bold.S(left)+paint.S(" · "+m.fitting(n, room)), m.width-2*margin)
}

// fitting says how many leads the plan may have room for, n being picked.
func (m *Model) fitting(n, room int) string {
	wide := m.width >= pickWide
	most := "at most " + words.Number(room)
	switch {
	case room < 0:
		return "the server did not say how many fit"
	case room == 0:
		return "nothing more fits, by what was sent from here"
	case n > room && wide:
		return most + words.PluralWord(room, " more fits", " more fit") + "; a request is created whole or not at all"
	case n > room:
		return most + words.PluralWord(room, " fits", " fit") + "; all are created or none"
	case wide:
		return most + words.PluralWord(room, " more fits", " more fit") + ", if nothing else is in the workspace"
	}
	return most + words.PluralWord(room, " fits", " fit") + ", if nothing else is there"
}

// pickedCount is how many of the marked leads would go, as far as that was
// counted.
func (m *Model) pickedCount() int {
	if m.going.known && len(m.marks) > 0 {
		return m.going.n
	}
	return len(m.marks)
}

// nothingPicked is what S says instead of submitting everything.
func (m *Model) nothingPicked() string {
	return "Nothing is picked: " + m.keyName(kit.Mark) + " picks a lead, " + m.keyName(kit.Back) + " ends the picking"
}

// pickHints are the footer's keys while picking.
func (m *Model) pickHints() []kit.Hint {
	send := "send those picked"
	if n := m.pickedCount(); n > 0 {
		send = "send the " + words.Number(n) + " picked"
	}
	return []kit.Hint{
		{Action: kit.Mark, Text: "pick"},
		{Action: kit.Submit, Text: send},
		{Action: kit.Back, Text: "end the picking"},
		{Action: kit.Range},
		{Action: kit.MarkAll},
		{Action: kit.Filter},
	}
}
