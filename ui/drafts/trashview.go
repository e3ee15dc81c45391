package drafts

import (
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// trashColumn names a column of the Trash.
type trashColumn uint8

const (
	trashState trashColumn = iota
	trashName
	trashEmail
	trashPhone
	trashLabels
	trashDeleted
	trashUntil
)

// trashColumns gives them in their order.
func trashColumns() []kit.Column {
	return []kit.Column{
		trashState:   {Title: "State", Least: len("  2 problems"), Priority: 4},
		trashName:    {Title: "Name", Least: 16, Most: 36, Share: 3},
		trashEmail:   {Title: "Email", Least: 18, Most: 36, Share: 3, Priority: 3},
		trashPhone:   {Title: "Phone", Least: 16, Most: 17, Share: 1, Priority: 5},
		trashLabels:  {Title: "Labels", Least: 14, Most: 30, Share: 2, Priority: 6},
		trashDeleted: {Title: "Deleted ↓", Least: len("12 Mar 14:02"), Priority: 1},
		trashUntil:   {Title: "Until", Least: len("30 Dec"), Priority: 2},
	}
}

// airy says that the body has room for blank lines.
func (m *Model) airy() bool { return m.height >= 16 }

// trashRows is how many lines the list has, or the lead on show.
func (m *Model) trashRows() int {
	fixed := 2 // the title and the columns' titles
	if m.airy() {
		fixed++
	}
	return max(m.height-fixed, 1)
}

// drawTrash draws the Trash in the place of the table.
func (m *Model) drawTrash() kit.Frame {
	tr, t := m.trash, m.t
	lines := []string{"  " + t.Between(t.Bold.S("Trash"), m.trashTally(), m.width-2*margin)}
	if m.airy() {
		lines = append(lines, "")
	}
	switch {
	case tr.trouble != "":
		lines = append(lines, "  "+t.Bad.S(t.Cut("✗ "+tr.trouble, m.width-2*margin)))
	case tr.look != nil:
		lines = append(lines, m.trashLook()...)
	case tr.read && tr.rows.Total == 0:
		lines = append(lines, m.trashTeach()...)
	case tr.read:
		lines = append(lines, m.trashTable()...)
	}
	return kit.Frame{Lines: lines[:min(len(lines), m.height)]}
}

// trashTally says how many leads there are and how many are marked.
func (m *Model) trashTally() string {
	tr, t := m.trash, m.t
	if !tr.read || tr.rows.Total == 0 {
		return ""
	}
	s := words.Number(tr.rows.Total) + t.Dim.S(" deleted")
	if n := len(tr.marks); n > 0 {
		s += "   " + t.Accent.S(words.Number(n)+" marked")
	}
	return s
}

// trashTable draws the columns' titles and the visible rows.
func (m *Model) trashTable() []string {
	tr, t := m.trash, m.t
	spec := trashColumns()
	widths := kit.Spread(spec, m.width-gutter-margin)
	lines := []string{kit.Spaces(gutter) + t.Row(spec, widths, func(i int) kit.Cell {
		return kit.Cell{Text: spec[i].Title, Paint: t.Dim}
	})}
	for i := tr.top; i < min(tr.top+m.trashRows(), tr.rows.Total); i++ {
		bar, mark := t.Edge(i == tr.cur), " "
		row, ok := tr.rows.At(i)
		if !ok {
			lines = append(lines, bar+"   "+t.Dim.S("…"))
			continue
		}
		if _, ok := tr.marks[row.ID]; ok {
			mark = t.Accent.S("●")
		}
		lines = append(lines, bar+" "+mark+" "+t.Row(spec, widths, func(c int) kit.Cell {
			return m.trashCell(trashColumn(c), &row, i == tr.cur)
		}))
	}
	return lines
}

// trashCell gives a column's text and paint for a row.
func (m *Model) trashCell(c trashColumn, r *queue.Trashed, focused bool) kit.Cell {
	t := m.t
	switch c {
	case trashState:
		return m.cell(stateColumn, &r.Row)
	case trashName:
		cell := m.cell(nameColumn, &r.Row)
		if focused {
			cell.Paint = t.Bold
		}
		return cell
	case trashEmail:
		return m.cell(emailColumn, &r.Row)
	case trashPhone:
		return m.cell(phoneColumn, &r.Row)
	case trashLabels:
		return m.cell(labelsColumn, &r.Row)
	case trashDeleted:
		return kit.Cell{Text: kit.Moment(r.Deleted, m.now), Paint: t.Dim}
	case trashUntil:
		return kit.Cell{Text: day(r.Until(), m.now), Paint: t.Dim}
	}
	return kit.Cell{}
}

// trashTeach is the empty Trash: what it is for and the key that leaves it.
func (m *Model) trashTeach() []string {
	t := m.t
	lines := []string{"  " + t.Bold.S(words.Sentence(words.TrashEmpty)), ""}
	lines = append(lines, kit.Behind(t.Lines(t.Dim, "What is deleted stays here for 30 days and can be brought back as it was.", min(m.width-2*margin, 72)))...)
	return append(lines, "", "  "+t.AccentBold.S(t.Pad(m.keyName(kit.Back), 3))+"  "+t.Dim.S("goes back to Drafts"))
}

// lookHead is how many lines stand above the fields of a lead on show: its name,
// when it was deleted, and a blank one. The columns' titles leave one more.
const lookHead = 3

// trashLook draws the lead on show, as much of it as there is room for.
func (m *Model) trashLook() []string {
	t, l := m.t, m.trash.look
	w, rows := m.width-2*margin, m.lookRows()
	all := m.lookLines()
	when := t.Dim.S("deleted " + kit.Moment(l.row.Deleted, m.now) + " · stays here until " + day(l.row.Until(), m.now))
	fields := all[1:]
	from, to := l.pane.Seen(rows, len(fields))
	more := ""
	if rest := len(fields) - to; rest > 0 {
		more = t.Dim.S("↓ " + words.Number(rest) + " more")
	}
	return append([]string{kit.Margin + all[0], kit.Margin + t.Between(when, more, w), ""}, kit.Behind(fields[from:to])...)
}

// lookRows is how many lines the fields of the lead on show have.
func (m *Model) lookRows() int { return max(m.trashRows()+1-lookHead, 1) }

// lookLines are the name and the fields of the lead on show.
func (m *Model) lookLines() []string {
	return m.detailLines(&m.trash.look.entry, m.width-2*margin, wholeField)
}

// trashHints are the footer's keys in the Trash.
func (m *Model) trashHints() []kit.Hint {
	tr := m.trash
	if tr.look != nil {
		return []kit.Hint{
			{Action: kit.Restore},
			{Action: kit.Back, Text: "back to the Trash"},
			{Action: kit.Down, Text: "scroll"},
		}
	}
	var hints []kit.Hint
	if tr.rows.Total > 0 {
		text := "restore"
		if n := len(tr.marks); n > 0 {
			text += " " + words.Number(n) + " marked"
		}
		hints = append(hints, kit.Hint{Action: kit.Open, Text: "look"}, kit.Hint{Action: kit.Restore, Text: text})
	}
	hints = append(hints, kit.Hint{Action: kit.Back, Text: "back to Drafts"})
	if len(m.undo) > tr.base {
		hints = append(hints, kit.Hint{Action: kit.TableUndo})
	}
	if tr.rows.Total > 0 {
		hints = append(hints, kit.Hint{Action: kit.Mark})
	}
	return hints
}
