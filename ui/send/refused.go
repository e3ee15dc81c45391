package send

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
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

// report is what the lines under the table say: of the selected request when
// f and r are about that one, else what was last worth telling.
func (m *Model) report() outbox.Report {
	r, ok := m.refused()
	if !ok || r.Batch == m.prog.Last.Batch {
		return m.prog.Last
	}
	said := "it was refused"
	switch {
	case r.Envelope.Message != nil && *r.Envelope.Message != "":
		said = safe.Clean(*r.Envelope.Message).String()
	case r.Err != "":
		said = safe.Clean(r.Err).String()
	}
	n, most := kit.Plural(r.Leads, "lead", "leads"), outbox.Price(r.Leads)
	rep := outbox.Report{
		Outcome: r.Outcome, Batch: r.Batch, Bad: true,
		What:    "The request of " + n + " was refused: " + sentence(said),
		Certain: fmt.Sprintf("None of its %s was created; at least one is at fault. All are Ready again.", n),
		Next: fmt.Sprintf("%s finds the lead at fault (at most %s for one, %s) and sends the others; %s leaves all Ready.",
			m.keyName(kit.FindFault), kit.Plural(most, "request", "requests"), about(time.Duration(most)*m.each()), m.keyName(kit.MakeReady)),
	}
	if m.prog.Search {
		rep.Certain = "Nothing was created by it; at least one is at fault. Those that did not go since are Ready again."
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

// sentence ends text with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
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
	return kit.Say(kit.Said, "The "+kit.Plural(r.Leads, "lead is", "leads are")+" Ready, each with the note of the refusal.")
}
