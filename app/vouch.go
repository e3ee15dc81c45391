package app

import (
	"context"
	"errors"
	"slices"

	"leadpad/lead"
	"leadpad/queue"
)

// MadeReady is an entry as a person makes it: Ready where nothing is wrong with its
// lead. Whether it may already have been sent is what the person vouches for.
func (w *Workspace) MadeReady(e queue.Entry) queue.Entry {
	e.Problems, e.Finished = w.Encoding().Check(e.Lead), true
	if lead.Count(e.Problems) == 0 {
		e.State = queue.Ready
	}
	return e
}

// Vouched is what a person's word did to drafts that may already have been sent.
type Vouched struct {
	Ready int     // that many are
	Rest  int     // have problems of their own and stay
	Left  []Stays // were named and are no such drafts
}

// Vouch makes the drafts Ready that may already have been sent, all of them or those
// named, and leaves others alone.
func (s *Session) Vouch(ctx context.Context, only []queue.ID) (v Vouched, err error) {
	ids, err := s.Queue.IDs(ctx, queue.Query{Workspace: s.Name, State: queue.Draft, Problems: true})
	if err != nil {
		return v, err
	}
	if len(only) > 0 {
		ids = slices.DeleteFunc(ids, func(id queue.ID) bool { return !slices.Contains(only, id) })
	}
	var done []queue.ID
	for step := range slices.Chunk(ids, doubtStep) {
		before, err := s.Queue.Edit(ctx, s.Name, step, func(e queue.Entry) queue.Entry {
			if e.State == queue.Draft && len(lead.Doubts(e.Problems)) > 0 {
				return s.MadeReady(e)
			}
			return e
		})
		if err != nil {
			return v, err
		}
		changed := make([]queue.ID, len(before))
		for i, e := range before {
			changed[i] = e.ID
		}
		done = append(done, changed...)
		after, err := s.Queue.Entries(ctx, s.Name, changed)
		if err != nil {
			return v, err
		}
		for _, e := range after {
			if e.State == queue.Ready {
				v.Ready++
			} else {
				v.Rest++
			}
		}
	}
	v.Left = explain(ctx, only, done, s.whyNotVouched)
	return v, nil
}

func (s *Session) whyNotVouched(ctx context.Context, id queue.ID) (Why, error) {
	_, err := s.Queue.Get(ctx, s.Name, id)
	switch {
	case errors.Is(err, queue.ErrNotFound):
		return NotHere, nil
	case err != nil:
		return Unreadable, err
	}
	return NoDoubt, nil
}
