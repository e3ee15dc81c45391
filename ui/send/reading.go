package send

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// reading is an opened request: its exact body and the answer verbatim.
type reading struct {
	gen     int
	id      queue.ID
	batch   *queue.Batch // nil while it is read
	headers []string     // the answer's Retry-After and RateLimit headers
	lines   []string     // laid out for the width, painted
	pane    kit.Pane
}

// openRequest opens the selected request.
func (m *Model) openRequest() tea.Cmd {
	if m.sel >= len(m.prog.Requests) {
		return nil
	}
	r := m.prog.Requests[m.sel]
	if r.State == outbox.Waits {
		return kit.Say(kit.Said, "This request has not left yet; its body is made when it does.")
	}
	m.open = &reading{id: r.Batch, headers: r.Envelope.Headers}
	return m.readOpen()
}

// readOpen reads the opened request from the queue.
func (m *Model) readOpen() tea.Cmd {
	gen, id := m.ask(), m.open.id
	m.open.gen = gen
	st, workspace := m.store, m.d.Workspace.Name
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		b, err := st.Batch(ctx, workspace, id)
		return func() tea.Cmd { return m.loaded(gen, &b, err) }
	})
}

// refreshOpen reads an opened request anew once its answer is there.
func (m *Model) refreshOpen() tea.Cmd {
	if m.open == nil || m.open.batch == nil || m.open.batch.State != queue.InFlight {
		return nil
	}
	for _, r := range m.prog.Requests {
		if r.Batch == m.open.id && r.State == outbox.Answered {
			m.open.headers = r.Envelope.Headers
			return m.readOpen()
		}
	}
	return nil
}

func (m *Model) loaded(gen int, b *queue.Batch, err error) tea.Cmd {
	if m.open == nil || m.open.gen != gen {
		return nil
	}
	if err != nil {
		m.open = nil
		return complain(err)
	}
	m.open.batch = b
	m.open.lay(m)
	return nil
}

// lay breaks the request and its answer into lines of the width.
func (r *reading) lay(m *Model) {
	if r.batch == nil {
		return
	}
	t, b := m.t, r.batch
	r.lines = []string{margin + t.Dim.S("Answer")}
	add := func(lines []string) {
		for _, l := range lines {
			r.lines = append(r.lines, margin+l)
		}
	}
	say := func(p kit.Paint, s string) { r.lines = append(r.lines, m.wrap(p, safe.Clean(s).String())...) }
	for _, h := range r.headers {
		say(t.Dim, h)
	}
	switch {
	case b.State == queue.InFlight:
		say(t.Accent, "◐ not here yet")
	case len(b.Receipt.Body) > 0:
		add(t.Verbatim(string(b.Receipt.Body), m.room()))
	case b.Receipt.Err != "":
		say(t.Warn, b.Receipt.Err)
	default:
		say(t.Dim, "no body")
	}
	r.lines = append(r.lines, "", margin+t.Dim.S("Request"))
	for _, l := range kit.RequestHead(m.d.Workspace.Address) {
		say(t.Dim, l)
	}
	r.lines = append(r.lines, "")
	add(t.JSONLines(api.PreviewBody(b.Payload), m.room()))
}

func (m *Model) keyReading(a kit.Action) tea.Cmd {
	if kit.Moves(a) {
		m.open.pane.Move(a, m.readingRows(), len(m.open.lines))
		return nil
	}
	switch a {
	case kit.Back, kit.Close:
		m.open = nil
	case kit.CopyJSON, kit.CopyCurl:
		if m.open.batch != nil {
			return kit.CopyBody(m.open.batch.Payload, m.d.Workspace.Address, a == kit.CopyCurl)
		}
	}
	return nil
}

// readingRows is how many lines of an opened request fit under its title.
func (m *Model) readingRows() int { return max(m.height-2, 1) }

func (m *Model) viewReading() []string {
	t, r := m.t, m.open
	if r.batch == nil {
		return []string{margin + t.Dim.S("Reading the request …")}
	}
	b := r.batch
	what := fmt.Sprintf("Request %d", b.Seq)
	status := "no answer"
	if b.Receipt.Status > 0 {
		status = fmt.Sprintf("HTTP %d", b.Receipt.Status)
	}
	if b.State == queue.InFlight {
		status = "in flight"
	}
	rows := m.readingRows()
	from, to := r.pane.Seen(rows, len(r.lines))
	left := t.Bold.S(what) + t.Dim.S(" · "+words.Leads(len(b.Leads))+" · "+m.clock(b.Receipt.Begun)+" · "+status)
	lines := []string{margin + t.Between(left, t.Dim.S(r.pane.Place(rows, len(r.lines))), m.room()), ""}
	return append(lines, r.lines[from:to]...)
}
