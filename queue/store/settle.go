package store

import (
	"context"
	"fmt"
	"slices"

	"leadpad/queue"
)

// Settle implements queue.Outgoing.
func (q *Queue) Settle(ctx context.Context, b queue.Batch, to map[queue.ID]queue.State, remark map[queue.ID]string) error {
	return q.change(ctx, "record an answer", func(t *tx, seq int64) error {
		was, n, err := q.batch(ctx, t, b.Workspace, b.ID)
		if err != nil {
			return err
		}
		if was.State != queue.InFlight {
			return fmt.Errorf("batch %s is settled: %w", b.ID, queue.ErrConflict)
		}
		if err := q.checkSubmission(ctx, t, b.Workspace, was.Submission); err != nil {
			return err
		}
		if err := fits(b.State, was.Leads, to); err != nil {
			return fmt.Errorf("settle batch %s: %w", b.ID, err)
		}
		if err := departAll(ctx, t, seq, `n = ?`, n); err != nil {
			return err
		}
		b.Practice = was.Practice
		if b.Receipt.Begun.IsZero() {
			b.Receipt.Begun = was.Receipt.Begun
		}
		if b.Receipt.Ended.IsZero() {
			b.Receipt.Ended = q.now()
		}
		if err := updateBatch(ctx, t, n, b); err != nil {
			return err
		}
		return q.land(ctx, t, seq, n, was, to, remark)
	})
}

// land moves the leads of b, whose row is n, out of Sending.
func (q *Queue) land(ctx context.Context, t *tx, seq, n int64, b queue.Batch, to map[queue.ID]queue.State, remark map[queue.ID]string) error {
	var ends []queue.State
	for _, id := range b.Leads {
		if !slices.Contains(ends, to[id]) {
			ends = append(ends, to[id])
		}
	}
	if err := landIn(ctx, t, n, b, to, ends); err != nil {
		return err
	}
	landed := 0
	for _, end := range ends {
		moved, err := landAs(ctx, t, seq, n, b.ID, end)
		if err != nil {
			return err
		}
		landed += moved
	}
	if landed != len(b.Leads) {
		return fmt.Errorf("only %d of %d leads are in this request: %w", landed, len(b.Leads), queue.ErrConflict)
	}
	var out []queue.ID // may be in ClosingDealz now
	for _, id := range b.Leads {
		if text, has := remark[id]; has {
			if _, err := t.exec(ctx, `UPDATE leads SET remark = ? WHERE id = ?`, text, id[:]); err != nil {
				return err
			}
		}
		if to[id] == queue.Sent || to[id] == queue.Unsure {
			out = append(out, id)
		}
	}
	var gone []goneKey
	err := q.findAll(ctx, t, b.Workspace, out, func(e stored) error {
		gone = q.goneKeys(gone, e.Entry)
		return nil
	})
	if err != nil {
		return err
	}
	return addGone(ctx, t, b.Workspace, gone)
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
func landAs(ctx context.Context, t *tx, seq, n int64, batch queue.ID, to queue.State) (int, error) {
	stays := to == queue.Held                                             // with the submission
	keeps := to != queue.Sent && to != queue.Failed && to != queue.Unsure // its old remark
	moved, err := t.exec(ctx, `UPDATE leads SET state = ?1, seal = seal + ?2, seq = ?3,
		submission = CASE WHEN ?4 THEN submission END, remark = CASE WHEN ?5 THEN remark ELSE '' END
		WHERE id IN (SELECT lead FROM batch_leads WHERE batch = ?6 AND state = ?1) AND +state = 4 AND +batch = ?7`,
		int(to), int64(to)*StateWeight-int64(queue.Sending)*StateWeight, seq, stays, keeps, n, batch[:])
	return int(moved), err
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
