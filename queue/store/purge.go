package store

import (
	"context"
	"errors"
	"time"

	"leadpad/queue"
)

// purge removes what was deleted long ago, and what was left to say so. A lock of
// another process, or a disk that takes nothing, puts it off to the next time.
func (q *Queue) purge(ctx context.Context) error {
	before := nanos(q.now().Add(-queue.KeepDeleted))
	var due bool
	err := q.db.read(ctx, "look for old deletions", func(t *tx) error {
		return t.get(ctx, `SELECT EXISTS (SELECT 1 FROM leads WHERE deleted > 0 AND deleted < ?)`, []any{before}, &due)
	})
	if err != nil || !due {
		return err
	}
	locked, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	err = q.db.write(locked, "purge old deletions", nil, func(t *tx) error {
		keys, err := keysWhere(ctx, t, `l.deleted > 0 AND l.deleted < ?`, before)
		if err == nil {
			err = dropKeys(ctx, t, keys)
		}
		if err != nil {
			return err
		}
		for _, one := range []struct {
			query string
			args  []any
		}{
			{`DELETE FROM tombstones WHERE at < ?`, []any{before}},
			// An index in memory that does not know of the deletion yet finds the tombstone.
			{`INSERT INTO tombstones (ws, owner, seq, n, at)
				SELECT ws, owner, seq, n, CAST(? AS BIGINT) FROM leads WHERE deleted > 0 AND deleted < ?`, []any{nanos(q.now()), before}},
			{`DELETE FROM leads WHERE deleted > 0 AND deleted < ?`, []any{before}},
		} {
			if _, err := t.exec(ctx, one.query, one.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, queue.ErrBusy) || errors.Is(err, context.DeadlineExceeded) || queue.Refuses(err) {
		return nil
	}
	return err
}
