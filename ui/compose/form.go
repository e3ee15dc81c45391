package compose

import (
	"slices"
	"strings"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/ui/kit"
)

// form is the lead that is being typed: its values, the input that has the
// focus, and what can be undone. It knows nothing of disks or screens.
type form struct {
	lead   lead.Lead
	focus  lead.Path
	editor *kit.Editor
	// visited are the inputs that were left or rested in: their problems show.
	visited map[lead.Path]bool
	undone  []snapshot
	done    []snapshot
	// shut: the focus is on the line of a folded contact, by the path of its name.
	shut bool
	// typing is true while typed characters belong to the newest snapshot.
	typing bool
	pins   app.Pins
}

// snapshot is what undo goes back to.
type snapshot struct {
	lead   lead.Lead
	focus  lead.Path
	cursor int
}

// newForm opens a lead with the focus in its first input.
func newForm(l lead.Lead) *form {
	f := &form{lead: l, visited: map[lead.Path]bool{}}
	f.enter(lead.Path{Field: lead.Name})
	return f
}

// enter puts the focus on an input, the cursor at its end.
func (f *form) enter(p lead.Path) {
	f.focus, f.shut = p, false
	f.editor = kit.NewEditor(p.Field == lead.Notes)
	f.editor.SetText(f.lead.Get(p))
	f.typing = false
}

// goTo leaves the focused input for another one; an empty last row vanishes.
func (f *form) goTo(p lead.Path) {
	from := f.focus
	if p == from {
		return
	}
	f.visited[from] = true
	if from.Field.Repeats() && !f.filled(from) && !sameRow(from, p) {
		p = f.vanish(from, p)
	}
	if from.Contact != 0 && from.Contact != p.Contact && f.contactEmpty(from.Contact) {
		p = f.vanish(lead.Path{Field: lead.Contacts, Row: from.Contact - 1}, p)
	}
	f.enter(p)
}

func sameRow(a, b lead.Path) bool {
	return a.Contact == b.Contact && a.Field == b.Field && a.Row == b.Row
}

// vanish removes an empty row and gives p as it is called afterwards.
func (f *form) vanish(row, p lead.Path) lead.Path {
	if row.Field == lead.Contacts {
		if row.Row >= len(f.lead.Contacts) {
			return p
		}
		f.lead.Contacts = slices.Delete(f.lead.Contacts, row.Row, row.Row+1)
		if p.Contact > row.Row+1 {
			p.Contact--
		}
		return p
	}
	if row.Row >= f.lead.Rows(row.Contact, row.Field) {
		return p
	}
	f.lead.Remove(row)
	if p.Contact == row.Contact && p.Field == row.Field && p.Row > row.Row {
		p.Row--
	}
	return p
}

// remember puts the present state on the undo stack.
func (f *form) remember() { f.rememberAt(f.editor.Cursor()) }

// rememberAt is remember for a cursor that stood elsewhere.
func (f *form) rememberAt(cursor int) {
	f.done = append(f.done, snapshot{f.lead.Clone(), f.focus, cursor})
	if len(f.done) > 500 {
		f.done = slices.Delete(f.done, 0, 1)
	}
	f.undone, f.typing = nil, false
}

// typedAt remembers once for a run of typed characters. The editor has the new
// text already, the lead not yet; the cursor stood there before.
func (f *form) typedAt(cursor int) {
	if !f.typing {
		f.rememberAt(cursor)
		f.typing = true
	}
}

// take stores the editor's text in the lead.
func (f *form) take() { f.lead.Set(f.focus, f.editor.Text()) }

// undo goes one step back, or with forward one step on; false at the end.
func (f *form) undo(forward bool) bool {
	from, to := &f.done, &f.undone
	if forward {
		from, to = to, from
	}
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, snapshot{f.lead.Clone(), f.focus, f.editor.Cursor()})
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	f.lead = s.lead
	f.enter(s.focus)
	f.editor.SetCursor(s.cursor)
	return true
}

// toggleKind turns a company into a contact and back; nothing typed is lost.
func (f *form) toggleKind() {
	f.remember()
	if f.lead.Kind == lead.Company {
		f.lead.Kind = lead.Contact
	} else {
		f.lead.Kind = lead.Company
	}
	if f.focus.Contact == 0 && !f.lead.Sends(f.focus.Field) && !f.filled(f.focus) {
		f.goTo(lead.Path{Field: lead.Name})
	}
}

// removeRow removes the focused row, address or person, or empties a field;
// false when there is nothing to remove.
func (f *form) removeRow() bool {
	p := f.focus
	if p.Contact != 0 && !p.Field.Repeats() && f.contactEmpty(p.Contact) || (p.Contact == 0 || p.Field.Repeats()) && !f.filled(p) {
		return false
	}
	f.remember()
	switch {
	case p.Contact != 0 && !p.Field.Repeats():
		if p.Contact <= len(f.lead.Contacts) {
			f.lead.Contacts = slices.Delete(f.lead.Contacts, p.Contact-1, p.Contact)
		}
		n := min(p.Contact, max(len(f.lead.Contacts), 1))
		f.enter(lead.Path{Contact: n, Field: lead.Name})
		return true
	case p.Field.Repeats():
		if p.Row < f.lead.Rows(p.Contact, p.Field) {
			f.lead.Remove(lead.Path{Contact: p.Contact, Field: p.Field, Row: p.Row})
		}
		p.Row = min(p.Row, max(f.lead.Rows(p.Contact, p.Field)-1, 0))
		p.Part = p.Field.Parts()[0]
	default:
		f.lead.Set(p, "")
	}
	f.enter(p)
	return true
}

// moveRow moves the focused row up (-1) or down (1); a contact as a whole when
// the focus is in one of its plain fields. False at the end of the list.
func (f *form) moveRow(by int) bool {
	p := f.focus
	if p.Contact != 0 && !p.Field.Repeats() {
		i := p.Contact - 1
		if i >= len(f.lead.Contacts) || i+by < 0 || i+by >= len(f.lead.Contacts) {
			return false
		}
		f.remember()
		f.lead.Contacts = swapped(f.lead.Contacts, i, i+by)
		p.Contact += by
		f.enter(p)
		return true
	}
	if !p.Field.Repeats() || p.Row+by < 0 || p.Row >= f.lead.Rows(p.Contact, p.Field) || p.Row+by >= f.lead.Rows(p.Contact, p.Field) {
		return false
	}
	f.remember()
	f.swapRows(p, p.Row+by)
	p.Row += by
	f.enter(p)
	return true
}

// swapRows lets a row and another one of the same list change places.
func (f *form) swapRows(p lead.Path, other int) {
	for _, part := range p.Field.Parts() {
		p.Part = part
		q := p
		q.Row = other
		here, there := f.lead.Get(p), f.lead.Get(q)
		f.lead.Set(p, there)
		f.lead.Set(q, here)
	}
}

func swapped[T any](s []T, i, j int) []T {
	s = slices.Clone(s)
	s[i], s[j] = s[j], s[i]
	return s
}

// oneMore opens an empty row behind the focused one.
func (f *form) oneMore() {
	p := f.focus
	p.Row, p.Part = p.Row+1, p.Field.Parts()[0]
	f.remember()
	if !f.openRow(p) {
		return
	}
	f.visited[f.focus] = true
	f.shiftVisited(p)
	f.enter(p)
}

// openRow puts an empty row in at p; false where a lead may have no more.
func (f *form) openRow(p lead.Path) bool {
	last := lead.Path{Contact: p.Contact, Field: p.Field, Row: f.lead.Rows(p.Contact, p.Field), Part: p.Field.Parts()[0]}
	f.lead.Set(last, "")
	if f.lead.Rows(p.Contact, p.Field) == last.Row {
		return false // as many as a lead may have
	}
	for ; last.Row > p.Row; last.Row-- {
		f.swapRows(last, last.Row-1)
	}
	return true
}

// shiftVisited moves the marks of the rows behind a new one.
func (f *form) shiftVisited(at lead.Path) {
	next := map[lead.Path]bool{}
	for p := range f.visited {
		if p.Contact == at.Contact && p.Field == at.Field && p.Row >= at.Row {
			p.Row++
		}
		next[p] = true
	}
	f.visited = next
}

// insert puts typed or pasted text into the focused input. In labels a comma
// ends a label. It says how many characters no field may hold.
func (f *form) insert(text string) (dropped int) {
	f.typedAt(f.editor.Cursor())
	if f.focus.Field != lead.Labels || !strings.ContainsAny(text, ",\n\r") {
		dropped = f.editor.Insert(text)
		f.take()
		return dropped
	}
	for i, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' }) {
		if i > 0 && f.editor.Text() != "" {
			f.oneMore()
		}
		dropped += f.editor.Insert(strings.TrimSpace(piece))
		f.take()
	}
	if strings.HasSuffix(text, ",") && f.filled(f.focus) {
		f.oneMore()
	}
	return dropped
}
