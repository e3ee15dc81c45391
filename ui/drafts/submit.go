package drafts

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// submit opens Send with what will go, and says what was asked for and will not.
// Of the marked leads those that are not ready go along: the preflight counts
// them and leads to the first that needs fixes.
func (m *Model) submit() tea.Cmd {
	w, t, picking := m.d.Workspace, m.target(), m.picking != nil
	return m.do("The leads cannot be counted", func(ctx context.Context) doneMsg {
		ready, err := t.inState(ctx, w.Queue, queue.Ready)
		if err != nil {
			return doneMsg{err: err}
		}
		if t.marks != nil {
			return t.submitMarked(ctx, w, ready, picking)
		}
		c, err := w.Queue.Counts(ctx, w.Name)
		if err != nil {
			return doneMsg{err: err}
		}
		skipped := skip(nil, c.ByState[queue.Ready]-len(ready), "ready outside the filter")
		if len(ready) == 0 {
			return t.noneReady(ctx, w.Queue, skipped)
		}
		return doneMsg{then: []tea.Msg{kit.SubmitLeads{IDs: ready, Skipped: skipped}}}
	})
}

// submitMarked submits those of the marked leads that the filter shows; ready
// are all that it shows and that are ready.
func (t target) submitMarked(ctx context.Context, w *app.Session, ready []kit.ID, picking bool) doneMsg {
	shown, hidden, err := t.ids(ctx, w.Queue)
	if err != nil {
		return doneMsg{err: err}
	}
	ids, unready := t.marked(ready), []kit.ID(nil)
	for _, s := range []queue.State{queue.Draft, queue.Failed} {
		more, err := t.inState(ctx, w.Queue, s)
		if err != nil {
			return doneMsg{err: err}
		}
		unready = append(unready, t.marked(more)...)
	}
	skipped := skip(nil, hidden, "marked but hidden by the filter")
	if len(ids) == 0 {
		return t.noneReady(ctx, w.Queue, skip(skipped, len(unready), "marked but not ready"))
	}
	skipped = skip(skipped, len(shown)-len(ids)-len(unready), "marked but held, sent or not sure")
	if picking {
		skipped = skip(skipped, len(ready)-len(ids), "ready but not picked")
	}
	return doneMsg{then: []tea.Msg{kit.SubmitLeads{IDs: append(ids, unready...), Skipped: skipped}}}
}

// inState gives the leads that the filter shows and that are in state s.
func (t target) inState(ctx context.Context, q queue.Queue, s queue.State) ([]kit.ID, error) {
	return q.IDs(ctx, inState(t.query, s))
}

// marked gives those of ids that are marked.
func (t target) marked(ids []kit.ID) []kit.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id kit.ID) bool { _, ok := t.marks[id]; return !ok })
}

func skip(list []string, n int, why string) []string {
	if n <= 0 {
		return list
	}
	return append(list, words.Number(n)+" "+why)
}

// noneReady says why nothing can be submitted, and what makes leads ready where
// that is of use: those that wait or are being sent are on their way already.
func (t target) noneReady(ctx context.Context, q queue.Queue, skipped []string) doneMsg {
	onWay, all := 0, 0
	for s := queue.Draft; s <= queue.Unsure; s++ {
		ids, err := t.inState(ctx, q, s)
		if err != nil {
			return doneMsg{err: err}
		}
		if t.marks != nil {
			ids = t.marked(ids)
		}
		if all += len(ids); s == queue.Held || s == queue.Sending {
			onWay += len(ids)
		}
	}
	said := "No lead here is ready"
	if t.marks != nil {
		said = "None of the marked leads can go"
	}
	if onWay > 0 && onWay == all {
		said += ": " + words.PluralWord(onWay, "it is on its way", "all "+words.Number(onWay)+" are on their way")
		if len(skipped) > 0 {
			said += "; " + strings.Join(skipped, ", ")
		}
		return doneMsg{level: kit.Said, said: said}
	}
	if skipped = skip(skipped, onWay, "on the way"); len(skipped) > 0 {
		said += " (" + strings.Join(skipped, ", ") + ")"
	}
	return doneMsg{level: kit.Wrong, said: said + ": " + t.makeReady + " makes ready what has no problems"}
}
