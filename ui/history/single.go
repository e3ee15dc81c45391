package history

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// single settles an unsure batch lead by lead: for when a person knows that
// only some of them are there.
type single struct {
	batch queue.Batch
	cur   int
	top   int
}

// byLead opens the list of the batch's leads.
func (m *Model) byLead() tea.Cmd {
	b, why := m.waiting()
	if why != nil {
		return why
	}
	m.single = &single{batch: b}
	return nil
}

// pressSingle runs a key on the list of leads.
func (m *Model) pressSingle(a kit.Action) tea.Cmd {
	s := m.single
	if kit.Moves(a) {
		s.cur = kit.Step(a, s.cur, m.singleRows(), len(s.batch.Leads))
		return nil
	}
	switch a {
	case kit.Back, kit.Close:
		m.single = nil
	case kit.ItIsThere:
		return m.settleLead(queue.Sent)
	case kit.Missing:
		return m.settleLead(queue.Ready)
	case kit.CopyJSON:
		return tea.Batch(terminal.Copy(safe.Clean(s.batch.Names[s.cur]).String()), kit.Say(kit.Said, words.Copied("Name", "")))
	case kit.TableUndo, kit.Undo:
		return m.takeBack()
	}
	return nil
}

// settleLead writes a person's word about one lead and goes on to the next
// one that is unsure.
func (m *Model) settleLead(to queue.State) tea.Cmd {
	s := m.single
	if s.batch.States[s.cur] != queue.Unsure {
		return kit.Say(kit.Wrong, "This lead is settled; "+m.keyName(kit.TableUndo)+" takes the last word back")
	}
	q, w, id := m.d.Workspace.Queue, m.d.Workspace.Name, s.batch.Leads[s.cur]
	said := safe.Clean(s.batch.Names[s.cur]).String() + " → Sent"
	if to == queue.Ready {
		said = safe.Clean(s.batch.Names[s.cur]).String() + " → Ready"
	}
	s.batch.States = append([]queue.State(nil), s.batch.States...)
	s.batch.States[s.cur] = to // what the disk says comes with the next reading
	for i := range s.batch.States {
		if next := (s.cur + i) % len(s.batch.States); s.batch.States[next] == queue.Unsure {
			s.cur = next
			break
		}
	}
	batch := s.batch.ID
	return m.do("The lead cannot be settled", func(ctx context.Context) settlement {
		err := q.ResolveLead(ctx, w, id, to)
		return settlement{said: said, word: &word{batch, []kit.ID{id}}, err: err}
	})
}

// singleRows is how many leads show.
func (m *Model) singleRows() int { return max(m.height-4, 1) }

// viewSingle draws the list of leads.
func (m *Model) viewSingle() []string {
	t, s := m.t, m.single
	rows := m.singleRows()
	s.top = kit.Scroll(s.top, s.cur, rows, len(s.batch.Leads))
	left := t.Bold.S("Lead by lead") + t.Dim.S(" · "+m.when(s.batch.Receipt.Begun))
	right := t.Unsure.S(words.Number(words.Unsure(s.batch))) + t.Dim.S(" of "+words.Number(len(s.batch.Leads))+" not sure")
	lines := []string{margin + t.Between(left, right, m.room()), "", ""}
	lines[1] = margin + t.Dim.S(t.Cut("Look for each in "+m.reader().Server()+": "+m.keyName(kit.ItIsThere)+" it is there, "+m.keyName(kit.Missing)+" it is missing.", m.room()))
	for i := s.top; i < min(s.top+rows, len(s.batch.Leads)); i++ {
		look := t.State(s.batch.States[i], s.batch.Practice, false)
		name := t.Cut(safe.Clean(s.batch.Names[i]).String(), m.room()-20)
		paint := kit.Paint{}
		if i == s.cur {
			paint = t.Bold
		}
		lines = append(lines, t.Edge(i == s.cur)+" "+look.Paint.S(t.Pad(look.Sign+" "+look.Word, 18))+paint.S(name))
	}
	return lines
}
