package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"leadpad/queue"
)

// Claim implements queue.Outgoing.
func (q *Queue) Claim(ctx context.Context, workspace string, submission queue.ID, ids []queue.ID) ([]queue.Entry, error) {
	var got []queue.Entry
	err := q.change(ctx, "claim leads", []string{workspace}, func(c *change) error {
		if err := q.openSubmission(ctx, c, workspace, submission); err != nil {
			return err
		}
		seen := make(map[queue.ID]bool, len(ids))
		err := q.sealedAll(ctx, c.tx, workspace, ids, func(e stored) error {
			if e.State != queue.Ready || seen[e.ID] {
				return nil
			}
			seen[e.ID] = true
			if err := shift(ctx, c, e, queue.Held, submission); err != nil {
				return err
			}
			e.State = queue.Held
			got = append(got, e.Entry)
			return nil
		})
		if len(got) == 0 {
			c.dirty = false // leave no submission without leads
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return got, nil
}

// openSubmission notes a submission and the lease under which it runs.
func (q *Queue) openSubmission(ctx context.Context, c *change, workspace string, submission queue.ID) error {
	fence, err := q.fence(ctx, c.tx, workspace)
	if err != nil {
		return err
	}
	if submission == (queue.ID{}) {
		return errors.New("a submission needs an id")
	}
	if _, err := c.exec(ctx, `INSERT INTO submissions (id, ws, owner, fence, begun) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		submission[:], workspace, q.scope.Owner, fence, nanos(q.now())); err != nil {
		return err
	}
	owner, err := q.checkSubmission(ctx, c.tx, workspace, submission)
	c.touch(workspace, owner, queue.OfSending)
	return err
}

// checkSubmission looks that a submission runs under the lease that this
// process holds: one that a dead process left is over. It gives whose it is.
func (q *Queue) checkSubmission(ctx context.Context, t *tx, workspace string, submission queue.ID) (owner string, err error) {
	fence, err := q.fence(ctx, t, workspace)
	if err != nil {
		return "", err
	}
	err = t.get(ctx, `SELECT owner FROM submissions WHERE id = ? AND ws = ? AND fence = ?`+q.own(),
		q.args(submission[:], workspace, fence), &owner)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("submission %s: %w", submission, queue.ErrNoLease)
	}
	return owner, err
}

// shift moves one lead to another state; submission is the zero ID for a lead
// that belongs to none afterwards.
func shift(ctx context.Context, c *change, e stored, to queue.State, submission queue.ID) error {
	from := e.State
	got, err := c.exec(ctx, `UPDATE leads SET state = ?, seal = seal + ?, submission = ?, seq = ? WHERE n = ? AND state = ?`,
		int(to), int64(to)*StateWeight-int64(from)*StateWeight, idArg(submission), c.seq(e.Workspace), e.n, int(from))
	if err != nil {
		return err
	}
	if got != 1 {
		return fmt.Errorf("a lead is not %s any more: %w", from, queue.ErrConflict)
	}
	c.count(e.Workspace, e.Owner, from, -1)
	c.count(e.Workspace, e.Owner, to, 1)
	return nil
}

// Claimed implements queue.Outgoing.
func (q *Queue) Claimed(ctx context.Context, workspace string) (submission queue.ID, err error) {
	err = q.db.read(ctx, "find what is being sent", func(t *tx) error {
		// Ids are UUIDv7: the oldest is the least.
		return t.each(ctx, `SELECT submission FROM leads WHERE submission IS NOT NULL
			AND CASE WHEN ws = ? AND state IN (3, 4) AND deleted = 0 THEN 1 ELSE 0 END = 1 ORDER BY submission LIMIT 1`, []any{workspace}, func(scan func(...any) error) error {
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
	err = q.change(ctx, "take leads back", []string{workspace}, func(c *change) error {
		var owner string
		err := c.get(ctx, `SELECT owner FROM submissions WHERE id = ? AND ws = ?`+q.own(), q.args(submission[:], workspace), &owner)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // there is nothing of it, or it is somebody else's
		}
		if err != nil {
			return err
		}
		c.touch(workspace, owner, queue.OfSending)
		if err := dropPrepared(ctx, c.tx, workspace, submission); err != nil {
			return err
		}
		if err := departAll(ctx, c, `ws = ? AND submission = ?`, workspace, submission[:]); err != nil {
			return err
		}
		released, err = c.move(ctx, workspace, queue.Held, queue.Ready, `UPDATE leads SET state = 2, seal = seal + ?, submission = NULL, seq = ?
			WHERE ws = ? AND state = 3 AND submission = ?`,
			int64(queue.Ready)*StateWeight-int64(queue.Held)*StateWeight, c.seq(workspace), workspace, submission[:])
		return err
	})
	if err != nil {
		return 0, err
	}
	return released, nil
}
