package drafts

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
)

// likes are the leads that may be duplicates. Only those on screen are looked up,
// by their keys, when the cursor rests: that costs the same with ten leads as with
// a hundred thousand.
type likes struct {
	gen   int // of the newest reading of the list
	of    map[kit.ID]queue.Match
	known map[kit.ID]struct{} // looked up since the list was read anew
}

type likesMsg struct {
	kit.Address
	gen int
	ids []kit.ID
	of  map[kit.ID]queue.Match
}

// forget makes all of them be looked up anew; what was found stays until then.
func (l *likes) forget() {
	l.gen++
	l.known = map[kit.ID]struct{}{}
	if l.of == nil {
		l.of = map[kit.ID]queue.Match{}
	}
}

// lookAlike looks up the visible leads that are not known. At a start on another
// screen the first frame must not wait for it; Show makes up for it.
func (m *Model) lookAlike() tea.Cmd {
	if !m.shown {
		return nil
	}
	var ids []kit.ID
	for i := m.top; i < m.top+m.lay.rows; i++ {
		if r, ok := m.rows.At(i); ok {
			if _, known := m.likes.known[r.ID]; !known {
				ids = append(ids, r.ID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	w, msg := m.d.Workspace, likesMsg{Address: m.to(), gen: m.likes.gen, ids: ids}
	return kit.Command(func(ctx context.Context) tea.Msg {
		var err error
		if msg.of, err = w.Queue.AlikeTo(ctx, w.Name, ids); err != nil {
			return nil // a hint that cannot be had is no reason to disturb
		}
		return msg
	})
}

// liked takes an answer in; one about an older list may say what is no longer so.
func (m *Model) liked(msg likesMsg) {
	if msg.gen != m.likes.gen {
		return
	}
	for _, id := range msg.ids {
		m.likes.known[id] = struct{}{}
		delete(m.likes.of, id)
		if like, ok := msg.of[id]; ok {
			m.likes.of[id] = like
		}
	}
	m.side.laid = false
	m.redraw()
}
