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

// refused is the request that f and r are about: the one under the cursor, when
// it was refused for its content and several leads went with it.
func (m *Model) refused() (r outbox.Request, ok bool) {
	rep, _ := m.report()
	if rep.Kind != outbox.RefusedTogether {
		return r, false
	}
	return m.prog.Requests[m.sel], true
}

// report is what the lines under the table tell, in facts: of the request under
// the cursor, but of what holds everything up until the rep moves. past: it is
// not what the sender told last.
func (m *Model) report() (rep outbox.Report, past bool) {
	p := m.prog
	everything := p.Last.Kind != outbox.NothingTold && p.Last.Batch == (queue.ID{})
	if m.sel >= len(p.Requests) || m.incomplete() || m.follow && everything {
		return p.Last, false
	}
	r := p.Requests[m.sel]
	switch {
	case r.State != outbox.Answered:
		return outbox.Report{}, false
	case r.Batch == p.Last.Batch:
		return p.Last, false
	case r.Outcome == api.Created && m.follow:
		return outbox.Report{}, false // the bar says it
	}
	return m.past(r), true
}

// past is the report of a request that was answered before the last one.
func (m *Model) past(r outbox.Request) outbox.Report {
	rep := outbox.Report{
		Kind: outbox.Ended, Outcome: r.Outcome, Batch: r.Batch, Bad: true, Leads: r.Leads, Course: outbox.Over,
		Answer: api.Answer{Outcome: r.Outcome, Status: r.Status, Envelope: r.Envelope, Seen: r.Seen, Err: r.Err},
	}
	switch {
	case r.Outcome == api.NotSent:
		rep.Kind = outbox.NotConnected
	case r.Outcome == api.Unsure:
		rep.Kind = outbox.NotKnown
	case r.Outcome != api.AtFault:
	case r.Leads == 1:
		rep.Kind, rep.Name = outbox.RefusedAlone, "the lead"
	case m.prog.Search:
		rep.Kind = outbox.Searching
	default:
		rep.Kind, rep.Back, rep.Price = outbox.RefusedTogether, r.Leads, outbox.Price(r.Leads)
		rep.Cost = time.Duration(rep.Price) * m.each()
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

// told puts the report into words.
func (m *Model) told() (rep outbox.Report, row words.Row) {
	rep, past := m.report()
	if rep.Kind == outbox.NothingTold {
		return rep, words.Row{}
	}
	row = m.reader().RequestRow(rep, words.Place{Number: m.sel + 1, Sent: m.prog.Sent, Past: past, Free: m.free})
	switch {
	case m.incomplete():
		row.Next = "" // the names stand under this
	case m.settled == rep.Batch && m.settled != (queue.ID{}):
		row.Steps, row.Next = nil, "Its leads are Ready, with a note; they go in a request of their own."
	}
	return rep, row
}

// mostQuoted is how many lines of a server's sentence stand here; the opened
// request and History have the whole of it.
const mostQuoted = 3

// reportLines are what went wrong, what is certain and what can be done, next to
// each other and in that order.
func (m *Model) reportLines() []string {
	t := m.t
	rep, row := m.told()
	if row.What == "" {
		return nil
	}
	look := t.Outcome(rep.Outcome)
	if m.incomplete() {
		look.Bold, look.Sign = t.WarnBold, "▲" // created, and not whole
	}
	lines := m.wrapBehind(look.Sign, look.Bold, row.What)
	if row.Quote != "" {
		quote := m.wrapBehind("", kit.Paint{}, row.Quote)
		if len(quote) > mostQuoted {
			quote = append(quote[:mostQuoted-1], margin+margin+t.Dim.S("…"))
		}
		lines = append(lines, quote...)
	}
	if row.Certain != "" {
		if row.Quote != "" {
			lines = append(lines, m.gap()...)
		}
		lines = append(lines, m.wrapBehind("", kit.Paint{}, row.Certain)...)
	}
	return append(lines, m.stepLines(row)...)
}

// stepLines are the keys that act on the request, a line each, or a sentence.
func (m *Model) stepLines(row words.Row) []string {
	t := m.t
	switch {
	case row.Next != "":
		return m.wrapBehind("", t.Dim, row.Next)
	case len(row.Steps) == 0:
		return nil
	}
	steps := row.Steps
	if m.height >= airy {
		steps = append(steps, words.Step{Key: m.keyName(kit.Open), What: "see the request and the answer as they were"})
	}
	lines, keys := m.gap(), 0
	for _, s := range steps {
		keys = max(keys, t.Width(s.Key))
	}
	for _, s := range steps {
		what := t.Wrap(s.What, max(m.room()-len(margin)-keys-2, 8))
		lines = append(lines, margin+margin+t.Bold.S(t.Pad(s.Key, keys))+"  "+t.Dim.S(what[0]))
		for _, l := range what[1:] {
			lines = append(lines, margin+margin+kit.Spaces(keys+2)+t.Dim.S(l))
		}
	}
	return lines
}

// wrapBehind is wrap behind a sign, below which further lines are indented.
func (m *Model) wrapBehind(sign string, p kit.Paint, s string) []string {
	lines := m.t.Wrap(s, max(m.room()-len(margin), 8))
	for i, l := range lines {
		lines[i] = margin + p.S(m.t.Pad(sign, len(margin))+l)
		sign = ""
	}
	return lines
}

func (m *Model) findIt() tea.Cmd {
	r, ok := m.refused()
	if !ok {
		return kit.Say(kit.Said, words.RefusedSelected)
	}
	return m.findAtFault(r.Batch)
}

// putBack leaves a refused batch as it is: outbox made its leads Ready, with a
// note, the moment the refusal was known.
func (m *Model) putBack() tea.Cmd {
	r, ok := m.refused()
	if !ok {
		return kit.Say(kit.Said, words.RefusedSelected)
	}
	m.settled = r.Batch
	return kit.Say(kit.Said, "The "+words.Plural(r.Leads, "lead is", "leads are")+" Ready, each with the note of the refusal.")
}
