package store

import (
	"context"
	"sync/atomic"
	"time"

	"leadpad/queue"
	"leadpad/queue/index"
)

// view is a workspace's leads in memory, as far as a scope sees them. It is
// brought up to date, by the change number, before every use, so it never tells
// less than the database.
type view struct {
	workspace string
	scope     queue.Scope
	lock      chan struct{} // held by whoever uses the view
	ready     atomic.Bool   // the index was built
	wanted    time.Time     // when it was last used

	seq   int64
	index index.Index
}

// viewOld is after how long without use a view is not brought up to date but built
// anew: before what tells of a lead that left is forgotten.
const viewOld = 24 * time.Hour

const recordColumns = `SELECT n, id, deleted, state, kind, problems, updated, find FROM leads `

// own is the condition on the owner of the view's leads, with its arguments.
func (v *view) own(args ...any) (string, []any) {
	q := v.queue()
	return q.own(), q.args(args...)
}

// queue is one that has the view's scope and can do nothing else.
func (v *view) queue() *Queue { return &Queue{scope: v.scope} }

// build reads the workspace anew.
func (v *view) build(ctx context.Context, t *tx) error {
	v.clear()
	var err error
	if v.seq, err = v.queue().lastChange(ctx, t, v.workspace); err != nil {
		return err
	}
	own, args := v.own(v.workspace)
	var n int
	if err := t.get(ctx, `SELECT coalesce(sum(count), 0) FROM counts WHERE ws = ?`+own, args, &n); err != nil {
		return err
	}
	v.index.Reset(n)
	where := `WHERE ws = ?`
	if n > deep {
		// The plus keeps SQLite from the workspace's index: it would have to sort what it
		// finds by that, with all the texts, in memory of which it gives nothing back.
		where = `WHERE +ws = ?`
	}
	err = v.eachRecord(ctx, t, recordColumns+where+own+` AND deleted = 0 ORDER BY n`, args, v.index.Feed)
	if err != nil {
		return err
	}
	v.index.Count(queue.Query{})
	v.index.Page(queue.Query{}, 0, 1) // sorts them, so that the first key finds it done
	v.ready.Store(true)
	return nil
}

// clear forgets everything.
func (v *view) clear() {
	v.ready.Store(false)
	v.index.Reset(0)
}

// refresh reads what changed since the view was last used.
func (v *view) refresh(ctx context.Context, t *tx, now time.Time) error {
	idle := now.Sub(v.wanted)
	v.wanted = now
	if !v.ready.Load() || idle > viewOld || idle < 0 || v.index.Worn() {
		return v.build(ctx, t)
	}
	seq, err := v.queue().lastChange(ctx, t, v.workspace)
	if err != nil || seq == v.seq {
		return err
	}
	v.ready.Store(false) // until it is whole again
	if err := v.index.Change(func(take func(*index.Record)) error { return v.news(ctx, t, take) }); err != nil {
		return err
	}
	v.seq = seq
	v.ready.Store(true)
	return nil
}

// news reads what changed, and what left.
func (v *view) news(ctx context.Context, t *tx, take func(*index.Record)) error {
	own, args := v.own(v.workspace, v.seq)
	// What left may have come back since: its row says so.
	err := t.each(ctx, `SELECT n FROM tombstones WHERE ws = ? AND seq > ?`+own, args, func(scan func(...any) error) error {
		r := index.Record{Gone: true}
		if err := scan(&r.N); err != nil {
			return err
		}
		take(&r)
		return nil
	})
	if err != nil {
		return err
	}
	return v.eachRecord(ctx, t, recordColumns+`WHERE ws = ? AND seq > ?`+own, args, take)
}

// eachRecord reads the records that query selects.
func (v *view) eachRecord(ctx context.Context, t *tx, query string, args []any, f func(*index.Record)) error {
	var r index.Record
	var id []byte
	var deleted int64
	return t.each(ctx, query, args, func(scan func(...any) error) error {
		if err := scan(&r.N, &id, &deleted, &r.State, &r.Kind, &r.Problems, &r.Updated, &r.Find); err != nil {
			return err
		}
		r.ID = idOf(id)
		r.Gone = deleted != 0
		f(&r)
		return nil
	})
}
