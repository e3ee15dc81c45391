package send

import (
	"strconv"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// columns of the table of requests, as many as the width allows. They leave by
// priority: statusCodeDescription first, then took, statusCode, succeeded. What
// the API says goes before its description, which hardly ever says anything.
type columns struct {
	took, succeeded, code, description bool
	message                            int // cells
}

// The widths of the columns, the gap to the next one included.
const (
	signWidth        = 3
	timeWidth        = 10
	leadsWidth       = 7
	statusWidth      = 6
	succeededWidth   = 11
	codeWidth        = 12
	descriptionWidth = 23
	tookWidth        = 9
	leastMessage     = 16
	fairMessage      = 36 // before statusCodeDescription is shown
)

// ahead is how many requests are seen after the selected one.
const ahead = 2

func (m *Model) columns() columns {
	left := m.room() - signWidth - timeWidth - leadsWidth - statusWidth - leastMessage
	var c columns
	for _, o := range []struct {
		on    *bool
		width int
	}{{&c.succeeded, succeededWidth}, {&c.code, codeWidth}, {&c.took, tookWidth}, {&c.description, fairMessage - leastMessage + descriptionWidth}} {
		if left < o.width {
			break
		}
		*o.on = true
		left -= o.width
	}
	if c.description {
		left += fairMessage - leastMessage
	}
	c.message = min(leastMessage+left, 72)
	return c
}

// cell is one field of a row.
type cell struct {
	text  string
	after string // dim, drawn only where all of it fits
	width int    // the gap included
	right bool
	paint kit.Paint
}

func (m *Model) draw(cells []cell) string {
	line := ""
	for _, c := range cells {
		text := m.t.Cut(c.text, c.width-2)
		free := c.width - 2 - m.t.Width(text)
		text = c.paint.S(text)
		if n := m.t.Width(c.after) + 2; c.after != "" && n <= free {
			text += "  " + m.t.Dim.S(c.after)
			free -= n
		}
		pad := kit.Spaces(free)
		if c.right {
			line += pad + text + "  "
		} else {
			line += text + pad + "  "
		}
	}
	return line
}

// tableLines draws the heads and the rows around the selected one, in h lines.
func (m *Model) tableLines(h int) []string {
	rs := m.prog.Requests
	if len(rs) == 0 {
		return nil
	}
	c, rows := m.columns(), max(h-1, 1)
	near := 0 // rows that are seen after the selected one
	if rows > 2*ahead {
		near = min(ahead, len(rs)-1-m.sel)
	}
	m.top = kit.Scroll(kit.Scroll(m.top, m.sel+near, rows, len(rs)), m.sel, rows, len(rs))
	lines := []string{margin + m.heads(c)}
	for i := m.top; i < min(m.top+rows, len(rs)); i++ {
		lines = append(lines, m.row(i, c))
	}
	return lines
}

func (m *Model) heads(c columns) string {
	cells := []cell{
		{width: signWidth},
		{text: "Time", width: timeWidth, paint: m.t.Dim},
		{text: "Leads", width: leadsWidth, right: true, paint: m.t.Dim},
		{text: "HTTP", width: statusWidth, paint: m.t.Dim},
	}
	if c.succeeded {
		cells = append(cells, cell{text: "succeeded", width: succeededWidth, paint: m.t.Dim})
	}
	if c.code {
		cells = append(cells, cell{text: "statusCode", width: codeWidth, paint: m.t.Dim})
	}
	cells = append(cells, cell{text: "message", width: c.message, paint: m.t.Dim})
	if c.description {
		cells = append(cells, cell{text: "statusCodeDescription", width: descriptionWidth, paint: m.t.Dim})
	}
	if c.took {
		cells = append(cells, cell{text: "took", width: tookWidth, right: true, paint: m.t.Dim})
	}
	return m.draw(cells)
}

// row draws one request.
func (m *Model) row(i int, c columns) string {
	t, r := m.t, m.prog.Requests[i]
	plain, bar := kit.Paint{}, margin
	dim := t.Dim
	if i == m.sel && m.names == nil { // else the names have the focus
		plain, dim, bar = t.Bold, t.Bold, t.Accent.S("▌")+" "
	}
	sign, status, paint := m.sign(r)
	cells := []cell{
		{text: sign, width: signWidth, paint: paint},
		{text: m.clock(r.Begun), width: timeWidth, paint: dim},
		{text: words.Number(r.Leads), width: leadsWidth, right: true, paint: plain},
		{text: status, width: statusWidth, paint: paint},
	}
	if c.succeeded {
		cells = append(cells, cell{text: verdict(r), width: succeededWidth, paint: paint})
	}
	if c.code {
		cells = append(cells, cell{text: number(r, r.Envelope.StatusCode), width: codeWidth, paint: plain})
	}
	said, note := m.message(r)
	messagePaint := dim
	if r.State == outbox.Answered && r.Envelope.Message != nil {
		messagePaint = plain
	}
	width := c.message
	if c.took && r.State != outbox.Answered {
		width += tookWidth // which is empty
		if c.description {
			width += descriptionWidth
		}
	}
	cells = append(cells, cell{text: said, after: note, width: width, paint: messagePaint})
	if c.description && r.State == outbox.Answered {
		cells = append(cells, cell{text: text(r, r.Envelope.Description), width: descriptionWidth, paint: dim})
	}
	if c.took && r.State == outbox.Answered {
		cells = append(cells, cell{text: words.Took(r.Took), width: tookWidth, right: true, paint: t.Dim})
	}
	return bar + m.draw(cells)
}

// sign gives a request's sign, its HTTP status and the paint of both.
func (m *Model) sign(r outbox.Request) (sign, status string, paint kit.Paint) {
	switch r.State {
	case outbox.InFlight:
		return "◐", "…", m.t.Accent
	case outbox.Answered:
		look := m.t.Outcome(r.Outcome)
		if r.Status == 0 {
			return look.Sign, "–", look.Paint
		}
		return look.Sign, strconv.Itoa(r.Status), look.Paint
	default:
		return "·", "", m.t.Faint
	}
}

// message gives what stands in the message column and the note after it. What
// does not fit stands whole under the table when the cursor is on the request.
func (m *Model) message(r outbox.Request) (said, note string) {
	note = words.Note(r.Note)
	switch {
	case r.State == outbox.Waits && note == "":
		return "waits", ""
	case r.State != outbox.Answered:
		return note, ""
	case r.Envelope.Message != nil:
		said = safe.Clean(*r.Envelope.Message).String()
	case r.Seen.Problem != nil:
		said = safe.Clean(r.Seen.Problem.Line()).String()
	case r.Seen.Trouble != api.NoTrouble:
		said = words.Cause(r.Seen.Trouble)
	case r.Err != "":
		said = safe.Clean(r.Err).String()
	case r.Seen.Other != "":
		said = "no envelope but " + safe.Clean(r.Seen.Other).String()
	case r.Envelope.Succeeded != nil || r.Envelope.StatusCode != nil:
		said = "null"
	default:
		return note, ""
	}
	return said, note
}

// verdict is the envelope's succeeded as it came.
func verdict(r outbox.Request) string {
	switch {
	case r.State != outbox.Answered:
		return ""
	case r.Envelope.Succeeded == nil:
		return "–"
	}
	return strconv.FormatBool(*r.Envelope.Succeeded)
}

func number(r outbox.Request, n *int) string {
	switch {
	case r.State != outbox.Answered:
		return ""
	case n == nil:
		return "–"
	}
	return strconv.Itoa(*n)
}

func text(r outbox.Request, s *string) string {
	switch {
	case r.State != outbox.Answered:
		return ""
	case s == nil:
		return "–"
	}
	return safe.Clean(*s).String()
}
