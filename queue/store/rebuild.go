package store

import (
	"context"
	"errors"
	"sync"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
)

// What a migration can do in Go. The functions here run inside its transaction, on
// the schema that its statements left.

// rebuildStep is how many leads are read at a time.
const rebuildStep = 256

// Derive writes the keys of all leads, and what they are found by, by the rules of
// today. A damaged lead that went out keeps those of version 5, which stand in the table keys_before.
func Derive(ctx context.Context, c Conn, keys func(owner string, l lead.Lead) []lead.Key) error {
	r := rebuilder{tx: &tx{c: c}, q: &Queue{core: &core{keys: keys}}}
	var all, went []keyed
	whole := map[int64]bool{} // those that went out and can be read
	err := r.each(ctx, func(es []stored) error {
		packed, find := make([][]byte, len(es)), make([][]byte, len(es))
		var work sync.WaitGroup
		onAllCores(&work, len(es), func(i int) {
			find[i] = index.Text(es[i].Lead)
			packed[i] = packKeys(es[i].Workspace, keys(es[i].Owner, es[i].Lead))
		})
		work.Wait()
		for i, e := range es {
			all = unpackKeys(all, packed[i], e.n)
			if wentAway(e) {
				went = unpackKeys(went, packed[i], e.n)
				whole[e.n] = true
			}
			if _, err := r.exec(ctx, `UPDATE bodies SET keys = ? WHERE n = ?`, packed[i], e.n); err != nil {
				return err
			}
			if _, err := r.exec(ctx, `UPDATE leads SET find = ? WHERE n = ?`, find[i], e.n); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = addKeys(ctx, r.tx, all, false)
	}
	if err == nil {
		went, err = r.keysBefore(ctx, went, whole)
	}
	if err == nil {
		err = addKeys(ctx, r.tx, went, true)
	}
	return err
}

// keysBefore appends what version 5 knew of leads that went out, but for those in
// whole.
func (r rebuilder) keysBefore(ctx context.Context, list []keyed, whole map[int64]bool) ([]keyed, error) {
	err := r.tx.each(ctx, `SELECT l.n, k.ws, k.kind, k.value FROM keys_before k JOIN leads l ON l.id = k.lead WHERE k.out = 1`, nil,
		func(scan func(...any) error) error {
			var n int64
			var workspace, kind, value string
			err := scan(&n, &workspace, &kind, &value)
			for k := lead.KeyEmail; !whole[n] && k <= lead.KeyDomain; k++ {
				if k.String() == kind {
					list = append(list, keyed{keyIn(workspace, lead.Key{Kind: k, Value: value}), n})
				}
			}
			return err
		})
	return list, err
}

// wentAway says that a lead went out, or may have.
func wentAway(e stored) bool { return e.State == queue.Sent || e.State == queue.Unsure }

// Rewrite gives every lead to change and writes what it leaves, with all that is
// derived from it: the cells of the table, the text it is found by, its keys and
// its seal. A damaged lead stays as it is.
func Rewrite(ctx context.Context, c Conn, keys func(owner string, l lead.Lead) []lead.Key, change func(lead.Lead) lead.Lead) error {
	r := rebuilder{tx: &tx{c: c}, q: &Queue{core: &core{keys: keys}}}
	return r.each(ctx, func(es []stored) error {
		for _, e := range es {
			e.Lead = change(e.Lead)
			if err := r.rewrite(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// rebuilder is a queue in the middle of a migration.
type rebuilder struct {
	*tx
	q *Queue
}

// each calls f with some leads after the other, those that are as they were written,
// the deleted ones too.
func (r rebuilder) each(ctx context.Context, f func([]stored) error) error {
	last := int64(0)
	for {
		var some []stored
		read := 0
		err := r.tx.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.n > ? ORDER BY l.n LIMIT ? + 0`,
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
		if err := f(some); err != nil {
			return err
		}
	}
}

// rewrite writes a lead anew as it stands in e, in place.
func (r rebuilder) rewrite(ctx context.Context, e stored) error {
	w, err := r.q.write(e.Entry)
	if err != nil {
		return err
	}
	if _, err := r.exec(ctx, `UPDATE leads SET kind = ?, name = ?, email = ?, phone = ?, labels = ?, seal = ?, find = ? WHERE n = ?`,
		int(e.Lead.Kind), w.cells[0], w.cells[1], w.cells[2], w.cells[3], w.seal, w.find, e.n); err != nil {
		return err
	}
	was, err := keysWhere(ctx, r.tx, `l.n = ?`, e.n)
	if err == nil {
		err = rekey(ctx, r.tx, e.n, was, w.keys)
	}
	if err == nil && wentAway(e) {
		err = addKeys(ctx, r.tx, unpackKeys(nil, w.keys, e.n), true)
	}
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, `UPDATE bodies SET lead = ?, problems = ? WHERE n = ?`, w.body, w.problems, e.n)
	return err
}
