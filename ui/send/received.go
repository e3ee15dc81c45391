package send

import (
	"bytes"
	"encoding/json"
	"strings"

	"leadpad/api/sandbox"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// arrival is a lead as the practice server received it.
type arrival struct {
	members []string // `"name": "Acme"`, as they came
	ignored []string // paths of members that the server does not know
}

// received finds the lead of a request of one lead among those that the
// practice server keeps; nil when it let it go.
func received(box *sandbox.Server, body []byte) *arrival {
	one := bytes.TrimSuffix(bytes.TrimPrefix(body, []byte{'['}), []byte{']'})
	l, ok := box.Find(one)
	if !ok {
		return nil
	}
	return &arrival{members: members(l.Raw), ignored: box.Ignored(l)}
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

// opensCard says how the request of the lead on the card is opened.
func (m *Model) opensCard() string {
	enter := m.keyName(kit.Open)
	for i, r := range m.prog.Requests {
		if r.Batch == m.card.batch && i != m.sel {
			return enter + " on its request shows all"
		}
	}
	return enter + " shows all"
}

// receivedLines draw the lead as it arrived, in at most h lines.
func (m *Model) receivedLines(h int) []string {
	t, a := m.t, m.card.arrived
	if a == nil || m.card.hidden || h < 2 {
		return nil
	}
	lines := []string{margin + t.Sandbox.S("The sandbox received this lead:")}
	for _, member := range a.members {
		lines = append(lines, margin+margin+kit.PaintJSON(t, t.Cut(safe.Clean(member).String(), m.room()-len(margin))))
	}
	if len(a.ignored) > 0 {
		lines = append(lines, m.wrap(t.Warn, "▲ It does not know: "+safe.Clean(strings.Join(a.ignored, ", ")).String())...)
	}
	if over := len(lines) - h; over > 0 {
		lines = append(lines[:h-1], margin+margin+t.Dim.S("… and "+words.Plural(over+1, "line more", "lines more")+"; "+m.opensCard()))
	}
	return lines
}
