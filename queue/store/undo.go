package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leadpad/queue"
)

// The undo journal keeps what can be taken back when the process that did it is
// gone. An entry's number is the change number of what it tells of, so it is
// never given again, and the leads that this change touched last carry it, too.

// journalMost is how many entries a workspace's journal has at most.
const journalMost = 50

// deletion is the kind of entry that Delete writes.
const deletion = "delete"

// entered is one entry of the journal.
type entered struct {
	n         int64
	workspace string
	at        time.Time
	kind      string
	leads     int    // how many it touched; 0: there is nothing to take back
	what      []byte // what else is needed to take it back, by kind
}

// journal writes an entry, and drops those that are too old or too many.
func (q *Queue) journal(ctx context.Context, t *tx, e entered) error {
	if e.leads == 0 {
		return nil
	}
	if e.what == nil {
		e.what = []byte{}
	}
	_, err := t.exec(ctx, `INSERT INTO undo (n, ws, owner, at, kind, leads, what) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.n, e.workspace, q.scope.Owner, nanos(e.at), e.kind, e.leads, e.what)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `DELETE FROM undo WHERE ws = ?1 AND owner = ?2 AND (at < ?3 OR n <=
		(SELECT n FROM undo WHERE ws = ?1 AND owner = ?2 ORDER BY n DESC LIMIT 1 OFFSET ?4))`,
		e.workspace, q.scope.Owner, nanos(e.at.Add(-queue.KeepUndo)), journalMost)
	return err
}

// Undelete implements queue.Trash.
func (q *Queue) Undelete(ctx context.Context, workspace string, n int64) (back []queue.ID, err error) {
	err = q.change(ctx, "take a deletion back", []string{workspace}, func(c *change) (err error) {
		back, err = q.undelete(ctx, c, workspace, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	return back, nil
}

// UndeleteLast implements queue.Trash.
func (q *Queue) UndeleteLast(ctx context.Context, workspace string) (u queue.Undone, err error) {
	err = q.change(ctx, "take the last deletion back", []string{workspace}, func(c *change) error {
		var n, at int64
		err := c.get(ctx, `SELECT n, at, leads FROM undo WHERE ws = ? AND owner = ? AND kind = ? AND at >= ? AND EXISTS
				(SELECT 1 FROM leads l WHERE l.seq = undo.n AND l.ws = undo.ws AND l.deleted > 0)
			ORDER BY n DESC LIMIT 1`, []any{workspace, q.scope.Owner, deletion, nanos(q.now().Add(-queue.KeepUndo))}, &n, &at, &u.Of)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("a deletion to take back: %w", queue.ErrNotFound)
		}
		if err != nil {
			return err
		}
		u.At = timeOf(at)
		u.Back, err = q.undelete(ctx, c, workspace, n)
		return err
	})
	if err != nil {
		return queue.Undone{}, err
	}
	return u, nil
}

// undelete restores the leads that deletion n was the last to touch, and takes
// it out of the journal.
func (q *Queue) undelete(ctx context.Context, c *change, workspace string, n int64) (back []queue.ID, err error) {
	err = c.each(ctx, `SELECT id FROM leads WHERE seq = ? AND ws = ? AND deleted > 0`+q.own()+` ORDER BY updated DESC, n DESC`,
		q.args(n, workspace), func(scan func(...any) error) error {
			var id []byte
			err := scan(&id)
			back = append(back, idOf(id))
			return err
		})
	if err != nil || len(back) == 0 {
		return nil, err
	}
	if _, err := q.raise(ctx, c, workspace, `seq = ?`, n); err != nil {
		return nil, err
	}
	_, err = c.exec(ctx, `DELETE FROM undo WHERE n = ? AND ws = ? AND owner = ?`, n, workspace, q.scope.Owner)
	return back, err
}
