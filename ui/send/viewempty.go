package send

import (
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// viewEmpty says what was and teaches; the keys never give way to words.
func (m *Model) viewEmpty() []string {
	t := m.t
	lines := m.emptyHead()
	room := m.height - len(lines)
	keys := append([]string{""}, m.flowKeys(kit.ToDrafts, "review the drafts; "+m.keyName(kit.Submit)+" there submits the marked, else all ready")...)
	if !m.noneReady() {
		keys = append(keys, m.flowKeys(kit.Submit, "submit all that is ready now")...)
	}
	last := m.wrap(t.Dim, "Nothing leaves before you saw the plan, pressed "+m.keyName(kit.Open)+" and let the hold end.")
	if m.d.Workspace.Practice {
		last = m.wrap(t.Sandbox, "This is "+words.NothingReaches+".")
	}
	keys = append(append(keys, ""), last...)
	about := append([]string{""}, m.wrap(t.Dim, "Send shows every request to "+m.place()+" with its answer, as it happens.")...)
	if m.renamed || m.alone || len(about)+len(keys) > room {
		about = nil
	}
	return append(append(lines, about...), keys...)
}

// emptyHead says why there is nothing to see.
func (m *Model) emptyHead() []string {
	t := m.t
	history := m.d.Keys.KeyName(kit.ToHistory, kit.Anywhere)
	switch {
	case m.renamed:
		return append(m.wrap(t.OKBold, "✓ From now on the names on the wire to "+m.place()+" are "+m.wireNames()+"."),
			m.wrap(kit.Paint{}, "The next submission begins with one lead and asks again whether it is all there.")...)
	case m.alone:
		return append(m.wrap(t.Bold, "The other leadpad has ended."),
			m.wrap(kit.Paint{}, m.standing()+"History ("+history+") has every request that it sent.")...)
	case m.everSent():
		return m.wrap(t.Bold, "Nothing was sent since leadpad was opened; History ("+history+") has all batches.")
	}
	return m.wrap(t.Bold, "Nothing was sent from here yet.")
}

// everSent says that something left this queue before.
func (m *Model) everSent() bool {
	return m.stock != nil && m.stock.ByState[queue.Sent]+m.stock.ByState[queue.Unsure]+m.stock.ByState[queue.Failed] > 0
}

// standing says what is to be done with the leads now.
func (m *Model) standing() string {
	if m.stock == nil {
		return ""
	}
	text := "No lead is Ready now. "
	if n := m.stock.ByState[queue.Ready]; n > 0 {
		text = words.Plural(n, "lead is", "leads are") + " Ready now. "
	}
	if n := m.stock.ByState[queue.Unsure]; n > 0 {
		text += words.Plural(n, "lead is", "leads are") + " Not sure. "
	}
	return text
}

// keyLine is a key with what it does.
func (m *Model) keyLine(a kit.Action, what string) string {
	return m.t.Bold.S(m.t.Pad(m.keyName(a), 6)) + m.t.Dim.S(what)
}

// flowKeys is keyLine with what wraps below what.
func (m *Model) flowKeys(a kit.Action, what string) []string {
	const indent = 6
	t := m.t
	var lines []string
	for i, l := range t.Wrap(what, max(m.room()-indent, 8)) {
		key := kit.Spaces(indent)
		if i == 0 {
			key = t.Bold.S(t.Pad(m.keyName(a), indent))
		}
		lines = append(lines, margin+key+t.Dim.S(l))
	}
	return lines
}
