package drafts

import (
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// columnID names a column of the table.
type columnID uint8

const (
	stateColumn columnID = iota
	kindColumn
	nameColumn
	emailColumn
	phoneColumn
	labelsColumn
	problemsColumn
	ageColumn
)

// columnsOf gives the columns in their order. The state needs more room where
// "Sent (practice)" can stand in it.
func columnsOf(practiceSent bool) []kit.Column {
	state := len("? Not sure")
	if practiceSent {
		state = len("  Sent (practice)")
	}
	return []kit.Column{
		stateColumn:    {Title: "State", Least: state},
		kindColumn:     {Title: "Kind", Least: 7, Priority: 7},
		nameColumn:     {Title: "Name", Least: 20, Most: 36, Share: 3, Priority: 1},
		emailColumn:    {Title: "Email", Least: 20, Most: 36, Share: 3, Priority: 3},
		phoneColumn:    {Title: "Phone", Least: 16, Most: 17, Share: 1, Priority: 4},
		labelsColumn:   {Title: "Labels", Least: 14, Most: 30, Share: 2, Priority: 6},
		problemsColumn: {Title: "Problems", Least: 12, Priority: 2},
		ageColumn:      {Title: "Age", Least: 5, Priority: 5, Right: true},
	}
}

// sorted is the column that the order goes by.
func sorted(k queue.SortKey) columnID {
	switch k {
	case queue.ByName:
		return nameColumn
	case queue.ByState:
		return stateColumn
	case queue.ByEmail:
		return emailColumn
	case queue.ByProblems:
		return problemsColumn
	}
	return ageColumn
}

// gutter is what stands before the first column: the focus bar, the mark and a
// space behind each; margin is the space at the screen's edges.
const (
	gutter = 4
	margin = 2
)

// layout is where everything stands for the size at hand.
type layout struct {
	table  int // width of the table
	spec   []kit.Column
	widths []int // 0: the column has left
	air    bool  // a blank line under the filter line
	rows   int   // visible rows
	side   int   // lines of the pane below, rule included; 0 for none
	beside int   // cells of the pane beside, bar included; 0 for none
}

// The sizes from which details stand below by themselves (of the body: 28 lines
// of terminal), and beside.
const (
	roomyHeight = 24
	besideWidth = 160
)

// arrange lays the screen out for its size and what is open.
func (m *Model) arrange() {
	l := layout{table: m.width, spec: columnsOf(m.d.Workspace.Practice && m.query.Sent)}
	l.air = m.airy()
	fixed := 2 // filter line and titles
	if l.air {
		fixed++
	}
	if m.picking != nil {
		fixed++
	}
	if m.wantsSide() {
		switch {
		case m.width >= besideWidth:
			l.beside = min(m.width/3, 72)
			l.table -= l.beside
		case m.side.payload:
			l.side = max((m.height-fixed)/2, 6)
		default:
			l.side = min(max(m.height/4, 5), 9)
		}
	}
	l.rows = max(m.height-fixed-l.side, 1)
	l.widths = kit.Spread(l.spec, l.table-gutter-margin)
	m.lay = l
	m.top = kit.Scroll(m.top, m.cur, l.rows, m.rows.Total)
	m.side.laid = false
	m.redraw()
}

func (m *Model) wantsSide() bool { return m.details || m.side.payload }

// arrow is the order's sign.
func (m *Model) arrow() string {
	if m.query.Reverse {
		return " ↑"
	}
	return " ↓"
}

// titles draws the line of column titles, with the order's arrow.
func (m *Model) titles() string {
	by := sorted(m.query.Sort)
	return kit.Spaces(gutter) + m.t.Row(m.lay.spec, m.lay.widths, func(i int) kit.Cell {
		title := m.lay.spec[i].Title
		if columnID(i) == by {
			title += m.arrow()
		}
		return kit.Cell{Text: title, Paint: m.t.Dim}
	})
}

// cell gives a column's text and paint for a row.
func (m *Model) cell(id columnID, r *queue.Row) kit.Cell {
	t := m.t
	switch id {
	case stateColumn:
		l := t.State(r.State, m.d.Workspace.Practice, m.holding)
		return kit.Cell{Text: l.Sign + " " + l.Word, Paint: l.Paint}
	case kindColumn:
		if r.Kind == lead.Contact {
			return kit.Cell{Text: "contact", Paint: t.Dim}
		}
		return kit.Cell{Text: "company", Paint: t.Dim}
	case nameColumn:
		return kit.Cell{Text: clean(r.Name), Paint: kit.Paint{}}
	case emailColumn:
		return kit.Cell{Text: clean(r.Email), Paint: t.Dim}
	case phoneColumn:
		if r.Phone == "" {
			return kit.Cell{Text: "–", Paint: t.Dim}
		}
		return kit.Cell{Text: clean(lead.ReadPhone(r.Phone, m.d.Workspace.Encoding().Rules.Region).Display), Paint: t.Dim}
	case labelsColumn:
		return kit.Cell{Text: clean(r.Labels), Paint: t.Dim}
	case problemsColumn:
		return kit.Cell{Text: reason(r), Paint: t.Warn}
	case ageColumn:
		return kit.Cell{Text: words.Age(m.now.Sub(r.Updated)), Paint: t.Dim}
	}
	return kit.Cell{}
}

func clean(s string) string {
	if s == "" {
		return "–"
	}
	return safe.Clean(s).String()
}

// reason says why a lead is not ready.
func reason(r *queue.Row) string {
	switch {
	case r.State != queue.Draft && r.State != queue.Ready && r.State != queue.Failed:
		return ""
	case r.Problems > 0:
		return words.Plural(r.Problems, "problem", "problems")
	case r.State == queue.Draft && !r.Finished:
		return "not finished"
	case r.State == queue.Ready && r.Remark != "":
		return "was refused"
	}
	return ""
}

// row draws one row; focused is the current one.
func (m *Model) row(i int, r *queue.Row, focused bool) string {
	t := m.t
	bar, mark := " ", " "
	if focused {
		bar = t.Accent.S("▌")
	}
	if _, ok := m.marks[r.ID]; ok || m.span.has(i, m.cur) {
		mark = t.Accent.S("●")
	}
	return bar + " " + mark + " " + t.Row(m.lay.spec, m.lay.widths, func(i int) kit.Cell {
		c := m.cell(columnID(i), r)
		if focused && !m.moving && columnID(i) == nameColumn {
			c.Paint = t.Bold
		}
		return c
	})
}
