package compose

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Columns of the form: labels in one, values in one.
const (
	labelAt    = 2
	labelWidth = 11
	valueAt    = labelAt + labelWidth
	// typeAt is where a social's type stands, counted from the value's column,
	// so that it does not move while the URL is typed.
	typeAt = 34
	// airyHeight is the body height from which blank lines part the groups.
	airyHeight = 26
)

// View draws the screen; it is drawn anew only after a change.
func (m *Model) View() kit.Frame {
	if !m.dirty {
		return m.frame
	}
	m.dirty = false
	switch {
	case m.Sorting():
		m.frame = m.foundView()
		return m.frame
	case m.sort.quick != nil:
		m.frame = m.quickView()
		return m.frame
	}
	if m.preview.full {
		m.frame = m.previewScreen()
		return m.frame
	}
	left := m.w
	if m.preview.beside(m.w) {
		left = m.w * 55 / 100
	}
	lines, cursor := m.formLines(left)
	if left < m.w {
		lines = m.divide(lines, left)
	}
	m.frame = kit.Frame{Lines: lines, Cursor: cursor}
	return m.frame
}

// formLines are the title, the visible part of the form and the line below it.
func (m *Model) formLines(w int) ([]string, *tea.Position) {
	head := m.title(w)
	foot := m.status(w)
	if m.h >= airyHeight && foot[0] != "" {
		foot = slices.Insert(foot, 0, "")
	}
	room := max(m.h-len(head)-len(foot), 1)
	p := painter{m: m, t: m.theme, w: w - 1, airy: m.h >= airyHeight}
	p.draw()
	m.scroll(&p, room)
	body := p.lines[m.top:min(m.top+room, len(p.lines))]
	if n := hidden(p.lines[m.top+len(body):]); n > 0 {
		foot[len(foot)-1] = m.theme.Between(foot[len(foot)-1], m.theme.Dim.S("↓ "+words.Number(n)+" more"), w-2)
	}
	below := make([]string, room-len(body))
	lines := slices.Concat(head, body, below, foot)
	if p.cursor == nil {
		return lines, nil
	}
	return lines, &tea.Position{X: p.cursor.X, Y: p.cursor.Y - m.top + len(head)}
}

// hidden counts the lines of the form that stand below what is seen.
func hidden(lines []string) (n int) {
	for _, l := range lines {
		if l != "" {
			n++
		}
	}
	return n
}

// scroll keeps the focus in view and moves only when it must.
func (m *Model) scroll(p *painter, room int) {
	// Two lines of what comes next stay in view.
	if last := min(p.last+2, len(p.lines)-1, p.first+room-1); last >= m.top+room {
		m.top = last - room + 1
	}
	if p.first < m.top {
		m.top = p.first
	}
	m.top = max(min(m.top, len(p.lines)-room), 0)
	if p.first <= 1 {
		m.top = 0
	}
}

// title says what is in the form and, in practice, that nothing leaves.
func (m *Model) title(w int) []string {
	t := m.theme
	out := []string{m.which(w)}
	switch {
	case m.doc.fixed != "":
		out = append(out, "  "+t.Warn.S(t.Cut(m.doc.fixed, w-2)))
	case m.doc.entry.State == queue.Failed || m.doc.entry.Remark != "":
		out = append(out, "  "+t.Bad.S(t.Cut(safe.Clean(m.doc.entry.Remark).String(), w-2)))
	case m.doc.number == first && len(m.d.Workspace.Left.Elsewhere) > 0:
		// Its line stays when it is over, so that nothing moves.
		out = append(out, "  "+t.Warn.S(t.Cut(m.elsewhereWords(), w-2)))
	case m.d.Workspace.Practice && m.doc.number == first:
		out = append(out, "  "+m.practice(w-4)) // off the edge of what stands beside
	}
	if m.h >= 16 {
		out = append(out, "")
	}
	return out
}

// first is the number of the first form, which alone says what practice is.
const first = 1

// practice is the line that says that nothing reaches ClosingDealz.
func (m *Model) practice(w int) string {
	t := m.theme
	if m.d.Workspace.Demo {
		return t.Sandbox.S(t.Cut("A demo: nothing is kept, and nothing reaches ClosingDealz.", w))
	}
	if m.d.Workspace.Served {
		return t.Sandbox.S(t.Cut("Practice: nothing reaches ClosingDealz.", w))
	}
	key := m.d.Keys.KeyName(kit.Palette, kit.Anywhere)
	for _, s := range []string{
		"Practice: nothing reaches ClosingDealz. " + key + ", then “Connect a workspace…” for real ones.",
		"Practice: nothing reaches ClosingDealz. " + key + ", then “Connect a workspace…”.",
		"Nothing reaches ClosingDealz. " + key + " connects a workspace.",
	} {
		if t.Width(s) <= w {
			return t.Sandbox.S(s)
		}
	}
	return t.Sandbox.S("Nothing reaches ClosingDealz.")
}

// status is the line below the form: what keeps the lead a draft.
func (m *Model) status(w int) []string {
	var out []string
	if s := m.alike(w); s != "" {
		out = append(out, s)
	}
	n := m.count(anyone)
	if n == 0 {
		return append(out, make([]string, max(1-len(out), 0))...)
	}
	t := m.theme
	s := "  " + t.Warn.S("▲ "+words.Plural(n, "problem", "problems")) + t.Dim.S("  "+words.PluralWord(n, "keeps", "keep")+" this a draft   ") +
		t.Bold.S(m.d.Keys.KeyName(kit.NextProblem, kit.InForm)) + t.Dim.S(" goes to it")
	return append([]string{t.Cut(s, w)}, out...)
}

// Footer gives the keys of the focused row.
func (m *Model) Footer() []kit.Hint {
	switch {
	case m.Sorting():
		return m.sort.panel.Footer()
	case m.sort.quick != nil:
		return m.quickFooter()
	}
	if m.preview.full {
		return []kit.Hint{{Action: kit.Back, Text: "back to the form"}, {Action: kit.PageDown, Text: "further"}}
	}
	if m.doc.fixed != "" {
		back := "drafts"
		if m.stash != nil {
			back = "back to your lead"
		}
		hints := []kit.Hint{{Action: kit.Back, Text: back}, {Action: kit.NewDraft}, {Action: kit.Preview}}
		if m.doc.taken {
			hints = append([]kit.Hint{{Action: kit.TakeOver}}, hints...)
		}
		return hints
	}
	hints := []kit.Hint{{Action: kit.Next}}
	if s := m.enterHint(); s != "" {
		hints = []kit.Hint{{Action: kit.Enter, Text: s}, {Action: kit.Next}}
	}
	save := "save, next lead"
	if len(m.then) > 0 {
		save = "save, next row"
	}
	hints = append(hints, kit.Hint{Action: kit.Save, Text: save})
	if m.form.focus.Field.Repeats() || m.form.focus.Contact != 0 {
		hints = append(hints, kit.Hint{Action: kit.Remove})
	}
	return append(hints, kit.Hint{Action: kit.Back, Text: "drafts"})
}

// enterHint says what Enter does in the focused row.
func (m *Model) enterHint() string {
	f := m.form
	one := map[lead.Field]string{
		lead.Emails: "one more email", lead.Phones: "one more phone", lead.Addresses: "one more address",
		lead.Socials: "one more social", lead.Labels: "one more label",
	}
	ps := f.focus.Field.Parts()
	switch {
	case f.shut:
		return "open the person"
	case f.focus.Field == lead.Notes:
		return "new line"
	case f.focus.Contact != 0 && f.contactEmpty(f.focus.Contact):
		return "on"
	case f.focus.Contact != 0 && !f.filled(f.focus) && f.focus.Field.Repeats():
		return "one more contact"
	case f.filled(f.focus) && (f.focus.Part == ps[len(ps)-1] || f.focus.Part == lead.URL):
		return one[f.focus.Field]
	}
	return ""
}

// indent is where the values of a person stand.
func indent(contact int) int {
	if contact == 0 {
		return valueAt
	}
	return valueAt + labelWidth
}

// label puts a dim label before a value.
func (p *painter) label(contact int, text string) string {
	pad := kit.Spaces(indent(contact) - labelWidth - 1)
	return pad + p.t.Dim.S(p.t.Pad(text, labelWidth-1)) + " "
}

func clean(s string) string { return strings.TrimSpace(safe.Clean(s).String()) }
