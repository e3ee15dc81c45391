package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"leadpad/outbox"
	"leadpad/queue"
)

// NoBatch is the error of an id, or the end of one, that not exactly one batch has.
type NoBatch struct {
	Workspace string
	Text      string   // what was asked for
	Whole     bool     // that was a whole id
	Found     []string // the ids of which it is the end, when there are several
}

func (e *NoBatch) Error() string {
	return fmt.Sprintf("%d batches of %s are %q", len(e.Found), e.Workspace, e.Text)
}

// batchPage is how many batches are read at a time.
const batchPage = 200

// Batches calls f for every batch, those not sure first.
func (s *Session) Batches(ctx context.Context, f func(queue.Batch) error) error {
	for offset := 0; ; offset += batchPage {
		list, err := s.Queue.Batches(ctx, s.Name, offset, batchPage)
		if err != nil {
			return err
		}
		for _, b := range list {
			if err := f(b); err != nil {
				return err
			}
		}
		if len(list) < batchPage {
			return nil
		}
	}
}

// Batch takes a whole id, or the end of one that only one batch has.
func (s *Session) Batch(ctx context.Context, text string) (queue.Batch, error) {
	if id, err := uuid.Parse(text); err == nil {
		b, err := s.Queue.Batch(ctx, s.Name, id)
		if errors.Is(err, queue.ErrNotFound) {
			return b, &NoBatch{Workspace: s.Name, Text: id.String(), Whole: true}
		}
		return b, err
	}
	const enough = 4
	var found []string
	err := s.Batches(ctx, func(b queue.Batch) error {
		if id := b.ID.String(); len(text) >= enough && strings.HasSuffix(id, strings.ToLower(text)) {
			found = append(found, id)
		}
		return nil
	})
	if err != nil {
		return queue.Batch{}, err
	}
	if len(found) != 1 {
		return queue.Batch{}, &NoBatch{Workspace: s.Name, Text: text, Found: found}
	}
	return s.Queue.Batch(ctx, s.Name, uuid.MustParse(found[0]))
}

// Settled is the error of a batch that nobody has to settle.
type Settled struct{ Batch queue.Batch }

func (e *Settled) Error() string {
	return fmt.Sprintf("batch %s is not unsure", outbox.ShortID(e.Batch.ID))
}

// Settle says what became of the leads of a batch of which nobody knew: Sent, or
// Ready when they are missing. It gives how many there are.
func (s *Session) Settle(ctx context.Context, b queue.Batch, to queue.State) (leads int, err error) {
	if b.State != queue.BatchUnsure {
		return 0, &Settled{b}
	}
	leads, err = s.Queue.Resolve(ctx, s.Name, b.ID, to)
	if err != nil {
		return 0, fmt.Errorf("settle batch %s: %w", b.ID, err)
	}
	return leads, nil
}
