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
			if e.State == queue.Ready && !seen[e.ID] {
				seen[e.ID] = true
				e.State = queue.Held
				got = append(got, e.Entry)
			}
			return nil
		})
		if len(got) == 0 {
			c.dirty = false // leave no submission without leads
		}
		if err != nil {
			return err
		}
		return hold(ctx, c, workspace, submission, got)
	})
	if err != nil {
		return nil, err
	}
	return got, nil
}

// Waiting implements queue.Outgoing.
func (q *Queue) Waiting(ctx context.Context, workspace string) (w queue.Waiting, err error) {
	ready := queue.Query{Workspace: workspace, State: queue.Ready}
	w.Remarked = map[queue.ID]queue.Entry{}
	err = q.db.read(ctx, "list the ready leads", func(t *tx) (err error) {
		if w.At, err = lastOf(ctx, t, workspace); err != nil {
			return err
		}
		err = t.each(ctx, `SELECT id FROM leads `+q.listed(ready)+order(ready), q.args(workspace), func(scan func(...any) error) error {
			var id []byte
			err := scan(&id)
			w.IDs = append(w.IDs, idOf(id))
			return err
		})
		if err != nil {
			return err
		}
		// Few have one, and each column that is read of all takes as long as the ids.
		return t.each(ctx, `SELECT id, remark, batch FROM leads `+q.listed(ready)+` AND remark <> ''`, q.args(workspace), func(scan func(...any) error) error {
			var id, batch []byte
			var e queue.Entry
			err := scan(&id, &e.Remark, &batch)
			e.ID, e.Batch = idOf(id), idOf(batch)
			w.Remarked[e.ID] = e
			return err
		})
	})
	if err != nil {
		return queue.Waiting{}, err
	}
	return w, nil
}

// ClaimAt implements queue.Outgoing.
func (q *Queue) ClaimAt(ctx context.Context, workspace string, submission queue.ID, ids []queue.ID, at int64) (got []queue.ID, err error) {
	err = q.change(ctx, "claim leads", []string{workspace}, func(c *change) error {
		if err := q.openSubmission(ctx, c, workspace, submission); err != nil {
			return err
		}
		for ; len(ids) > 0; ids = ids[min(findStep, len(ids)):] {
			some, err := q.holdAt(ctx, c, workspace, submission, ids[:min(findStep, len(ids))], at)
			if err != nil {
				return err
			}
			got = append(got, some...)
		}
		c.dirty = len(got) > 0 // leave no submission without leads
		return nil
	})
	if err != nil {
		return nil, err
	}
	return got, nil
}

// holdAt moves those of at most findStep ready leads to Held that were not changed
// since at.
func (q *Queue) holdAt(ctx context.Context, c *change, workspace string, submission queue.ID, ids []queue.ID, at int64) (got []queue.ID, err error) {
	args := append([]any{int64(queue.Held)*StateWeight - int64(queue.Ready)*StateWeight, submission[:], c.seq(workspace)}, idArgs(ids)...)
	err = c.each(ctx, `UPDATE leads SET state = 3, seal = seal + ?, submission = ?, seq = ? WHERE id IN `+findMarks()+`
		AND CASE WHEN ws = ? AND state = 2 AND deleted = 0 AND seq <= ?`+q.own()+` THEN 1 ELSE 0 END = 1 RETURNING id, owner`,
		append(args, q.args(workspace, at)...), func(scan func(...any) error) error {
			var id []byte
			var owner string
			err := scan(&id, &owner)
			got = append(got, idOf(id))
			c.count(workspace, owner, queue.Ready, -1)
			c.count(workspace, owner, queue.Held, 1)
			return err
		})
	return got, err
}

// hold moves ready leads to Held, many with one statement. Whose they are was read
// in this transaction, so that the statement needs not tell it of each.
func hold(ctx context.Context, c *change, workspace string, submission queue.ID, es []queue.Entry) error {
	for ids := make([]queue.ID, 0, findStep); len(es) > 0; ids = ids[:0] {
		some := es[:min(findStep, len(es))]
		es = es[len(some):]
		for _, e := range some {
			ids = append(ids, e.ID)
		}
		n, err := c.exec(ctx, `UPDATE leads SET state = 3, seal = seal + ?, submission = ?, seq = ?
			WHERE id IN `+findMarks()+` AND CASE WHEN state = 2 THEN 1 ELSE 0 END = 1`,
			append([]any{int64(queue.Held)*StateWeight - int64(queue.Ready)*StateWeight, submission[:], c.seq(workspace)}, idArgs(ids)...)...)
		if err != nil {
			return err
		}
		if n != int64(len(some)) {
			return fmt.Errorf("a lead is not ready any more: %w", queue.ErrConflict)
		}
		for _, e := range some {
			c.count(workspace, e.Owner, queue.Ready, -1)
			c.count(workspace, e.Owner, queue.Held, 1)
		}
	}
	return nil
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
