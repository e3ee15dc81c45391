package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"leadpad/lead"
)

// KeepDeleted is how long a deleted lead stays in the Trash.
const KeepDeleted = 30 * 24 * time.Hour

// Deletion is some leads that were deleted together.
type Deletion struct {
	N     int64 // its number in the undo journal, for Undelete; 0: nothing was deleted
	At    time.Time
	Leads []ID // as they were asked for
}

// dropped is the time of deletion of a lead in which nothing stands: it is not
// kept in the Trash, and the next Open purges it.
const dropped = 1

// Delete puts entries into the Trash and says which; held, sending, sent and
// unsure ones are skipped. The undo journal knows them as one deletion. They are
// purged by the first Open after KeepDeleted. A lead in which nothing stands
// goes without a trace.
func (q *Queue) Delete(ctx context.Context, workspace string, ids []ID) (d Deletion, err error) {
	blank, err := blanks()
	if err != nil {
		return Deletion{}, err
	}
	err = q.change(ctx, "delete leads", func(t *tx, seq int64) error {
		d = Deletion{At: q.stamp()}
		kept := 0
		for _, id := range ids {
			err := t.each(ctx, `UPDATE leads SET seq = ?, deleted =
				CASE WHEN (SELECT lead FROM bodies b WHERE b.n = leads.n) IN (?, ?) THEN ? ELSE ? END
				WHERE id = ? AND ws = ? AND deleted = 0 AND state IN (1, 2, 6) RETURNING deleted`,
				[]any{seq, blank[0], blank[1], dropped, nanos(d.At), id[:], workspace}, func(scan func(...any) error) error {
					var deleted int64
					if err := scan(&deleted); err != nil {
						return err
					}
					t.dirty = true
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
			d.N = seq
		}
		return q.journal(ctx, t, entered{n: seq, workspace: workspace, at: d.At, kind: deletion, leads: kept})
	})
	if err != nil {
		return Deletion{}, err
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

// Restore takes leads out of the Trash and says which.
func (q *Queue) Restore(ctx context.Context, workspace string, ids []ID) (restored []ID, err error) {
	err = q.change(ctx, "restore leads", func(t *tx, seq int64) error {
		restored = nil
		for _, id := range ids {
			n, err := t.exec(ctx, `UPDATE leads SET deleted = 0, seq = ?
				WHERE id = ? AND ws = ? AND deleted > 0`, seq, id[:], workspace)
			if err != nil {
				return err
			}
			if n > 0 {
				restored = append(restored, id)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return restored, nil
}

// Trashed is a deleted lead that can be restored.
type Trashed struct {
	Row
	Deleted time.Time
}

// Until is how long the lead stays in the Trash at least.
func (t Trashed) Until() time.Time { return t.Deleted.Add(KeepDeleted) }

// trashed is the condition on a lead of the Trash; it wants the oldest deletion
// that counts and the workspace.
const trashed = ` l.deleted > 0 AND l.deleted >= ? AND l.ws = ? `

// oldest is when the oldest deletion was that the Trash still shows.
func (q *Queue) oldest() int64 { return max(nanos(q.now().Add(-KeepDeleted)), dropped+1) }

// Trash gives up to limit leads of a workspace's Trash from offset, those
// deleted last first, and how many there are.
func (q *Queue) Trash(ctx context.Context, workspace string, offset, limit int) (rows []Trashed, total int, err error) {
	args := []any{q.oldest(), workspace}
	err = q.s.read(ctx, "list the Trash", func(t *tx) error {
		if err := t.get(ctx, `SELECT count(*) FROM leads l WHERE`+trashed, args, &total); err != nil {
			return err
		}
		return t.each(ctx, `SELECT id, state, kind, name, email, phone, labels, problems, finished, remark, updated, deleted
			FROM leads l WHERE`+trashed+`ORDER BY deleted DESC, n DESC LIMIT ? OFFSET ?`,
			append(args, max(limit, 0), max(offset, 0)), func(scan func(...any) error) error {
				var deleted int64
				row, err := scanRow(func(dest ...any) error { return scan(append(dest, &deleted)...) })
				rows = append(rows, Trashed{row, timeOf(deleted)})
				return err
			})
	})
	if err != nil {
		return nil, 0, err
	}
	return rows, total, nil
}

// TrashIndex gives the position of a lead in the Trash, ErrNotFound when it is
// not in it.
func (q *Queue) TrashIndex(ctx context.Context, workspace string, id ID) (index int, err error) {
	args := []any{q.oldest(), workspace}
	err = q.s.read(ctx, "look for a deleted lead", func(t *tx) error {
		var deleted, n int64
		err := t.get(ctx, `SELECT deleted, n FROM leads l WHERE`+trashed+`AND id = ?`, append(args, id[:]), &deleted, &n)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("deleted lead %s: %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		return t.get(ctx, `SELECT count(*) FROM leads l WHERE`+trashed+`AND (deleted, n) > (?, ?)`, append(args, deleted, n), &index)
	})
	return index, err
}

// TrashEntry gives one lead of the Trash and when it was deleted.
func (q *Queue) TrashEntry(ctx context.Context, workspace string, id ID) (e Entry, deleted time.Time, err error) {
	found := false
	err = q.s.read(ctx, "read a deleted lead", func(t *tx) error {
		return t.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE`+trashed+`AND l.id = ?`,
			[]any{q.oldest(), workspace, id[:]}, func(scan func(...any) error) error {
				s, err := q.scanStored(scan)
				found, e, deleted = true, s.Entry, s.deleted
				return err
			})
	})
	if err == nil && !found {
		err = fmt.Errorf("deleted lead %s: %w", id, ErrNotFound)
	}
	return e, deleted, err
}
