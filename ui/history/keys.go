package history

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/ui/kit"
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
	keys := m.act.Later
	m.act.Later = nil
	var cmds []tea.Cmd
	for _, k := range keys {
		cmds = append(cmds, m.press(k))
	}
	return tea.Batch(cmds...)
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
	case kit.TableUndo, kit.Undo:
		return m.takeBack()
	case kit.ItIsThere:
		return m.itIsThere()
	case kit.Missing:
		return m.itIsMissing(asked)
	case kit.ByLead:
		return m.byLead()
	case kit.FindFault:
		return m.findAtFault()
	case kit.CopyJSON:
		return m.copyFromList(false)
	case kit.CopyCurl:
		return m.copyFromList(true)
	case kit.Export:
		b, ok := m.current()
		if !ok {
			return kit.Say(kit.Wrong, "There is no batch here yet")
		}
		return m.export(b.ID)
	}
	return nil
}

// copyFromList copies the name to look for, or the body of a batch.
func (m *Model) copyFromList(curl bool) tea.Cmd {
	b, ok := m.current()
	switch {
	case !ok:
		return kit.Say(kit.Wrong, "There is no batch here yet")
	case unsettled(b) && !curl:
		if m.card.name == "" {
			return kit.Say(kit.Wrong, "The name is still being looked up")
		}
		return tea.Batch(tea.SetClipboard(m.card.name), kit.Say(kit.Said, words.Copied("Name", "")))
	}
	q, w := m.d.Workspace.Queue, m.d.Workspace
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		whole, err := q.Batch(ctx, w.Name, b.ID)
		if err != nil {
			return complain("The body cannot be read", err)()
		}
		return copyBody(whole.Payload, w.Address, curl)()
	}
}

// copyBody sends a body, or the curl call with it, to the terminal's clipboard.
func copyBody(payload []byte, address string, curl bool) tea.Cmd {
	text, said := string(payload), words.Copied("Body", "")
	if curl {
		text, said = api.Curl(text, app.CurlAddress(address)), words.Copied("Curl call", " without the key")
	}
	return tea.Sequence(tea.SetClipboard(text), kit.Say(kit.Said, said))
}

// Footer gives the keys that matter now.
func (m *Model) Footer() []kit.Hint {
	b, ok := m.current()
	undo := []kit.Hint{}
	if len(m.undo) > 0 {
		undo = append(undo, kit.Hint{Action: kit.TableUndo})
	}
	help := kit.Hint{Action: kit.Help}
	switch {
	case m.single != nil:
		return append([]kit.Hint{{Action: kit.ItIsThere}, {Action: kit.Missing}, {Action: kit.CopyJSON, Text: "copy the name"}, {Action: kit.Back, Text: "close"}}, append(undo, help)...)
	case m.open != nil:
		var settle []kit.Hint
		switch {
		case unsettled(m.open.batch):
			settle = []kit.Hint{{Action: kit.ItIsThere}, {Action: kit.Missing}, {Action: kit.ByLead}}
		case refused(m.open.batch):
			settle = []kit.Hint{{Action: kit.FindFault}}
		}
		return append(append([]kit.Hint{{Action: kit.Back, Text: "close"}}, settle...), append([]kit.Hint{
			{Action: kit.PageDown, Text: "scroll"},
			{Action: kit.Payload, Text: m.open.indentWord()},
			{Action: kit.CopyJSON, Text: "copy the body"},
			{Action: kit.CopyCurl},
			{Action: kit.Export},
		}, append(undo, help)...)...)
	case !ok:
		return []kit.Hint{{Action: kit.ToDrafts, Text: "drafts"}, {Action: kit.New}, help}
	case unsettled(b):
		return append([]kit.Hint{
			{Action: kit.ItIsThere},
			{Action: kit.Missing},
			{Action: kit.ByLead},
			{Action: kit.CopyJSON, Text: "copy the name"},
			{Action: kit.Open},
			{Action: kit.Export},
		}, append(undo, help)...)
	}
	first := []kit.Hint{{Action: kit.Open}}
	if refused(b) {
		first = append(first, kit.Hint{Action: kit.FindFault})
	}
	return append(append(first, kit.Hint{Action: kit.CopyJSON, Text: "copy the body"}, kit.Hint{Action: kit.CopyCurl}, kit.Hint{Action: kit.Export}), append(undo, help)...)
}
