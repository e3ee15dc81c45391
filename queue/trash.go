package queue

import "context"

// Delete hides entries and gives those that it hid; held, sending, sent and
// unsure ones are skipped. Restore brings them back. Deleted entries are purged
// 30 days later.
func (q *Queue) Delete(ctx context.Context, workspace string, ids []ID) (deleted []ID, err error) {
	now := nanos(q.now())
	err = q.change(ctx, "delete leads", func(t *tx, seq int64) error {
		for _, id := range ids {
			n, err := t.exec(ctx, `UPDATE leads SET deleted = ?, seq = ?
				WHERE id = ? AND ws = ? AND deleted = 0 AND state IN (1, 2, 6)`, now, seq, id[:], workspace)
			if err != nil {
				return err
			}
			if n > 0 {
				deleted = append(deleted, id)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return deleted, nil
}

// Restore takes deletions back and counts them.
func (q *Queue) Restore(ctx context.Context, workspace string, ids []ID) (restored int, err error) {
	err = q.change(ctx, "restore leads", func(t *tx, seq int64) error {
		for _, id := range ids {
			n, err := t.exec(ctx, `UPDATE leads SET deleted = 0, seq = ?
				WHERE id = ? AND ws = ? AND deleted > 0`, seq, id[:], workspace)
			if err != nil {
				return err
			}
			restored += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return restored, nil
}
