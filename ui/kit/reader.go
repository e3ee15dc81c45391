package kit

import (
	"slices"

	"leadpad/outbox"
	"leadpad/words"
)

// Reader is how somebody on a screen acts: with the keys in force
// there.
func (d Deps) Reader(c Context) words.Reader {
	does := map[outbox.Action]Action{
		outbox.CanPause: Pause, outbox.CanCancel: Cancel, outbox.CanSubmit: Submit, outbox.CanFindFault: FindFault,
		outbox.CanLeaveReady: MakeReady, outbox.CanPick: Pick, outbox.CanSetKey: NewKey,
	}
	screens := map[outbox.Action]Action{
		outbox.CanSettle: ToHistory, outbox.CanSeeHistory: ToHistory, outbox.CanMend: ToDrafts,
	}
	return words.Reader{Workspace: d.Workspace.Name, Practice: d.Workspace.Practice, Served: d.Workspace.Served, Key: func(can outbox.Action) string {
		if a, ok := screens[can]; ok {
			return d.Keys.KeyName(a, Anywhere)
		}
		a, ok := does[can]
		here := slices.ContainsFunc(d.Keys.Here(c), func(b Binding) bool { return b.Action == a })
		if !ok || !here || a == NewKey && (d.Workspace.Practice || d.Workspace.Served) { // whose key is not this person's
			return ""
		}
		return d.Keys.KeyName(a, c)
	}}
}
