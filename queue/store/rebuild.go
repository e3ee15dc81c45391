package store

import (
	"context"
	"errors"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
)

// What a migration can do in Go. The functions here run inside its transaction, on
// the schema that its statements left.

// rebuildStep is how many leads are read at a time.
const rebuildStep = 256

// WriteKeys writes the keys of all leads by the rules of today. A damaged lead
// keeps those that it has.
func WriteKeys(ctx context.Context, c Conn, keys func(workspace string, l lead.Lead) []lead.Key) error {
	r := rebuilder{tx: &tx{c: c}, q: &Queue{core: &core{keys: keys}}}
	return r.each(ctx, func(e stored) error { return r.writeKeys(ctx, e) })
}

// Rewrite gives every lead to change and writes what it leaves, with all that is
// derived from it: the cells of the table, the text it is found by, its keys and
// its seal. A damaged lead stays as it is.
func Rewrite(ctx context.Context, c Conn, keys func(workspace string, l lead.Lead) []lead.Key, change func(lead.Lead) lead.Lead) error {
	r := rebuilder{tx: &tx{c: c}, q: &Queue{core: &core{keys: keys}}}
	return r.each(ctx, func(e stored) error {
		e.Lead = change(e.Lead)
		return r.rewrite(ctx, e)
	})
}

// rebuilder is a queue in the middle of a migration.
type rebuilder struct {
	*tx
	q *Queue
}

// each calls f with every lead that is as it was written, the deleted ones too.
func (r rebuilder) each(ctx context.Context, f func(stored) error) error {
	last := int64(0)
	for {
		var some []stored
		read := 0
		err := r.tx.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.n > ? ORDER BY l.n LIMIT ?`,
			[]any{last, rebuildStep}, func(scan func(...any) error) error {
				e, err := scanLead(scan)
				last = max(last, e.n)
				read++
				var d damage
				if errors.As(err, &d) {
					return nil
				}
				some = append(some, e)
				return err
			})
		if err != nil || read == 0 {
			return err
		}
		for _, e := range some {
			if err := f(e); err != nil {
				return err
			}
		}
	}
}

// rewrite writes a lead anew as it stands in e, in place.
func (r rebuilder) rewrite(ctx context.Context, e stored) error {
	body, problems, err := encode(e.Entry)
	if err != nil {
		return err
	}
	name, email, phone, labels := cells(e.Lead)
	if _, err := r.exec(ctx, `UPDATE leads SET kind = ?, name = ?, email = ?, phone = ?, labels = ?, seal = ?, find = ? WHERE n = ?`,
		int(e.Lead.Kind), name, email, phone, labels,
		SealOf(e.ID, e.Workspace, e.Owner, e.State, body, problems), index.Text(e.Lead), e.n); err != nil {
		return err
	}
	if _, err := r.exec(ctx, `UPDATE bodies SET lead = ?, problems = ? WHERE n = ?`, body, problems, e.n); err != nil {
		return err
	}
	return r.writeKeys(ctx, e)
}

// writeKeys writes the keys of a lead anew.
func (r rebuilder) writeKeys(ctx context.Context, e stored) error {
	if _, err := r.exec(ctx, `DELETE FROM keys WHERE lead = ?`, e.ID[:]); err != nil {
		return err
	}
	wentOut := e.State == queue.Sent || e.State == queue.Unsure
	return addKeys(ctx, r.tx, e.Workspace, r.q.keysOf(nil, e.Entry), wentOut)
}
