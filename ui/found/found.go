// Package found is the panel that shows what leadpad found in a pasted text before
// any of it goes into the form: each value on its field with the reason, what has
// no place below, the text itself beside it. It fills nothing by itself and runs
// no command: Compose reads the text, hands the leads over and takes the filled
// lead out. rows.go are the values and where they can go, fill.go the lead that
// they make of the form's, list.go several leads, view.go the drawing. Start
// reading at Panel.
package found

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Result is what a key made of the panel.
type Result uint8

// The results.
const (
	Stays    Result = iota
	Fills           // Filled is to go into the form
	Adds            // the Chosen leads are to be added as drafts
	AsPasted        // the text is to go into the field as it was pasted
	Closes          // nothing is to be filled
	Rereads         // the text is to be read anew, as Kind says
)

// From is where a text came from.
type From struct {
	At    lead.Path // the input that it was pasted into
	Label string    // what the form calls that input
	// Taken is set where the text stands in the form already: filling takes it out.
	Taken bool
	// Scanned is set for what a badge scanner typed.
	Scanned bool
}

// Panel is one pasted text.
type Panel struct {
	Text string
	From From
	// Like are leads that may be the same as what would be filled.
	Like []queue.Match
	// Each is, for each of several leads that may be in the queue already, what it may
	// be the same as.
	Each map[int][]queue.Match
	// Share says how much of the text was read, from 0 to 1; 0 shows no bar.
	Share float64

	keys  *kit.Keymap
	form  lead.Lead // the form's lead, to be filled
	free  bool      // nothing is typed in it: its kind is the text's
	kind  lead.Kind
	lines []string // of the text

	read  bool
	leads []paste.Lead
	rows  []row // of the only lead
	fill  filled
	out   map[int]bool // of several leads, those that are left out
	cur   int          // of rows, or of leads; -1 for the kind
	top   int
	wait  []tea.KeyPressMsg // pressed before the text was read
}

// New makes the panel over a form: free says that nothing is typed in it.
func New(text string, from From, form lead.Lead, free bool, keys *kit.Keymap) *Panel {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return &Panel{
		Text: text, From: from, keys: keys, form: form, free: free, kind: form.Kind, out: map[int]bool{}, Each: map[int][]queue.Match{},
		lines: strings.Split(strings.TrimRight(text, "\n"), "\n"),
	}
}

// Kind is the kind of lead that is wanted.
func (p *Panel) Kind() lead.Kind { return p.kind }

// Free says that the form has no kind of its own yet.
func (p *Panel) Free() bool { return p.free }

// Take brings the leads of the text; what was pressed meanwhile runs now.
func (p *Panel) Take(leads []paste.Lead) Result {
	p.read, p.leads = true, leads
	if len(leads) < 2 {
		var one paste.Lead
		if len(leads) == 1 {
			one = leads[0]
			if p.free {
				p.kind = one.Lead.Kind
			}
		} else {
			one = nothing(p.lines)
		}
		p.rows = rowsOf(one)
		p.plan()
	}
	wait := p.wait
	p.wait = nil
	for _, k := range wait {
		if r := p.Key(k); r != Stays {
			return r
		}
	}
	return Stays
}

// nothing is a text in which no lead was found: all of it has no place.
func nothing(lines []string) (one paste.Lead) {
	for i, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			one.Left = append(one.Left, paste.Left{Text: l, Kind: paste.Outside, Line: i + 1})
		}
	}
	return one
}

// Several says that the text holds more than one lead.
func (p *Panel) Several() bool { return len(p.leads) > 1 }

// None says that the text was read and holds no lead.
func (p *Panel) None() bool { return p.read && len(p.leads) == 0 }

// Read says that the text was read.
func (p *Panel) Read() bool { return p.read }

// Key runs one key.
func (p *Panel) Key(k tea.KeyPressMsg) Result {
	a := p.keys.At(k.String(), kit.InFound)
	switch a {
	case kit.Back, kit.Close:
		return Closes
	case kit.AsPasted:
		return AsPasted
	}
	if !p.read {
		p.wait = append(p.wait, k)
		return Stays
	}
	switch {
	case kit.Moves(a):
		p.move(a)
	case a == kit.Open && p.Several():
		if len(p.Chosen()) > 0 {
			return Adds
		}
	case a == kit.Open:
		return Fills
	case a == kit.LeaveOut && p.Several():
		p.out[p.cur] = !p.out[p.cur]
		p.move(kit.Down)
	case a == kit.LeaveOut:
		p.leaveOut()
	case (a == kit.FieldBefore || a == kit.FieldAfter) && !p.Several():
		return p.sideways(a)
	}
	return Stays
}

// move moves the cursor; over the values stands the kind, where it can be chosen.
func (p *Panel) move(a kit.Action) {
	const page = 10
	first, total := 0, len(p.rows)
	if p.Several() {
		total = len(p.leads)
	} else if p.free && len(p.leads) == 1 {
		first = 1 // one row more, above the others
	}
	p.cur = kit.Step(a, p.cur+first, page, total+first) - first
}

// leaveOut leaves the row under the cursor out, or takes it in again.
func (p *Panel) leaveOut() {
	if p.cur < 0 || p.cur >= len(p.rows) || p.rows[p.cur].tooLong {
		return
	}
	p.rows[p.cur].out = !p.rows[p.cur].out
	p.move(kit.Down)
	p.plan()
}

// sideways moves the value under the cursor to another field, or chooses the kind.
func (p *Panel) sideways(a kit.Action) Result {
	if p.cur < 0 {
		p.kind = lead.Company + lead.Contact - p.kind
		p.read = false
		return Rereads
	}
	if p.cur >= len(p.rows) {
		return Stays
	}
	by := 1
	if a == kit.FieldBefore {
		by = -1
	}
	r := &p.rows[p.cur]
	all := p.placesFor(p.cur)
	i := slices.Index(all, r.to)
	if len(all) == 0 {
		return Stays
	}
	r.to, r.moved = all[(i+by+len(all))%len(all)], true
	r.out = false
	p.plan()
	return Stays
}

// Chosen are the leads that are added: all but those that were left out.
func (p *Panel) Chosen() []paste.Lead {
	var out []paste.Lead
	for i, l := range p.leads {
		if !p.out[i] {
			out = append(out, l)
		}
	}
	return out
}

// Leads are the leads of the text, those that were left out too.
func (p *Panel) Leads() []paste.Lead { return p.leads }

// Duplicates are what the lead under the cursor, or the only one, may be the same as.
func (p *Panel) Duplicates() []queue.Match {
	if p.Several() {
		return p.Each[p.cur]
	}
	return p.Like
}

// doubtful counts the leads that are added and may be in the queue already.
func (p *Panel) doubtful() (n int) {
	for i := range p.Each {
		if !p.out[i] {
			n++
		}
	}
	return n
}

// Only is the only lead of the text as it was read; false where there is none or
// more than one.
func (p *Panel) Only() (paste.Lead, bool) {
	if len(p.leads) != 1 {
		return paste.Lead{}, false
	}
	return p.leads[0], true
}

// Footer gives the panel's keys.
func (p *Panel) Footer() []kit.Hint {
	back := kit.Hint{Action: kit.Back, Text: "fill nothing"}
	asPasted := kit.Hint{Action: kit.AsPasted}
	switch {
	case !p.read:
		return []kit.Hint{asPasted, back}
	case p.Several():
		back.Text = "add nothing"
		out := []kit.Hint{{Action: kit.LeaveOut}, asPasted, back}
		if n := len(p.Chosen()); n > 0 {
			text := "add " + drafts(n)
			if like := p.doubtful(); like > 0 {
				text += ", " + words.Number(like) + " ≈"
			}
			out = slices.Insert(out, 0, kit.Hint{Action: kit.Open, Text: text})
		}
		return out
	case p.None():
		return []kit.Hint{{Action: kit.Open, Text: "into the notes"}, asPasted, back}
	}
	return []kit.Hint{{Action: kit.Open, Text: "fill"}, p.fieldHint(), {Action: kit.LeaveOut}, asPasted, back}
}

// fieldHint names both keys that move a value.
func (p *Panel) fieldHint() kit.Hint {
	return kit.Hint{Action: kit.FieldBefore, And: kit.FieldAfter}
}

func drafts(n int) string { return words.Plural(n, "draft", "drafts") }
