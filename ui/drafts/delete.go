package drafts

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/words"
)

// removal is what a deletion is for.
type removal struct {
	ids    []kit.ID
	fixed  int // of those asked for, how many cannot be deleted
	hidden int // marked and hidden by the filter
	before target
}

// remove deletes this lead, or the marked one, at once; more than one only after
// a question.
func (m *Model) remove() tea.Cmd {
	w, t, undo, to := m.d.Workspace, m.target(), m.keyName(kit.TableUndo), m.to()
	until := day(m.now.Add(queue.KeepDeleted), m.now)
	return m.do(nothingDeleted, func(ctx context.Context) doneMsg {
		ids, fixed, hidden, err := t.changeable(ctx, w.Queue)
		if err != nil {
			return doneMsg{err: err}
		}
		r := removal{ids, fixed, hidden, t}
		if len(ids) < 2 {
			return r.carryOut(ctx, w, undo)
		}
		return doneMsg{then: []tea.Msg{kit.OpenDialog{Dialog: r.ask(until, kit.Do(kit.Answer{Address: to, Take: func() tea.Cmd { return m.confirmed(r) }}))}}}
	})
}

// ask is the question before many leads are deleted.
func (r removal) ask(until string, onYes tea.Cmd) kit.Dialog {
	lines := []string{"They stay in the Trash until " + until + "."}
	if n := r.hidden; n > 0 {
		lines = append(lines, words.Number(n)+" more marked "+words.PluralWord(n, "is hidden and stays.", "are hidden and stay."))
	}
	if n := r.fixed; n > 0 {
		lines = append(lines, words.Number(n)+" held, sent or not sure "+stayWord(n)+".")
	}
	return dialog.NewSure("Delete "+words.Number(len(r.ids))+" leads?", lines, "delete", "keep", onYes)
}

// confirmed deletes what the question was about.
func (m *Model) confirmed(r removal) tea.Cmd {
	w, undo := m.d.Workspace, m.keyName(kit.TableUndo)
	return m.do(nothingDeleted, func(ctx context.Context) doneMsg { return r.carryOut(ctx, w, undo) })
}

const nothingDeleted = "Nothing was deleted"

// carryOut deletes; it runs in a command.
func (r removal) carryOut(ctx context.Context, w *app.Session, undo string) doneMsg {
	d, err := w.Queue.Delete(ctx, w.Name, r.ids)
	if err != nil {
		return doneMsg{err: err}
	}
	n := len(d.Leads)
	left := stays(r.fixed, r.hidden)
	if late := len(r.ids) - n; late > 0 {
		left += "; " + words.Number(late) + words.PluralWord(late, " was", " were") + " deleted or on " + words.PluralWord(late, "its", "their") + " way already"
	}
	if n == 0 {
		return doneMsg{level: kit.Wrong, said: nothingDeleted + left}
	}
	said := words.Number(n) + " deleted, " + undo + " brings " + itThem(n) + " back" + left
	return doneMsg{level: kit.Good, said: said, back: restoring(w, d), before: &r.before, unmark: d.Leads}
}

func itThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// deleting and restoring take each other back. What another window has restored
// meanwhile is counted apart, and is not deleted again.
func deleting(w *app.Session, ids []kit.ID) step {
	return step{run: func(ctx context.Context) (string, step, error) {
		d, err := w.Queue.Delete(ctx, w.Name, ids)
		if err != nil || len(d.Leads) == 0 {
			return "Nothing is left to delete again", step{}, err
		}
		return words.Number(len(d.Leads)) + " deleted again", restoring(w, d), nil
	}}
}

func restoring(w *app.Session, d queue.Deletion) step {
	return step{run: func(ctx context.Context) (string, step, error) {
		back, err := w.Queue.Undelete(ctx, w.Name, d.N)
		if err != nil {
			return "", step{}, err
		}
		said, rest := words.Number(len(back))+" brought back", len(d.Leads)-len(back)
		switch {
		case len(back) == 0:
			return words.PluralWord(rest, "It was", "All "+words.Number(rest)+" were") + " brought back before", step{}, nil
		case rest > 0:
			said += "; " + wereBack(rest)
		}
		return said, deleting(w, back), nil
	}}
}
