package drafts

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// press runs one key, in the order in which they came: a key behind one that
// waits waits, too.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	if len(m.act.Later) > 0 {
		m.act.Later = append(m.act.Later, k)
		return nil
	}
	if m.trash != nil {
		return m.trashKey(k)
	}
	if m.typing {
		return m.typed(k)
	}
	key := k.String()
	// What only moves or shows runs at once.
	if a := m.d.Keys.Move(key, m.Context()); a != "" {
		return m.moveBy(a)
	}
	if a := m.find(key, kit.Filter, kit.Back, kit.Close, kit.New, kit.Preview); a != "" {
		return m.showing(a)
	}
	if a := m.find(key, kit.Problems, kit.Sort, kit.ShowSent); a != "" {
		return m.listing(a)
	}
	// What marks or changes leads waits until the current row is known.
	a := m.find(key, kit.Mark, kit.Range, kit.MarkAll, kit.MarkNone, kit.Invert, kit.Open, kit.Duplicate, kit.Delete,
		kit.EditField, kit.MakeReady, kit.Payload, kit.CopyJSON, kit.CopyCurl, kit.TableUndo, kit.Undo, kit.Redo, kit.Submit)
	if a == "" {
		return nil
	}
	switch {
	case m.act.Slow:
		return kit.Say(kit.Said, notYet)
	case !m.settled():
		m.act.Later = append(m.act.Later, k)
		return nil
	}
	return m.doing(a)
}

// Why a key does nothing now.
const (
	notYet     = "Not yet: the change before it still waits for the disk"
	cannotRead = "This row cannot be read now"
)

func (m *Model) find(key string, actions ...kit.Action) kit.Action {
	return m.d.Keys.Find(key, m.Context(), actions...)
}

// settled says that the current row is known and nothing that could change it
// is on its way.
func (m *Model) settled() bool {
	if tr := m.trash; tr != nil {
		return !m.act.Busy && !tr.on && (tr.read || tr.trouble != "")
	}
	if m.act.Busy || !m.read && m.trouble == "" || m.load.on && m.load.kind != paging {
		return false
	}
	_, ok := m.rows.At(m.cur)
	return ok || m.rows.Total == 0 || m.trouble != ""
}

// replay runs the keys that waited, as far as they can run now.
func (m *Model) replay() tea.Cmd {
	return m.act.Replay(func() bool { return m.settled() || m.typing }, m.press)
}

// moveBy moves the cursor, loaded rows or not.
func (m *Model) moveBy(a kit.Action) tea.Cmd {
	if m.paneScrolls(a) {
		return nil
	}
	v, by := &m.load.moved, 0
	switch a {
	case kit.Up:
		by = -1
	case kit.Down:
		by = 1
	case kit.PageUp:
		by = -m.lay.rows
	case kit.PageDown:
		by = m.lay.rows
	case kit.Home:
		*v, by = moved{home: true}, -m.cur
	case kit.End:
		*v, by = moved{end: true}, m.rows.Total
	}
	if a != kit.Home && a != kit.End {
		v.delta += by
	}
	was := m.cur
	m.cur = min(max(m.cur+by, 0), max(m.rows.Total-1, 0))
	if m.cur == was {
		return nil
	}
	m.follow(by)
	return tea.Batch(m.ensure(), m.look(false))
}

// follow scrolls after the cursor moved by so many rows: a page by a page, and
// a step over the edge by half of one, because each scrolled line costs a row
// on the wire.
func (m *Model) follow(by int) {
	rows := m.lay.rows
	switch {
	case by == rows || by == -rows:
		m.top += by
	case m.cur < m.top || m.cur >= m.top+rows:
		m.top = m.cur - rows/2
	}
	m.top = kit.Scroll(m.top, m.cur, rows, m.rows.Total)
}

// showing runs what changes only what is on show.
func (m *Model) showing(a kit.Action) tea.Cmd {
	switch a {
	case kit.Filter:
		m.typing = true
		q, workspace := m.d.Workspace.Queue, m.query.Workspace
		return func() tea.Msg { q.Ahead(workspace); return nil }
	case kit.Preview:
		m.chosen, m.details = true, !m.details
		m.side.payload = false
		m.arrange()
		return m.look(true)
	case kit.New:
		return kit.Do(kit.NewLead{})
	case kit.Back:
		return m.back()
	case kit.Close:
		if m.closePane() {
			return nil
		}
		return kit.Do(kit.Leave{})
	}
	return nil
}

// back closes one thing: a range, the payload, then the filter; never the marks.
func (m *Model) back() tea.Cmd {
	switch {
	case m.closePane():
	case m.picking != nil:
		return m.endPicking()
	case m.filter.Text() != "" || m.query.Problems:
		m.filter.SetText("")
		m.query.Problems = false
		return m.requery()
	}
	return nil
}

// closePane closes a range or the payload preview.
func (m *Model) closePane() bool {
	switch {
	case m.span != nil:
		m.span = nil
		m.redraw()
	case m.side.payload:
		m.side.payload = false
		m.arrange()
	default:
		return false
	}
	return true
}

// listing changes which leads are listed and how.
func (m *Model) listing(a kit.Action) tea.Cmd {
	switch a {
	case kit.Problems:
		m.query.Problems = !m.query.Problems
	case kit.ShowSent:
		m.query.Sent = !m.query.Sent
	case kit.Sort:
		if m.query.Reverse = !m.query.Reverse; !m.query.Reverse {
			m.query.Sort = (m.query.Sort + 1) % (queue.ByProblems + 1)
		}
	}
	m.arrange()
	return m.requery()
}

// doing runs an action on the current row or the marked leads.
func (m *Model) doing(a kit.Action) tea.Cmd {
	switch a {
	case kit.TableUndo, kit.Undo:
		return m.takeBack()
	case kit.Redo:
		return m.doAgain()
	case kit.MarkNone:
		clear(m.marks)
		m.going.stale = true
		m.span = nil
		m.redraw()
		return nil
	}
	if m.rows.Total == 0 {
		return kit.Say(kit.Wrong, m.nothingHere())
	}
	if m.span != nil && a != kit.Range && a != kit.Mark {
		if m.commit() {
			return m.doing(a)
		}
		return m.fetchSpan(a)
	}
	row, ok := m.rows.At(m.cur)
	if !ok {
		return kit.Say(kit.Wrong, cannotRead)
	}
	return m.doingTo(row, a)
}

// doingTo runs an action where the current row is known.
func (m *Model) doingTo(row queue.Row, a kit.Action) tea.Cmd {
	switch a {
	case kit.Mark, kit.Range, kit.MarkAll, kit.Invert:
		return m.mark(a, row)
	case kit.Payload:
		m.side.payload, m.side.pane = !m.side.payload, kit.Pane{}
		m.arrange()
		return m.look(true)
	case kit.Open:
		return m.open(row)
	case kit.Duplicate:
		return m.duplicate(row)
	case kit.Delete:
		return m.remove()
	case kit.EditField:
		return m.askField()
	case kit.MakeReady:
		return m.makeReady()
	case kit.CopyJSON, kit.CopyCurl:
		return m.copyOut(a == kit.CopyCurl)
	case kit.Submit:
		if m.picking != nil && len(m.marks) == 0 {
			return kit.Say(kit.Wrong, m.nothingPicked())
		}
		return m.submit()
	}
	return nil
}

// nothingHere says why a key cannot work on an empty table.
func (m *Model) nothingHere() string {
	if m.filtered() {
		return "No lead is shown: " + m.keyName(kit.Back) + " empties the filter"
	}
	return "There is no lead here: " + m.keyName(kit.New) + " types one"
}

// filtered says that the filter line hides leads.
func (m *Model) filtered() bool { return m.query.Text != "" || m.query.Problems }

// typed runs a key while the filter has the focus.
func (m *Model) typed(k tea.KeyPressMsg) tea.Cmd {
	switch key := k.String(); {
	case m.find(key, kit.Open, kit.Down) != "" && k.Text == "" || key == "tab":
		m.typing = false
		return nil
	case m.find(key, kit.Back) != "":
		m.typing = false
		base := ""
		if m.picking != nil {
			base = pickFilter
		}
		if m.filter.Text() == base {
			return nil
		}
		m.filter.SetText(base)
		return m.requery()
	}
	if _, changed := m.filter.Key(k); changed {
		return m.requery()
	}
	return nil
}

// paste goes into the filter when it has the focus; on the table it is never
// run as keys.
func (m *Model) paste(text string) tea.Cmd {
	if m.typing {
		before := m.filter.Text()
		m.filter.Insert(text)
		if m.filter.Text() == before {
			return nil
		}
		return m.requery()
	}
	n := strings.Count(strings.TrimRight(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n"), "\n") + 1
	return kit.Say(kit.Said, "A paste of "+words.Plural(n, "line", "lines")+": "+m.keyName(kit.New)+" opens a new lead for it")
}

func (m *Model) keyName(a kit.Action) string { return m.d.Keys.KeyName(a, m.Context()) }

// expand puts the config's saved filters in place of "@name".
func (m *Model) expand(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			if f, ok := m.d.Filters[name]; ok {
				words[i] = f
			}
		}
	}
	return strings.Join(words, " ")
}
