package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/words"
)

// offeredMove is the queue's setting that remembers that the offer was made.
const offeredMove = "offered-move"

// moveOffer is what the practice workspace holds for the first real one.
type moveOffer struct {
	from  string
	ids   []kit.ID
	offer dialog.MoveOffer
	err   error
}

// offerMove looks, once ever, for leads typed in practice when a real workspace
// is opened.
func (m *Model) offerMove() tea.Cmd {
	w := m.workspace
	if w.Practice {
		return nil
	}
	from := ""
	for _, info := range m.o.Host.Workspaces() {
		if info.Practice {
			from = info.Name
		}
	}
	return m.ask(func(ctx context.Context) func() tea.Cmd {
		o := moveOffer{from: from, offer: dialog.MoveOffer{To: w.Title}}
		done := ""
		if done, o.err = w.Queue.Setting(ctx, offeredMove); o.err == nil && done == "" {
			o.err = o.count(ctx, w)
		}
		if o.err == nil && len(o.ids) > 0 {
			o.err = w.Queue.SetSetting(ctx, offeredMove, w.Name)
		}
		return func() tea.Cmd { return m.offer(o) }
	})
}

// count finds the leads that would move and what they would be by w's rules.
func (o *moveOffer) count(ctx context.Context, w *app.Session) error {
	ids, err := w.Queue.IDs(ctx, queue.Query{Workspace: o.from})
	if err != nil {
		return err
	}
	entries, err := w.Queue.Entries(ctx, o.from, ids)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Sample || e.State != queue.Draft && e.State != queue.Ready && e.State != queue.Failed {
			continue
		}
		o.ids = append(o.ids, e.ID)
		if e.Finished && lead.Count(w.Encoding().Check(e.Lead)) == 0 {
			o.offer.Ready++
		} else {
			o.offer.Draft++
		}
	}
	return nil
}

// offer asks, when there is anything to move.
func (m *Model) offer(o moveOffer) tea.Cmd {
	if o.err != nil {
		return kit.Complain("", o.err)
	}
	if len(o.ids) == 0 {
		return nil
	}
	w := m.workspace
	return m.openDialog(dialog.NewMove(o.offer, kit.Command(func(ctx context.Context) tea.Msg {
		ready, drafts, err := w.Queue.Move(ctx, o.from, w.Name, o.ids, w.Encoding().Check)
		if err != nil {
			return kit.Failed("Nothing was moved", err)
		}
		return kit.Notice{Level: kit.Good, Text: fmt.Sprintf("moved: %d ready, %s", ready, words.Plural(drafts, "draft", "drafts"))}
	})))
}
