package history

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// masked stands where the key was; the key itself never reaches this package.
const masked = "••••••••"

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

type openedMsg struct {
	kit.Address
	gen   int
	batch queue.Batch
	err   error
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
	q, w, to, gen, id := m.d.Workspace.Queue, m.d.Workspace.Name, m.to(), m.open.gen, m.open.id
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		b, err := q.Batch(ctx, w, id)
		return openedMsg{to, gen, b, err}
	}
}

// followSingle takes the states that were read into the list of leads.
func (m *Model) followSingle() {
	for _, b := range m.rows.Rows {
		if b.ID == m.single.batch.ID && !m.act.Busy {
			m.single.batch = b
		}
	}
}

func (m *Model) opened(msg openedMsg) tea.Cmd {
	if m.open == nil || m.open.gen != msg.gen {
		return nil
	}
	m.fresh = false
	if msg.err != nil {
		m.open = nil
		return complain("The batch cannot be opened", msg.err)
	}
	m.open.batch, m.open.has = msg.batch, true
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
	case kit.ItIsThere:
		return m.itIsThere()
	case kit.Missing:
		return m.itIsMissing(asked)
	case kit.ByLead:
		return m.byLead()
	case kit.TableUndo, kit.Undo:
		return m.takeBack()
	case kit.FindFault:
		return m.findAtFault()
	case kit.Back, kit.Close, kit.Open:
		m.open = nil
	case kit.Payload:
		r.exact = !r.exact
		r.lay(m)
	case kit.CopyJSON:
		return copyBody(r.batch.Payload, m.d.Workspace.Address, false)
	case kit.CopyCurl:
		return copyBody(r.batch.Payload, m.d.Workspace.Address, true)
	case kit.Export:
		return m.export(r.id)
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
	r.lines = append(r.lines, m.text(t.Dim, "POST "+m.endpoint())...)
	r.lines = append(r.lines, m.text(t.Dim, "Content-Type: application/json")...)
	r.lines = append(r.lines, m.text(t.Dim, "X-API-Key: "+masked)...)
	r.lines = append(r.lines, "")
	if r.exact {
		for _, l := range kit.CleanLines(string(b.Payload)) {
			r.lines = append(r.lines, m.hard(l)...)
		}
		return
	}
	r.lines = append(r.lines, m.json(b.Payload)...)
}

// endpoint is where the request went.
func (m *Model) endpoint() string {
	address := safe.Clean(m.d.Workspace.Address).String()
	if app.IsURL(address) {
		return strings.TrimSuffix(address, "/") + api.Path
	}
	return api.Path + " · " + address
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
		if value != "" {
			lines = append(lines, margin+t.Dim.S(t.Pad(label, 23))+paint.S(t.Cut(value, m.room()-23)))
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
	if raw := safe.Clean(r.Err).String(); raw != "" {
		row("network", words.Why(r), t.Warn)
		if raw != words.Why(r) {
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
	var out []string
	for _, l := range kit.CleanLines(string(b.Receipt.Body)) {
		out = append(out, m.hard(l)...)
	}
	return out
}

// json is a body indented and coloured.
func (m *Model) json(body []byte) []string {
	var out []string
	for _, l := range kit.CleanLines(string(api.PreviewBody(body))) {
		if m.t.Width(l) > m.room() {
			out = append(out, m.hard(l)...)
			continue
		}
		out = append(out, margin+kit.PaintJSON(m.t, l))
	}
	return out
}

// hard breaks a line wherever the width ends, so that nothing of it changes.
func (m *Model) hard(s string) []string {
	var out []string
	for {
		head := m.t.Method.Truncate(s, m.room(), "")
		if head == "" || head == s {
			return append(out, margin+s)
		}
		out = append(out, margin+head)
		s = s[len(head):]
	}
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
	place := ""
	if len(r.lines) > rows {
		place = t.Dim.S(fmt.Sprintf("%s–%s of %s", words.Number(from+1), words.Number(to), words.Number(len(r.lines))))
	}
	b := r.batch
	left := t.Bold.S(fmt.Sprintf("Request %d", b.Seq)) + t.Dim.S(" · "+words.Leads(len(b.Leads))+" · "+m.when(b.Receipt.Begun))
	return append([]string{margin + t.Between(left, place, m.room()), ""}, r.lines[from:to]...)
}
