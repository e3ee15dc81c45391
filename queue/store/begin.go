package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"leadpad/queue"
)

// Prepare implements queue.Outgoing.
func (q *Queue) Prepare(ctx context.Context, b queue.Batch) error {
	b, err := q.whole(b)
	if err != nil {
		return err
	}
	// No change number: there is nothing that a watcher could see.
	return q.db.write(ctx, "prepare a request", []string{b.Workspace}, func(t *tx) error {
		owner, err := q.checkSubmission(ctx, t, b.Workspace, b.Submission)
		if err != nil {
			return err
		}
		b.Owner = owner
		if err := dropPrepared(ctx, t, b.Workspace, b.Submission); err != nil {
			return err
		}
		_, err = q.writeBatch(ctx, t, b, true)
		return err
	})
}

// Begin implements queue.Outgoing.
func (q *Queue) Begin(ctx context.Context, b queue.Batch) error { return q.begin(ctx, b, false) }

// Launch implements queue.Outgoing.
func (q *Queue) Launch(ctx context.Context, b queue.Batch) error { return q.begin(ctx, b, true) }

func (q *Queue) begin(ctx context.Context, b queue.Batch, quick bool) error {
	b, err := q.whole(b)
	if err != nil {
		return err
	}
	return q.change(ctx, "begin a request", []string{b.Workspace}, func(c *change) error {
		owner, err := q.checkSubmission(ctx, c.tx, b.Workspace, b.Submission)
		if err != nil {
			return err
		}
		b.Owner = owner
		c.touch(b.Workspace, owner, queue.OfBatches|queue.OfSending)
		n, err := openPrepared(ctx, c.tx, b)
		switch {
		case err != nil:
			return err
		case n == 0:
			if n, err = q.writeBatch(ctx, c.tx, b, false); err != nil {
				return err
			}
		case quick:
			return stillHeld(ctx, c.tx, n, b)
		}
		return leave(ctx, c, n, b)
	})
}

// The values of batches.prepared.
const (
	departed = 0 // its leads are Sending, or settled
	prepared = 1 // written and not begun: nothing of it was sent
	launched = 2 // begun, and its leads are Held until they depart
)

// Depart implements queue.Outgoing.
func (q *Queue) Depart(ctx context.Context, workspace string, batch queue.ID) error {
	return q.change(ctx, "move the leads of a request", []string{workspace}, func(c *change) error {
		return departAll(ctx, c, `ws = ? AND id = ?`+q.own(), q.args(workspace, batch[:])...)
	})
}

// departAll does what Depart does for those launched batches that where finds.
func departAll(ctx context.Context, c *change, where string, args ...any) error {
	type row struct {
		n int64
		b queue.Batch
	}
	var rows []row
	err := c.each(ctx, `SELECT n, id, submission, ws FROM batches WHERE state = 1 AND prepared = 2 AND `+where, args,
		func(scan func(...any) error) error {
			var r row
			var id, submission []byte
			err := scan(&r.n, &id, &submission, &r.b.Workspace)
			r.b.ID, r.b.Submission = idOf(id), idOf(submission)
			rows = append(rows, r)
			return err
		})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := leadsOf(ctx, c.tx, r.n, &r.b); err != nil {
			return err
		}
		if err := leave(ctx, c, r.n, r.b); err != nil {
			return err
		}
	}
	return nil
}

// heldBy is 1 for a lead that a submission holds, in one expression: the planner
// must go by the leads of the batch, not by all that the submission holds.
const heldBy = `CASE WHEN ws = ? AND state = 3 AND submission = ? AND deleted = 0 THEN 1 ELSE 0 END`

// stillHeld looks that the submission holds all leads of b, whose row is n.
func stillHeld(ctx context.Context, t *tx, n int64, b queue.Batch) error {
	held := 0
	err := t.get(ctx, `SELECT coalesce(sum(`+heldBy+`), 0) FROM leads WHERE id IN (SELECT lead FROM batch_leads WHERE batch = ?)`,
		[]any{b.Workspace, b.Submission[:], n}, &held)
	if err == nil && held != len(b.Leads) {
		err = fmt.Errorf("only %d of %d leads are held by this submission: %w", held, len(b.Leads), queue.ErrConflict)
	}
	return err
}

// leave moves the leads of b, whose row is n, from Held to Sending.
func leave(ctx context.Context, c *change, n int64, b queue.Batch) error {
	moved, err := c.move(ctx, b.Workspace, queue.Held, queue.Sending, `UPDATE leads SET state = 4, seal = seal + ?, batch = ?, seq = ?
		WHERE id IN (SELECT lead FROM batch_leads WHERE batch = ?) AND `+heldBy+` = 1`,
		int64(queue.Sending)*StateWeight-int64(queue.Held)*StateWeight, b.ID[:], c.seq(b.Workspace), n, b.Workspace, b.Submission[:])
	if err != nil {
		return err
	}
	if moved != len(b.Leads) {
		return fmt.Errorf("only %d of %d leads are held by this submission: %w", moved, len(b.Leads), queue.ErrConflict)
	}
	_, err = c.exec(ctx, `UPDATE batches SET prepared = 0 WHERE n = ? AND prepared <> 0`, n)
	return err
}

// whole looks that b can be written and fills in what can be told.
func (q *Queue) whole(b queue.Batch) (queue.Batch, error) {
	if len(b.Leads) == 0 || len(b.Payload) == 0 || b.ID == (queue.ID{}) {
		return b, errors.New("a batch needs an id, leads and a payload")
	}
	if b.Receipt.Begun.IsZero() {
		b.Receipt.Begun = q.now()
	}
	if b.Hash == "" {
		sum := sha256.Sum256(b.Payload)
		b.Hash = hex.EncodeToString(sum[:])
	}
	return b, nil
}

// writeBatch writes a batch with its leads, which the submission must hold, and
// gives its row number.
func (q *Queue) writeBatch(ctx context.Context, t *tx, b queue.Batch, ahead bool) (int64, error) {
	n, err := insertBatch(ctx, t, b, ahead)
	if err != nil {
		return 0, err
	}
	if b, err = q.asRead(ctx, t, b); err != nil {
		return 0, err
	}
	if err := stillAs(ctx, t, b); err != nil {
		return 0, err
	}
	for i, l := range b.Read {
		if _, err := t.exec(ctx, `INSERT INTO batch_leads (batch, pos, lead, name, state, rev) VALUES (?, ?, ?, ?, ?, ?)`,
			n, i, l.ID[:], cut(b.Names[i]), int(queue.Sending), l.Rev); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// asRead is a batch with its leads as they were read for its payload, or now.
func (q *Queue) asRead(ctx context.Context, t *tx, b queue.Batch) (queue.Batch, error) {
	if b.Read == nil {
		given := b.Names
		b.Names = nil
		err := q.findAll(ctx, t, b.Workspace, b.Leads, func(e stored) error {
			b.Read = append(b.Read, queue.Traits{ID: e.ID, Rev: e.Rev, Keys: q.keys(e.Owner, e.Lead)})
			b.Names = append(b.Names, e.Lead.Title())
			return nil
		})
		if err != nil {
			return b, err
		}
		if len(given) == len(b.Names) {
			b.Names = given
		}
	}
	for i, id := range b.Leads {
		if i >= len(b.Read) || b.Read[i].ID != id {
			return b, fmt.Errorf("lead %s: %w", id, queue.ErrNotFound)
		}
	}
	if len(b.Read) > len(b.Leads) || len(b.Names) != len(b.Leads) {
		return b, fmt.Errorf("batch %s: more leads were read than it has: %w", b.ID, queue.ErrConflict)
	}
	return b, nil
}

// stillAs looks that the submission of b holds its leads, and that they are as
// they were read. Their keys are written anew where the rules by which they are
// made changed since the leads were saved.
func stillAs(ctx context.Context, t *tx, b queue.Batch) error {
	type found struct {
		n, rev int64
		keys   []byte
	}
	leads := make(map[queue.ID]found, len(b.Leads))
	for ids := b.Leads; len(ids) > 0; ids = ids[min(findStep, len(ids)):] {
		err := t.each(ctx, `SELECT l.id, l.n, l.rev, b.keys FROM leads l JOIN bodies b ON b.n = l.n WHERE l.id IN `+findMarks()+` AND `+heldBy+` = 1`,
			append(idArgs(ids[:min(findStep, len(ids))]), b.Workspace, b.Submission[:]), func(scan func(...any) error) error {
				var id []byte
				var f found
				err := scan(&id, &f.n, &f.rev, &f.keys)
				leads[idOf(id)] = f
				return err
			})
		if err != nil {
			return err
		}
	}
	for _, l := range b.Read {
		f, held := leads[l.ID]
		if !held || f.rev != l.Rev {
			return fmt.Errorf("lead %s is not held by this submission: %w", l.ID, queue.ErrConflict)
		}
		if err := rekey(ctx, t, f.n, unpackKeys(nil, f.keys, f.n), packKeys(b.Workspace, l.Keys)); err != nil {
			return err
		}
	}
	return nil
}

// openPrepared opens what Prepare wrote of b and gives its row number, 0 when it
// wrote nothing. ErrConflict: it wrote another payload.
func openPrepared(ctx context.Context, t *tx, b queue.Batch) (n int64, err error) {
	hash := ""
	err = t.each(ctx, `SELECT n, hash FROM batches WHERE id = ? AND ws = ? AND submission = ? AND prepared = 1`,
		[]any{b.ID[:], b.Workspace, b.Submission[:]}, func(scan func(...any) error) error { return scan(&n, &hash) })
	if err != nil || n == 0 {
		return 0, err
	}
	if hash != b.Hash {
		return 0, fmt.Errorf("batch %s was prepared with another payload: %w", b.ID, queue.ErrConflict)
	}
	r, err := packReceipt(b.Receipt)
	if err != nil {
		return 0, fmt.Errorf("write batch %s: %w", b.ID, err)
	}
	_, err = t.exec(ctx, `UPDATE batches SET prepared = ?, seq = ?, receipt = ? WHERE n = ?`, launched, b.Seq, r, n)
	return n, err
}

// dropPrepared forgets what was prepared and not begun: for a submission, or
// with the zero ID for all of the workspace.
func dropPrepared(ctx context.Context, t *tx, workspace string, submission queue.ID) error {
	query, args := `SELECT n FROM batches WHERE ws = ? AND state = 1 AND prepared = 1`, []any{workspace}
	if submission != (queue.ID{}) {
		query, args = query+` AND submission = ?`, append(args, submission[:])
	}
	var rows []int64
	err := t.each(ctx, query, args, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		rows = append(rows, n)
		return err
	})
	if err != nil {
		return err
	}
	for _, n := range rows {
		for _, query := range []string{
			`DELETE FROM batch_leads WHERE batch = ?`, `DELETE FROM payloads WHERE batch = ?`, `DELETE FROM batches WHERE n = ?`,
		} {
			if _, err := t.exec(ctx, query, n); err != nil {
				return err
			}
		}
	}
	return nil
}
