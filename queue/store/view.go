package store

import (
	"context"
	"sync/atomic"
	"time"

	"leadpad/queue/index"
)

// view is one workspace's leads in memory. It is brought up to date, by the
// change number, before every use, so it never tells less than the database.
type view struct {
	workspace string
	lock      chan struct{} // held by whoever uses the view
	ready     atomic.Bool   // the index was built
	wanted    time.Time     // when it was last used

	seq, epoch int64
	index      index.Index
}

const recordColumns = `SELECT n, id, ws, deleted, state, kind, problems, updated, find FROM leads `

// build reads the workspace anew.
func (v *view) build(ctx context.Context, t *tx) error {
	v.clear()
	if err := t.get(ctx, `SELECT seq, epoch FROM meta`, nil, &v.seq, &v.epoch); err != nil {
		return err
	}
	var n int
	if err := t.get(ctx, `SELECT coalesce(sum(count), 0) FROM counts WHERE ws = ?`, []any{v.workspace}, &n); err != nil {
		return err
	}
	v.index.Reset(n)
	err := v.eachRecord(ctx, t, recordColumns+`WHERE ws = ? AND deleted = 0 ORDER BY n`, []any{v.workspace}, v.index.Feed)
	if err != nil {
		return err
	}
	v.ready.Store(true)
	return nil
}

// clear forgets everything.
func (v *view) clear() {
	v.ready.Store(false)
	v.index.Reset(0)
}

// refresh reads what changed since the view was last used.
func (v *view) refresh(ctx context.Context, t *tx) error {
	if !v.ready.Load() {
		return v.build(ctx, t)
	}
	var seq, epoch int64
	if err := t.get(ctx, `SELECT seq, epoch FROM meta`, nil, &seq, &epoch); err != nil {
		return err
	}
	if seq == v.seq {
		return nil
	}
	if epoch != v.epoch || v.index.Worn() {
		return v.build(ctx, t)
	}
	v.ready.Store(false) // until it is whole again
	err := v.index.Change(func(take func(*index.Record)) error {
		return v.eachRecord(ctx, t, recordColumns+`INDEXED BY leads_seq WHERE seq > ?`, []any{v.seq}, take)
	})
	if err != nil {
		return err
	}
	v.seq = seq
	v.ready.Store(true)
	return nil
}

// eachRecord reads the records that query selects.
func (v *view) eachRecord(ctx context.Context, t *tx, query string, args []any, f func(*index.Record)) error {
	var r index.Record
	var id []byte
	var workspace string
	var deleted int64
	return t.each(ctx, query, args, func(scan func(...any) error) error {
		if err := scan(&r.N, &id, &workspace, &deleted, &r.State, &r.Kind, &r.Problems, &r.Updated, &r.Find); err != nil {
			return err
		}
		r.ID = idOf(id)
		r.Gone = workspace != v.workspace || deleted != 0
		f(&r)
		return nil
	})
}
