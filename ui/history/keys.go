package history

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// press runs one key, in the order in which they came: a key behind a
// settlement that is on its way waits.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	a := m.d.Keys.At(k.String(), kit.InHistory)
	switch {
	case m.act.Slow && slices.Contains([]kit.Action{kit.ItIsThere, kit.Missing, kit.TableUndo, kit.Undo}, a):
		return kit.Say(kit.Said, "Not yet: the word before it still waits for the disk")
	case m.act.Busy && !m.act.Slow:
		m.act.Later = append(m.act.Later, k)
		return nil
	case m.single != nil:
		return m.pressSingle(a)
	case m.open != nil:
		return m.pressOpen(k.String(), a)
	}
	return m.pressList(a)
}

// replay runs the keys that waited.
func (m *Model) replay() tea.Cmd {
	return m.act.Replay(func() bool { return !m.act.Busy }, m.press)
}

// pressList runs a key on the list of batches.
func (m *Model) pressList(a kit.Action) tea.Cmd {
	if kit.Moves(a) {
		was := m.cur
		m.cur = kit.Step(a, m.cur, m.lay.rows, m.rows.Total)
		m.load.moved += m.cur - was
		m.card.asked = false
		m.stand()
		m.arrange()
		return tea.Batch(m.ensure(), m.look())
	}
	asked := m.ask(false)
	switch a {
	case kit.Open:
		return m.openBatch()
	case kit.Close:
		return kit.Do(kit.Leave{})
	case kit.New:
		return kit.Do(kit.NewLead{})
	case kit.CopyJSON, kit.CopyCurl:
		return m.copyFromList(a == kit.CopyCurl)
	case kit.Export:
		b, ok := m.current()
		if !ok {
			return kit.Say(kit.Wrong, words.NoBatches)
		}
		return m.export(b.ID)
	}
	return m.onBatch(a, asked)
}

// onBatch runs what can be done about the batch under the cursor, open or not.
func (m *Model) onBatch(a kit.Action, asked bool) tea.Cmd {
	switch a {
	case kit.ItIsThere:
		return m.itIsThere()
	case kit.Missing:
		return m.itIsMissing(asked)
	case kit.ByLead:
		return m.byLead()
	case kit.TableUndo, kit.Undo:
		return m.takeBack()
	case kit.FindFault:
		return m.findAtFault()
	case kit.NewKey:
		return m.changeKey()
	}
	return nil
}

// changeKey asks for another key where the one of this batch was refused.
func (m *Model) changeKey() tea.Cmd {
	if b, ok := m.current(); ok && m.keyRefused(b) {
		return kit.Do(kit.ChangeKey{})
	}
	return kit.Say(kit.Said, words.NoKeyRefused)
}

// keyRefused says that another key would help: a practice workspace has none of its
// own, and a proxy wants another one.
func (m *Model) keyRefused(b queue.Batch) bool {
	a, _ := outbox.AnswerIn(b.Receipt)
	return a.Outcome == api.BadKey && !a.WantsProxyAuth() && !m.d.Workspace.Practice && !m.d.Workspace.Served
}

// copyFromList copies the name to look for, or the body of a batch.
func (m *Model) copyFromList(curl bool) tea.Cmd {
	b, ok := m.current()
	switch {
	case !ok:
		return kit.Say(kit.Wrong, words.NoBatches)
	case unsettled(b) && !curl:
		if m.card.name == "" {
			return kit.Say(kit.Wrong, words.NameLookedUp)
		}
		return tea.Batch(terminal.Copy(m.card.name), kit.Say(kit.Said, words.Copied("Name", "")))
	}
	q, w := m.d.Workspace.Queue, m.d.Workspace
	return kit.Command(func(ctx context.Context) tea.Msg {
		whole, err := q.Batch(ctx, w.Name, b.ID)
		if err != nil {
			return kit.Complain("The body cannot be read", err)()
		}
		return kit.CopyBody(whole.Payload, w.Address, curl)()
	})
}

// Footer gives the keys that matter now.
func (m *Model) Footer() []kit.Hint {
	body := []kit.Hint{{Action: kit.CopyJSON, Text: "copy the body"}, {Action: kit.CopyCurl}, {Action: kit.Export}}
	name, shut := kit.Hint{Action: kit.CopyJSON, Text: "copy the name"}, kit.Hint{Action: kit.Back, Text: "close"}
	var end []kit.Hint
	if len(m.undo) > 0 {
		end = []kit.Hint{{Action: kit.TableUndo}}
	}
	b, ok := m.current()
	if m.open != nil {
		b = m.open.batch
	}
	var settle []kit.Hint
	switch {
	case unsettled(b):
		settle = []kit.Hint{{Action: kit.ItIsThere}, {Action: kit.Missing}, {Action: kit.ByLead}}
	case refused(b):
		settle = []kit.Hint{{Action: kit.FindFault}}
	case ok && m.keyRefused(b):
		settle = []kit.Hint{{Action: kit.NewKey}}
	}
	switch {
	case m.single != nil:
		return append([]kit.Hint{{Action: kit.ItIsThere}, {Action: kit.Missing}, name, shut}, end...)
	case m.open != nil:
		scroll := []kit.Hint{{Action: kit.PageDown, Text: "scroll"}, {Action: kit.Payload, Text: m.open.indentWord()}}
		return slices.Concat([]kit.Hint{shut}, settle, scroll, body, end)
	case !ok:
		return []kit.Hint{{Action: kit.ToDrafts, Text: "drafts"}, {Action: kit.New}}
	case unsettled(b):
		return slices.Concat(settle, []kit.Hint{name, {Action: kit.Open}, {Action: kit.Export}}, end)
	}
	return slices.Concat([]kit.Hint{{Action: kit.Open}}, settle, body, end)
}
