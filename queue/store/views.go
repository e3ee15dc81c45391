package store

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// views are the views that were needed, by what they show.
type views struct {
	mu sync.Mutex
	of map[place]*view
}

// everybody stands for the owner in the key of a view that shows all owners.
const everybody = "\x00"

func (vs *views) init() { vs.of = map[place]*view{} }

// view gives the view of a workspace, built or not.
func (q *Queue) view(workspace string) *view {
	key := place{workspace, q.scope.Owner}
	if q.scope.All {
		key.owner = everybody
	}
	q.views.mu.Lock()
	defer q.views.mu.Unlock()
	v := q.views.of[key]
	if v == nil {
		v = &view{workspace: workspace, scope: q.scope, lock: make(chan struct{}, 1)}
		q.views.of[key] = v
	}
	return v
}

// withView runs f with the workspace's view as it is in t's moment.
func (q *Queue) withView(ctx context.Context, workspace, doing string, f func(t *tx, v *view) error) error {
	v := q.view(workspace)
	if !v.ready.Load() {
		if err := q.awaitView(ctx, v, doing); err != nil {
			return err
		}
	}
	select {
	case v.lock <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	defer func() { <-v.lock }()
	return q.db.read(ctx, doing, func(t *tx) error {
		if err := v.refresh(ctx, t, q.now()); err != nil {
			return err
		}
		return f(t, v)
	})
}

// awaitView builds a view and waits for it. A caller that gives up, as a filter
// does at the next key, does not stop the building: the next one needs it too.
func (q *Queue) awaitView(ctx context.Context, v *view, doing string) error {
	select {
	case v.lock <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	if v.ready.Load() || !q.open() {
		<-v.lock
		return nil // the caller reads, and is told when the queue is closed
	}
	built := make(chan struct{})
	q.work.Go(func() {
		defer close(built)
		defer func() { <-v.lock }()
		// What fails here fails again, and is told, when the caller asks.
		_ = q.db.read(q.ctx, doing, func(t *tx) error { return v.refresh(q.ctx, t, q.now()) })
	})
	select {
	case <-built:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
}

const (
	// deep is the offset from which the view is worth its memory also without a
	// filter: SQLite walks to an offset row by row, 100,000 in about 10 ms.
	deep = 5000
	// viewKept is how long the view is kept after the last query that needed it.
	viewKept = 5 * time.Minute
)

// Ahead implements queue.Table.
func (q *Queue) Ahead(workspace string) {
	if !q.view(workspace).ready.Load() {
		q.warm(workspace)
	}
}

// warm builds a workspace's view in the background, once.
func (q *Queue) warm(workspace string) {
	v := q.view(workspace)
	select {
	case v.lock <- struct{}{}:
		<-v.lock
	default:
		return // somebody is at it
	}
	if q.ctx.Err() != nil {
		return
	}
	q.work.Go(func() {
		_ = q.withView(q.ctx, workspace, "read the leads", func(*tx, *view) error { return nil })
	})
}

// cool gives the view's memory back when nothing needed it for a while.
func (q *Queue) cool(workspace string) {
	v := q.view(workspace)
	if !v.ready.Load() {
		return
	}
	select {
	case v.lock <- struct{}{}:
		if idle := q.now().Sub(v.wanted); idle > viewKept || idle < 0 {
			v.clear()
		}
		<-v.lock
	default: // somebody is at it
	}
}

// rowColumns takes a contact's company out of its body, of which it needs the
// beginning.
const rowColumns = `id, state, kind, name, email, phone, labels, problems, finished, remark, updated,
	CASE kind WHEN 1 THEN (SELECT substr(b.lead, 1, 16384) FROM bodies b WHERE b.n = l.n) END`

const selectRows = `SELECT ` + rowColumns + ` FROM leads l `
