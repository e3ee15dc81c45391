package send

import (
	"fmt"
	"strings"
	"time"

	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// viewPreflight draws the sentence, what stays and why, the keys, and the leads
// that go.
func (m *Model) viewPreflight() []string {
	t, p := m.t, m.pre
	if p.stage == planning {
		return []string{margin + t.Dim.S("Counting "+words.Leads(len(p.asked))+" …")}
	}
	return append(m.questionLines(), m.listLines()...)
}

// questionLines are all of the preflight above its list.
func (m *Model) questionLines() []string {
	t, p := m.t, m.pre
	if p.err != nil {
		lines := append([]string{margin + t.BadBold.S("✗ The plan could not be made.")},
			m.wrap(kit.Paint{}, words.Error(p.err))...)
		return append(lines, m.wrap(t.Dim, "Nothing was sent and nothing changed. "+m.keyName(kit.Back)+" goes back to Drafts.")...)
	}
	lines := m.sameLines()
	lines = append(lines, m.sentence()...)
	lines = append(lines, m.gap()...)
	about := m.remarks()
	if p.list.wanted {
		about = nil
	}
	keys := m.preflightKeys()
	// The keys never give way to remarks.
	if over := len(lines) + len(about) + 1 + len(keys) - m.height; over > 0 && len(about) > 0 {
		about = about[:max(len(about)-over, 0)]
	}
	lines = append(lines, about...)
	if len(about) > 0 {
		lines = append(lines, "")
	}
	return append(lines, keys...)
}

// sameLines ask whether another key or address is of the same workspace.
func (m *Model) sameLines() []string {
	if !m.pre.changed() {
		return nil
	}
	lines := m.wrap(m.t.WarnBold, "▲ The key or the address of "+m.place()+" is not the one used last. Is it the same workspace?")
	return append(lines, m.gap()...)
}

// gap is a blank line where there is room for it.
func (m *Model) gap() []string {
	if m.height < airy {
		return nil
	}
	return []string{""}
}

// sentence says how many leads go in which requests to where, what may be there
// already, what stays, and how long it takes.
func (m *Model) sentence() []string {
	t, p := m.t, m.pre
	n := len(p.plan.IDs)
	if n == 0 {
		return append([]string{margin + t.WarnBold.S("▲ Nothing of this can go.")}, m.flow(m.stays()...)...)
	}
	sizes := ""
	if len(p.plan.Batches) > 1 {
		sizes = " (" + words.Sizes(p.plan.Batches) + ")"
	}
	head := t.Bold.S(words.Going(p.plan)) +
		t.Dim.S(sizes+" to ") + m.placePaint().S(m.place())
	parts := []string{head}
	if d := len(p.plan.Duplicates); d > 0 {
		parts = append(parts, t.Unsure.S(words.Duplicates(d)))
	}
	if d := len(p.without); d > 0 {
		parts = append(parts, t.Dim.S(words.Duplicates(d)+" left out"))
	}
	parts = append(parts, m.stays()...)
	return m.flow(append(parts, t.Dim.S(words.About(p.plan.Estimate)))...)
}

// stays says what was asked for and does not go.
func (m *Model) stays() []string {
	t := m.t
	fixes, notReady, gone := words.Stays(m.pre.plan)
	var parts []string
	add := func(text string, p kit.Paint) {
		if text != "" {
			parts = append(parts, p.S(text))
		}
	}
	add(fixes, t.Warn)
	add(notReady, t.Warn)
	add(gone, t.Dim)
	return parts
}

// remarks are what is worth knowing before the start, one line each.
func (m *Model) remarks() []string {
	t, p := m.t, m.pre
	var lines []string
	say := func(paint kit.Paint, s string) { lines = append(lines, m.wrap(paint, s)...) }
	if m.renamed {
		say(t.Accent, "New names on the wire: "+m.wireNames()+".")
	}
	if m.active() {
		say(t.Accent, "A submission is on its way; this one goes behind it.")
	}
	if len(p.plan.Omitted) > 0 {
		omitted := make([]string, len(p.plan.Omitted))
		for i, o := range p.plan.Omitted {
			omitted[i] = words.Omitted(o)
		}
		say(t.Warn, "▲ Will not be sent: "+strings.Join(omitted, ", ")+".")
	}
	if n := p.plan.Returned; n > 0 {
		say(t.Unsure, words.Refused(n)+".")
	}
	for _, s := range p.skipped {
		say(t.Dim, "· "+safe.Clean(s).String())
	}
	if over := m.overfull(); over != "" {
		say(t.Warn, over)
	}
	if next := m.firstLead(); next != "" {
		say(t.Dim, "· "+next)
	}
	if m.d.Workspace.Practice {
		say(t.Sandbox, "· "+words.Sentence(words.NothingReaches))
	}
	return lines
}

// firstLead says what follows the first lead where it goes alone.
func (m *Model) firstLead() string {
	plan := m.pre.plan
	const first = "One lead goes first; "
	switch {
	case plan.Canary && m.renamed:
		return first + "then you are asked again whether it is all there."
	case plan.Look && len(plan.IDs) == 1:
		return "Then you are asked to look at it in ClosingDealz."
	case plan.Look && len(plan.IDs) > 1:
		return first + "then you are asked to look at it in ClosingDealz."
	case plan.Canary && len(plan.IDs) > 1:
		return first + "the rest waits for its answer."
	}
	return ""
}

// overfull warns of more leads than may fit into the plan that refused the
// last submission.
func (m *Model) overfull() string {
	if !m.full() {
		return ""
	}
	room := m.prog.Plan.Room()
	if room < 0 || len(m.pre.plan.IDs) <= room {
		return ""
	}
	return "▲ At most " + words.Plural(room, "more lead fits", "more leads fit") + " into the plan; a request is created whole or not at all."
}

// preflightKeys are the keys that work, each with what it does.
func (m *Model) preflightKeys() []string {
	t, p := m.t, m.pre
	switch p.stage {
	case claiming:
		return []string{margin + t.Accent.S("Putting the leads on hold …")}
	case vouching:
		return []string{margin + t.Accent.S("Noting that it is the same workspace …")}
	}
	var lines []string
	add := func(a kit.Action, what string) { lines = append(lines, margin+m.keyLine(a, what)) }
	switch {
	case p.changed():
		add(kit.SameWorkspace, "yes, it is the same workspace")
		lines = append(lines, margin+t.Hint.S(t.Pad(m.keyName(kit.Open), 6)+"starts only when that is answered"))
	case len(p.plan.IDs) > 0:
		add(kit.Open, "start"+m.holdWords(p.plan.Hold))
	}
	if n := len(p.plan.Duplicates); n > 0 {
		add(kit.ShowDups, "show "+possible(n))
		add(kit.LeaveDups, "leave "+words.PluralWord(n, "it", "them")+" out")
	} else if n := len(p.without); n > 0 {
		add(kit.LeaveDups, "put "+possible(n)+" in again")
	}
	if p.fixes() > 0 {
		add(kit.GoFix, "go to the first lead that needs fixes")
	}
	add(kit.Back, "back to Drafts; nothing is sent")
	return lines
}

// possible names n possible duplicates, of which the question gave the number.
func possible(n int) string {
	return words.PluralWord(n, "the possible duplicate", "the "+words.Number(n)+" possible duplicates")
}

// holdWords says what comes between Enter and the first request.
func (m *Model) holdWords(hold time.Duration) string {
	if hold <= 0 {
		return " at once: there is no hold"
	}
	return fmt.Sprintf("; for %d s %s takes everything back", int(hold/time.Second), m.keyName(kit.TakeBack))
}
