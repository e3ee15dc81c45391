package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"leadpad/queue"
)

// receipt is a Receipt as it is written: without the body, which stands apart.
type receipt struct {
	Begun       time.Time `json:"begun"`
	Ended       time.Time `json:"ended,omitzero"`
	Outcome     string    `json:"outcome,omitempty"`
	Status      int       `json:"status,omitempty"`
	Succeeded   *bool     `json:"succeeded,omitempty"`
	StatusCode  *int      `json:"statusCode,omitempty"`
	Description *string   `json:"description,omitempty"`
	Message     *string   `json:"message,omitempty"`
	Headers     []string  `json:"headers,omitempty"`
	Err         string    `json:"err,omitempty"`
	Bytes       int64     `json:"bytes,omitempty"`
	What        string    `json:"what,omitempty"`
	Certain     string    `json:"certain,omitempty"`
	Next        string    `json:"next,omitempty"`

	Seen json.RawMessage `json:"seen,omitempty"`
}

// packReceipt writes a receipt without its body.
func packReceipt(r queue.Receipt) ([]byte, error) {
	return marshal(receipt{
		Begun: r.Begun.UTC(), Ended: r.Ended.UTC(), Outcome: r.Outcome, Status: r.Status,
		Succeeded: r.Succeeded, StatusCode: r.StatusCode, Description: r.Description, Message: r.Message,
		Headers: r.Headers, Err: r.Err, Bytes: r.Bytes, What: r.What, Certain: r.Certain, Next: r.Next, Seen: r.Seen,
	})
}

// unpackReceipt reads it.
func unpackReceipt(b []byte) (queue.Receipt, error) {
	var r receipt
	if err := json.Unmarshal(b, &r); err != nil {
		return queue.Receipt{}, err
	}
	return queue.Receipt{
		Begun: r.Begun, Ended: r.Ended, Outcome: r.Outcome, Status: r.Status,
		Succeeded: r.Succeeded, StatusCode: r.StatusCode, Description: r.Description, Message: r.Message,
		Headers: r.Headers, Err: r.Err, Bytes: r.Bytes, What: r.What, Certain: r.Certain, Next: r.Next, Seen: r.Seen,
	}, nil
}

// insertBatch writes a batch in flight, or one that is only prepared, and gives
// its row number.
func insertBatch(ctx context.Context, t *tx, b queue.Batch, ahead bool) (n int64, err error) {
	r, err := packReceipt(b.Receipt)
	if err != nil {
		return 0, fmt.Errorf("write batch %s: %w", b.ID, err)
	}
	phase := departed
	if ahead {
		phase = prepared
	}
	known := false
	if err := t.get(ctx, `SELECT EXISTS (SELECT 1 FROM batches WHERE id = ?)`, []any{b.ID[:]}, &known); err != nil {
		return 0, err
	}
	if known {
		return 0, fmt.Errorf("batch %s was begun before: %w", b.ID, queue.ErrConflict)
	}
	if err := t.get(ctx, `INSERT INTO batches (id, submission, ws, owner, seq, state, hash, practice, receipt, resolution, prepared)
		VALUES (?,?,?,?,?,?,?,?,?,'',?) RETURNING n`,
		[]any{b.ID[:], b.Submission[:], b.Workspace, b.Owner, b.Seq, int(queue.InFlight), b.Hash, bit(b.Practice), r, phase}, &n); err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, `INSERT INTO payloads (batch, payload) VALUES (?, ?)`, n, b.Payload)
	return n, err
}

// updateBatch writes a batch's state, receipt and resolution. A receipt without
// a body keeps the one that is stored.
func updateBatch(ctx context.Context, t *tx, n int64, b queue.Batch) error {
	r, err := packReceipt(b.Receipt)
	if err != nil {
		return fmt.Errorf("write batch %s: %w", b.ID, err)
	}
	if _, err := t.exec(ctx, `UPDATE batches SET state = ?, receipt = ?, resolution = ? WHERE n = ?`,
		int(b.State), r, b.Resolution, n); err != nil {
		return err
	}
	if b.Receipt.Body == nil {
		return nil
	}
	_, err = t.exec(ctx, `UPDATE payloads SET body = ? WHERE batch = ?`, b.Receipt.Body, n)
	return err
}

const batchColumns = `SELECT n, id, submission, ws, owner, seq, state, hash, practice, receipt, resolution FROM batches `

// scanBatch reads one row of batchColumns.
func (q *Queue) scanBatch(scan func(...any) error) (b queue.Batch, n int64, err error) {
	var id, submission, r []byte
	if err := scan(&n, &id, &submission, &b.Workspace, &b.Owner, &b.Seq, &b.State, &b.Hash, &b.Practice, &r, &b.Resolution); err != nil {
		return b, n, err
	}
	b.ID, b.Submission = idOf(id), idOf(submission)
	if b.Receipt, err = unpackReceipt(r); err != nil {
		return b, n, q.db.Damaged("the receipt of batch " + b.ID.String() + " cannot be read")
	}
	return b, n, nil
}

// leadsOf reads the leads of a batch.
func leadsOf(ctx context.Context, t *tx, n int64, b *queue.Batch) error {
	return t.each(ctx, `SELECT lead, name, state FROM batch_leads WHERE batch = ? ORDER BY pos`, []any{n},
		func(scan func(...any) error) error {
			var id []byte
			var name string
			var state queue.State
			if err := scan(&id, &name, &state); err != nil {
				return err
			}
			b.Leads, b.Names, b.States = append(b.Leads, idOf(id)), append(b.Names, name), append(b.States, state)
			return nil
		})
}

// batch reads one without payload and body, and its row number.
func (q *Queue) batch(ctx context.Context, t *tx, workspace string, id queue.ID) (b queue.Batch, n int64, err error) {
	err = t.each(ctx, batchColumns+`WHERE id = ? AND ws = ? AND prepared <> 1`+q.own(), q.args(id[:], workspace), func(scan func(...any) error) (err error) {
		b, n, err = q.scanBatch(scan)
		return err
	})
	if err != nil {
		return b, n, err
	}
	if n == 0 {
		return b, n, fmt.Errorf("batch %s: %w", id, queue.ErrNotFound)
	}
	err = leadsOf(ctx, t, n, &b)
	return b, n, err
}

// Batches implements queue.History.
func (q *Queue) Batches(ctx context.Context, workspace string, offset, limit int) (bs []queue.Batch, err error) {
	if limit <= 0 {
		return nil, nil
	}
	err = q.db.read(ctx, "list the batches", func(t *tx) error {
		var rows []int64
		err := t.each(ctx, batchColumns+`WHERE ws = ?`+q.own()+` AND prepared <> 1 ORDER BY state = 5 DESC, n DESC LIMIT ? + 0 OFFSET ?`,
			append(q.args(workspace), limit, max(offset, 0)), func(scan func(...any) error) error {
				b, n, err := q.scanBatch(scan)
				bs, rows = append(bs, b), append(rows, n)
				return err
			})
		for i := 0; err == nil && i < len(bs); i++ {
			err = leadsOf(ctx, t, rows[i], &bs[i])
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return bs, nil
}

// BatchCount implements queue.History.
func (q *Queue) BatchCount(ctx context.Context, workspace string) (n int, err error) {
	err = q.db.read(ctx, "count the batches", func(t *tx) error {
		return t.get(ctx, `SELECT count(*) - (SELECT count(*) FROM batches WHERE ws = ?`+q.own()+` AND state = 1 AND prepared = 1)
			FROM batches WHERE ws = ?`+q.own(), append(q.args(workspace), q.args(workspace)...), &n)
	})
	return n, err
}

// UnsureCount implements queue.History.
func (q *Queue) UnsureCount(ctx context.Context, workspace string) (n int, err error) {
	err = q.db.read(ctx, "count the batches", func(t *tx) error {
		return t.get(ctx, `SELECT count(*) FROM batches WHERE ws = ? AND state = 5`+q.own(), q.args(workspace), &n)
	})
	return n, err
}

// Doubt implements queue.History.
func (q *Queue) Doubt(ctx context.Context, workspace string) (d queue.Doubt, err error) {
	err = q.db.read(ctx, "look for unsure batches", func(t *tx) error {
		d = queue.Doubt{}
		newest := int64(0)
		// Where nothing is unsure, as nearly always, the first look ends it.
		err := t.each(ctx, batchColumns+`WHERE ws = ? AND state = 5`+q.own()+` AND n > coalesce((SELECT max(n) FROM batches
				WHERE ws = ? AND state IN (2, 6)`+q.own()+`), 0) ORDER BY n DESC`, append(q.args(workspace), q.args(workspace)...),
			func(scan func(...any) error) error {
				b, n, err := q.scanBatch(scan)
				d.Batches, newest = append(d.Batches, b), max(newest, n)
				return err
			})
		if err != nil || newest == 0 {
			return err
		}
		return t.get(ctx, `SELECT EXISTS (SELECT 1 FROM batches WHERE ws = ? AND state = 4`+q.own()+` AND n > ?)`,
			append(q.args(workspace), newest), &d.Refused)
	})
	if err != nil {
		return queue.Doubt{}, err
	}
	return d, nil
}

// Batch implements queue.History.
func (q *Queue) Batch(ctx context.Context, workspace string, id queue.ID) (queue.Batch, error) {
	var b queue.Batch
	err := q.db.read(ctx, "read a batch", func(t *tx) error {
		var n int64
		var err error
		if b, n, err = q.batch(ctx, t, workspace, id); err != nil {
			return err
		}
		return t.get(ctx, `SELECT payload, body FROM payloads WHERE batch = ?`, []any{n}, &b.Payload, &b.Receipt.Body)
	})
	if err != nil {
		return queue.Batch{}, err
	}
	return b, nil
}
