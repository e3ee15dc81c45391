package send

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// refused is the request that f and r are about, and that the lines under the
// table name: the selected one when it was refused for its content, else the
// one of the last report.
func (m *Model) refused() (r outbox.Request, ok bool) {
	p := m.prog
	if p.Search && (m.active() || p.Returned == 0) {
		return r, false // it is being looked for, or was found
	}
	// What holds everything up is told until the rep moves away from it.
	held := m.incomplete() || m.follow && p.Last.Bad && p.Last.Batch == (queue.ID{})
	for i, x := range p.Requests {
		switch {
		case x.State != outbox.Answered || x.Outcome != api.AtFault || x.Leads < 2:
		case i == m.sel && !held:
			return x, true
		case x.Batch == p.Last.Batch:
			r, ok = x, true
		}
	}
	return r, ok
}

// report is what the lines under the table tell: of the selected request when
// f and r are about that one, else what was last worth telling.
func (m *Model) report() outbox.Report {
	r, ok := m.refused()
	if !ok || r.Batch == m.prog.Last.Batch {
		return m.prog.Last
	}
	price := outbox.Price(r.Leads)
	rep := outbox.Report{
		Kind: outbox.RefusedTogether, Outcome: r.Outcome, Batch: r.Batch, Bad: true, Leads: r.Leads, Back: r.Leads,
		Answer: api.Answer{Outcome: r.Outcome, Status: r.Status, Envelope: r.Envelope, Seen: r.Seen, Err: r.Err},
		Price:  price, Cost: time.Duration(price) * m.each(),
		Actions: []outbox.Action{outbox.CanFindFault, outbox.CanLeaveReady},
	}
	if m.prog.Search {
		rep.Back = 0 // some of them went since
	}
	return rep
}

// each is how long a request of this submission took on average.
func (m *Model) each() time.Duration {
	var sum time.Duration
	n := 0
	for _, r := range m.prog.Requests {
		if r.State == outbox.Answered {
			sum, n = sum+r.Took, n+1
		}
	}
	return sum / time.Duration(max(n, 1))
}

func (m *Model) findIt() tea.Cmd {
	r, ok := m.refused()
	if !ok {
		return kit.Say(kit.Said, "No refused request of several leads is selected.")
	}
	return m.findAtFault(r.Batch)
}

// putBack leaves a refused batch as it is: outbox made its leads Ready, with a
// note, the moment the refusal was known.
func (m *Model) putBack() tea.Cmd {
	r, ok := m.refused()
	if !ok {
		return kit.Say(kit.Said, "No refused request of several leads is selected.")
	}
	m.settled = r.Batch
	return kit.Say(kit.Said, "The "+words.Plural(r.Leads, "lead is", "leads are")+" Ready, each with the note of the refusal.")
}
