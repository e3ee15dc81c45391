package send

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// list is the part of the leads that go which the preflight has room for.
type list struct {
	top  int
	rows kit.Window[goer]
	// reading says that rows are on their way.
	reading bool
	wanted  bool // the rep scrolled: it goes before the remarks
}

// goer is a lead of the list, safe to draw.
type goer struct{ name, by string }

// The list keeps so many rows around those on show, and reads more when the rep
// comes nearer to the end of them than nearList.
const (
	aroundList = 100
	nearList   = 20
)

// leastList is how many rows are worth a list.
const leastList = 2

// readList reads the rows around those on show.
func (m *Model) readList() tea.Cmd {
	p := m.pre
	l := &p.list
	rows := m.listRows()
	if p.err != nil || l.reading || !l.rows.Wants(l.top, rows, nearList) {
		return nil
	}
	l.reading = true
	from, n := kit.Around(l.top, rows, aroundList)
	ids := p.plan.IDs[from:min(from+n, len(p.plan.IDs))]
	st, workspace := m.store, m.d.Workspace.Name
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		rows, err := goers(ctx, st, workspace, ids)
		return func() tea.Cmd {
			if m.pre == nil || m.pre.gen != p.gen {
				return nil
			}
			return m.listed(from, rows, err)
		}
	})
}

// goers reads leads in the order of ids; one that was deleted meanwhile stands
// with no name.
func goers(ctx context.Context, st store, workspace string, ids []queue.ID) ([]goer, error) {
	entries, err := st.Entries(ctx, workspace, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[queue.ID]lead.Lead, len(entries))
	for _, e := range entries {
		byID[e.ID] = e.Lead
	}
	rows := make([]goer, len(ids))
	for i, id := range ids {
		l := byID[id]
		by := l.Company
		switch {
		case len(l.Emails) > 0:
			by = l.Emails[0]
		case len(l.Phones) > 0:
			by = l.Phones[0]
		}
		rows[i] = goer{safe.Clean(strings.TrimSpace(l.Name + " " + l.LastName)).String(), safe.Clean(by).String()}
	}
	return rows, nil
}

// listed takes the rows in.
func (m *Model) listed(from int, rows []goer, err error) tea.Cmd {
	l := &m.pre.list
	l.reading = false
	if err != nil {
		return complain(err)
	}
	l.rows.Offset, l.rows.Rows = from, rows
	return m.readList()
}

// scrollList scrolls the leads that go.
func (m *Model) scrollList(a kit.Action) tea.Cmd {
	l := &m.pre.list
	l.wanted = l.wanted || m.listRows() == 0
	rows := m.listRows()
	switch {
	case l.rows.Total == 0:
		return kit.SayNow("No lead of these can go: there is nothing to scroll")
	case rows == 0:
		return kit.SayNow("This window has no room for the list of the leads: make it taller")
	}
	l.top = min(kit.Step(a, l.top, rows, l.rows.Total), l.rows.Total-rows)
	return m.readList()
}

// listRows is how many leads have room under the question, 0 when none is worth
// a list.
func (m *Model) listRows() int {
	const title = 2 // and the blank line above it
	rows, total := m.height-len(m.questionLines())-title, m.pre.list.rows.Total
	if rows < min(leastList, total) {
		return 0
	}
	return min(rows, total)
}

// listLines draw the leads that go.
func (m *Model) listLines() []string {
	t, l, rows := m.t, m.pre.list, m.listRows()
	if rows <= 0 {
		return nil
	}
	top := max(min(l.top, l.rows.Total-rows), 0)
	place := words.Number(l.rows.Total)
	if l.rows.Total > rows {
		place = words.Number(top+1) + "–" + words.Number(top+rows) + " of " + place
	}
	title := words.PluralWord(l.rows.Total, "The lead that goes", "The leads that go")
	lines := []string{"", margin + t.Between(t.Accent.S(title), t.Dim.S(place), m.room())}
	name := max(m.room()*2/5, 8)
	for i := top; i < top+rows; i++ {
		g, ok := l.rows.At(i)
		switch {
		case !ok:
			lines = append(lines, margin+t.Faint.S("…"))
		case g.name == "":
			lines = append(lines, margin+t.Dim.S(t.Pad("(no name)", name)+"  "+g.by))
		default:
			lines = append(lines, margin+t.Pad(g.name, name)+"  "+t.Dim.S(g.by))
		}
	}
	return lines
}
