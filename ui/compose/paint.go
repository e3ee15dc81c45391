package compose

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// painter draws the form's lines from its slots.
type painter struct {
	m     *Model
	t     *kit.Theme
	w     int // cells of a line
	airy  bool
	lines []string
	// first and last are the lines of the focused row, problems included.
	first, last int
	cursor      *tea.Position
}

// draw fills lines.
func (p *painter) draw() {
	slots := p.m.form.slots()
	for i := 0; i < len(slots); {
		j := i + 1
		for j < len(slots) && slots[j].line == slots[i].line {
			j++
		}
		first := i == 0 || slots[i-1].section != slots[i].section
		if first && i > 0 {
			p.gap(slots[i-1], slots[i])
		}
		p.row(slots[i:j], first)
		i = j
	}
}

// gap parts the groups of the form by a blank line.
func (p *painter) gap(a, b slot) {
	if !p.airy || a.path.Contact != 0 && b.path.Contact != 0 || b.path.Contact > 1 {
		return
	}
	switch b.path.Field {
	case lead.Emails, lead.Phones, lead.Addresses, lead.Socials, lead.Employees, lead.Labels, lead.CompanyID:
		p.lines = append(p.lines, "")
	case lead.Role:
		if a.path.Field == lead.Socials {
			p.lines = append(p.lines, "")
		}
	case lead.Name: // the first contact
		p.lines = append(p.lines, "")
	}
}

// row draws the inputs of one line, and below them what is wrong with them.
func (p *painter) row(group []slot, first bool) {
	f := p.m.form
	focused := false
	for _, s := range group {
		focused = focused || s.path == f.focus
	}
	start := len(p.lines)
	s := group[0]
	label := ""
	if first {
		label = p.name(s)
	}
	switch {
	case s.path.Field == lead.Addresses && s.path.Part != lead.Street && !p.open(s.path):
		return // an empty address is one line
	case s.more:
		p.put(false, p.label(0, "More")+p.t.Hint.S("Company ID · Contact ID"))
		return
	case s.folded:
		if s.path.Contact == 1 {
			label = "Contacts"
		} else {
			label = ""
		}
		if focused {
			p.first, p.last, p.cursor = start, start, &tea.Position{X: valueAt, Y: start}
		}
		p.put(focused, p.label(0, label)+p.folded(s.path.Contact))
		return
	case s.path.Field == lead.Notes:
		p.notes(s.path, label, focused)
	case s.path.Field == lead.Labels:
		p.labels(group, label, focused)
	default:
		p.values(group, label, focused)
	}
	p.problems(group)
	if focused {
		p.offer()
		p.first, p.last = start, len(p.lines)-1
	}
}

// name is the label of a section.
func (p *painter) name(s slot) string {
	if s.path.Contact == 0 && s.path.Field == lead.Name && p.m.form.lead.Kind == lead.Contact {
		return "First name"
	}
	return s.path.Field.Label()
}

// put adds a line with its edge.
func (p *painter) put(focused bool, s string) { p.lines = append(p.lines, p.t.Edge(focused)+s) }

// before is what stands left of the values: the label, and for the first input
// of an open contact its place among the contacts.
func (p *painter) before(s slot, label string) string {
	if s.path.Contact != 0 && s.path.Field == lead.Name && s.path.Row == 0 {
		group := ""
		if s.path.Contact == 1 {
			group = "Contacts"
		}
		return p.label(0, group) + p.t.Dim.S(p.t.Pad(label, labelWidth-1)) + " "
	}
	return p.label(s.path.Contact, label)
}

// values draws the inputs of a plain row, an address line or a social.
func (p *painter) values(group []slot, label string, focused bool) {
	f := p.m.form
	x := indent(group[0].path.Contact)
	line := p.before(group[0], label)
	room := p.w - x
	switch group[0].path.Field {
	case lead.Addresses:
		line += p.parts(group, x, room)
		if p.repeats(group) {
			line += "   " + p.t.Hint.S("⊢ repeated")
		}
	case lead.Socials:
		line += p.social(group, x, room)
		if f.pinned(group[0].path) {
			line += "   " + p.t.Hint.S("⊢")
		}
	default:
		line += p.input(group[0].path, x, room) + p.after(group[0].path, room)
	}
	p.put(focused, p.t.Cut(line, p.w))
}

// input draws one input in at most w cells from column x on: the live editor
// when it has the focus, else its text.
func (p *painter) input(at lead.Path, x, w int) string {
	f := p.m.form
	if at == f.focus && p.m.doc.fixed == "" {
		text, cur := f.editor.View(p.t, w)
		p.cursor = &tea.Position{X: x + cur, Y: len(p.lines)}
		if ghost := p.ghost(cur, w); ghost != "" {
			return text + ghost
		}
		if text == "" {
			return p.t.Hint.S(p.t.Cut(p.placeholder(at), w))
		}
		return text
	}
	if at == f.focus {
		p.cursor = &tea.Position{X: x, Y: len(p.lines)}
	}
	text := clean(f.lead.Get(at))
	if at.Field == lead.Phones && text != "" {
		text = clean(p.phone(at).Display)
	}
	if at.Contact == 0 && !f.lead.Sends(at.Field) {
		return p.t.Dim.S(p.t.CutTo(text, w, "›"))
	}
	return p.t.CutTo(text, w, "›")
}

// placeholder is drawn in an empty input that has the focus.
func (p *painter) placeholder(at lead.Path) string {
	switch {
	case at.Part != lead.One && at.Part != lead.URL:
		return at.Part.Label()
	case at.Contact != 0 && at.Field == lead.Name:
		return "add a person"
	}
	return ""
}

// phones are those that were read last: a form with many is drawn at every key.
type phones map[phoneIn]lead.Phone

// phoneIn is a phone as it is typed, in a region.
type phoneIn struct{ typed, region string }

func (p *painter) phone(at lead.Path) lead.Phone {
	const most = 256 // they are forgotten: more than any form shows
	f, m := p.m.form, p.m
	in := phoneIn{f.lead.Get(at), lead.PhoneRegion(f.lead, at.Contact, m.encoding().Rules)}
	if ph, known := m.phones[in]; known {
		return ph
	}
	if m.phones == nil || len(m.phones) > most {
		m.phones = phones{}
	}
	m.phones[in] = lead.ReadPhone(in.typed, in.region)
	return m.phones[in]
}

// after is what leadpad knows about a value, dim behind it.
func (p *painter) after(at lead.Path, room int) string {
	f := p.m.form
	text := f.lead.Get(at)
	note := ""
	switch {
	case text == "":
	case at.Contact == 0 && !f.lead.Sends(at.Field):
		note = "not sent"
	case f.pinned(at):
		note = "⊢ repeated"
	case at.Field == lead.CompanyName && at != f.focus && p.m.encoding().Form == api.Current:
		note = "goes out as a line of the notes"
	case at.Field == lead.Phones && at != f.focus:
		ph := p.phone(at)
		if note = ph.Place; note == "" {
			note = ph.Region
		}
	}
	used := p.t.Width(clean(text))
	if at.Field == lead.Phones && at != f.focus {
		used = p.t.Width(clean(p.phone(at).Display))
	}
	if note == "" || used+3+p.t.Width(note) > room {
		return ""
	}
	return "   " + p.t.Hint.S(note)
}

// open says that an address shows all its parts.
func (p *painter) open(at lead.Path) bool { return p.m.form.filled(at) || sameRow(at, p.m.form.focus) }

// repeats says that a line of an address holds a part that is repeated.
func (p *painter) repeats(group []slot) bool {
	f := p.m.form
	return slices.ContainsFunc(group, func(s slot) bool { return f.pins.Has(f.lead, s.path) })
}

// parts draws one line of an address: the street, or city to country.
func (p *painter) parts(group []slot, x, room int) string {
	f := p.m.form
	at := group[0].path
	if len(group) == 1 {
		if f.lead.Get(at) == "" && at != f.focus && p.open(at) {
			return p.t.Hint.S("Street")
		}
		return p.input(at, x, room)
	}
	line, used := "", 0
	for i, s := range group {
		if i > 0 {
			line += p.t.Faint.S(" · ")
			used += 3
		}
		w := max(room-used-3*(len(group)-1-i), 4)
		text := p.input(s.path, x+used, w)
		if s.path != f.focus && f.lead.Get(s.path) == "" {
			text = p.t.Hint.S(p.t.Cut(s.path.Part.Label(), w))
		}
		line += text
		used += p.t.Width(text)
	}
	return line
}

// social draws a URL and, in a column of its own, its type.
func (p *painter) social(group []slot, x, room int) string {
	f := p.m.form
	url, kind := group[0].path, group[1].path
	col := min(typeAt, room*2/3)
	left := p.input(url, x, col-2)
	typed := f.lead.Get(kind)
	right := ""
	switch {
	case kind == f.focus:
		right = p.input(kind, x+col, room-col)
	case typed != "":
		right = p.t.Dim.S(p.t.Cut(clean(typed), room-col))
	case url != f.focus:
		right = p.t.Hint.S(p.t.Cut(lead.SocialType(f.lead.Get(url)), room-col))
	}
	if right == "" {
		return left
	}
	return left + kit.Spaces(col-p.t.Width(left)) + right
}

// folded draws a contact that has not the focus in one line.
func (p *painter) folded(n int) string {
	f := p.m.form
	room := p.w - valueAt
	if f.contactEmpty(n) {
		return p.t.Hint.S("add a person")
	}
	c := f.lead.Contacts[n-1]
	mark := ""
	if k := p.m.count(n); k > 0 {
		mark = "  ▲ " + words.Plural(k, "problem", "problems")
		room -= p.t.Width(mark)
	}
	line := p.t.Cut(clean(c.FullName()), room)
	for _, s := range append(append([]string{c.Role}, c.Emails...), c.Phones...) {
		if s = clean(s); s == "" {
			continue
		}
		rest := room - p.t.Width(line) - 2
		if rest < 4 {
			break
		}
		line += "  " + p.t.Dim.S(p.t.Cut(s, rest))
	}
	return line + p.t.Warn.S(mark)
}

// labels draws the labels side by side.
func (p *painter) labels(group []slot, label string, focused bool) {
	f := p.m.form
	line, used := p.label(0, label), 0
	room := p.w - valueAt
	for i, s := range group {
		text := clean(f.lead.Get(s.path))
		if i > 0 && used+2+p.t.Width(text) > room-2 {
			p.put(focused, line)
			line, used = p.label(0, ""), 0
		} else if i > 0 {
			line, used = line+"  ", used+2
		}
		in := p.input(s.path, valueAt+used, room-used)
		w := p.t.Width(in)
		if s.path != f.focus {
			in = p.t.Accent.S(p.t.Cut(text, room-used))
		}
		line, used = line+in, used+w
		if f.pinned(s.path) && used+2 < room {
			line, used = line+p.t.Hint.S(" ⊢"), used+2
		}
	}
	p.put(focused, line)
}

// notes draws the notes, wrapped; unfocused long ones are cut after some lines.
func (p *painter) notes(at lead.Path, label string, focused bool) {
	f := p.m.form
	room := p.w - valueAt
	var lines []string
	if focused && p.m.doc.fixed == "" {
		var row, col int
		lines, row, col = f.editor.Lines(p.t, room)
		const most = 8 // a window on long notes, around the cursor
		from := max(min(row-most/2, len(lines)-most), 0)
		p.cursor = &tea.Position{X: valueAt + col, Y: len(p.lines) + row - from}
		lines = lines[from:min(from+most, len(lines))]
	} else {
		e := kit.NewEditor(true)
		e.SetText(f.lead.Get(at))
		lines, _, _ = e.Lines(p.t, room)
		if len(lines) > 4 {
			lines = append(lines[:3:3], p.t.Hint.S("… "+words.Plural(len(lines)-3, "line", "lines")+" more"))
		}
		if focused {
			p.cursor = &tea.Position{X: valueAt, Y: len(p.lines)}
		}
	}
	for i, l := range lines {
		if i > 0 {
			label = ""
		}
		p.put(focused, p.label(0, label)+l)
	}
}

// problems puts what is wrong below the inputs, in the values' column.
func (p *painter) problems(group []slot) {
	for _, s := range group {
		x := indent(s.path.Contact)
		for _, q := range p.m.shown(s.path) {
			sign, paint := "▲ ", p.t.Warn
			if q.Note {
				sign, paint = "· ", p.t.Dim
			}
			for _, l := range p.t.Wrap(words.Problem(q), max(p.w-x-2, 8)) {
				p.lines = append(p.lines, kit.Spaces(x)+paint.S(sign+l))
				sign = "  "
			}
		}
	}
}
