package send

import (
	"slices"
	"strings"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/ui/kit"
	"leadpad/words"
)

// leastTable is how many lines of the table of requests a lead that arrived in
// practice leaves standing while nothing failed.
const leastTable = 4

// viewProgress draws a submission: what it is, how far it is, its requests and
// what is worth telling of the one under the cursor. A question about names takes
// the table's place where there is no room for both.
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
	arrived := m.receivedLines(left - 1 - m.tableNeeds())
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

// tableNeeds is how many lines the table keeps beside a lead that arrived: all of
// them when a request failed, so that its row stays.
func (m *Model) tableNeeds() int {
	n := len(m.prog.Requests) + 1
	if slices.ContainsFunc(m.prog.Requests, failure) {
		return n
	}
	return min(n, leastTable)
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
	lines = append(lines, margin+t.Cut(m.titleLine(), m.room()))
	if p.Phase != outbox.Holding {
		lines = append(lines, m.gap()...)
		lines = append(lines, m.barLines()...)
		lines = append(lines, m.phaseLines()...)
	}
	if beside := words.Beside(p.Beside); beside != "" && m.active() {
		lines = append(lines, m.wrap(t.Dim, beside+".")...)
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
	long := ", for " + m.rest(until)
	if m.prog.Phase == outbox.Waiting || m.prog.Phase == outbox.Holding { // which count already
		long = ", until " + m.clock(until)
	}
	return m.t.Bold.S(m.keyName(kit.TakeBack)) + m.t.Dim.S(" takes the last one back"+long)
}

func leadsOf(sizes []int) string {
	sum := 0
	for _, n := range sizes {
		sum += n
	}
	return words.Leads(sum)
}

// titleLine is "214 leads → 4 requests to ACME (1 + 100 + 100 + 13)".
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
	return t.Bold.S(what) + t.Dim.S(to) + m.placePaint().S(m.place()) + t.Dim.S(m.by(p.By)+m.sizes())
}

// sizes are the leads of each request, in brackets; a search makes its requests
// as it goes.
func (m *Model) sizes() string {
	var sizes []int
	for _, r := range m.prog.Requests {
		if r.State != outbox.Answered || r.Outcome != api.NotSent {
			sizes = append(sizes, r.Leads)
		}
	}
	if len(sizes) < 2 || m.prog.Search {
		return ""
	}
	return " (" + strings.ReplaceAll(words.Sizes(sizes), "+", " + ") + ")"
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

// besideBar is the least room that is kept beside the bar, so that it stays as
// long as it is while figures change.
const besideBar = 30

// barLines are the bar, in the colours of what became of the leads, and figures
// beside it, where they have no room under it.
func (m *Model) barLines() []string {
	t, p := m.t, m.prog
	total := words.Number(p.Total)
	plain := t.Bold.S(words.Number(p.Sent)) + t.Dim.S(" of "+total)
	end := m.ends()
	beside := max(besideBar, len(total+" of "+total+" · done ≈ 14:07:06"))
	w := min(max(m.room()-beside-2, 8), 88)
	sep := t.Dim.S(" · ")
	figures, under := plain+sep+end, []string(nil)
	if end == "" {
		figures = plain
	}
	if p.Sent+p.Rest < p.Total || m.vain() > 0 || p.Phase == outbox.Paused {
		counts := m.counts()
		figures = strings.Join(append(counts, end), sep)
		if end == "" || t.Width(figures) > m.room()-w-2 {
			figures = strings.Join(counts, sep)
		}
		if t.Width(figures) > m.room()-w-2 {
			figures, under = plain, m.flow(append(counts, end)...)
		}
	}
	return append([]string{margin + t.Earned(p, w) + "  " + figures}, under...)
}

// ends says when the submission ends, or how long it took.
func (m *Model) ends() string {
	p := m.prog
	switch {
	case !p.Ended.IsZero() && len(p.Requests) > 0 && !p.Requests[0].Begun.IsZero():
		return m.t.Dim.S("took " + words.Took(p.Ended.Sub(p.Requests[0].Begun))) // the hold is no part of it
	case p.Forecast.After(m.now) && p.Phase != outbox.Paused && !p.Cancelling:
		return m.t.Dim.S("done ≈ " + m.clock(p.Forecast))
	}
	return ""
}

// takenBack is the end of a hold.
func (m *Model) takenBack() string {
	by := m.by(m.prog.By)
	switch {
	case by != "":
		return "Taken back" + by + ": nothing was sent."
	case m.prog.Returned == 0: // another leadpad holds them
		return "Taken back: nothing was submitted from here."
	default:
		return "Taken back: " + words.TakenBackHere(m.prog.Took)
	}
}

// askLines ask whether one lead more goes after two requests that are not sure.
func (m *Model) askLines() []string {
	why := words.Capital(words.Doubt(m.prog.Doubt)) + "."
	if m.prog.Last.Kind == outbox.NothingTold { // else the report says how to settle them
		why = m.reader().Asking(m.prog.Doubt)
	}
	return append(m.wrap(m.t.UnsureBold, "? "+why),
		m.wrap(m.t.WarnBold, m.keyName(kit.Pause)+" sends one lead more, "+m.keyName(kit.Cancel)+" puts the rest back to Ready.")...)
}

// phaseLines say in what the sender is, when that is not plainly sending.
func (m *Model) phaseLines() []string {
	t, p := m.t, m.prog
	if p.Took > 0 && !m.active() {
		return m.wrap(t.Bold, "↺ "+m.takenBack())
	}
	if p.Look {
		return m.lookLines()
	}
	if p.Asks {
		return m.askLines()
	}
	if p.Cancelling {
		return m.wrap(t.WarnBold, "■ Cancelled"+m.by(p.CancelledBy)+": the rest goes back to Ready when this answer is here.")
	}
	if lines := m.doneByOther(); lines != nil {
		return lines
	}
	switch p.Phase {
	case outbox.Running:
		if p.Pausing && m.theirs() {
			return m.wrap(t.WarnBold, "‖ Pausing"+m.by(p.PausedBy)+" after the request in flight.")
		}
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
		if m.theirs() {
			return m.wrap(t.WarnBold, "‖ Paused"+m.by(p.PausedBy)+".")
		}
		return m.wrap(t.WarnBold, "‖ Paused"+m.by(p.PausedBy)+". "+m.keyName(kit.Pause)+" goes on, "+m.keyName(kit.Cancel)+" puts the rest back to Ready.")
	case outbox.Stopped:
		if rep, _ := m.report(); rep.Kind != outbox.NothingTold {
			return nil // it says it better
		}
		return m.wrap(t.WarnBold, "■ Stopped. What did not go is Ready.")
	case outbox.Done:
		if p.Failed+p.Unsure+p.Returned == 0 && p.Sent > 0 {
			return m.wrap(t.OKBold, "✓ "+words.PluralWord(p.Sent, "The lead was", "All "+words.Number(p.Sent)+" leads were")+" created.")
		}
	}
	return nil
}
