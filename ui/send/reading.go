package send

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// path is where leads are posted to, under a workspace's address.
const path = "/api/v1/leads"

// practiceAddress is where `leadpad sandbox` listens.
const practiceAddress = "http://127.0.0.1:8787"

// masked stands where the key was; the key itself never reaches this package.
const masked = "••••••••"

// reading is an opened request: its exact body and the answer verbatim.
type reading struct {
	gen     int
	id      queue.ID
	batch   *queue.Batch // nil while it is read
	headers []string     // the answer's Retry-After and RateLimit headers
	body    string       // indented
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
	st, to, workspace := m.store, m.address(), m.d.Workspace.Name
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		b, err := st.Batch(ctx, workspace, id)
		return loaded{to, gen, b, err}
	}
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

func (m *Model) loaded(msg loaded) tea.Cmd {
	if m.open == nil || m.open.gen != msg.gen {
		return nil
	}
	if msg.err != nil {
		m.open = nil
		return complain(msg.err)
	}
	m.open.batch = &msg.batch
	m.open.body = indented(msg.batch.Payload)
	m.open.lay(m.t, m.width, m.shownEndpoint())
	return nil
}

// indented is the body with line breaks; one that is no JSON stays as it is.
func indented(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}

// lay breaks the request and its answer into lines of the width.
func (r *reading) lay(t *kit.Theme, width int, address string) {
	if r.batch == nil {
		return
	}
	room := max(width-2*len(margin), 8)
	r.lines = r.lines[:0]
	add := func(p func(string) string, s string) {
		for _, raw := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			// The indent is drawn apart: a wrapped line keeps it.
			rest := strings.TrimLeft(raw, " ")
			indent := min(len(raw)-len(rest), room/2)
			for _, l := range t.Wrap(safe.Clean(rest).String(), room-indent) {
				r.lines = append(r.lines, margin+kit.Spaces(indent)+p(l))
			}
		}
	}
	b := r.batch
	r.lines = append(r.lines, margin+t.Dim.S("Answer"))
	for _, h := range r.headers {
		add(t.Dim.S, h)
	}
	switch {
	case b.State == queue.InFlight:
		add(t.Accent.S, "◐ not here yet")
	case len(b.Receipt.Body) > 0:
		add(kit.Paint{}.S, string(b.Receipt.Body))
	case b.Receipt.Err != "":
		add(t.Warn.S, b.Receipt.Err)
	default:
		add(t.Dim.S, "no body")
	}
	r.lines = append(r.lines, "", margin+t.Dim.S("Request"))
	add(t.Dim.S, "POST "+address+"\nContent-Type: application/json\nX-API-Key: "+masked)
	r.lines = append(r.lines, "")
	add(func(l string) string { return kit.PaintJSON(t, l) }, r.body)
}

func (m *Model) keyReading(a kit.Action) tea.Cmd {
	if kit.Moves(a) {
		m.open.pane.Move(a, m.readingRows(), len(m.open.lines))
		return nil
	}
	switch a {
	case kit.Back, kit.Close:
		m.open = nil
	case kit.CopyJSON:
		return m.copyOut(func(b *queue.Batch) string { return string(b.Payload) }, words.Copied("Body", ""))
	case kit.CopyCurl:
		return m.copyOut(m.curl, words.Copied("Curl call", " without the key"))
	}
	return nil
}

func (m *Model) copyOut(what func(*queue.Batch) string, said string) tea.Cmd {
	if m.open.batch == nil {
		return nil
	}
	return tea.Batch(tea.SetClipboard(what(m.open.batch)), kit.Say(kit.Said, said))
}

// curl is the request as a command for a shell; the key comes from the
// environment of who runs it.
func (m *Model) curl(b *queue.Batch) string {
	body := strings.ReplaceAll(string(b.Payload), "'", `'\''`)
	return "curl -X POST '" + m.endpoint() + "' -H 'Content-Type: application/json' -H \"X-API-Key: $CLOSINGDEALZ_API_KEY\" -d '" + body + "'"
}

// endpoint is where the request went. The practice server inside leadpad has no
// address; its stand-in is `leadpad sandbox` with its defaults, so that a copied
// call never reaches ClosingDealz.
func (m *Model) endpoint() string {
	if m.d.Workspace.Practice {
		return practiceAddress + path
	}
	return strings.TrimSuffix(safe.Clean(m.d.Workspace.Address).String(), "/") + path
}

// shownEndpoint is the endpoint as an opened request shows it.
func (m *Model) shownEndpoint() string {
	if m.d.Workspace.Practice {
		return path + "  (practice server inside leadpad)"
	}
	return m.endpoint()
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
	place := ""
	if len(r.lines) > rows {
		place = fmt.Sprintf("%s–%s of %s", words.Number(from+1), words.Number(to), words.Number(len(r.lines)))
	}
	left := t.Bold.S(what) + t.Dim.S(" · "+words.Leads(len(b.Leads))+" · "+m.clock(b.Receipt.Begun)+" · "+status)
	lines := []string{margin + t.Between(left, t.Dim.S(place), m.room()), ""}
	return append(lines, r.lines[from:to]...)
}
