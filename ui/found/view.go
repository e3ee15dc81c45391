package found

import (
	"strings"

	"leadpad/lead"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Columns of the panel.
const (
	labelAt    = 2
	labelWidth = 15
	valueAt    = labelAt + labelWidth
	gap        = 3
	// besideFrom is the width from which the pasted text stands beside the values.
	besideFrom = 100
	// airyHeight is the height from which blank lines part the groups.
	airyHeight = 16
	longestBar = 60
)

// painter draws one frame.
type painter struct {
	p       *Panel
	t       *kit.Theme
	w, h    int
	valueW  int
	reasonW int
	still   bool // no row has the cursor
}

// on says that row i has the cursor.
func (d painter) on(i int) bool { return !d.still && i == d.p.cur }

// View draws the panel in w × h cells; below stands under the values, "" for
// nothing.
func (p *Panel) View(t *kit.Theme, w, h int, below string) kit.Frame {
	d := painter{p: p, t: t, w: w, h: h}
	lines := []string{d.title()}
	if h >= airyHeight {
		lines = append(lines, "")
	}
	if w >= besideFrom && !p.Several() {
		d.w = min(max(w*6/10, 70), 92)
	}
	room := h - len(lines)
	var body []string
	switch {
	case !p.read && len(p.rows) == 0 && p.Share > 0:
		body = []string{kit.Spaces(labelAt) + t.Bar(p.Share, min(w-2*labelAt, longestBar))}
	case !p.read && len(p.rows) == 0:
		body = []string{}
	case p.Several():
		body = d.several(room, below)
	default:
		body = d.values(room, below)
	}
	if d.w < w {
		body = d.beside(body, w, room)
	}
	return kit.Frame{Lines: append(lines, body...)}
}

// Values draws what was read without a title, for the quick line.
func (p *Panel) Values(t *kit.Theme, w, h int) []string {
	d := painter{p: p, t: t, w: w, h: h, still: true}
	switch {
	case p.Several():
		return d.list(h)
	case p.None():
		return []string{kit.Spaces(labelAt) + t.Hint.S("no lead in it yet")}
	}
	return d.values(h, "")
}

// title says what was found in what.
func (d painter) title() string {
	p, t := d.p, d.t
	what, of := "Found", d.source()
	right := ""
	switch {
	case !p.read:
		what, of = "Reading", of+" …"
	case p.Several():
		what = "Found " + words.Number(len(p.leads)) + " leads"
		if n := len(p.Each); n > 0 {
			what += ", " + words.Plural(n, "possible duplicate", "possible duplicates")
		}
	case p.None():
		what = "No lead found"
	default:
		right = words.Number(len(p.rows)-d.leftOver()) + " found"
	}
	if n := d.leftOver(); n > 0 && p.read && !p.Several() {
		right = strings.TrimPrefix(right+" · "+words.Number(n)+" left over", " · ")
	}
	right = t.Dim.S(right)
	if len(p.leads) == 1 && p.leads[0].Cut {
		right = t.Warn.S("▲ card cut off") + t.Dim.S(" · ") + right
	}
	left := kit.Spaces(labelAt) + t.Bold.S(what) + "   " + t.Dim.S(of)
	return t.Between(left, right, d.w-2)
}

// source says where the text came from.
func (d painter) source() string {
	p := d.p
	of := words.Plural(len(p.lines), "line", "lines")
	switch {
	case p.From.Scanned:
		return of + ", scanned"
	case p.From.Label == "":
		return of
	case p.From.Taken:
		return of + ", in " + p.From.Label
	}
	return of + ", pasted into " + p.From.Label
}

func (d painter) leftOver() (n int) {
	for _, r := range d.p.rows {
		if r.left {
			n++
		}
	}
	return n
}

// values draws the kind, the values and what is left over; the cursor's row is
// among those that are seen.
func (d *painter) values(room int, below string) []string {
	p := d.p
	d.columns()
	var all []string
	at := 0
	if len(p.leads) == 1 {
		all = append(all, d.kind())
	}
	label := ""
	for i, r := range p.rows {
		if r.left && (i == 0 || !p.rows[i-1].left) {
			if d.h >= airyHeight && len(all) > 0 {
				all = append(all, "")
			}
			label = ""
		}
		name := d.label(r)
		written := name
		if name == label && !d.on(i) {
			written = ""
		}
		label = name
		if d.on(i) {
			at = len(all)
		}
		all = append(all, d.row(i, written, d.on(i)))
	}
	return d.window(all, at, room, below)
}

// window cuts lines to those that room has, line at among them, above the text below
// them.
func (d *painter) window(all []string, at, room int, below string) []string {
	p, t := d.p, d.t
	tail := 0
	if below != "" {
		tail = 1
		if d.h >= airyHeight {
			tail = 2
		}
	}
	if seen := max(room-tail, 1); len(all) > seen {
		p.top = kit.Scroll(p.top, at, seen, len(all))
		rest := len(all) - p.top - seen
		all = all[p.top : p.top+seen]
		if rest > 0 {
			last := len(all) - 1
			all[last] = t.Between(t.Cut(all[last], d.w-12), t.Dim.S("↓ "+words.Number(rest)+" more"), d.w-2)
		}
	} else {
		p.top = 0
	}
	if tail == 2 {
		all = append(all, "")
	}
	if tail > 0 {
		all = append(all, t.Cut(below, d.w-1))
	}
	return all
}

// columns finds the widths of values and reasons.
func (d *painter) columns() {
	room := d.w - valueAt - gap - 1
	for i, r := range d.p.rows {
		reason := d.t.Width(d.reason(i, r))
		if reason == 0 {
			continue
		}
		d.reasonW = max(d.reasonW, reason)
		d.valueW = max(d.valueW, d.t.Width(r.short()))
	}
	d.reasonW = min(d.reasonW, max(room*2/5, room-d.valueW))
	d.valueW = min(d.valueW, room-d.reasonW)
}

// kind is the first line: what kind of lead it becomes.
func (d painter) kind() string {
	p := d.p
	s := "contact"
	if p.kind == lead.Company {
		s = "company"
		switch n := d.people(); {
		case n == 1:
			s += " with one contact"
		case n > 1:
			s += " with " + words.Number(n) + " contacts"
		}
	}
	return d.t.Edge(d.on(-1)) + " " + d.named("Kind", d.on(-1)) + s
}

// people counts the contacts among the values.
func (d painter) people() int {
	seen := map[int]bool{}
	for _, r := range d.p.rows {
		if r.to.contact > 0 && !r.out && r.to.field != lead.Notes {
			seen[r.to.contact] = true
		}
	}
	return len(seen)
}

// named is a label in its column; that of the cursor's row stands between the
// arrows that move its value.
func (d painter) named(label string, current bool) string {
	if current {
		return d.t.AccentBold.S(d.t.Pad("‹ "+label+" ›", labelWidth-1)) + " "
	}
	return d.t.Dim.S(d.t.Pad(label, labelWidth-1)) + " "
}

// label is what the field of a row is called.
func (d painter) label(r row) string {
	name := r.to.field.Label()
	switch {
	case r.to.field == lead.Notes && r.left:
		return "Left over"
	case r.to.part != lead.One:
		name = r.to.part.Label()
	case r.to.field == lead.Addresses:
		name = "Address"
	}
	switch {
	case r.to.contact == 0:
		return name
	case r.to.field == lead.Name:
		return "Contact"
	}
	return "· " + name
}

// row draws a value with its reason.
func (d painter) row(i int, label string, current bool) string {
	t, r := d.t, d.p.rows[i]
	reason, paint := d.reason(i, r), t.Dim
	if d.p.fill.keeps[i] != "" && !r.out {
		paint = t.Warn
	}
	if d.p.fill.keeps[i] != "" && t.Width(reason) > d.reasonW {
		reason = strings.TrimSuffix(reason, toNotes)
	}
	value := r.short()
	room := d.w - valueAt - 1
	if reason != "" {
		room = d.valueW
	}
	value = t.Cut(value, room)
	line := t.Edge(current) + " " + d.named(label, current)
	switch fill := kit.Spaces(room - t.Width(value) + gap); {
	case r.out:
		line += t.Hint.S(value) + fill
	case current:
		line += t.Bold.S(value) + fill
	default:
		line += value + fill
	}
	return strings.TrimRight(line+paint.S(t.Cut(reason, d.reasonW)), " ")
}

// reason says why a value stands there, or what becomes of it.
func (d painter) reason(i int, r row) string {
	p := d.p
	switch {
	case r.tooLong:
		return "too long for the notes"
	case r.out:
		return "left out"
	case p.fill.keeps[i] != "":
		return "form keeps " + shown(p.fill.keeps[i]) + toNotes
	case p.fill.there[i]:
		return "already there"
	case r.to.field == lead.Notes && r.shape == block && r.lines > 1:
		return words.Plural(r.lines, "line", "lines") + toNotes
	case r.to.field == lead.Notes && r.left && !r.moved && r.why != "":
		return r.why + toNotes
	case r.to.field == lead.Notes && (r.left || r.moved):
		return strings.TrimSpace(toNotes)
	case r.to.field == lead.Name && (r.to.swapped || r.moved):
		if _, last := r.name(); last != "" && (r.to.contact > 0 || p.kind == lead.Contact) {
			return "last name " + shown(last)
		}
		return ""
	case r.moved:
		return ""
	}
	return shown(r.why)
}

// toNotes says where what has no place goes.
const toNotes = " → notes"

// short is the row's value in one line.
func (r row) short() string {
	if r.shape == block && len(r.pieces) > 1 {
		return shown(r.pieces[0].text) + " …"
	}
	return shown(r.text())
}

// shown is text as it may be drawn in one line.
func shown(s string) string {
	const most = 400
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	s = strings.ReplaceAll(s, "\n", " ⏎ ")
	return strings.TrimSpace(safe.Clean(s).String())
}

// beside puts the pasted text at the right, the lines of the cursor's value bright.
func (d painter) beside(left []string, w, room int) []string {
	p, t := d.p, d.t
	from, to := 0, 0
	if p.cur >= 0 && p.cur < len(p.rows) {
		from = p.rows[p.cur].line
		to = from + max(p.rows[p.cur].lines, 1)
	}
	const head = 2
	rows := max(room-head, 1)
	top := 0
	if len(p.lines) > rows {
		top = max(min(from-1-rows/2, len(p.lines)-rows), 0)
	}
	wide := w - d.w - 3
	out := make([]string, 0, room)
	for i := range max(len(left), min(len(p.lines)-top+head, room)) {
		a, b := "", ""
		if i < len(left) {
			a = left[i]
		}
		switch n := top + i - head; {
		case i == 0:
			b = t.Dim.S(t.Cut("what was pasted", wide))
		case i < head || n >= len(p.lines):
		case from > 0 && n+1 >= from && n+1 < to:
			b = t.Cut(shown(p.lines[n]), wide)
		default:
			b = t.Dim.S(t.Cut(shown(p.lines[n]), wide))
		}
		if i < len(p.lines)-top+head {
			a += kit.Spaces(d.w-t.Width(a)) + t.Faint.S("│") + " " + b
		}
		out = append(out, strings.TrimRight(a, " "))
	}
	return out
}
