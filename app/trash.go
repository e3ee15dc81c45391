package app

import (
	"context"
	"errors"
	"time"

	"leadpad/intake"
	"leadpad/queue"
)

// Why is why nothing was done to a lead.
type Why uint8

// The reasons.
const (
	NotHere      Why = iota // the workspace does not have it
	Unreadable              // it cannot be looked at; Err says why
	InTrash                 // it is in the Trash already
	NotInTrash              // it is not in the Trash, but among the leads
	OnItsWay                // a submission has it
	WasSent                 // it is in ClosingDealz
	IsUnsure                // its batch has to be settled first
	ChangedSince            // somebody changed it meanwhile
	NowhereAtAll            // neither among the leads nor in the Trash
	NoDoubt                 // it is no draft that may already have been sent
)

// Undone is why nothing at all was done of what was asked.
type Undone struct {
	Act Act
	Err error
}

// Act is what was asked, named for logs.
type Act string

// What can come undone.
const (
	ToDelete  Act = "delete"
	ToRestore Act = "restore"
	ToSalvage Act = "salvage"
	ToSend    Act = "send"   // from a queue of which nobody knows whether it is a copy
	ToRename  Act = "rename" // a workspace's fields on the wire
)

func (e *Undone) Error() string { return string(e.Act) + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *Undone) Unwrap() error { return e.Err }

// Stays is a lead to which nothing was done, and why.
type Stays struct {
	ID  queue.ID
	Why Why
	Err error // of Unreadable
}

// Delete puts leads into the Trash, where they stay until a time. Those that cannot
// go are named, and the others go.
func (s *Session) Delete(ctx context.Context, ids []queue.ID) (gone []queue.ID, until time.Time, left []Stays, err error) {
	d, err := s.Queue.Delete(ctx, s.Name, ids)
	if err != nil {
		return nil, until, nil, &Undone{ToDelete, err}
	}
	return d.Leads, d.At.Add(queue.KeepDeleted), explain(ctx, ids, d.Leads, s.whyNotDeleted), nil
}

// Restore takes leads out of the Trash, as they were.
func (s *Session) Restore(ctx context.Context, ids []queue.ID) (back []queue.ID, left []Stays, err error) {
	back, err = s.Queue.Restore(ctx, s.Name, ids)
	if err != nil {
		return nil, nil, &Undone{ToRestore, err}
	}
	return back, explain(ctx, ids, back, s.whyNotRestored), nil
}

// explain says of each lead that was asked for and not done why.
func explain(ctx context.Context, asked, done []queue.ID, why func(context.Context, queue.ID) (Why, error)) (left []Stays) {
	there := make(map[queue.ID]bool, len(done))
	for _, id := range done {
		there[id] = true
	}
	for _, id := range asked {
		if !there[id] {
			reason, err := why(ctx, id)
			left = append(left, Stays{id, reason, err})
		}
	}
	return left
}

func (s *Session) whyNotDeleted(ctx context.Context, id queue.ID) (Why, error) {
	e, err := s.Queue.Get(ctx, s.Name, id)
	if errors.Is(err, queue.ErrNotFound) {
		_, _, err := s.Queue.TrashEntry(ctx, s.Name, id)
		switch {
		case errors.Is(err, queue.ErrNotFound):
			return NotHere, nil
		case err != nil:
			return Unreadable, err
		}
		return InTrash, nil
	}
	if err != nil {
		return Unreadable, err
	}
	switch e.State {
	case queue.Held, queue.Sending:
		return OnItsWay, nil
	case queue.Sent:
		return WasSent, nil
	case queue.Unsure:
		return IsUnsure, nil
	}
	return ChangedSince, nil
}

func (s *Session) whyNotRestored(ctx context.Context, id queue.ID) (Why, error) {
	_, err := s.Queue.Get(ctx, s.Name, id)
	switch {
	case errors.Is(err, queue.ErrNotFound):
		return NowhereAtAll, nil
	case err != nil:
		return Unreadable, err
	}
	return NotInTrash, nil
}

// Trash calls f for every lead of the Trash, those deleted last first.
func (s *Session) Trash(ctx context.Context, f func(queue.Trashed) error) error {
	for offset := 0; ; offset += pageSize {
		rows, _, err := s.Queue.Trash(ctx, s.Name, offset, pageSize)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// TrashRecords walks the Trash, with all that is kept of its leads.
func (s *Session) TrashRecords(ctx context.Context) intake.Walk {
	return func(f func(intake.Record) error) error {
		return s.Trash(ctx, func(row queue.Trashed) error {
			e, _, err := s.Queue.TrashEntry(ctx, s.Name, row.ID)
			if errors.Is(err, queue.ErrNotFound) {
				return nil // restored meanwhile
			}
			if err != nil {
				return err
			}
			rec := Record(e)
			rec.Deleted, rec.Until = Stamp(row.Deleted), Stamp(row.Until())
			return f(rec)
		})
	}
}
