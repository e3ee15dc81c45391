package app

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// Imported counts what became of the leads of an import.
type Imported struct {
	Ready     int `json:"ready"`
	Drafts    int `json:"drafts"`
	Updated   int `json:"updated"`   // drafts that were here already
	Unchanged int `json:"unchanged"` // the same as here already
	Skipped   int `json:"skipped"`   // sent, on the way or not sure: not to be changed
	Unread    int `json:"unread"`
	Controls  int `json:"controlCharactersDropped"`
	Blanks    int `json:"blanksDropped"` // and invisible characters, at the ends of values
	// Dropped are the members that no field takes.
	Dropped []string `json:"membersDropped,omitempty"`
	// Said is what was read otherwise than it is written.
	Said   []string `json:"readOtherwise,omitempty"`
	DryRun bool     `json:"dryRun"`
}

// Add judges one lead and saves it: Ready, or Draft with its problems.
func (s *Session) Add(ctx context.Context, l lead.Lead) (queue.Entry, error) {
	g, err := newGate(ctx, s.Workspace)
	if err != nil {
		return queue.Entry{}, err
	}
	e := queue.Entry{Workspace: s.Name, Lead: l, Finished: true}
	if err := g.judge(ctx, &e); err != nil {
		return e, err
	}
	if e, err = s.Queue.Save(ctx, e); err != nil {
		return e, fmt.Errorf("save the lead: %w", err)
	}
	return e, nil
}

// Import judges every lead and then saves the new ones in one commit, and those that
// were here already. Each item that could not be read goes to unread; with dry
// nothing is saved.
func (s *Session) Import(ctx context.Context, items []intake.Item, dry bool, unread func(intake.Item) error) (Imported, error) {
	g, err := newGate(ctx, s.Workspace)
	if err != nil {
		return Imported{}, err
	}
	n := &sorted{Imported: Imported{DryRun: dry}, gate: g}
	for _, item := range items {
		if item.Err == nil {
			err = n.take(ctx, item)
		} else {
			n.Unread++
			err = unread(item)
		}
		if err != nil {
			return n.Imported, err
		}
	}
	n.Said = n.said.Lines()
	return n.Imported, n.store(ctx)
}

// sorted are the leads of an import, judged and not saved yet.
type sorted struct {
	Imported
	gate
	said    intake.Tally
	fresh   []queue.Entry
	changed []queue.Entry
}

// store saves the new leads in one commit, then those that were here already.
func (n *sorted) store(ctx context.Context) error {
	if n.DryRun {
		return nil
	}
	if _, err := n.w.Queue.Add(ctx, n.fresh); err != nil {
		return fmt.Errorf("save the leads: %w", err)
	}
	for _, e := range n.changed {
		if _, err := n.w.Queue.Save(ctx, e); err != nil {
			return fmt.Errorf("save lead %s: %w", e.ID, err)
		}
	}
	return nil
}

// take judges one lead: as a change of the draft that it was exported from, if
// that can still be changed, else as a new one.
func (n *sorted) take(ctx context.Context, item intake.Item) error {
	n.Controls += item.Controls
	n.Blanks += item.Blanks
	n.said.Add(item.At, item.Said)
	for _, name := range item.Dropped {
		if !slices.Contains(n.Dropped, name) {
			n.Dropped = append(n.Dropped, name)
		}
	}
	e := queue.Entry{Workspace: n.w.Name}
	stranger := item.ID != uuid.Nil || item.State != ""
	if stranger {
		before, err := n.w.Queue.Get(ctx, n.w.Name, item.ID)
		switch {
		case errors.Is(err, queue.ErrNotFound):
		case err != nil:
			return err
		case reflect.DeepEqual(before.Lead.Normalised(), item.Lead.Normalised()):
			n.Unchanged++
			return nil
		case before.State != queue.Draft && before.State != queue.Ready && before.State != queue.Failed:
			n.Skipped++
			return nil
		default:
			e, stranger = before, false
		}
	}
	e.Lead, e.Finished = item.Lead, true
	if err := n.judge(ctx, &e); err != nil {
		return err
	}
	if stranger {
		abroad(&e, item)
	}
	if len(item.Problems) > 0 {
		e.State, e.Problems = queue.Draft, append(e.Problems, item.Problems...)
	}
	n.put(e)
	return nil
}

// put counts a judged lead and keeps it for store.
func (n *sorted) put(e queue.Entry) {
	if e.State == queue.Ready {
		n.Ready++
	} else {
		n.Drafts++
	}
	if e.Rev == 0 {
		n.fresh = append(n.fresh, e)
		return
	}
	n.Updated++
	n.changed = append(n.changed, e)
}

// abroad keeps a lead that went out, or may have, from another queue from going
// a second time by itself: it is a Draft that says so.
func abroad(e *queue.Entry, item intake.Item) {
	went := "was sent"
	switch item.State {
	case StateName(queue.Sent):
	case StateName(queue.Unsure), StateName(queue.Sending):
		went = "may have been sent"
	default:
		return
	}
	if item.Batch != uuid.Nil {
		went += " in batch " + item.Batch.String()
	}
	e.State = queue.Draft
	e.Problems = append(e.Problems, lead.Problem{Text: went + " of another queue: look in ClosingDealz whether it is there"})
}
