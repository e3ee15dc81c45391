package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
)

// Typed is a lead that a person is asked for, answer by answer. With Keep behind
// each answer it lies in the queue as a draft that is not finished, so that no end
// of the program loses it.
type Typed struct {
	Lead lead.Lead

	session *Session
	entry   queue.Entry // as it was last saved
}

// Type begins a lead that a person is asked for.
func (s *Session) Type() *Typed {
	return &Typed{session: s, entry: queue.Entry{Workspace: s.Name}}
}

// Answer puts text into one input and gives the problems and notes of that input,
// and those that its row came by.
func (t *Typed) Answer(at lead.Path, text string) (found []lead.Problem) {
	check := t.session.Encoding().Check
	before := check(t.Lead)
	t.Lead.Set(at, text)
	for _, p := range check(t.Lead) {
		row := p.Path
		row.Part = at.Part
		if row == at && (p.Path == at || !slices.Contains(before, p)) {
			found = append(found, p)
		}
	}
	return found
}

// Keep saves what was answered as a draft that is not finished; while there is no
// answer, there is none.
func (t *Typed) Keep(ctx context.Context) error {
	if t.Lead.Empty() && t.entry.Rev == 0 {
		return nil
	}
	e := t.entry
	e.Lead, e.Problems = t.Lead.Clone(), t.session.Encoding().Check(t.Lead)
	e.State, e.Finished = queue.Draft, false
	return t.save(ctx, e)
}

// Judge is the lead as Finish would save it.
func (t *Typed) Judge(ctx context.Context) (queue.Entry, error) {
	e := t.entry
	e.Lead, e.Finished = t.Lead.Normalised(), true
	g, err := newGate(ctx, t.session)
	if err == nil {
		err = g.judge(ctx, &e)
	}
	return e, err
}

// Finish saves it as Session.Add would: Ready, or Draft with its problems.
func (t *Typed) Finish(ctx context.Context) (queue.Entry, error) {
	e, err := t.Judge(ctx)
	if err == nil {
		err = t.save(ctx, e)
	}
	return t.entry, err
}

// Drop deletes the draft of a lead of which nothing is left.
func (t *Typed) Drop(ctx context.Context) error {
	if t.entry.Rev == 0 {
		return nil
	}
	_, err := t.session.Queue.Delete(ctx, t.session.Name, []queue.ID{t.entry.ID})
	return err
}

// ID is that of the draft; zero before the first Keep.
func (t *Typed) ID() queue.ID { return t.entry.ID }

// save saves e. Where somebody else changed, sent or deleted the draft meanwhile,
// what was typed here becomes a draft of its own: theirs may go out as well.
func (t *Typed) save(ctx context.Context, e queue.Entry) error {
	saved, err := t.session.Queue.Save(ctx, e)
	if errors.Is(err, queue.ErrConflict) || errors.Is(err, queue.ErrFixed) || errors.Is(err, queue.ErrNotFound) {
		e.ID, e.Rev, e.State = uuid.Nil, 0, queue.Draft
		saved, err = t.session.Queue.Save(ctx, e)
	}
	if err != nil {
		return fmt.Errorf("save the lead: %w", err)
	}
	t.entry = saved
	return nil
}
