package store

import (
	"context"
	"errors"
	"fmt"

	"leadpad/lead"
	"leadpad/queue"
)

// edited is an entry before and after a change that is not stored yet.
type edited struct {
	before queue.Entry
	after  queue.Entry
}

// Edit implements queue.Leads.
func (q *Queue) Edit(ctx context.Context, workspace string, ids []queue.ID, change func(queue.Entry) queue.Entry) (before []queue.Entry, err error) {
	for try := 0; ; try++ {
		edits, err := q.prepareEdits(ctx, workspace, ids, change)
		if err != nil || len(edits) == 0 {
			return nil, err
		}
		before, err = q.storeEdits(ctx, edits)
		if err == nil || !errors.Is(err, queue.ErrConflict) || try == 4 {
			return before, err
		}
	}
}

// prepareEdits reads the entries and runs change on them.
func (q *Queue) prepareEdits(ctx context.Context, workspace string, ids []queue.ID, change func(queue.Entry) queue.Entry) ([]edited, error) {
	es, err := q.Entries(ctx, workspace, ids)
	if err != nil {
		return nil, err
	}
	edits := make([]edited, 0, len(es))
	seen := make(map[queue.ID]bool, len(es))
	for _, old := range es {
		if !old.State.Editable() || seen[old.ID] {
			continue
		}
		seen[old.ID] = true
		given := old
		given.Lead = old.Lead.Clone()
		e := change(given)
		e.ID, e.Workspace, e.Owner, e.Rev, e.Sample, e.Created = old.ID, old.Workspace, old.Owner, old.Rev, old.Sample, old.Created
		e.Batch, e.Import = old.Batch, old.Import
		unchanged := same(e.Lead, old.Lead)
		switch {
		case e.State == queue.Ready && lead.Count(e.Problems) == 0:
		case e.State == queue.Failed && old.State == queue.Failed && unchanged:
		default:
			e.State = queue.Draft
		}
		if !unchanged && e.Remark == old.Remark {
			e.Remark = ""
		}
		if unchanged && e.State == old.State && e.Finished == old.Finished && e.Remark == old.Remark &&
			sameProblems(e.Problems, old.Problems) {
			continue
		}
		edits = append(edits, edited{old, e})
	}
	return edits, nil
}

// storeEdits writes them all or, when one was changed meanwhile, none.
func (q *Queue) storeEdits(ctx context.Context, edits []edited) ([]queue.Entry, error) {
	before := make([]queue.Entry, 0, len(edits))
	err := q.change(ctx, "change leads", both(edits), func(c *change) error {
		now := q.stamp()
		for _, ed := range edits {
			n, err := q.unchangedSince(ctx, c.tx, ed.before)
			if err != nil {
				return err
			}
			e := ed.after
			e.Rev, e.Updated = e.Rev+1, now
			if err := q.update(ctx, c, n, ed.before, e); err != nil {
				return err
			}
			before = append(before, ed.before)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return before, nil
}

// both are the workspaces that edits touch.
func both(edits []edited) []string {
	var es []queue.Entry
	for _, ed := range edits {
		es = append(es, ed.before, ed.after)
	}
	return workspacesOf(es)
}

// unchangedSince gives the row of an entry, or ErrConflict when it is not
// where and as it was read.
func (q *Queue) unchangedSince(ctx context.Context, t *tx, e queue.Entry) (n int64, err error) {
	err = t.each(ctx, `SELECT n FROM leads WHERE id = ? AND ws = ? AND rev = ? AND state = ? AND deleted = 0`,
		[]any{e.ID[:], e.Workspace, e.Rev, int(e.State)}, func(scan func(...any) error) error { return scan(&n) })
	if err == nil && n == 0 {
		err = fmt.Errorf("change lead %s: %w", e.ID, queue.ErrConflict)
	}
	return n, err
}

// Put implements queue.Leads.
func (q *Queue) Put(ctx context.Context, entries []queue.Entry) (put int, err error) {
	err = q.change(ctx, "put leads back", workspacesOf(entries), func(c *change) error {
		for _, e := range entries {
			old, err := q.find(ctx, c.tx, e.Workspace, e.ID)
			if errors.Is(err, queue.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if old.Rev != e.Rev+1 || !old.State.Editable() || !e.State.Editable() || old.Batch != e.Batch ||
				e.State == queue.Ready && lead.Count(e.Problems) > 0 {
				continue
			}
			e.Rev, e.Owner, e.Import, e.Sample, e.Created = old.Rev+1, old.Owner, old.Import, old.Sample, old.Created
			if err := q.update(ctx, c, old.n, old.Entry, e); err != nil {
				return err
			}
			put++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return put, nil
}

// Move implements queue.Leads.
func (q *Queue) Move(ctx context.Context, from, to string, ids []queue.ID, check func(lead.Lead) []lead.Problem) (ready, drafts int, err error) {
	if from == to {
		return 0, 0, nil
	}
	for try := 0; ; try++ {
		edits, err := q.prepareMoves(ctx, from, to, ids, check)
		if err != nil || len(edits) == 0 {
			return 0, 0, err
		}
		_, err = q.storeEdits(ctx, edits)
		if err != nil && errors.Is(err, queue.ErrConflict) && try < 4 {
			continue
		}
		if err != nil {
			return 0, 0, err
		}
		for _, ed := range edits {
			if ed.after.State == queue.Ready {
				ready++
			} else {
				drafts++
			}
		}
		return ready, drafts, nil
	}
}

// prepareMoves reads the entries and checks them by the other workspace's rules.
func (q *Queue) prepareMoves(ctx context.Context, from, to string, ids []queue.ID, check func(lead.Lead) []lead.Problem) ([]edited, error) {
	es, err := q.Entries(ctx, from, ids)
	if err != nil {
		return nil, err
	}
	edits := make([]edited, 0, len(es))
	seen := make(map[queue.ID]bool, len(es))
	for _, old := range es {
		if !old.State.Editable() || old.Sample || seen[old.ID] {
			continue
		}
		seen[old.ID] = true
		e := old
		e.Workspace, e.Batch, e.Remark = to, queue.ID{}, ""
		e.Problems = check(old.Lead.Clone())
		e.State = queue.Draft
		if e.Finished && lead.Count(e.Problems) == 0 {
			e.State = queue.Ready
		}
		edits = append(edits, edited{old, e})
	}
	return edits, nil
}

// Samples implements queue.Leads.
func (q *Queue) Samples(ctx context.Context, workspace string) (n int, err error) {
	err = q.db.read(ctx, "count the samples", func(t *tx) error {
		return t.get(ctx, `SELECT count(*) FROM leads WHERE ws = ? AND sample = 1 AND deleted = 0`+q.own(), q.args(workspace), &n)
	})
	return n, err
}
