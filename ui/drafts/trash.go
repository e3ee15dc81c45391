package drafts

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// trash is the list of deleted leads, in place of the table while it is open.
type trash struct {
	rows    kit.Window[queue.Trashed]
	cur     int
	top     int
	marks   map[kit.ID]struct{}
	read    bool
	trouble string
	gen     int  // of the newest reading; older answers are dropped
	on      bool // a reading is on its way
	// base is how many steps Drafts had to undo: u goes back no further.
	base     int
	restored kit.ID   // the last one: Drafts' cursor goes there
	look     *looking // one lead, in place of the list; nil for none
}

// looking is a deleted lead on show, read-only.
type looking struct {
	row   queue.Trashed
	entry queue.Entry
	pane  kit.Pane
}

// openTrash shows the Trash, from its top.
func (m *Model) openTrash() tea.Cmd {
	m.fresh = false
	m.typing, m.act.Later = false, nil
	m.trash = &trash{marks: map[kit.ID]struct{}{}, base: len(m.undo)}
	return m.readTrash()
}

// closeTrash goes back to the table, to the lead that was restored last.
func (m *Model) closeTrash() tea.Cmd {
	id := m.trash.restored
	m.trash = nil
	m.redraw()
	if id == (kit.ID{}) {
		return m.look(true)
	}
	if m.load.on {
		m.load.cancel()
	}
	return m.start(ask{query: m.query, index: m.cur, kind: live, id: id}, moved{})
}

// readTrash reads the rows around the cursor anew.
func (m *Model) readTrash() tea.Cmd {
	tr := m.trash
	if tr == nil {
		return nil
	}
	tr.gen++
	tr.on = true
	var id kit.ID
	if row, ok := tr.rows.At(tr.cur); ok {
		id = row.ID
	}
	w, gen, cur, height := m.d.Workspace, tr.gen, tr.cur, m.height
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		rows, index, err := trashAround(ctx, w, id, cur, height)
		return func() tea.Cmd {
			if m.trash == nil || gen != m.trash.gen {
				return nil
			}
			return m.trashed(rows, index, err)
		}
	})
}

// trashAround reads the rows around a lead, or where it is gone around index, and
// gives where the cursor comes to stand.
func trashAround(ctx context.Context, w *app.Session, id kit.ID, index, height int) (rows kit.Window[queue.Trashed], at int, err error) {
	if id != (kit.ID{}) {
		i, err := w.Queue.TrashIndex(ctx, w.Name, id)
		if err == nil {
			index = i
		} else if !errors.Is(err, queue.ErrNotFound) {
			return rows, 0, err
		}
	}
	for {
		var limit int
		rows.Offset, limit = kit.Around(index, height, windowMargin)
		rows.Rows, rows.Total, err = w.Queue.Trash(ctx, w.Name, rows.Offset, limit)
		if err != nil || index < rows.Total || rows.Total == 0 {
			return rows, index, err
		}
		index = rows.Total - 1
	}
}

// trashed takes rows in.
func (m *Model) trashed(rows kit.Window[queue.Trashed], index int, err error) tea.Cmd {
	tr := m.trash
	tr.on, m.fresh = false, false
	if err != nil {
		tr.trouble, m.act.Later = words.Unreadable("The leads", err), nil
		return nil
	}
	tr.rows, tr.read, tr.trouble = rows, true, ""
	tr.top += index - tr.cur
	tr.cur = max(min(index, tr.rows.Total-1), 0)
	tr.top = kit.Scroll(tr.top, tr.cur, m.trashRows(), tr.rows.Total)
	return m.replay()
}

// trashKey runs a key while the Trash is open.
func (m *Model) trashKey(k tea.KeyPressMsg) tea.Cmd {
	key, tr := k.String(), m.trash
	if a := m.d.Keys.Move(key, m.Context()); a != "" {
		return m.moveInTrash(a)
	}
	if m.find(key, kit.Back, kit.Close) != "" {
		if tr.look != nil {
			tr.look = nil
			return nil
		}
		return m.closeTrash()
	}
	a := m.find(key, kit.Restore, kit.TableUndo, kit.Undo, kit.Mark, kit.MarkNone, kit.Open)
	switch {
	case a == "", tr.look != nil && (a == kit.Mark || a == kit.MarkNone || a == kit.Open):
		return nil
	case m.act.Slow:
		return kit.Say(kit.Said, notYet)
	case !m.settled():
		m.act.Later = append(m.act.Later, k)
		return nil
	}
	return m.trashDo(a)
}

// trashDo runs what restores, marks or opens.
func (m *Model) trashDo(a kit.Action) tea.Cmd {
	tr := m.trash
	switch a {
	case kit.TableUndo, kit.Undo:
		if len(m.undo) <= tr.base {
			return kit.Say(kit.Said, nothingToUndo)
		}
		tr.look = nil
		return m.takeBack()
	case kit.MarkNone:
		clear(tr.marks)
		return nil
	}
	row, ok := tr.rows.At(tr.cur)
	switch {
	case tr.rows.Total == 0:
		return kit.Say(kit.Said, words.Capital(words.TrashEmpty))
	case !ok:
		return kit.Say(kit.Wrong, cannotRead)
	}
	switch a {
	case kit.Restore:
		return m.restore(row)
	case kit.Mark:
		if _, ok := tr.marks[row.ID]; ok {
			delete(tr.marks, row.ID)
		} else {
			tr.marks[row.ID] = struct{}{}
		}
	case kit.Open:
		return m.lookAt(row)
	}
	return nil
}

// restore takes the marked leads out of the Trash, else this one; the one that
// is on show alone.
func (m *Model) restore(row queue.Trashed) tea.Cmd {
	w, ids := m.d.Workspace, []kit.ID{row.ID}
	if marks := m.trash.marks; len(marks) > 0 && m.trash.look == nil {
		ids = ids[:0]
		for id := range marks {
			ids = append(ids, id)
		}
	}
	m.trash.look = nil
	return m.do("Nothing was restored", func(ctx context.Context) doneMsg {
		back, err := w.Queue.Restore(ctx, w.Name, ids)
		if err != nil {
			return doneMsg{err: err}
		}
		said := words.Number(len(back)) + " brought back to Drafts"
		if rest := len(ids) - len(back); rest > 0 {
			said += "; " + wereBack(rest)
		}
		if len(back) == 0 {
			return doneMsg{level: kit.Wrong, said: said, unmark: ids}
		}
		return doneMsg{level: kit.Good, said: said, back: deleting(w, back), unmark: ids, restored: back[0]}
	})
}

// lookAt shows one lead whole.
func (m *Model) lookAt(row queue.Trashed) tea.Cmd {
	w := m.d.Workspace
	return m.do("The lead cannot be read", func(ctx context.Context) doneMsg {
		e, _, err := w.Queue.TrashEntry(ctx, w.Name, row.ID)
		if errors.Is(err, queue.ErrNotFound) {
			return doneMsg{level: kit.Said, said: "This lead is not in the Trash any more"}
		}
		return doneMsg{look: &looking{row: row, entry: e}, err: err}
	})
}

// moveInTrash moves the cursor, or scrolls the lead on show.
func (m *Model) moveInTrash(a kit.Action) tea.Cmd {
	tr, page := m.trash, m.trashRows()
	if tr.look != nil {
		tr.look.pane.Move(a, m.lookRows(), len(m.lookLines())-1)
		return nil
	}
	tr.cur = kit.Step(a, tr.cur, page, tr.rows.Total)
	tr.top = kit.Scroll(tr.top, tr.cur, page, tr.rows.Total)
	if tr.on || !tr.read || !tr.rows.Wants(tr.top, page, windowNear) {
		return nil
	}
	return m.readTrash()
}

// tidyTrash follows what an action did to the Trash that is open.
func (m *Model) tidyTrash(msg doneMsg) tea.Cmd {
	tr := m.trash
	if tr == nil {
		return nil
	}
	if msg.look != nil {
		tr.look = msg.look
	}
	for _, id := range msg.unmark {
		delete(tr.marks, id)
	}
	if msg.restored != (kit.ID{}) || msg.way == backward {
		tr.restored = msg.restored
	}
	if msg.look == nil {
		return m.readTrash()
	}
	return nil
}
