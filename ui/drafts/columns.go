package drafts

import (
	"slices"

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
	likeColumn           // ≈: another lead is like it
	kindColumn           // ⌂: a company
	nameColumn
	companyColumn
	emailColumn
	phoneColumn
	labelsColumn
	ageColumn
	columns  // how many there are
	noColumn = columns
)

// needs are how many cells the texts of the columns need, of the rows seen since
// the list was read afresh: so a column never shrinks while one scrolls.
type needs [columns]int

// measure adds the rows that are loaded to what the columns need. Phones are as
// long as phones are: to read them all would hold up the first frame.
func (m *Model) measure(afresh bool) {
	if afresh {
		m.needs = needs{}
	}
	for i := range m.rows.Rows {
		r := &m.rows.Rows[i]
		for id, text := range map[columnID]string{nameColumn: r.Name, companyColumn: r.Company, emailColumn: r.Email, labelsColumn: r.Labels} {
			m.needs[id] = max(m.needs[id], m.t.Width(safe.Clean(text).String()))
		}
		m.needs[stateColumn] = max(m.needs[stateColumn], m.t.Width(m.stateCell(r).Text))
		if r.Phone != "" {
			m.needs[phoneColumn] = phoneWidth
		}
	}
}

const (
	phoneWidth = len("+44 20 7946 0123")
	// narrow is the room up to which name and company share a column.
	narrow = 88
)

// columnsOf gives the columns in their order, each as wide as it has to be. What
// no row has, has no column.
func (n needs) columnsOf(room int) []kit.Column {
	least := func(id columnID, title string, w int) int {
		if n[id] == 0 {
			return 0
		}
		return max(min(n[id], w), len(title))
	}
	all := []kit.Column{
		stateColumn:   {Title: "State", Least: max(n[stateColumn], len("? Not sure"))},
		likeColumn:    {Least: 1, Glued: true},
		kindColumn:    {Least: 2},
		nameColumn:    {Title: "Name", Least: max(min(n[nameColumn], 24), 4), Most: min(n[nameColumn], 48), Priority: 1, Glued: true},
		companyColumn: {Title: "Company", Least: least(companyColumn, "Company", 10), Most: min(n[companyColumn], 36), Priority: 2},
		emailColumn:   {Title: "Email", Least: least(emailColumn, "Email", 16), Most: min(n[emailColumn], 40), Priority: 3},
		phoneColumn:   {Title: "Phone", Least: n[phoneColumn], Priority: 4},
		labelsColumn:  {Title: "Labels", Least: least(labelsColumn, "Labels", 9), Most: min(n[labelsColumn], 36), Priority: 5},
		ageColumn:     {Title: "Age", Least: 5, Priority: 6, Right: true},
	}
	if room <= narrow {
		name, company := n[nameColumn], n[companyColumn]
		all[nameColumn].Most, all[companyColumn].Least = min(name, 48), 0
		if company > 0 {
			all[nameColumn].Title = "Name, company"
			all[nameColumn].Least, all[nameColumn].Most = max(min(name, 20), len("Name, company")), min(name+2+company, 60)
		}
		all[phoneColumn].Priority, all[ageColumn].Priority, all[emailColumn].Priority = 2, 3, 4
	}
	return all
}

// all is the room in which no column cuts anything.
func (n needs) all(room int) (sum int) {
	for _, c := range n.columnsOf(room) {
		if w := max(c.Least, c.Most); w > 0 {
			sum += w
			if !c.Glued {
				sum += kit.Gap
			}
		}
	}
	return sum - kit.Gap
}

// spread gives the columns their widths in room cells: what is left over goes to
// the name until no name is cut, then to what stands behind it. Where a name is cut
// nevertheless the age leaves, or the labels where an email has no room either.
// Room that is free then is the longest texts'.
func (n needs) spread(all []kit.Column, room int) []int {
	widths := grow(all, kit.Spread(all, room), room)
	least := ageColumn
	if widths[emailColumn] == 0 {
		least = labelsColumn
	}
	if widths[nameColumn] < all[nameColumn].Most && widths[least] > 0 {
		all[least].Least = 0
		widths = grow(all, kit.Spread(all, room), room)
	}
	whole := slices.Clone(all)
	for _, id := range []columnID{nameColumn, companyColumn, emailColumn, labelsColumn} {
		whole[id].Most = n[id]
	}
	if widths[companyColumn] == 0 && n[companyColumn] > 0 {
		whole[nameColumn].Most += n[companyColumn] + len(", ")
	}
	return grow(whole, widths, room)
}

// grow adds what is left over, in the order of the columns.
func grow(all []kit.Column, widths []int, room int) []int {
	for i, w := range widths {
		if w > 0 {
			room -= w
			if !all[i].Glued && i > 0 {
				room -= kit.Gap
			}
		}
	}
	for i, w := range widths {
		if w > 0 && w < all[i].Most {
			more := min(all[i].Most-w, max(room, 0))
			widths[i] += more
			room -= more
		}
	}
	return widths
}

// sorted is the column that the order goes by, noColumn for what has none, and
// what it is called.
func sorted(k queue.SortKey) (columnID, string) {
	switch k {
	case queue.ByName:
		return nameColumn, "name"
	case queue.ByState:
		return stateColumn, "state"
	case queue.ByEmail:
		return emailColumn, "email"
	case queue.ByProblems:
		return noColumn, "problems"
	}
	return ageColumn, "age"
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
	side   int   // lines of the pane below, rule and the blank line before it included; 0 for none
	beside int   // cells of the pane beside, bar included; 0 for none
}

// The sizes from which details stand below by themselves (of the body: 28 lines
// of terminal; or so many lines that the table does not need), and beside.
const (
	roomyHeight = 24
	freeLines   = 4
	besideWidth = 160
	leastBeside = 44
	mostBeside  = 72
)

// arrange lays the screen out for its size and what is open.
func (m *Model) arrange() {
	l := layout{table: m.width}
	l.air = m.airy()
	fixed := 2 // filter line and titles
	if l.air {
		fixed++
	}
	if m.picking != nil {
		fixed++
	}
	free := m.height - fixed - m.rows.Total
	if !m.chosen {
		m.details = m.height >= roomyHeight || m.rows.Total > 0 && free >= freeLines
	}
	if m.wantsSide() {
		switch {
		case m.width >= besideWidth:
			l.beside = min(max(m.width-gutter-margin-m.needs.all(m.width), leastBeside), mostBeside)
			l.table -= l.beside
		case m.side.payload:
			l.side = max((m.height-fixed)/2, 6, free)
		case !m.chosen && m.height < roomyHeight:
			l.side = free
		default:
			l.side = max(min(max(m.height/4, 5), 9), free)
		}
	}
	room := l.table - gutter - margin
	l.spec = m.needs.columnsOf(room)
	l.rows = max(m.height-fixed-l.side, 1)
	l.widths = m.needs.spread(l.spec, room)
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
	by, _ := sorted(m.query.Sort)
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
		return m.stateCell(r)
	case likeColumn:
		if _, ok := m.likes.of[r.ID]; ok {
			return kit.Cell{Text: "≈", Paint: t.Unsure}
		}
	case kindColumn:
		if r.Kind == lead.Company {
			return kit.Cell{Text: "⌂", Paint: t.Dim}
		}
	case nameColumn:
		name := clean(r.Name)
		if r.Company != "" && m.lay.widths[companyColumn] == 0 && m.trash == nil && r.Company != r.Name {
			name += ", " + clean(r.Company)
		}
		return kit.Cell{Text: name}
	case companyColumn:
		if r.Company != "" {
			return kit.Cell{Text: clean(r.Company), Paint: t.Dim}
		}
	case emailColumn:
		return kit.Cell{Text: clean(r.Email), Paint: t.Dim}
	case phoneColumn:
		if r.Phone == "" {
			return kit.Cell{Text: "—", Paint: t.Dim}
		}
		return kit.Cell{Text: clean(lead.ReadPhone(r.Phone, m.d.Workspace.Encoding().Rules.Region).Display), Paint: t.Dim}
	case labelsColumn:
		if r.Labels != "" {
			return kit.Cell{Text: clean(r.Labels), Paint: t.Dim}
		}
	case ageColumn:
		return kit.Cell{Text: words.Age(m.now.Sub(r.Updated)), Paint: t.Dim}
	}
	return kit.Cell{}
}

func clean(s string) string {
	if s == "" {
		return "—"
	}
	return safe.Clean(s).String()
}

// stateCell is a lead's state; of a draft its reason, and of what came back
// refused a sign.
func (m *Model) stateCell(r *queue.Row) kit.Cell {
	l := m.t.State(r.State, m.d.Workspace.Practice, m.holding)
	switch {
	case r.State == queue.Draft && r.Problems > 0:
		l.Word = words.Plural(min(r.Problems, 99), "problem", "problems")
	case r.State == queue.Draft && !r.Finished:
		l.Word = "unfinished"
	case r.State == queue.Ready && r.Remark != "":
		l.Sign, l.Paint = "↺", m.t.Warn
	}
	return kit.Cell{Text: l.Sign + " " + l.Word, Paint: l.Paint}
}

// row draws one row; focused is the current one.
func (m *Model) row(i int, r *queue.Row, focused bool) string {
	t := m.t
	mark := " "
	if _, ok := m.marks[r.ID]; ok || m.span.has(i, m.cur) {
		mark = t.Accent.S("●")
	}
	return t.Edge(focused) + " " + mark + " " + t.Row(m.lay.spec, m.lay.widths, func(i int) kit.Cell {
		c := m.cell(columnID(i), r)
		if focused && !m.moving && columnID(i) == nameColumn {
			c.Paint = t.Bold
		}
		return c
	})
}
