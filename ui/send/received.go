package send

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// arrived is what the practice server has of the request under the cursor.
type arrived struct {
	batch  queue.ID
	lead   *arrival // nil while it is read, and when there is none
	before int      // lines of the request before, kept free meanwhile
}

// arrival is the first lead of a request as the practice server received it.
type arrival struct {
	of      int      // leads of the request
	members []string // `"name": "Acme"`, as they came
	ignored []string // paths of members that the server does not know
}

// arriving reads the lead of the request under the cursor, where it is another one
// than before.
func (m *Model) arriving() tea.Cmd {
	box := m.d.Workspace.Sandbox
	if !m.prog.Practice || box == nil || m.sel >= len(m.prog.Requests) {
		return nil
	}
	r := m.prog.Requests[m.sel]
	id := r.Batch
	if r.State != outbox.Answered || r.Outcome != api.Created {
		id = queue.ID{}
	}
	if id == m.arrived.batch {
		return nil
	}
	m.arrived = arrived{batch: id, before: len(m.receivedLines(m.height))}
	if id == (queue.ID{}) {
		m.arrived.before = 0
		return nil
	}
	st, workspace := m.store, m.d.Workspace.Name
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		b, err := st.Batch(ctx, workspace, id)
		if err != nil {
			return func() tea.Cmd { return complain(err) }
		}
		lead := received(box, b.Payload)
		return func() tea.Cmd {
			if id == m.arrived.batch {
				m.arrived = arrived{batch: id, lead: lead}
			}
			return nil
		}
	})
}

// received finds the first lead of a request among those that the practice server
// keeps; nil when it let it go.
func received(box *sandbox.Server, body []byte) *arrival {
	var leads []json.RawMessage
	if json.Unmarshal(body, &leads) != nil || len(leads) == 0 {
		leads = []json.RawMessage{body}
	}
	l, ok := box.Find(leads[0])
	if !ok {
		return nil
	}
	return &arrival{of: len(leads), members: members(l.Raw), ignored: box.Ignored(l)}
}

// members gives the members of a JSON object, a line each, in its order.
func members(raw []byte) []string {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	var lines []string
	for dec.More() {
		from := dec.InputOffset()
		if _, err := dec.Token(); err != nil {
			return lines
		}
		name := bytes.TrimLeft(raw[from:dec.InputOffset()], ", \t\r\n")
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return lines
		}
		lines = append(lines, string(name)+": "+string(value))
	}
	return lines
}

// receivedLines draw the lead as it arrived, in at most h lines.
func (m *Model) receivedLines(h int) []string {
	t, a := m.t, m.arrived.lead
	if a == nil {
		return make([]string, max(min(m.arrived.before, h), 0))
	}
	if h < 2 {
		return nil
	}
	head := "The sandbox received this lead:"
	if a.of > 1 {
		head = "The sandbox received " + words.Leads(a.of) + ", the first of them:"
	}
	lines := []string{margin + t.Sandbox.S(head)}
	for _, member := range a.members {
		lines = append(lines, margin+margin+kit.PaintJSON(t, t.Cut(safe.Clean(member).String(), m.room()-len(margin))))
	}
	if len(a.ignored) > 0 {
		lines = append(lines, m.wrap(t.Warn, "▲ It does not know: "+safe.Clean(strings.Join(a.ignored, ", ")).String())...)
	}
	if over := len(lines) - h; over > 0 {
		lines = append(lines[:h-1], margin+margin+t.Dim.S("… and "+words.Plural(over+1, "line more", "lines more")+"; "+m.keyName(kit.Open)+" shows all"))
	}
	return lines
}
