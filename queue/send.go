package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// Claim moves the ready leads among ids to Held for a submission, all in one
// transaction, in the order given, and gives those it got. It needs the
// workspace's lease (ErrNoLease), whose number is kept with the submission.
// A lead that is not as it was written ends it with ErrDamaged, and nothing
// is claimed.
func (q *Queue) Claim(ctx context.Context, workspace string, submission ID, ids []ID) ([]Entry, error) {
	var got []Entry
	err := q.change(ctx, "claim leads", func(t *tx, seq int64) error {
		if err := q.openSubmission(ctx, t, workspace, submission); err != nil {
			return err
		}
		for _, id := range ids {
			e, err := q.find(ctx, t, workspace, id)
			if errors.Is(err, ErrNotFound) || err == nil && e.State != Ready {
				continue
			}
			if err != nil {
				return err
			}
			if err := shift(ctx, t, seq, e.n, Ready, Held, submission); err != nil {
				return err
			}
			e.State = Held
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
func (q *Queue) openSubmission(ctx context.Context, t *tx, workspace string, submission ID) error {
	fence, err := q.fence(ctx, t, workspace)
	if err != nil {
		return err
	}
	if submission == (ID{}) {
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
func (q *Queue) checkSubmission(ctx context.Context, t *tx, workspace string, submission ID) error {
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
		return fmt.Errorf("submission %s: %w", submission, ErrNoLease)
	}
	return nil
}

// shift moves one lead from one state to another; submission is the zero ID
// for a lead that belongs to none afterwards. The lead must be in from.
func shift(ctx context.Context, t *tx, seq, n int64, from, to State, submission ID) error {
	got, err := t.exec(ctx, `UPDATE leads SET state = ?, seal = seal + ?, submission = ?, seq = ? WHERE n = ? AND state = ?`,
		int(to), int64(to)*stateWeight-int64(from)*stateWeight, idArg(submission), seq, n, int(from))
	if err != nil {
		return err
	}
	if got != 1 {
		return fmt.Errorf("a lead is not %s any more: %w", from, ErrConflict)
	}
	return nil
}

// Release puts what a submission still holds back to Ready and counts it.
func (q *Queue) Release(ctx context.Context, workspace string, submission ID) (released int, err error) {
	err = q.change(ctx, "take leads back", func(t *tx, seq int64) error {
		n, err := t.exec(ctx, `UPDATE leads SET state = 2, seal = seal + ?, submission = NULL, seq = ?
			WHERE ws = ? AND state = 3 AND submission = ?`,
			int64(Ready)*stateWeight-int64(Held)*stateWeight, seq, workspace, submission[:])
		released = int(n)
		return err
	})
	if err != nil {
		return 0, err
	}
	return released, nil
}

// Begin records a batch, payload and all, and moves its leads from Held to
// Sending. It must return before the first byte leaves. An error means that
// nothing was changed, and that nothing may be sent: a lead that the submission
// does not hold is ErrConflict, a lease that was lost ErrNoLease. Hash and
// Names are filled in where b has none.
func (q *Queue) Begin(ctx context.Context, b Batch) error {
	if len(b.Leads) == 0 || len(b.Payload) == 0 || b.ID == (ID{}) {
		return errors.New("a batch needs an id, leads and a payload")
	}
	if b.Receipt.Begun.IsZero() {
		b.Receipt.Begun = q.now()
	}
	if b.Hash == "" {
		sum := sha256.Sum256(b.Payload)
		b.Hash = hex.EncodeToString(sum[:])
	}
	return q.change(ctx, "begin a request", func(t *tx, seq int64) error {
		if err := q.checkSubmission(ctx, t, b.Workspace, b.Submission); err != nil {
			return err
		}
		n, err := insertBatch(ctx, t, b)
		if err != nil {
			return err
		}
		for i, id := range b.Leads {
			e, err := q.find(ctx, t, b.Workspace, id)
			if err != nil {
				return err
			}
			if e.State != Held || e.submission != b.Submission {
				return fmt.Errorf("lead %s is %s and not held by this submission: %w", id, e.State, ErrConflict)
			}
			if err := shift(ctx, t, seq, e.n, Held, Sending, b.Submission); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `UPDATE leads SET batch = ? WHERE n = ?`, b.ID[:], e.n); err != nil {
				return err
			}
			if _, err := t.exec(ctx, `INSERT INTO batch_leads VALUES (?, ?, ?, ?, ?)`,
				n, i, id[:], nameIn(b, i, e), int(Sending)); err != nil {
				return err
			}
		}
		return nil
	})
}

// nameIn is what the i-th lead of a batch is called.
func nameIn(b Batch, i int, e stored) string {
	if i < len(b.Names) && b.Names[i] != "" {
		return cut(b.Names[i])
	}
	return cut(e.Lead.Title())
}

// Settle records a batch's receipt and moves its leads out of Sending: each to
// the state given for it (Sent, Failed, Unsure, Ready, or Held to stay with the
// submission). Every lead of the batch needs one, and one that fits b.State:
// only a sent batch has sent leads. remark is kept with each lead; one that is
// returned keeps its old one when it gets none. Of b, ID, Workspace, State and
// Receipt count. ErrConflict: the batch is not in flight any more.
func (q *Queue) Settle(ctx context.Context, b Batch, to map[ID]State, remark map[ID]string) error {
	return q.change(ctx, "record an answer", func(t *tx, seq int64) error {
		was, n, err := q.batch(ctx, t, b.Workspace, b.ID)
		if err != nil {
			return err
		}
		if was.State != InFlight {
			return fmt.Errorf("batch %s is settled: %w", b.ID, ErrConflict)
		}
		if err := q.checkSubmission(ctx, t, b.Workspace, was.Submission); err != nil {
			return err
		}
		if err := fits(b.State, was.Leads, to); err != nil {
			return fmt.Errorf("settle batch %s: %w", b.ID, err)
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
		for _, id := range was.Leads {
			text, has := remark[id]
			if err := q.settleLead(ctx, t, seq, n, was, id, to[id], text, has); err != nil {
				return err
			}
		}
		return nil
	})
}

// settleLead moves one lead of a batch out of Sending.
func (q *Queue) settleLead(ctx context.Context, t *tx, seq, batch int64, b Batch, id ID, to State, remark string, has bool) error {
	e, err := q.find(ctx, t, b.Workspace, id)
	if err != nil {
		return err
	}
	if e.State != Sending || e.Batch != b.ID {
		return fmt.Errorf("lead %s is %s and not in this request: %w", id, e.State, ErrConflict)
	}
	keeper := ID{}
	if to == Held {
		keeper = e.submission
	}
	if err := shift(ctx, t, seq, e.n, Sending, to, keeper); err != nil {
		return err
	}
	if has || to == Sent || to == Failed || to == Unsure {
		if _, err := t.exec(ctx, `UPDATE leads SET remark = ? WHERE n = ?`, remark, e.n); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, `UPDATE batch_leads SET state = ? WHERE batch = ? AND lead = ?`, int(to), batch, id[:]); err != nil {
		return err
	}
	if to == Sent || to == Unsure {
		return q.addGone(ctx, t, e.Entry)
	}
	return nil
}

// fits looks that the states given for a batch's leads are possible with its own.
func fits(b BatchState, leads []ID, to map[ID]State) error {
	allowed := map[BatchState][]State{
		BatchSent:     {Sent},
		BatchReturned: {Ready, Held},
		BatchRefused:  {Ready, Held, Failed},
		BatchUnsure:   {Unsure},
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
