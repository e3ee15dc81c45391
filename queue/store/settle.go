package store

import (
	"context"
	"fmt"
	"slices"

	"leadpad/queue"
)

// Settle implements queue.Outgoing.
func (q *Queue) Settle(ctx context.Context, b queue.Batch, to map[queue.ID]queue.State, remark map[queue.ID]string) error {
	return q.change(ctx, "record an answer", []string{b.Workspace}, func(c *change) error {
		was, n, err := q.batch(ctx, c.tx, b.Workspace, b.ID)
		if err != nil {
			return err
		}
		if was.State != queue.InFlight {
			return fmt.Errorf("batch %s is settled: %w", b.ID, queue.ErrConflict)
		}
		if _, err := q.checkSubmission(ctx, c.tx, b.Workspace, was.Submission); err != nil {
			return err
		}
		if err := fits(b.State, was.Leads, to); err != nil {
			return fmt.Errorf("settle batch %s: %w", b.ID, err)
		}
		if err := departAll(ctx, c, `n = ?`, n); err != nil {
			return err
		}
		b.Practice = was.Practice
		if b.Receipt.Begun.IsZero() {
			b.Receipt.Begun = was.Receipt.Begun
		}
		if b.Receipt.Ended.IsZero() {
			b.Receipt.Ended = q.now()
		}
		if err := updateBatch(ctx, c.tx, n, b); err != nil {
			return err
		}
		c.touch(b.Workspace, was.Owner, queue.OfBatches|queue.OfSending)
		return land(ctx, c, n, was, to, remark)
	})
}

// land moves the leads of b, whose row is n, out of Sending.
func land(ctx context.Context, c *change, n int64, b queue.Batch, to map[queue.ID]queue.State, remark map[queue.ID]string) error {
	var ends []queue.State
	for _, id := range b.Leads {
		if !slices.Contains(ends, to[id]) {
			ends = append(ends, to[id])
		}
	}
	if err := landIn(ctx, c.tx, n, b, to, ends); err != nil {
		return err
	}
	landed := 0
	for _, end := range ends {
		moved, err := landAs(ctx, c, n, b, end)
		if err != nil {
			return err
		}
		landed += moved
		if end == queue.Sent || end == queue.Unsure {
			if err := wentOut(ctx, c.tx, n, end); err != nil {
				return err
			}
		}
	}
	if landed != len(b.Leads) {
		return fmt.Errorf("only %d of %d leads are in this request: %w", landed, len(b.Leads), queue.ErrConflict)
	}
	for _, id := range b.Leads {
		if text, has := remark[id]; has {
			if _, err := c.exec(ctx, `UPDATE leads SET remark = ? WHERE id = ?`, text, id[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// landIn writes what became of each lead into the batch.
func landIn(ctx context.Context, t *tx, n int64, b queue.Batch, to map[queue.ID]queue.State, ends []queue.State) error {
	if len(ends) == 1 {
		_, err := t.exec(ctx, `UPDATE batch_leads SET state = ? WHERE batch = ?`, int(ends[0]), n)
		return err
	}
	for i, id := range b.Leads {
		if _, err := t.exec(ctx, `UPDATE batch_leads SET state = ? WHERE batch = ? AND pos = ?`, int(to[id]), n, i); err != nil {
			return err
		}
	}
	return nil
}

// landAs moves those leads of a batch that end as to, and counts them.
func landAs(ctx context.Context, c *change, n int64, b queue.Batch, to queue.State) (int, error) {
	set := `state = ?, seal = seal + ?, seq = ?`
	if to != queue.Held { // it stays with the submission
		set += `, submission = NULL`
	}
	if to == queue.Sent || to == queue.Failed || to == queue.Unsure { // the others keep their remark
		set += `, remark = ''`
	}
	return c.move(ctx, b.Workspace, queue.Sending, to, `UPDATE leads SET `+set+`
		WHERE id IN (SELECT lead FROM batch_leads WHERE batch = ? AND state = ?)
		AND CASE WHEN state = 4 AND batch = ? THEN 1 ELSE 0 END = 1`,
		int(to), int64(to)*StateWeight-int64(queue.Sending)*StateWeight, c.seq(b.Workspace), n, int(to), b.ID[:])
}

// fits looks that the states given for a batch's leads are possible with its own.
func fits(b queue.BatchState, leads []queue.ID, to map[queue.ID]queue.State) error {
	allowed := map[queue.BatchState][]queue.State{
		queue.BatchSent:     {queue.Sent},
		queue.BatchReturned: {queue.Ready, queue.Held},
		queue.BatchRefused:  {queue.Ready, queue.Held, queue.Failed},
		queue.BatchUnsure:   {queue.Unsure},
	}[b]
	if allowed == nil {
		return fmt.Errorf("a batch cannot end as %d", b)
	}
	for _, id := range leads {
		if !slices.Contains(allowed, to[id]) {
			return fmt.Errorf("lead %s cannot become %q in a batch that ended as %d", id, to[id], b)
		}
	}
	return nil
}
