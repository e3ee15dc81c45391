package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// dropped is the time of deletion of a lead in which nothing stands: it is not
// kept in the Trash, and the next Open purges it.
const dropped = 1

// Delete implements queue.Trash.
func (q *Queue) Delete(ctx context.Context, workspace string, ids []queue.ID) (d queue.Deletion, err error) {
	blank, err := blanks()
	if err != nil {
		return queue.Deletion{}, err
	}
	err = q.change(ctx, "delete leads", []string{workspace}, func(c *change) error {
		d = queue.Deletion{At: q.stamp()}
		kept := 0
		for _, id := range ids {
			err := c.each(ctx, `UPDATE leads SET seq = ?, deleted =
				CASE WHEN (SELECT lead FROM bodies b WHERE b.n = leads.n) IN (?, ?) THEN CAST(? AS BIGINT) ELSE ? END
				WHERE id = ? AND ws = ? AND deleted = 0 AND state IN (1, 2, 6)`+q.own()+` RETURNING deleted, `+movedColumns,
				q.args(c.seq(workspace), blank[0], blank[1], dropped, nanos(d.At), id[:], workspace), func(scan func(...any) error) error {
					var deleted int64
					e, body, err := scanMoved(func(dest ...any) error { return scan(append([]any{&deleted}, dest...)...) })
					if err != nil {
						return err
					}
					c.dirty = true
					c.count(workspace, e.Owner, e.State, -1)
					c.relearn(e, body, false)
					d.Leads = append(d.Leads, id)
					if deleted != dropped {
						kept++
					}
					return nil
				})
			if err != nil {
				return err
			}
		}
		if len(d.Leads) > 0 {
			d.N = c.seq(workspace)
		}
		return q.journal(ctx, c.tx, entered{n: c.seq(workspace), workspace: workspace, at: d.At, kind: deletion, leads: kept})
	})
	if err != nil {
		return queue.Deletion{}, err
	}
	return d, nil
}

// blanks are the bodies of the leads in which nothing stands, one of each kind.
func blanks() (bodies [2][]byte, err error) {
	for i, kind := range []lead.Kind{lead.Company, lead.Contact} {
		if bodies[i], err = marshal(lead.Lead{Kind: kind}); err != nil {
			return bodies, fmt.Errorf("write an empty lead: %w", err)
		}
	}
	return bodies, nil
}

// Restore implements queue.Trash.
func (q *Queue) Restore(ctx context.Context, workspace string, ids []queue.ID) (restored []queue.ID, err error) {
	err = q.change(ctx, "restore leads", []string{workspace}, func(c *change) error {
		restored = nil
		for _, id := range ids {
			back, err := q.raise(ctx, c, workspace, `id = ?`, id[:])
			if err != nil {
				return err
			}
			restored = append(restored, back...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return restored, nil
}

// trashed is the condition on a lead of the Trash; it wants the oldest deletion
// that counts and the workspace.
const trashed = ` l.deleted > 0 AND l.deleted >= ? AND l.ws = ?`

// oldest is when the oldest deletion was that the Trash still shows.
func (q *Queue) oldest() int64 { return max(nanos(q.now().Add(-queue.KeepDeleted)), dropped+1) }

// raise takes the deleted leads of a workspace that where finds out of the Trash.
func (q *Queue) raise(ctx context.Context, c *change, workspace, where string, arg any) (back []queue.ID, err error) {
	err = c.each(ctx, `UPDATE leads SET deleted = 0, seq = ? WHERE ws = ? AND deleted > 0`+q.own()+` AND `+where+` RETURNING `+movedColumns,
		append(q.args(c.seq(workspace), workspace), arg), func(scan func(...any) error) error {
			e, body, err := scanMoved(scan)
			if err != nil {
				return err
			}
			c.dirty = true
			c.count(workspace, e.Owner, e.State, 1)
			c.relearn(e, body, true)
			back = append(back, e.ID)
			return nil
		})
	return back, err
}

// movedColumns are those of a lead on its way into the Trash or out of it, without
// a name for its table, and scanMoved reads them.
const movedColumns = `id, ws, owner, state, finished, updated, (SELECT lead FROM bodies b WHERE b.n = leads.n)`

func scanMoved(scan func(...any) error) (e queue.Entry, body []byte, err error) {
	var id []byte
	var updated int64
	err = scan(&id, &e.Workspace, &e.Owner, &e.State, &e.Finished, &updated, &body)
	e.ID, e.Updated = idOf(id), timeOf(updated)
	return e, body, err
}

// Trash implements queue.Trash.
func (q *Queue) Trash(ctx context.Context, workspace string, offset, limit int) (rows []queue.Trashed, total int, err error) {
	args := q.args(q.oldest(), workspace)
	err = q.db.read(ctx, "list the Trash", func(t *tx) error {
		if err := t.get(ctx, `SELECT count(*) FROM leads l WHERE`+trashed+q.own(), args, &total); err != nil {
			return err
		}
		return t.each(ctx, `SELECT `+rowColumns+`, deleted FROM leads l WHERE`+trashed+q.own()+` ORDER BY deleted DESC, n DESC LIMIT ? + 0 OFFSET ?`,
			append(args, max(limit, 0), max(offset, 0)), func(scan func(...any) error) error {
				var deleted int64
				row, err := scanRow(func(dest ...any) error { return scan(append(dest, &deleted)...) })
				rows = append(rows, queue.Trashed{Row: row, Deleted: timeOf(deleted)})
				return err
			})
	})
	if err != nil {
		return nil, 0, err
	}
	return rows, total, nil
}

// TrashIndex implements queue.Trash.
func (q *Queue) TrashIndex(ctx context.Context, workspace string, id queue.ID) (index int, err error) {
	args := q.args(q.oldest(), workspace)
	err = q.db.read(ctx, "look for a deleted lead", func(t *tx) error {
		var deleted, n int64
		err := t.get(ctx, `SELECT deleted, n FROM leads l WHERE`+trashed+q.own()+` AND id = ?`, append(args, id[:]), &deleted, &n)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("deleted lead %s: %w", id, queue.ErrNotFound)
		}
		if err != nil {
			return err
		}
		return t.get(ctx, `SELECT count(*) FROM leads l WHERE`+trashed+q.own()+` AND (deleted, n) > (?, ?)`, append(args, deleted, n), &index)
	})
	return index, err
}

// TrashEntry implements queue.Trash.
func (q *Queue) TrashEntry(ctx context.Context, workspace string, id queue.ID) (e queue.Entry, deleted time.Time, err error) {
	found := false
	err = q.db.read(ctx, "read a deleted lead", func(t *tx) error {
		return t.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE`+trashed+q.own()+` AND l.id = ?`,
			append(q.args(q.oldest(), workspace), id[:]), func(scan func(...any) error) error {
				s, err := q.scanStored(scan)
				found, e, deleted = true, s.Entry, s.deleted
				return err
			})
	})
	if err == nil && !found {
		err = fmt.Errorf("deleted lead %s: %w", id, queue.ErrNotFound)
	}
	return e, deleted, err
}
