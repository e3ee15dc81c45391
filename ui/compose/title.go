package compose

import (
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

const (
	// leastName is the room that a name keeps in the title before what stands at
	// the right of it gives way.
	leastName = 12
	kindGap   = 3 // between the name and the kind
)

// which is the title line: which lead is in the form, its kind and, at the
// right, how many other new leads are unfinished.
func (m *Model) which(w int) string {
	t := m.theme
	company, contact := t.Bold.S("company"), t.Hint.S("contact")
	if m.form.lead.Kind == lead.Contact {
		company, contact = t.Hint.S("company"), t.Bold.S("contact")
	}
	kind := company + t.Faint.S(" ⇄ ") + contact
	name, suffix := m.titleWords()
	room := w - labelAt - 1 - t.Width(kind)
	right := ""
	for _, s := range m.unfinishedWords() {
		if right = s; room-t.Width(s)-2 >= t.Width(name+suffix)+kindGap {
			break
		}
	}
	if right != "" && room-t.Width(right)-2 < leastName+t.Width(suffix) {
		right = ""
	}
	if right != "" {
		room -= t.Width(right) + 2
	}
	name = t.Cut(name, max(room-t.Width(suffix)-kindGap, 1))
	pad := kit.Spaces(max(labelWidth-t.Width(name+suffix), kindGap))
	left := kit.Spaces(labelAt) + t.Bold.S(name) + t.Dim.S(suffix) + pad + kind
	if right == "" {
		return t.Cut(left, w)
	}
	return t.Between(left, t.Dim.S(right), w-1)
}

// titleWords say which lead this is: its name, and how it came into the form.
func (m *Model) titleWords() (name, suffix string) {
	if m.doc.origin == begun {
		if m.doc.back && !m.doc.entry.Created.IsZero() {
			suffix = ", begun " + kit.Moment(m.doc.entry.Created, m.now)
		}
		return "New lead", suffix
	}
	name = m.doc.name
	if name == "" {
		name = "A lead without a name"
	}
	return name, map[origin]string{
		fromDrafts: ", from Drafts", fromSend: ", from Send", copied: ", a copy", reopened: ", reopened", duplicate: ", possible duplicate",
	}[m.doc.origin]
}

// unfinishedWords say how many other new leads are unfinished and where they
// are, longest first; none while there are none, or while the lead in the form
// is not a new one.
func (m *Model) unfinishedWords() []string {
	n, key := m.unfinished(), m.d.Keys.KeyName(kit.ToDrafts, kit.Anywhere)
	if n == 0 || !m.doc.waits() {
		return nil
	}
	count := words.Number(n) + " more"
	return []string{count + " unfinished: " + key, count + ": " + key}
}
