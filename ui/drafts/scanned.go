package drafts

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
	"leadpad/words"
)

// scanned goes to a lead that was saved as it was scanned, and remembers it for
// undo.
func (m *Model) scanned(msg kit.LeadScanned) tea.Cmd {
	w := m.d.Workspace
	m.remember(doneMsg{back: step{before: &target{row: msg.ID}, run: func(ctx context.Context) (string, step, error) {
		d, err := w.Queue.Delete(ctx, w.Name, []kit.ID{msg.ID})
		if err != nil || len(d.Leads) == 0 {
			return "It is sent or gone: nothing was taken back", step{}, err
		}
		return words.Leads(len(d.Leads)) + " taken back", restoring(w, d), nil
	}}})
	m.fresh = false
	show := m.hear(kit.ShowLead{ID: msg.ID})
	return tea.Batch(show, kit.Say(kit.Good, msg.Said+" · "+m.keyName(kit.TableUndo)+" takes it back"))
}
