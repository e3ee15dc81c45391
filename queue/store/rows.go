package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"leadpad/queue"
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

const rowColumns = `SELECT id, state, kind, name, email, phone, labels, problems, finished, remark, updated FROM leads `

// scanRow reads one row of rowColumns.
func scanRow(scan func(...any) error) (r queue.Row, err error) {
	var id []byte
	var updated int64
	err = scan(&id, &r.State, &r.Kind, &r.Name, &r.Email, &r.Phone, &r.Labels, &r.Problems, &r.Finished, &r.Remark, &updated)
	r.ID, r.Updated = idOf(id), timeOf(updated)
	return r, err
}

// Rows implements queue.Table.
func (q *Queue) Rows(ctx context.Context, qu queue.Query, offset, limit int) (rows []queue.Row, err error) {
	if limit <= 0 {
		return nil, nil
	}
	offset = max(offset, 0)
	if plain(qu) && (offset < deep || !q.view(qu.Workspace).ready.Load()) {
		if offset < deep {
			q.cool(qu.Workspace)
		} else {
			defer q.warm(qu.Workspace)
		}
		return q.plainRows(ctx, qu, offset, limit)
	}
	err = q.withView(ctx, qu.Workspace, "list the leads", func(t *tx, v *view) error {
		slots := page(v.index.Find(qu), qu.Reverse, offset, limit)
		rows = make([]queue.Row, 0, len(slots))
		for _, s := range slots {
			n, _ := v.index.At(s)
			err := t.each(ctx, rowColumns+`WHERE n = ?`, []any{n}, func(scan func(...any) error) error {
				r, err := scanRow(scan)
				rows = append(rows, r)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// page cuts a page out of a result, in the order wanted.
func page(slots []int32, reverse bool, offset, limit int) []int32 {
	from := min(offset, len(slots))
	to := from + min(limit, len(slots)-from)
	out := make([]int32, 0, to-from)
	for i := from; i < to; i++ {
		if reverse {
			out = append(out, slots[len(slots)-1-i])
		} else {
			out = append(out, slots[i])
		}
	}
	return out
}

// listed is own for the lists of the table. One person's are read from the index
// leads_todo as they are; where there are owners, each has an index of its own,
// leads_own, which only a condition that names it can use.
func (q *Queue) listed() string {
	if !q.scope.All && q.scope.Owner != "" {
		return ` AND owner = ? AND owner <> ''`
	}
	return q.own()
}

// plainRows answers a plain query from the index leads_todo.
func (q *Queue) plainRows(ctx context.Context, qu queue.Query, offset, limit int) (rows []queue.Row, err error) {
	err = q.db.read(ctx, "list the leads", func(t *tx) error {
		return t.each(ctx, rowColumns+`WHERE ws = ? AND deleted = 0 AND state <> 5`+q.listed()+order(qu)+` LIMIT ? OFFSET ?`,
			append(q.args(qu.Workspace), limit, offset), func(scan func(...any) error) error {
				r, err := scanRow(scan)
				rows = append(rows, r)
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Count implements queue.Table.
func (q *Queue) Count(ctx context.Context, qu queue.Query) (n int, err error) {
	if strings.TrimSpace(qu.Text) == "" && !qu.Problems {
		c, err := q.Counts(ctx, qu.Workspace)
		for s := queue.Draft; s <= queue.Unsure; s++ {
			if s != queue.Sent || qu.Sent {
				n += c.ByState[s]
			}
		}
		return n, err
	}
	err = q.withView(ctx, qu.Workspace, "count the leads", func(_ *tx, v *view) error {
		n = len(v.index.Find(qu))
		return nil
	})
	return n, err
}

// IDs implements queue.Table.
func (q *Queue) IDs(ctx context.Context, qu queue.Query) (ids []queue.ID, err error) {
	if plain(qu) {
		return q.plainIDs(ctx, qu)
	}
	err = q.withView(ctx, qu.Workspace, "list the leads", func(_ *tx, v *view) error {
		slots := v.index.Find(qu)
		ids = make([]queue.ID, len(slots))
		for i, s := range slots {
			if qu.Reverse {
				i = len(slots) - 1 - i
			}
			_, ids[i] = v.index.At(s)
		}
		return nil
	})
	return ids, err
}

// plainIDs answers a plain query from the index leads_todo.
func (q *Queue) plainIDs(ctx context.Context, qu queue.Query) (ids []queue.ID, err error) {
	err = q.db.read(ctx, "list the leads", func(t *tx) error {
		return t.each(ctx, `SELECT id FROM leads WHERE ws = ? AND deleted = 0 AND state <> 5`+q.listed()+order(qu),
			q.args(qu.Workspace), func(scan func(...any) error) error {
				var id []byte
				err := scan(&id)
				ids = append(ids, idOf(id))
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

// Index implements queue.Table.
func (q *Queue) Index(ctx context.Context, qu queue.Query, id queue.ID) (index int, err error) {
	if plain(qu) {
		return q.plainIndex(ctx, qu, id)
	}
	err = q.withView(ctx, qu.Workspace, "look for a lead", func(_ *tx, v *view) error {
		slots := v.index.Find(qu)
		for i, s := range slots {
			if _, at := v.index.At(s); at != id {
				continue
			}
			if index = i; qu.Reverse {
				index = len(slots) - 1 - i
			}
			return nil
		}
		return fmt.Errorf("lead %s is not in this list: %w", id, queue.ErrNotFound)
	})
	return index, err
}

// plainIndex answers a plain query from the index leads_todo.
func (q *Queue) plainIndex(ctx context.Context, qu queue.Query, id queue.ID) (index int, err error) {
	before := `(updated, n) > (?, ?)`
	if qu.Reverse {
		before = `(updated, n) < (?, ?)`
	}
	err = q.db.read(ctx, "look for a lead", func(t *tx) error {
		found := false
		var updated, n int64
		err := t.each(ctx, `SELECT updated, n FROM leads WHERE id = ? AND ws = ? AND deleted = 0 AND state <> 5`+q.own(),
			q.args(id[:], qu.Workspace), func(scan func(...any) error) error {
				found = true
				return scan(&updated, &n)
			})
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("lead %s is not in this list: %w", id, queue.ErrNotFound)
		}
		return t.get(ctx, `SELECT count(*) FROM leads WHERE ws = ? AND deleted = 0 AND state <> 5`+q.listed()+` AND `+before,
			append(q.args(qu.Workspace), updated, n), &index)
	})
	return index, err
}

// plain says that the database alone can answer qu: the list as it stands when
// nobody looks for anything. The index in memory takes about 200 bytes a lead, so
// it is built only for those who do.
func plain(qu queue.Query) bool {
	return strings.TrimSpace(qu.Text) == "" && !qu.Problems && !qu.Sent && qu.Sort == queue.ByAge
}

// order is the order of a plain query.
func order(qu queue.Query) string {
	if qu.Reverse {
		return ` ORDER BY updated, n`
	}
	return ` ORDER BY updated DESC, n DESC`
}
