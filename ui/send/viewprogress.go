package send

import (
	"fmt"
	"strings"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// leastTable is how many lines of the table of requests a lead that arrived in
// practice leaves standing.
const leastTable = 4

// viewProgress draws a submission: what it is, how far it is, its requests and
// what was last worth telling. A question about names takes the table's place
// where there is no room for both.
func (m *Model) viewProgress() []string {
	lines, tail := m.headLines(), append(m.reportLines(), m.namesLines()...)
	left := m.height - len(lines) - len(tail)
	gap := m.gap()
	if len(tail) > 0 && left > 4 {
		tail = append([]string{""}, tail...)
		left--
	}
	if left-len(gap) > 2 {
		lines = append(lines, gap...)
		left -= len(gap)
	}
	arrived := m.receivedLines(left - 1 - m.tableNeeds(leastTable))
	if len(arrived) > 0 {
		arrived = append([]string{""}, arrived...)
		left -= len(arrived)
	}
	if left >= 2 || !m.incomplete() {
		lines = append(lines, m.tableLines(max(left, 2))...)
	}
	lines = append(lines, arrived...)
	return append(lines, tail...)
}

// tableNeeds is how many lines the table would fill, at most most of them.
func (m *Model) tableNeeds(most int) int {
	c, n := m.columns(), 1
	for i := 0; i < len(m.prog.Requests) && n < most; i++ {
		n += m.rowHeight(m.prog.Requests[i], c)
	}
	return min(n, most)
}

// headLines are all above the table.
func (m *Model) headLines() []string {
	t, p := m.t, m.prog
	var lines []string
	if p.Foreign {
		lines = m.wrap(t.Accent, "◐ Another leadpad is sending for this workspace. What is submitted here starts when that is done.")
		lines = append(lines, m.gap()...)
		if p.Total == 0 {
			return lines
		}
	}
	if p.Phase == outbox.Holding {
		lines = append(lines, m.holdLine())
		lines = append(lines, m.gap()...)
	}
	lines = append(lines, m.flow(append([]string{m.titleLine()}, m.counts()...)...)...)
	if p.Phase != outbox.Holding {
		lines = append(lines, m.gap()...)
		lines = append(lines, m.barLine())
		lines = append(lines, m.phaseLines()...)
	}
	if n := len(p.Behind); n > 0 {
		lines = append(lines, m.flow(t.Dim.S(words.Plural(n, "submission waits", "submissions wait")+" behind this one ("+leadsOf(p.Behind)+")"), m.behindHold())...)
	}
	return lines
}

// behindHold says until when the newest of the submissions behind is in its hold.
func (m *Model) behindHold() string {
	until := m.prog.BehindHold
	if !until.After(m.now) || m.prog.Phase == outbox.Holding && !m.heldElsewhere() { // then u takes all back
		return ""
	}
	return m.t.Bold.S(m.keyName(kit.TakeBack)) + m.t.Dim.S(" takes the last one back, for "+m.rest(until))
}

func leadsOf(sizes []int) string {
	sum := 0
	for _, n := range sizes {
		sum += n
	}
	return words.Leads(sum)
}

// titleLine is "214 leads → 4 requests to ACME".
func (m *Model) titleLine() string {
	t, p := m.t, m.prog
	what := words.Leads(p.Total)
	if p.Search {
		what = "Finding the lead at fault among " + words.Number(p.Total)
	}
	if n := len(p.Requests) - m.vain(); n > 0 && !p.Search {
		what += " → " + words.Plural(n, "request", "requests")
	}
	to := " to "
	if p.Search {
		to = " · "
	}
	return t.Bold.S(what) + t.Dim.S(to) + m.placePaint().S(m.place()) + t.Dim.S(m.by(p.By))
}

// vain counts the attempts of which not one byte left: they were no requests.
func (m *Model) vain() int {
	n := 0
	for _, r := range m.prog.Requests {
		if r.State == outbox.Answered && r.Outcome == api.NotSent {
			n++
		}
	}
	return n
}

// counts are the leads by what became of them, none that is zero.
func (m *Model) counts() []string {
	t, p := m.t, m.prog
	var parts []string
	add := func(n int, paint kit.Paint, sign, word string) {
		if n > 0 {
			parts = append(parts, paint.S(sign+words.Number(n)+" "+word))
		}
	}
	sent := "sent"
	if p.Practice {
		sent = "sent (practice)"
	}
	add(p.Unsure, t.UnsureBold, "? ", "not sure")
	add(p.Failed, t.BadBold, "✗ ", "failed")
	add(p.Sent, t.OK, "✓ ", sent)
	add(p.Returned, t.Dim, "", "back to Ready")
	if p.Phase != outbox.Holding {
		add(p.Rest, t.Dim, "", "to go")
	}
	if n := m.vain(); n > 0 {
		add(n, t.Dim, "", words.PluralWord(n, "attempt sent nothing", "attempts sent nothing"))
	}
	return parts
}

// longestEnd is the width of "done ≈ 14:07:06".
const longestEnd = 15

// barLine is the bar, in the colours of what became of the leads, and figures.
func (m *Model) barLine() string {
	t, p := m.t, m.prog
	total := words.Number(p.Total)
	figures := t.Pad(fmt.Sprintf("%s of %s", words.Number(p.Sent), total), len(total+" of "+total))
	end := ""
	switch {
	case !p.Ended.IsZero() && len(p.Requests) > 0 && !p.Requests[0].Begun.IsZero():
		end = "took " + words.Took(p.Ended.Sub(p.Requests[0].Begun)) // the hold is no part of it
	case p.Forecast.After(m.now) && p.Phase != outbox.Paused && !p.Cancelling:
		end = "done ≈ " + m.clock(p.Forecast)
	}
	// The room of the end is kept, so that the bar stays as long as it is.
	tail := "  " + t.Bold.S(figures) + "   "
	w := min(max(m.room()-t.Width(tail)-max(t.Width(end), longestEnd), 8), 88)
	return margin + m.bar(w) + tail + t.Dim.S(end)
}

// bar gives each kind of result the cells it has earned.
func (m *Model) bar(w int) string {
	t, p := m.t, m.prog
	if p.Total <= 0 {
		return t.Faint.S(strings.Repeat("─", w))
	}
	var b strings.Builder
	sum, cells := 0, 0
	part := func(n int, paint kit.Paint, sign string) {
		sum += n
		to := min(sum*w/p.Total, w)
		if to > cells {
			b.WriteString(paint.S(strings.Repeat(sign, to-cells)))
			cells = to
		}
	}
	// Without colours the sign tells what was sent from what was not.
	part(p.Sent, t.OK, "━")
	part(p.Failed, t.Bad, "┅")
	part(p.Unsure, t.Unsure, "┅")
	part(p.Returned, t.Dim, "┄")
	return b.String() + t.Faint.S(strings.Repeat("─", w-cells))
}

// phaseLines say in what the sender is, when that is not plainly sending.
func (m *Model) phaseLines() []string {
	t, p := m.t, m.prog
	if p.Took > 0 && !m.active() {
		if by := m.by(p.By); by != "" {
			return m.wrap(t.Bold, "↺ Taken back"+by+": nothing was sent.")
		}
		if p.Returned == 0 { // another leadpad holds them
			return m.wrap(t.Bold, "↺ Taken back: nothing was submitted from here.")
		}
		return m.wrap(t.Bold, "↺ Taken back: "+words.Plural(p.Took, "lead is", "leads are")+" Ready again; nothing was sent.")
	}
	if p.Look {
		return m.lookLines()
	}
	if p.Cancelling {
		return m.wrap(t.WarnBold, "■ Cancelled"+m.by(p.CancelledBy)+": the rest goes back to Ready when this answer is here.")
	}
	if lines := m.doneByOther(); lines != nil {
		return lines
	}
	switch p.Phase {
	case outbox.Running:
		if p.Pausing {
			return m.wrap(t.WarnBold, "‖ Pausing"+m.by(p.PausedBy)+" after the request in flight. "+m.keyName(kit.Pause)+" goes on.")
		}
	case outbox.Waiting:
		if p.Pausing {
			return m.wrap(t.WarnBold, "‖ Pausing"+m.by(p.PausedBy)+": nothing goes when this wait is over. "+m.keyName(kit.Pause)+" goes on.")
		}
		why := "◷ Waiting"
		if reason := words.Reason(p.Why); reason != "" {
			why = "◷ " + words.Capital(reason)
		}
		if p.NextAt.IsZero() {
			return m.wrap(t.Accent, why+".")
		}
		return m.wrap(t.Accent, why+" · goes on in "+m.rest(p.NextAt)+" ("+m.clock(p.NextAt)+")")
	case outbox.Paused:
		return m.wrap(t.WarnBold, "‖ Paused"+m.by(p.PausedBy)+". "+m.keyName(kit.Pause)+" goes on, "+m.keyName(kit.Cancel)+" puts the rest back to Ready.")
	case outbox.Stopped:
		if p.Last.Kind != outbox.NothingTold {
			return nil // the report says it better
		}
		return m.wrap(t.WarnBold, "■ Stopped. What did not go is Ready.")
	case outbox.Done:
		if p.Failed+p.Unsure+p.Returned == 0 && p.Sent > 0 {
			return m.wrap(t.OKBold, "✓ "+words.PluralWord(p.Sent, "The lead was", "All "+words.Number(p.Sent)+" leads were")+" created.")
		}
	}
	return nil
}

// reportLines are what went wrong, what is certain and what comes next, next
// to each other and in that order.
func (m *Model) reportLines() []string {
	t, r := m.t, m.report()
	told := m.reader().Report(r)
	if told.What == "" {
		return nil
	}
	look := t.Outcome(r.Outcome)
	switch {
	case m.incomplete():
		look.Bold, look.Sign = t.WarnBold, "▲" // created, and not whole
		told.Next = ""                         // the names stand under this
	case m.settled == r.Batch && r.Bad && m.settled != (queue.ID{}):
		told.Next = "Its leads are Ready, with a note; they go in a request of their own."
	}
	lines := m.wrap(look.Bold, look.Sign+" "+told.What)
	if told.Certain != "" {
		lines = append(lines, m.wrap(kit.Paint{}, told.Certain)...)
	}
	if told.Next != "" {
		lines = append(lines, m.wrap(t.Dim, told.Next)...)
	}
	return lines
}
