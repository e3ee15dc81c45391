package send

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// fixes is how many of the leads asked for stay because something is to be done.
func (p *preflight) fixes() int { return p.plan.NeedsFixes + p.plan.NotReady }

// goFix looks for the leads that need fixes, among those that stay.
func (m *Model) goFix() tea.Cmd {
	goes := make(map[queue.ID]bool, len(m.pre.plan.IDs))
	for _, id := range m.pre.plan.IDs {
		goes[id] = true
	}
	st, gen, workspace, asked, without := m.store, m.pre.gen, m.d.Workspace.Name, m.pre.asked, m.pre.without
	check := m.d.Workspace.Encoding().Check
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		var found []queue.ID
		for _, id := range asked {
			if goes[id] || without[id] {
				continue
			}
			e, err := st.Get(ctx, workspace, id)
			if err != nil {
				continue // deleted meanwhile: nothing to fix
			}
			editable := e.State == queue.Draft || e.State == queue.Failed || e.State == queue.Ready
			if editable && (e.State != queue.Ready || lead.Count(check(e.Lead)) > 0) {
				found = append(found, id)
			}
		}
		err := ctx.Err()
		return func() tea.Cmd { return m.foundFix(gen, found, err) }
	})
}

// foundFix opens the first of them; the others follow as each is saved, and
// this preflight waits here, to be planned again.
func (m *Model) foundFix(gen int, ids []queue.ID, err error) tea.Cmd {
	if m.pre == nil || m.pre.gen != gen {
		return nil
	}
	if err != nil {
		return complain(err)
	}
	if len(ids) == 0 {
		return kit.Say(kit.Said, "Nothing needs fixes any more.")
	}
	back := m.d.Keys.KeyName(kit.ToSend, kit.Anywhere)
	return terminal.Sequence(
		kit.Do(kit.EditLead{ID: ids[0], Then: ids[1:]}),
		kit.Say(kit.Said, back+" goes back to the submission"))
}
