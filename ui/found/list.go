package found

import (
	"strings"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// several draws the list, and below it what the lead under the cursor may be the same
// as: its room is kept where any may be, so that nothing moves with the cursor.
func (d painter) several(room int, below string) []string {
	if len(d.p.Each) == 0 {
		return d.list(room)
	}
	lines := d.list(max(room-2, 1))
	if below != "" {
		lines = append(lines, "", d.t.Cut(below, d.w-1))
	}
	return lines
}

// list draws several leads, one a row.
func (d painter) list(room int) []string {
	p, t := d.p, d.t
	from, to := 0, len(p.leads)
	if to > room {
		p.top = kit.Scroll(p.top, p.cur, room, to)
		from, to = p.top, p.top+room
	}
	columns := d.listColumns(from, to)
	widths := kit.Spread(columns, d.w-labelAt-2)
	lines := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		cells := d.cells(i)
		line := t.Row(columns, widths, func(c int) kit.Cell {
			paint := t.Dim
			switch {
			case p.out[i]:
				paint = t.Hint
			case c == 0 && d.on(i):
				paint = t.Bold
			case c == 0:
				paint = kit.Paint{}
			}
			return kit.Cell{Text: cells[c], Paint: paint}
		})
		lines = append(lines, t.Edge(d.on(i))+" "+line)
	}
	return lines
}

// listColumns are as wide as what is seen in them needs.
func (d painter) listColumns(from, to int) []kit.Column {
	columns := []kit.Column{{Priority: 0, Share: 3}, {Priority: 4, Share: 2}, {Priority: 2, Share: 2}, {Priority: 3}, {Priority: 1}}
	const least = 12
	for i := from; i < to; i++ {
		for c, text := range d.cells(i) {
			columns[c].Most = max(columns[c].Most, d.t.Width(text))
			columns[c].Least = min(columns[c].Most, least)
		}
	}
	last := len(columns) - 1
	columns[last].Most = max(columns[last].Most, d.t.Width(leftOut))
	columns[last].Least = columns[last].Most
	return columns
}

const leftOut = "left out"

// cells are those of lead i, marked where it may be in the queue already.
func (d painter) cells(i int) []string {
	cells := listCells(d.p.leads[i], d.p.out[i])
	if last := len(cells) - 1; len(d.p.Each[i]) > 0 {
		cells[last] = strings.TrimSpace("≈ " + cells[last])
	}
	return cells
}

// listCells are a lead's name, its person or company, email and phone, and what
// becomes of it.
func listCells(one paste.Lead, out bool) []string {
	l := one.Lead
	name, other := "⌂ "+l.Name, ""
	switch {
	case l.Kind == lead.Contact:
		name, other = l.FullName(), l.Company
	case len(l.Contacts) > 0 && l.Name == "":
		name = l.Contacts[0].FullName()
	case len(l.Contacts) > 0:
		other = l.Contacts[0].FullName()
	}
	mail, phone := reach(l)
	if name == "" || l.Kind == lead.Company && l.Name == "" && len(l.Contacts) == 0 {
		name, mail = name+mail, ""
	}
	state, notes := "", 0
	for _, left := range one.Left {
		if left.Kind != paste.Tag {
			notes++
		}
	}
	switch {
	case out:
		state = leftOut
	case notes > 0:
		state = words.Number(notes) + " → notes"
	}
	return []string{shown(name), shown(other), shown(mail), shown(phone), state}
}

// reach is the first email and the first phone, of a contact where the lead has
// none.
func reach(l lead.Lead) (mail, phone string) {
	for _, p := range append([]lead.Person{l.Person}, l.Contacts...) {
		if mail == "" && len(p.Emails) > 0 {
			mail = p.Emails[0]
		}
		if phone == "" && len(p.Phones) > 0 {
			phone = p.Phones[0]
		}
	}
	return mail, phone
}
