package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/words"
)

// offeredMove is the queue's setting that remembers that the offer was made.
const offeredMove = "offered-move"

// moveOffer is what the practice workspace holds for the first real one.
type moveOffer struct {
	session int
	from    string
	ids     []kit.ID
	offer   dialog.MoveOffer
	err     error
}

// offerMove looks, once ever, for leads typed in practice when a real workspace
// is opened.
func (m *Model) offerMove() tea.Cmd {
	w, session := m.workspace, m.session
	if w.Practice {
		return nil
	}
	from := ""
	for _, info := range m.o.Host.Workspaces() {
		if info.Practice {
			from = info.Name
		}
	}
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		o := moveOffer{session: session, from: from, offer: dialog.MoveOffer{To: w.Title}}
		if done, err := w.Queue.Setting(ctx, offeredMove); err != nil || done != "" {
			o.err = err
			return o
		}
		if o.err = o.count(ctx, w); o.err == nil && len(o.ids) > 0 {
			o.err = w.Queue.SetSetting(ctx, offeredMove, w.Name)
		}
		return o
	}
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
		return kit.Say(kit.Wrong, safe.Clean(o.err.Error()).String())
	}
	if o.session != m.session || len(o.ids) == 0 {
		return nil
	}
	w := m.workspace
	return m.openDialog(dialog.NewMove(o.offer, func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		ready, drafts, err := w.Queue.Move(ctx, o.from, w.Name, o.ids, w.Encoding().Check)
		if err != nil {
			return kit.Notice{Level: kit.Wrong, Text: "Nothing was moved: " + safe.Clean(err.Error()).String()}
		}
		return kit.Notice{Level: kit.Good, Text: fmt.Sprintf("moved: %d ready, %s", ready, words.Plural(drafts, "draft", "drafts"))}
	}))
}
