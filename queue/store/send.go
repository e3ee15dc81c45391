package store

import (
	"context"
	"errors"
	"fmt"

	"leadpad/queue"
)

// Claim implements queue.Outgoing.
func (q *Queue) Claim(ctx context.Context, workspace string, submission queue.ID, ids []queue.ID) ([]queue.Entry, error) {
	var got []queue.Entry
	err := q.change(ctx, "claim leads", func(t *tx, seq int64) error {
		if err := q.openSubmission(ctx, t, workspace, submission); err != nil {
			return err
		}
		for _, id := range ids {
			e, err := q.find(ctx, t, workspace, id)
			if errors.Is(err, queue.ErrNotFound) || err == nil && e.State != queue.Ready {
				continue
			}
			if err != nil {
				return err
			}
			if err := shift(ctx, t, seq, e.n, queue.Ready, queue.Held, submission); err != nil {
				return err
			}
			e.State = queue.Held
			got = append(got, e.Entry)
		}
		if len(got) == 0 {
			t.dirty = false // leave no submission without leads
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return got, nil
}

// openSubmission notes a submission and the lease under which it runs.
func (q *Queue) openSubmission(ctx context.Context, t *tx, workspace string, submission queue.ID) error {
	fence, err := q.fence(ctx, t, workspace)
	if err != nil {
		return err
	}
	if submission == (queue.ID{}) {
		return errors.New("a submission needs an id")
	}
	if _, err := t.exec(ctx, `INSERT INTO submissions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		submission[:], workspace, fence, nanos(q.now())); err != nil {
		return err
	}
	return q.checkSubmission(ctx, t, workspace, submission)
}

// checkSubmission looks that a submission runs under the lease that this
// process holds: one that a dead process left is over.
func (q *Queue) checkSubmission(ctx context.Context, t *tx, workspace string, submission queue.ID) error {
	fence, err := q.fence(ctx, t, workspace)
	if err != nil {
		return err
	}
	ok := false
	if err := t.get(ctx, `SELECT EXISTS (SELECT 1 FROM submissions WHERE id = ? AND ws = ? AND fence = ?)`,
		[]any{submission[:], workspace, fence}, &ok); err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("submission %s: %w", submission, queue.ErrNoLease)
	}
	return nil
}

// shift moves one lead from one state to another; submission is the zero ID
// for a lead that belongs to none afterwards. The lead must be in from.
func shift(ctx context.Context, t *tx, seq, n int64, from, to queue.State, submission queue.ID) error {
	got, err := t.exec(ctx, `UPDATE leads SET state = ?, seal = seal + ?, submission = ?, seq = ? WHERE n = ? AND state = ?`,
		int(to), int64(to)*StateWeight-int64(from)*StateWeight, idArg(submission), seq, n, int(from))
	if err != nil {
		return err
	}
	if got != 1 {
		return fmt.Errorf("a lead is not %s any more: %w", from, queue.ErrConflict)
	}
	return nil
}

// Claimed implements queue.Outgoing.
func (q *Queue) Claimed(ctx context.Context, workspace string) (submission queue.ID, err error) {
	err = q.db.read(ctx, "find what is being sent", func(t *tx) error {
		// Ids are UUIDv7: the oldest is the least.
		return t.each(ctx, `SELECT submission FROM leads WHERE submission IS NOT NULL AND +ws = ? AND +state IN (3, 4)
			AND +deleted = 0 ORDER BY submission LIMIT 1`, []any{workspace}, func(scan func(...any) error) error {
			var id []byte
			err := scan(&id)
			submission = idOf(id)
			return err
		})
	})
	return submission, err
}

// Release implements queue.Outgoing.
func (q *Queue) Release(ctx context.Context, workspace string, submission queue.ID) (released int, err error) {
	err = q.change(ctx, "take leads back", func(t *tx, seq int64) error {
		if err := dropPrepared(ctx, t, workspace, submission); err != nil {
			return err
		}
		if err := departAll(ctx, t, seq, `ws = ? AND submission = ?`, workspace, submission[:]); err != nil {
			return err
		}
		n, err := t.exec(ctx, `UPDATE leads SET state = 2, seal = seal + ?, submission = NULL, seq = ?
			WHERE ws = ? AND state = 3 AND submission = ?`,
			int64(queue.Ready)*StateWeight-int64(queue.Held)*StateWeight, seq, workspace, submission[:])
		released = int(n)
		return err
	})
	if err != nil {
		return 0, err
	}
	return released, nil
}
