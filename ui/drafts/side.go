package drafts

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// side is the pane below or beside the table: a lead's details or its payload.
// It follows the cursor when that rests, so that moving costs little.
type side struct {
	gen     int // of the newest rest
	entry   queue.Entry
	has     bool
	payload bool // the payload instead of the details
	pane    kit.Pane
	lines   []string // laid out
	laid    bool
}

// restFor is how long the cursor rests before the pane follows it.
const restFor = 120 * time.Millisecond

// look lets bold text and the pane follow the cursor: at once, or when it
// rests. While it moves only the bar does: the renderer draws a line anew from
// its first change to its last, so a bold name would cost three times the bytes.
func (m *Model) look(now bool) tea.Cmd {
	m.side.gen++
	if now {
		m.moving = false
		return m.fetch()
	}
	m.moving = true
	gen := m.side.gen
	return m.to().After(restFor, func() tea.Cmd {
		if gen != m.side.gen {
			return nil
		}
		m.moving, m.fresh = false, false
		return m.fetch()
	})
}

// fetch reads the current lead whole, and looks for what the visible ones are
// like.
func (m *Model) fetch() tea.Cmd { return tea.Batch(m.fetchCurrent(), m.lookAlike()) }

func (m *Model) fetchCurrent() tea.Cmd {
	row, ok := m.rows.At(m.cur)
	if !ok || !m.wantsSide() {
		return nil // the answer that brings it looks again
	}
	q, name, gen := m.d.Workspace.Queue, m.d.Workspace.Name, m.side.gen
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		e, err := q.Get(ctx, name, row.ID)
		return func() tea.Cmd {
			if gen == m.side.gen {
				m.detailed(e, err == nil)
			}
			return nil
		}
	})
}

// detailed takes the current lead in.
func (m *Model) detailed(e queue.Entry, has bool) {
	s := &m.side
	if has && s.entry.ID != e.ID {
		s.pane = kit.Pane{}
	}
	if s.has = has; has {
		s.entry = e
	}
	s.laid, m.fresh = false, false
}

// paneRoom is how many lines and cells the pane's text has.
func (m *Model) paneRoom() (lines, cells int) {
	if m.lay.beside > 0 {
		return m.lay.rows + 1, m.lay.beside - 2 - margin
	}
	return m.lay.side - 1 - m.gapBelow(), m.width - 2*margin
}

// gapBelow is the blank line before the pane below, where there is room to spare.
func (m *Model) gapBelow() int {
	if m.lay.side > 5 && m.lay.rows <= m.rows.Total {
		return 1
	}
	return 0
}

// pane gives the pane's visible lines.
func (m *Model) pane() []string {
	s := &m.side
	h, w := m.paneRoom()
	if !s.laid {
		switch {
		case !s.has:
			s.lines = nil
		case s.payload:
			s.lines = m.payloadLines(w)
		default:
			if s.lines = m.detailLines(&s.entry, w, wholeField); len(s.lines) > h {
				s.lines = m.detailLines(&s.entry, w, shortField)
			}
		}
		s.laid = true
	}
	if !s.payload {
		s.pane = kit.Pane{}
	}
	from, to := s.pane.Seen(h, len(s.lines))
	out := s.lines[from:to]
	if len(s.lines) > h && !s.payload && h > 0 {
		out = append(out[:h-1:h-1], m.t.Faint.S("…"))
	}
	return out
}

// paneScrolls scrolls the payload with PgUp and PgDn while it is open and does
// not fit; the table keeps these keys else.
func (m *Model) paneScrolls(a kit.Action) bool {
	h, _ := m.paneRoom()
	if !m.side.payload || a != kit.PageUp && a != kit.PageDown || len(m.side.lines) <= h {
		return false
	}
	m.side.pane.Move(a, h, len(m.side.lines))
	return true
}

// below draws the pane under the table.
func (m *Model) below() []string {
	lines := append(make([]string, m.gapBelow()), kit.Margin+m.t.Rule(m.width-2*margin))
	return append(lines, kit.Behind(m.pane())...)
}

// putBeside draws the pane at the right of the titles and the rows.
func (m *Model) putBeside(lines []string) {
	t, pane := m.t, m.pane()
	for i := range lines {
		text := ""
		if i < len(pane) {
			text = pane[i]
		}
		lines[i] = t.Pad(lines[i], m.lay.table) + t.Faint.S("│") + " " + text
	}
}

// payloadLines is the JSON of the lead as it would go out.
func (m *Model) payloadLines(w int) []string {
	t, e := m.t, &m.side.entry
	lines := []string{t.Cut(t.Dim.S("what will be sent · ")+t.Bold.S(safe.Clean(e.Lead.Title()).String()), w)}
	if e.State == queue.Sent {
		lines[0] = t.Cut(t.Dim.S("as it would be sent now · ")+t.Bold.S(safe.Clean(e.Lead.Title()).String()), w)
	}
	return append(lines, t.JSONLines(m.d.Workspace.EncodingOf(e.Owner).Preview(e.Lead), w)...)
}

// labelWidth is the column of labels in the details.
const labelWidth = 11

// How many lines a field of the details has at most where not all of them have
// room: the lead itself is one key away.
const (
	shortField = 3
	wholeField = 1 << 20
)

// detailLines is a lead in words: its name, what is wrong, then what was typed, a
// field in at most so many lines.
func (m *Model) detailLines(e *queue.Entry, w, most int) []string {
	t := m.t
	lines := m.heading(e, w)
	if like, ok := m.likes.of[e.ID]; ok && m.trash == nil {
		lines = append(lines, t.Cut(t.Unsure.S("≈ "+clean(like.Name)+", "+words.Alike(like.State))+t.Dim.S(" · same "+like.Reason), w))
	}
	row := func(label string, paint kit.Paint, text string) {
		if text == "" {
			return
		}
		for i, l := range t.Wrap(safe.Clean(text).String(), max(w-labelWidth, 8)) {
			if i == most {
				return
			}
			if i > 0 {
				label = ""
			}
			lines = append(lines, t.Dim.S(t.Pad(label, labelWidth))+paint.S(l))
		}
	}
	label := "Problems"
	for _, p := range e.Problems {
		if !p.Note {
			row(label, t.Warn, "▲ "+problemText(e.Lead, p))
			label = ""
		}
	}
	row("Remark", t.Warn, e.Remark)
	for _, f := range fields(e.Lead, m.d.Workspace.EncodingOf(e.Owner).Rules) {
		row(f[0], kit.Paint{}, f[1])
	}
	return lines
}

// heading is the lead's name, what it is, its state and how long ago it was saved:
// in a line, or in two or three where that is too long.
func (m *Model) heading(e *queue.Entry, w int) []string {
	t := m.t
	name, facts := m.naming(e)
	since := t.Dim.S(words.State(e.State, m.d.Workspace.Practice, m.holding) + " · " + words.Age(m.now.Sub(e.Updated)))
	one := name + "   " + facts
	switch {
	case m.trash != nil: // which says since when by itself
		return []string{t.Cut(one, w)}
	case t.Width(one)+2+t.Width(since) <= w:
		return []string{t.Between(one, since, w)}
	case t.Width(one) <= w:
		return []string{one, since}
	}
	return []string{t.Cut(name, w), t.Cut(facts, w), since}
}

// naming is the lead's name and what it is.
func (m *Model) naming(e *queue.Entry) (name, what string) {
	t := m.t
	facts := []string{"company"}
	if e.Lead.Kind == lead.Contact {
		facts[0] = "contact"
		if c := e.Lead.Company; c != "" {
			facts[0] += " at " + safe.Clean(c).String()
		}
	}
	for _, s := range []string{e.Lead.Role, e.Lead.Industry} {
		if s != "" {
			facts = append(facts, safe.Clean(s).String())
		}
	}
	if e.Lead.Employees != "" {
		facts = append(facts, safe.Clean(e.Lead.Employees).String()+" people")
	}
	name = strings.TrimSpace(e.Lead.Name + " " + e.Lead.LastName)
	if name == "" {
		name = e.Lead.Title()
	}
	if name == "" {
		name = "without a name"
	}
	return t.Bold.S(safe.Clean(name).String()), t.Dim.S(strings.Join(facts, " · "))
}

// problemText says where a problem is and what would be right.
func problemText(l lead.Lead, p lead.Problem) string {
	where := fieldWord(p.Field)
	if p.Row > 0 {
		where += fmt.Sprintf(" %d", p.Row+1)
	}
	if p.Contact > 0 && p.Contact <= len(l.Contacts) {
		c := l.Contacts[p.Contact-1]
		where = strings.TrimSpace(c.Name+" "+c.LastName) + " " + where
	}
	if where = strings.TrimSpace(where); where == "" {
		return words.Problem(p)
	}
	return where + ": " + words.Problem(p)
}

// fields are the details' labels and texts.
func fields(l lead.Lead, r lead.Rules) [][2]string {
	phones := make([]string, len(l.Phones))
	region := lead.PhoneRegion(l, 0, r)
	for i, p := range l.Phones {
		phones[i] = lead.ReadPhone(p, region).Display
	}
	addresses := make([]string, len(l.Addresses))
	for i, a := range l.Addresses {
		addresses[i] = addressLine(a)
	}
	socials := make([]string, len(l.Socials))
	for i, s := range l.Socials {
		socials[i] = s.URL
	}
	contacts := make([]string, len(l.Contacts))
	for i, c := range l.Contacts {
		contacts[i] = contactLine(c)
	}
	return [][2]string{
		{words.PluralWord(len(l.Emails), "Email", "Emails"), strings.Join(l.Emails, ", ")},
		{words.PluralWord(len(phones), "Phone", "Phones"), strings.Join(phones, ", ")},
		{words.PluralWord(len(addresses), "Address", "Addresses"), strings.Join(addresses, " · ")},
		{words.PluralWord(len(contacts), "Contact", "Contacts"), strings.Join(contacts, " · ")},
		{words.PluralWord(len(socials), "Social", "Socials"), strings.Join(socials, ", ")},
		{words.PluralWord(len(l.Labels), "Label", "Labels"), strings.Join(l.Labels, ", ")},
		{"Notes", strings.ReplaceAll(l.Notes, "\n", " ")},
	}
}

// addressLine is an address as one line: "12 Harbor St, Boston, MA, 02110, US".
func addressLine(a lead.Address) string {
	var parts []string
	for _, s := range []string{a.Street, strings.TrimSpace(a.PostalCode + " " + a.City), a.State, a.Country} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// contactLine is a person with how to reach them.
func contactLine(p lead.Person) string {
	parts := []string{strings.TrimSpace(p.Name + " " + p.LastName)}
	if p.Role != "" {
		parts = append(parts, p.Role)
	}
	if len(p.Emails) > 0 {
		parts = append(parts, p.Emails[0])
	} else if len(p.Phones) > 0 {
		parts = append(parts, p.Phones[0])
	}
	return strings.TrimSpace(strings.Join(parts, ", "))
}
