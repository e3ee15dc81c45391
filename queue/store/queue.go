// Package store keeps a queue in SQL, whichever engine runs the statements: the
// states that leads go through, what is written before and after each request,
// the Trash and the history. It knows no file, no driver and no placeholder of
// an engine's own; those are behind Engine. Start reading at Queue and Engine.
package store

import (
	"context"
	"errors"
	"sync"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// Queue is an open queue; safe for concurrent use.
type Queue struct {
	db   db
	now  func() time.Time
	keys func(workspace string, l lead.Lead) []lead.Key

	hub    hub
	views  views
	leases leases

	ctx  context.Context // ends with Close: what runs behind the callers' backs
	stop context.CancelFunc
	work sync.WaitGroup
}

// Open makes a queue of an engine, whose schema is up to date, and purges what was
// deleted longer ago than queue.KeepDeleted. The queue closes the engine.
func Open(ctx context.Context, e Engine, o queue.Options) (*Queue, error) {
	q := &Queue{db: db{e}, now: o.Now, keys: o.Keys}
	if q.now == nil {
		q.now = time.Now
	}
	if q.keys == nil {
		q.keys = func(_ string, l lead.Lead) []lead.Key { return lead.Keys(l) }
	}
	q.ctx, q.stop = context.WithCancel(context.WithoutCancel(ctx))
	q.hub.init()
	q.views.init()
	q.leases.init()
	if err := q.purge(ctx); err != nil {
		_ = q.Close()
		return nil, err
	}
	return q, nil
}

// Close implements queue.Keeping.
func (q *Queue) Close() error {
	q.stop()
	q.work.Wait()
	q.leases.releaseAll()
	return q.db.Close()
}

// Warning implements queue.Keeping.
func (q *Queue) Warning() string { return q.db.Warning() }

// Check implements queue.Keeping.
func (q *Queue) Check(ctx context.Context) error { return q.db.Check(ctx) }

// SetQuota implements queue.Keeping.
func (q *Queue) SetQuota(ctx context.Context, bytes int64) error { return q.db.SetQuota(ctx, bytes) }

// purge removes what was deleted long ago. A lock of another process puts it
// off to the next time.
func (q *Queue) purge(ctx context.Context) error {
	before := q.now().Add(-queue.KeepDeleted).UnixNano()
	var due bool
	err := q.db.read(ctx, "look for old deletions", func(t *tx) error {
		return t.get(ctx, `SELECT EXISTS (SELECT 1 FROM leads WHERE deleted > 0 AND deleted < ?)`, []any{before}, &due)
	})
	if err != nil || !due {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	err = q.change(ctx, "purge old deletions", func(t *tx, _ int64) error {
		if _, err := t.exec(ctx, `DELETE FROM leads WHERE deleted > 0 AND deleted < ?`, before); err != nil {
			return err
		}
		_, err := t.exec(ctx, `UPDATE meta SET epoch = epoch + 1`)
		return err
	})
	if errors.Is(err, queue.ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// change runs f in a transaction that gets the next change number, and tells
// the watchers when it was committed. f that changed nothing leaves no trace.
func (q *Queue) change(ctx context.Context, doing string, f func(t *tx, seq int64) error) error {
	changed := int64(0)
	err := q.db.write(ctx, doing, nil, func(t *tx) error {
		var seq int64
		if err := t.get(ctx, `SELECT seq + 1 FROM meta`, nil, &seq); err != nil {
			return err
		}
		if err := f(t, seq); err != nil || !t.dirty {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE meta SET seq = ?`, seq); err != nil {
			return err
		}
		changed = seq
		return nil
	})
	if err == nil && changed != 0 {
		q.hub.tell(changed)
	}
	return err
}

// Counts implements queue.Leads.
func (q *Queue) Counts(ctx context.Context, workspace string) (c queue.Counts, err error) {
	err = q.db.read(ctx, "count the leads", func(t *tx) error {
		return t.each(ctx, `SELECT state, count FROM counts WHERE ws = ?`, []any{workspace}, func(scan func(...any) error) error {
			var state, n int
			if err := scan(&state, &n); err != nil {
				return err
			}
			if state >= 0 && state < len(c.ByState) {
				c.ByState[state] = n
			}
			return nil
		})
	})
	return c, err
}

// Setting implements queue.Keeping.
func (q *Queue) Setting(ctx context.Context, name string) (value string, err error) {
	err = q.db.read(ctx, "read a setting", func(t *tx) error {
		return t.each(ctx, `SELECT value FROM settings WHERE name = ?`, []any{name}, func(scan func(...any) error) error {
			return scan(&value)
		})
	})
	return value, err
}

// SetSetting implements queue.Keeping.
func (q *Queue) SetSetting(ctx context.Context, name, value string) error {
	return q.change(ctx, "write a setting", func(t *tx, _ int64) error {
		if value == "" {
			_, err := t.exec(ctx, `DELETE FROM settings WHERE name = ?`, name)
			return err
		}
		_, err := t.exec(ctx, `INSERT INTO settings VALUES (?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`, name, value)
		return err
	})
}
