package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"leadpad/queue"
)

// Recover implements queue.Outgoing.
func (q *Queue) Recover(ctx context.Context, workspace string) (ready, unsure int, err error) {
	err = q.change(ctx, "settle what a dead process left", []string{workspace}, func(c *change) error {
		ready, unsure = 0, 0
		fence, err := q.fence(ctx, c.tx, workspace)
		if err != nil {
			return err
		}
		if err := departAll(ctx, c, `ws = ?`, workspace); err != nil {
			return err
		}
		ready, err = c.move(ctx, workspace, queue.Held, queue.Ready, `UPDATE leads SET state = 2, seal = seal + ?, submission = NULL, seq = ?
			WHERE ws = ? AND state = 3 AND submission IS NOT NULL AND NOT EXISTS
				(SELECT 1 FROM submissions s WHERE s.id = leads.submission AND s.fence = ?)`,
			int64(queue.Ready)*StateWeight-int64(queue.Held)*StateWeight, c.seq(workspace), workspace, fence)
		if err != nil {
			return err
		}
		if err := dropPrepared(ctx, c.tx, workspace, queue.ID{}); err != nil {
			return err
		}
		left, err := leftBatches(ctx, c.tx, workspace, fence)
		if err != nil {
			return err
		}
		for _, id := range left {
			n, err := q.abandon(ctx, c, workspace, id)
			if err != nil {
				return err
			}
			unsure += n
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	return ready, unsure, nil
}

// leftBatches are those in flight that do not run under the lease fence.
func leftBatches(ctx context.Context, t *tx, workspace string, fence int64) (left []queue.ID, err error) {
	err = t.each(ctx, `SELECT b.id FROM batches b WHERE b.ws = ? AND b.state = 1 AND b.prepared <> 1 AND NOT EXISTS
			(SELECT 1 FROM submissions s WHERE s.id = b.submission AND s.fence = ?)`,
		[]any{workspace, fence}, func(scan func(...any) error) error {
			var id []byte
			err := scan(&id)
			left = append(left, idOf(id))
			return err
		})
	return left, err
}

// abandon makes a batch, whose sender is gone, unsure.
func (q *Queue) abandon(ctx context.Context, c *change, workspace string, id queue.ID) (int, error) {
	b, n, err := q.batch(ctx, c.tx, workspace, id)
	if err != nil {
		return 0, err
	}
	b.State = queue.BatchUnsure
	b.Receipt.Ended = q.now() // without an outcome: nobody was there to hear the answer
	if err := updateBatch(ctx, c.tx, n, b); err != nil {
		return 0, err
	}
	to := make(map[queue.ID]queue.State, len(b.Leads))
	for _, id := range b.Leads {
		to[id] = queue.Unsure
	}
	c.touch(workspace, b.Owner, queue.OfBatches|queue.OfSending)
	return len(b.Leads), land(ctx, c, n, b, to, nil)
}

// Resolve implements queue.History.
func (q *Queue) Resolve(ctx context.Context, workspace string, batch queue.ID, to queue.State) (moved int, err error) {
	err = q.change(ctx, "settle a batch", []string{workspace}, func(c *change) error {
		moved = 0
		b, n, err := q.unsure(ctx, c.tx, workspace, batch, to)
		if err != nil {
			return err
		}
		for i, id := range b.Leads {
			if b.States[i] != queue.Unsure {
				continue
			}
			if err := q.resolveLead(ctx, c, n, b, id, to); err != nil {
				return err
			}
			moved++
		}
		if err := q.note(ctx, c.tx, queue.Record{
			Act: queue.Resolved, Workspace: workspace, Subject: batch.String(), Leads: moved, Detail: to.String(),
		}); err != nil {
			return err
		}
		return q.closeBatch(ctx, c, workspace, batch)
	})
	if err != nil {
		return 0, err
	}
	return moved, nil
}

// ResolveLead implements queue.History.
func (q *Queue) ResolveLead(ctx context.Context, workspace string, lead queue.ID, to queue.State) error {
	return q.change(ctx, "settle a lead", []string{workspace}, func(c *change) error {
		e, err := q.carried(ctx, c.tx, workspace, lead)
		if err != nil {
			return err
		}
		if e.State != queue.Unsure {
			return fmt.Errorf("lead %s is %s: %w", lead, e.State, queue.ErrConflict)
		}
		b, n, err := q.unsure(ctx, c.tx, workspace, e.Batch, to)
		if err != nil {
			return err
		}
		if err := q.resolveLead(ctx, c, n, b, lead, to); err != nil {
			return err
		}
		if err := q.note(ctx, c.tx, queue.Record{
			Act: queue.Resolved, Workspace: workspace, Subject: e.Batch.String(), Leads: 1, Detail: to.String(),
		}); err != nil {
			return err
		}
		return q.closeBatch(ctx, c, workspace, e.Batch)
	})
}

// carried reads a lead that is the caller's, or that went in a batch of theirs:
// who sent a batch settles all of it.
func (q *Queue) carried(ctx context.Context, t *tx, workspace string, id queue.ID) (stored, error) {
	all := &Queue{core: q.core, scope: queue.Scope{All: true}}
	e, err := all.find(ctx, t, workspace, id)
	if err != nil || q.scope.Sees(e.Owner) {
		return e, err
	}
	if _, _, err := q.batch(ctx, t, workspace, e.Batch); err != nil {
		return stored{}, fmt.Errorf("lead %s: %w", id, queue.ErrNotFound)
	}
	return e, nil
}

// unsure reads a batch that a person is about to settle.
func (q *Queue) unsure(ctx context.Context, t *tx, workspace string, batch queue.ID, to queue.State) (queue.Batch, int64, error) {
	if to != queue.Sent && to != queue.Ready {
		return queue.Batch{}, 0, errors.New("an unsure lead can only become sent or ready")
	}
	b, n, err := q.batch(ctx, t, workspace, batch)
	if err == nil && b.State != queue.BatchUnsure {
		err = fmt.Errorf("batch %s is not unsure: %w", batch, queue.ErrConflict)
	}
	return b, n, err
}

// resolveLead moves one unsure lead.
func (q *Queue) resolveLead(ctx context.Context, c *change, batch int64, b queue.Batch, id queue.ID, to queue.State) error {
	e, err := q.carried(ctx, c.tx, b.Workspace, id)
	if err != nil {
		return err
	}
	if e.State != queue.Unsure || e.Batch != b.ID {
		return fmt.Errorf("lead %s is %s: %w", id, e.State, queue.ErrConflict)
	}
	if err := shift(ctx, c, e, to, queue.ID{}); err != nil {
		return err
	}
	if to == queue.Ready {
		if err := setOut(ctx, c.tx, id, false); err != nil {
			return err
		}
	}
	c.touch(b.Workspace, b.Owner, queue.OfBatches)
	_, err = c.exec(ctx, `UPDATE batch_leads SET state = ? WHERE batch = ? AND lead = ?`, int(to), batch, id[:])
	return err
}

// closeBatch marks an unsure batch settled when none of its leads is unsure.
func (q *Queue) closeBatch(ctx context.Context, c *change, workspace string, id queue.ID) error {
	b, n, err := q.batch(ctx, c.tx, workspace, id)
	if err != nil {
		return err
	}
	sent, ready := 0, 0
	for _, s := range b.States {
		switch s {
		case queue.Unsure:
			return nil
		case queue.Sent:
			sent++
		default:
			ready++
		}
	}
	b.State, b.Resolution = queue.BatchResolved, "lead by lead"
	switch {
	case ready == 0:
		b.Resolution = "sent"
	case sent == 0:
		b.Resolution = "ready"
	}
	return updateBatch(ctx, c.tx, n, b)
}

// Unresolve implements queue.History.
func (q *Queue) Unresolve(ctx context.Context, workspace string, batch queue.ID, leads ...queue.ID) (moved int, err error) {
	err = q.change(ctx, "take a settlement back", []string{workspace}, func(c *change) error {
		moved = 0
		b, n, err := q.batch(ctx, c.tx, workspace, batch)
		if err != nil {
			return err
		}
		if b.State != queue.BatchResolved && b.State != queue.BatchUnsure {
			return fmt.Errorf("batch %s was never unsure: %w", batch, queue.ErrConflict)
		}
		for i, id := range b.Leads {
			if b.States[i] == queue.Unsure || len(leads) > 0 && !slices.Contains(leads, id) {
				continue
			}
			if err := q.unresolveLead(ctx, c, n, b, i, id); err != nil {
				return err
			}
			moved++
		}
		if moved == 0 {
			return nil
		}
		if err := q.note(ctx, c.tx, queue.Record{
			Act: queue.Unresolved, Workspace: workspace, Subject: batch.String(), Leads: moved,
		}); err != nil {
			return err
		}
		b.State, b.Resolution = queue.BatchUnsure, ""
		return updateBatch(ctx, c.tx, n, b)
	})
	if err != nil {
		return 0, err
	}
	return moved, nil
}

// unresolveLead makes one settled lead unsure again.
func (q *Queue) unresolveLead(ctx context.Context, c *change, batch int64, b queue.Batch, i int, id queue.ID) error {
	e, err := q.carried(ctx, c.tx, b.Workspace, id)
	if err != nil {
		return err
	}
	rev := int64(0)
	if err := c.get(ctx, `SELECT rev FROM batch_leads WHERE batch = ? AND pos = ?`, []any{batch, i}, &rev); err != nil {
		return err
	}
	if e.State != b.States[i] || e.Batch != b.ID || rev != 0 && e.Rev != rev {
		return fmt.Errorf("lead %s was changed since: %w", id, queue.ErrConflict)
	}
	if err := shift(ctx, c, e, queue.Unsure, queue.ID{}); err != nil {
		return err
	}
	c.touch(b.Workspace, b.Owner, queue.OfBatches)
	if _, err := c.exec(ctx, `UPDATE batch_leads SET state = ? WHERE batch = ? AND lead = ?`, int(queue.Unsure), batch, id[:]); err != nil {
		return err
	}
	return setOut(ctx, c.tx, id, true)
}
