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
// priority: statusCodeDescription first, then took, statusCode, succeeded.
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
)

// ahead is how many requests are seen after the selected one.
const ahead = 2

func (m *Model) columns() columns {
	left := m.room() - signWidth - timeWidth - leadsWidth - statusWidth - leastMessage
	var c columns
	for _, o := range []struct {
		on    *bool
		width int
	}{{&c.succeeded, succeededWidth}, {&c.code, codeWidth}, {&c.took, tookWidth}, {&c.description, descriptionWidth}} {
		if left < o.width {
			break
		}
		*o.on = true
		left -= o.width
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
	c := m.columns()
	if len(m.prog.Requests) == 0 {
		return nil
	}
	lines := []string{margin + m.heads(c)}
	blocks := m.window(c, h-1)
	for _, b := range blocks {
		lines = append(lines, b...)
	}
	return lines[:min(len(lines), h)]
}

// window gives the rows that fit in h lines, each with the lines under it. The
// first one moves only when the selected one would leave.
func (m *Model) window(c columns, h int) [][]string {
	rs := m.prog.Requests
	m.top = max(min(m.top, len(rs)-1), 0)
	if m.sel < m.top {
		m.top = m.sel
	}
	// Go up from the selected row as far as there is room, less a row or two of
	// what comes after it.
	used, first := 0, m.sel
	if h > 2*ahead {
		used = min(ahead, len(rs)-1-m.sel)
	}
	for i := m.sel; i >= 0; i-- {
		used += m.rowHeight(rs[i], c)
		if used > h && i < m.sel {
			break
		}
		first = i
	}
	m.top = max(m.top, first)
	if m.rowsBelow(c, h) {
		m.top = min(m.top, first)
	}
	var blocks [][]string
	used = 0
	for i := m.top; i < len(rs) && used < h; i++ {
		b := m.row(i, c)
		used += len(b)
		blocks = append(blocks, b)
	}
	return blocks
}

// rowsBelow says that the rows from the first shown one to the last do not fill
// h lines, so that the table can show earlier ones.
func (m *Model) rowsBelow(c columns, h int) bool {
	used := 0
	for i := m.top; i < len(m.prog.Requests); i++ {
		used += m.rowHeight(m.prog.Requests[i], c)
		if used >= h {
			return false
		}
	}
	return true
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
	if c.description {
		cells = append(cells, cell{text: "statusCodeDescription", width: descriptionWidth, paint: m.t.Dim})
	}
	cells = append(cells, cell{text: "message", width: c.message, paint: m.t.Dim})
	if c.took {
		cells = append(cells, cell{text: "took", width: tookWidth, right: true, paint: m.t.Dim})
	}
	return m.draw(cells)
}

// row draws one request, and under it the message that did not fit beside.
func (m *Model) row(i int, c columns) []string {
	t, r := m.t, m.prog.Requests[i]
	plain, bar := kit.Paint{}, margin
	dim := t.Dim
	if i == m.sel && m.names == nil { // else the names have the focus
		plain, dim, bar = t.Bold, t.Bold, t.Accent.S("▌")+" "
	}
	sign, status, paint := "·", "", t.Faint
	switch r.State {
	case outbox.InFlight:
		sign, status, paint = "◐", "…", t.Accent
	case outbox.Answered:
		look := t.Outcome(r.Outcome)
		sign, paint = look.Sign, look.Paint
		if r.Status > 0 {
			status = strconv.Itoa(r.Status)
		} else {
			status = "–"
		}
	}
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
	if c.description {
		cells = append(cells, cell{text: text(r, r.Envelope.Description), width: descriptionWidth, paint: dim})
	}
	beside, note, under := m.message(r, c)
	messagePaint := dim
	if r.State == outbox.Answered && r.Envelope.Message != nil {
		messagePaint = plain
	}
	width := c.message
	if c.took && r.State != outbox.Answered {
		width += tookWidth // which is empty
	}
	cells = append(cells, cell{text: beside, after: note, width: width, paint: messagePaint})
	if c.took && r.State == outbox.Answered {
		cells = append(cells, cell{text: words.Took(r.Took), width: tookWidth, right: true, paint: t.Dim})
	}
	lines := []string{bar + m.draw(cells)}
	for _, u := range under {
		lines = append(lines, margin+kit.Spaces(signWidth)+t.Dim.S("↳ ")+plain.S(u))
	}
	return lines
}

func (m *Model) rowHeight(r outbox.Request, c columns) int {
	_, _, under := m.message(r, c)
	return 1 + len(under)
}

// message gives what stands in the message column and the note after it, or
// else what stands under the row.
func (m *Model) message(r outbox.Request, c columns) (beside, note string, under []string) {
	note = words.Note(r.Note)
	said := ""
	switch {
	case r.State == outbox.Waits && note == "":
		return "waits", "", nil
	case r.State != outbox.Answered:
		return note, "", nil
	case r.Envelope.Message != nil:
		said = safe.Clean(*r.Envelope.Message).String()
	case r.Seen.Trouble != api.NoTrouble:
		said = words.Cause(r.Seen.Trouble)
	case r.Err != "":
		said = safe.Clean(r.Err).String()
	case r.Seen.Other != "":
		said = "no envelope but " + safe.Clean(r.Seen.Other).String()
	case r.Envelope.Succeeded != nil || r.Envelope.StatusCode != nil:
		said = "null"
	default:
		return note, "", nil
	}
	if m.t.Width(said) <= c.message-2 {
		return said, note, nil
	}
	lines := m.t.Wrap(said, max(m.room()-signWidth-2, 8))
	if len(lines) > 2 {
		lines = []string{lines[0], m.t.Cut(lines[1]+" …", max(m.room()-signWidth-2, 8))}
	}
	return "", "", lines
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
