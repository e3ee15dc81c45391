package drafts

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// View draws the frame anew only when something changed.
func (m *Model) View() kit.Frame {
	if !m.fresh {
		m.frame = m.draw()
		m.fresh = true
	}
	return m.frame
}

func (m *Model) draw() kit.Frame {
	if m.trash != nil {
		return m.drawTrash()
	}
	var f kit.Frame
	lines := make([]string, 0, m.height)
	if m.picking != nil {
		lines = append(lines, m.pickLine())
	}
	line, x := m.filterLine()
	if m.typing {
		f.Cursor = &tea.Position{X: x, Y: len(lines)}
	}
	lines = append(lines, line)
	if m.trouble != "" {
		lines = append(lines, "  "+m.t.Bad.S(m.t.Cut("✗ "+m.trouble, m.width-2*margin)))
	} else if m.lay.air {
		lines = append(lines, "")
	}
	if m.rows.Total == 0 {
		if m.read && m.trouble == "" {
			lines = append(lines, m.teach()...)
		}
		f.Lines = lines[:min(len(lines), m.height)]
		return f
	}
	table := m.table()
	lines = append(lines, table...)
	switch {
	case m.lay.beside > 0:
		m.putBeside(lines[len(lines)-len(table):])
	case m.lay.side > 0:
		lines = append(lines, m.below()...)
	}
	f.Lines = lines[:min(len(lines), m.height)]
	return f
}

// table draws the titles and the visible rows; rows that are not loaded yet
// are an ellipsis.
func (m *Model) table() []string {
	lines := make([]string, 0, m.lay.rows+1)
	lines = append(lines, m.titles())
	for i := m.top; i < m.top+m.lay.rows; i++ {
		if i >= m.rows.Total {
			lines = append(lines, "")
			continue
		}
		lines = append(lines, m.line(i))
	}
	return lines
}

// line draws row i, from what was drawn before where nothing changed.
func (m *Model) line(i int) string {
	r, ok := m.rows.At(i)
	switch {
	case !ok:
		return m.t.Edge(i == m.cur) + "   " + m.t.Dim.S("…")
	case i == m.cur || m.span != nil:
		return m.row(i, &r, i == m.cur)
	}
	s, ok := m.cells[r.ID]
	if !ok {
		s = m.row(i, &r, false)
		m.cells[r.ID] = s
	}
	return s
}

// filterLine shows the filter at the left and the counts at the right; x is
// where the cursor stands in it.
func (m *Model) filterLine() (line string, x int) {
	t := m.t
	right := m.tally()
	room := m.width - 2*margin - t.Width(right) - 2
	left := t.Bold.S("Drafts")
	text := m.filter.Text()
	if m.typing || text != "" {
		shown, at := m.filter.View(t, max(room-2, 4))
		x = margin + 2 + at
		left = t.Accent.S("/") + " " + shown
		if text == "" {
			left += t.Hint.S(t.Cut("  words, label:, state:, -without", room-4))
		}
	}
	if by, name := sorted(m.query.Sort); m.query.Sort != queue.ByAge && (by == noColumn || m.lay.widths[by] == 0) {
		left += "   " + t.Dim.S("by "+name+m.arrow())
	}
	if m.query.Problems {
		left += "   " + t.Warn.S("▲ only problems")
	}
	return "  " + t.Between(left, right, m.width-2*margin), x
}

// tally is what the list counts: what it shows, what it hides, what is marked.
func (m *Model) tally() string {
	if !m.read {
		return ""
	}
	t := m.t
	all := 0
	for _, n := range m.counts.ByState {
		all += n
	}
	sent := m.counts.ByState[queue.Sent]
	var s string
	switch {
	case m.filtered():
		of := all
		if !m.query.Sent {
			of -= sent
		}
		s = words.Number(m.rows.Total) + t.Dim.S(" of "+words.Number(of))
	case m.query.Sent:
		s = words.Number(all) + t.Dim.S(words.PluralWord(all, " lead", " leads"))
		if sent > 0 {
			s += t.Dim.S(" · ") + words.Number(sent) + t.Dim.S(" sent")
		}
	default:
		s = words.Number(all-sent) + t.Dim.S(" to do")
		if sent > 0 {
			s += t.Dim.S(" · " + words.Number(sent) + " sent hidden")
		}
	}
	if n := len(m.marks); n > 0 && m.picking == nil {
		s += "   " + t.Accent.S(words.Number(n)+" marked")
	}
	if m.span != nil {
		_, n := m.bounds()
		s += "   " + t.Accent.S("range of "+words.Number(n))
	}
	return s
}

// teach is the empty screen: what it is for and the key to begin.
func (m *Model) teach() []string {
	t := m.t
	var out []string
	say := func(p kit.Paint, s string) {
		out = append(out, kit.Behind(t.Lines(p, s, min(m.width-2*margin, 72)))...)
	}
	key := func(a kit.Action, s string) {
		out = append(out, "  "+t.AccentBold.S(t.Pad(m.keyName(a), 3))+"  "+t.Dim.S(s))
	}
	sent := m.counts.ByState[queue.Sent]
	switch {
	case m.filtered():
		what := "No lead matches this filter."
		if m.query.Problems && m.query.Text == "" {
			what = "No lead has a problem."
		}
		say(t.Bold, what)
		if name := queue.UnknownField(m.query.Text); name != "" {
			say(t.Dim, words.NoField(name, queue.FilterFields()))
		}
		out = append(out, "")
		key(kit.Back, "empties the filter")
		if sent > 0 && !m.query.Sent {
			key(kit.ShowSent, "looks among the "+words.Number(sent)+" sent ones, too")
		}
	case sent > 0:
		say(t.Bold, "All done: "+words.Plural(sent, "lead was sent", "leads were sent")+", nothing is left to do.")
		out = append(out, "")
		key(kit.New, "types the next lead")
		key(kit.ShowSent, "shows the sent ones")
	case m.d.Workspace.Demo:
		say(t.Dim, "The sample leads come in a moment.")
	default:
		say(t.Bold, "No leads yet.")
		out = append(out, "")
		say(t.Dim, "Leads wait here until you submit them. Mend what is marked ▲ first.")
		out = append(out, "")
		key(kit.New, "types the first lead")
	}
	return out
}

// Footer gives the keys that matter now.
func (m *Model) Footer() []kit.Hint {
	if m.trash != nil {
		return m.trashHints()
	}
	if m.typing {
		return []kit.Hint{{Action: kit.Open, Text: "to the table"}, {Action: kit.Back, Text: "empty the filter"}}
	}
	if m.rows.Total == 0 {
		hints := []kit.Hint{{Action: kit.New}}
		if m.filtered() {
			hints = append([]kit.Hint{{Action: kit.Back, Text: "empty the filter"}}, hints...)
		}
		return append(hints, kit.Hint{Action: kit.ShowSent}, kit.Hint{Action: kit.TableUndo})
	}
	if m.span != nil {
		return []kit.Hint{{Action: kit.Range, Text: "end of the range"}, {Action: kit.Back, Text: "no range"}, {Action: kit.Submit}}
	}
	if m.picking != nil {
		return m.pickHints()
	}
	hints := []kit.Hint{{Action: kit.Mark}, {Action: kit.Open}, {Action: kit.EditField}, m.submitHint(), {Action: kit.Filter}}
	if m.side.payload {
		hints = append([]kit.Hint{{Action: kit.Back, Text: "close"}, {Action: kit.PageDown, Text: "scroll"}}, hints...)
	}
	if len(m.undo) > 0 {
		hints = append(hints, kit.Hint{Action: kit.TableUndo})
	}
	return append(hints, kit.Hint{Action: kit.New}, kit.Hint{Action: kit.Problems}, kit.Hint{Action: kit.Payload}, kit.Hint{Action: kit.MakeReady})
}
