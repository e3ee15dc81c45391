package history

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// reading is an opened batch: its receipt, the answer verbatim, its leads and
// its exact body, as one text to scroll.
type reading struct {
	gen    int
	id     kit.ID
	batch  queue.Batch
	has    bool
	exact  bool // the body as it was sent, in one line, not indented
	lines  []string
	starts []int // where the sections begin
	pane   kit.Pane
}

// openBatch opens the batch under the cursor.
func (m *Model) openBatch() tea.Cmd {
	b, ok := m.current()
	if !ok {
		return kit.Say(kit.Wrong, "There is no batch here yet: submit leads from Drafts with "+m.keyName(kit.Submit))
	}
	m.open = &reading{id: b.ID}
	return m.refreshOpen()
}

// refreshOpen reads what is open anew: a batch in flight gets its answer, one
// that is settled its states.
func (m *Model) refreshOpen() tea.Cmd {
	if m.single != nil {
		m.followSingle()
	}
	if m.open == nil {
		return nil
	}
	m.open.gen++
	r, q, w := m.open, m.d.Workspace.Queue, m.d.Workspace.Name
	gen, id := r.gen, r.id
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		b, err := q.Batch(ctx, w, id)
		return func() tea.Cmd {
			if m.open != r || r.gen != gen {
				return nil
			}
			return m.opened(b, err)
		}
	})
}

// followSingle takes the states that were read into the list of leads.
func (m *Model) followSingle() {
	for _, b := range m.rows.Rows {
		if b.ID == m.single.batch.ID && !m.act.Busy {
			m.single.batch = b
		}
	}
}

// opened takes in what was read.
func (m *Model) opened(b queue.Batch, err error) tea.Cmd {
	if err != nil {
		m.open = nil
		return kit.Complain("The batch cannot be opened", err)
	}
	m.open.batch, m.open.has = b, true
	m.open.lay(m)
	return nil
}

// indentWord is what the key does that changes how the body is shown.
func (r *reading) indentWord() string {
	if r.exact {
		return "indent the body"
	}
	return "body as sent"
}

// pressOpen runs a key on the opened batch.
func (m *Model) pressOpen(key string, a kit.Action) tea.Cmd {
	asked := m.ask(false)
	r, rows := m.open, m.openRows()
	if kit.Moves(a) {
		r.pane.Move(a, rows, len(r.lines))
		return nil
	}
	switch key {
	case "tab", "right":
		r.section(1, rows)
		return nil
	case "shift+tab", "left":
		r.section(-1, rows)
		return nil
	}
	switch a {
	case kit.Back, kit.Close, kit.Open:
		m.open = nil
	case kit.Payload:
		r.exact = !r.exact
		r.lay(m)
	case kit.CopyJSON, kit.CopyCurl:
		return kit.CopyBody(r.batch.Payload, m.d.Workspace.Address, a == kit.CopyCurl)
	case kit.Export:
		return m.export(r.id)
	default:
		return m.onBatch(a, asked)
	}
	return nil
}

// section goes to the next or previous section.
func (r *reading) section(by, rows int) {
	last := max(len(r.lines)-rows, 0)
	if by > 0 {
		for _, s := range r.starts {
			if s > r.pane.Top {
				r.pane.Top = min(s, last)
				return
			}
		}
		return
	}
	for i := len(r.starts) - 1; i >= 0; i-- {
		if r.starts[i] < r.pane.Top {
			r.pane.Top = r.starts[i]
			return
		}
	}
}

// lay writes the text for the width at hand.
func (r *reading) lay(m *Model) {
	if !r.has {
		return
	}
	r.lines, r.starts = r.lines[:0], r.starts[:0]
	t, b := m.t, &r.batch
	head := func(title, fact string) {
		if len(r.lines) > 0 {
			r.lines = append(r.lines, "")
		}
		r.starts = append(r.starts, len(r.lines))
		r.lines = append(r.lines, margin+t.Bold.S(title)+t.Dim.S(t.Cut("   "+fact, m.room()-t.Width(title))))
	}
	r.lines = append(r.lines, m.verdict(*b)...)
	r.starts = append(r.starts, 0)
	r.lines = append(r.lines, "")
	r.lines = append(r.lines, m.facts(*b)...)
	head("Answer", "verbatim")
	r.lines = append(r.lines, m.answer(*b)...)
	head(words.Leads(len(b.Leads)), "in the order in which they went")
	for i, name := range b.Names {
		look := t.State(b.States[i], b.Practice, false)
		line := t.PadLeft(words.Number(i+1), 5) + "  " + look.Paint.S(t.Pad(look.Sign+" "+look.Word, 17)) + "  " + safe.Clean(name).String()
		r.lines = append(r.lines, t.Cut(line, m.width-len(margin)))
	}
	how := "indented to be read, " + m.keyName(kit.Payload) + " shows it as it was sent"
	if r.exact {
		how = "exactly as it was sent"
	}
	head("Body", words.Number(len(b.Payload))+" bytes, "+how)
	for _, l := range kit.RequestHead(m.d.Workspace.Address) {
		r.lines = append(r.lines, m.text(t.Dim, l)...)
	}
	r.lines = append(r.lines, "")
	if r.exact {
		r.lines = append(r.lines, kit.Behind(t.Verbatim(string(b.Payload), m.room()))...)
		return
	}
	r.lines = append(r.lines, kit.Behind(t.JSONLines(api.PreviewBody(b.Payload), m.room()))...)
}

// verdict is what went wrong, what is certain and what comes next.
func (m *Model) verdict(b queue.Batch) []string {
	t, look, told := m.t, m.lookOf(b), m.reader().Receipt(b)
	if b.State == queue.InFlight {
		return m.text(look.Paint, look.Sign+" "+told.What)
	}
	lines := m.text(look.Bold, look.Sign+" "+told.What)
	lines = append(lines, m.text(kit.Paint{}, told.Certain)...)
	switch {
	case unsettled(b) && m.card.asked:
		return append(lines, m.askAgain(b)...)
	case unsettled(b):
		return append(lines, m.keyFlow(m.settlers(b)...)...)
	case told.Next != "":
		return append(lines, m.text(t.Dim, told.Next)...)
	}
	return lines
}

// facts are the receipt's members, one a line.
func (m *Model) facts(b queue.Batch) []string {
	t, r := m.t, b.Receipt
	var lines []string
	row := func(label, value string, paint kit.Paint) {
		if value == "" {
			return
		}
		for _, l := range t.Wrap(value, max(m.room()-23, 8)) {
			lines = append(lines, margin+t.Dim.S(t.Pad(label, 23))+paint.S(l))
			label = ""
		}
	}
	look := m.lookOf(b)
	row("sent", m.when(r.Begun), kit.Paint{})
	switch {
	case b.State == queue.InFlight:
	case b.EndKnown():
		row("took", words.Took(r.Ended.Sub(r.Begun)), kit.Paint{})
	default:
		row("took", "not known", t.Dim)
	}
	if r.Status > 0 {
		row("HTTP", fmt.Sprint(r.Status), look.Paint)
	}
	row("succeeded", boolWord(r.Succeeded), look.Paint)
	row("statusCode", intWord(r.StatusCode), kit.Paint{})
	row("statusCodeDescription", textWord(r.Description), kit.Paint{})
	if r.Status > 0 {
		row("message", m.message(b), kit.Paint{})
	}
	for _, h := range r.Headers {
		name, value, _ := strings.Cut(safe.Clean(h).String(), ": ")
		row(name, value, kit.Paint{})
	}
	if why := words.Why(r); why != "" {
		row("network", why, t.Warn)
		if raw := safe.Clean(r.Err).String(); raw != "" && raw != why {
			row("", raw, t.Dim)
		}
	}
	if b.BytesKnown() {
		row("bytes written", words.Number(int(r.Bytes)), kit.Paint{})
	} else {
		row("bytes written", "not known", t.Dim)
	}
	row("batch", b.ID.String(), t.Dim)
	row("SHA-256 of the body", b.Hash, t.Dim)
	return lines
}

// answer is the envelope verbatim.
func (m *Model) answer(b queue.Batch) []string {
	switch {
	case b.State == queue.InFlight:
		return m.text(m.t.Dim, "not here yet")
	case len(b.Receipt.Body) == 0:
		return m.text(m.t.Dim, "nothing came back")
	}
	return kit.Behind(m.t.Verbatim(string(b.Receipt.Body), m.room()))
}

// openRows is how many lines of the text show under the title.
func (m *Model) openRows() int { return max(m.height-2, 1) }

// viewOpen draws the title and what shows of the text.
func (m *Model) viewOpen() []string {
	t, r := m.t, m.open
	if !r.has {
		return []string{margin + t.Dim.S("Reading the batch …")}
	}
	rows := m.openRows()
	from, to := r.pane.Seen(rows, len(r.lines))
	b := r.batch
	left := t.Bold.S(fmt.Sprintf("Request %d", b.Seq)) + t.Dim.S(" · "+words.Leads(len(b.Leads))+" · "+m.when(b.Receipt.Begun))
	return append([]string{margin + t.Between(left, t.Dim.S(r.pane.Place(rows, len(r.lines))), m.room()), ""}, r.lines[from:to]...)
}
