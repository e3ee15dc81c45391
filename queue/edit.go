package queue

import (
	"context"
	"errors"
	"fmt"

	"leadpad/lead"
)

// edited is an entry before and after a change that is not stored yet.
type edited struct {
	before Entry
	after  Entry
}

// Edit applies change to each entry that may be changed (Draft, Ready, Failed)
// and gives those that it changed as they were before, for Put. change returns
// the lead, the problems that it now has and the wished state: Ready needs no
// problems, Failed an untouched lead, else it is a Draft. All are stored in one
// commit. change runs outside of it, so it may be called again for an entry
// that another process saved meanwhile.
func (q *Queue) Edit(ctx context.Context, workspace string, ids []ID, change func(Entry) Entry) (before []Entry, err error) {
	for try := 0; ; try++ {
		edits, err := q.prepareEdits(ctx, workspace, ids, change)
		if err != nil || len(edits) == 0 {
			return nil, err
		}
		before, err = q.storeEdits(ctx, edits)
		if err == nil || !errors.Is(err, ErrConflict) || try == 4 {
			return before, err
		}
	}
}

// prepareEdits reads the entries and runs change on them.
func (q *Queue) prepareEdits(ctx context.Context, workspace string, ids []ID, change func(Entry) Entry) ([]edited, error) {
	es, err := q.Entries(ctx, workspace, ids)
	if err != nil {
		return nil, err
	}
	edits := make([]edited, 0, len(es))
	seen := make(map[ID]bool, len(es))
	for _, old := range es {
		if !old.State.editable() || seen[old.ID] {
			continue
		}
		seen[old.ID] = true
		given := old
		given.Lead = old.Lead.Clone()
		e := change(given)
		e.ID, e.Workspace, e.Rev, e.Sample, e.Created, e.Batch = old.ID, old.Workspace, old.Rev, old.Sample, old.Created, old.Batch
		unchanged := same(e.Lead, old.Lead)
		switch {
		case e.State == Ready && lead.Count(e.Problems) == 0:
		case e.State == Failed && old.State == Failed && unchanged:
		default:
			e.State = Draft
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
func (q *Queue) storeEdits(ctx context.Context, edits []edited) ([]Entry, error) {
	before := make([]Entry, 0, len(edits))
	err := q.change(ctx, "change leads", func(t *tx, seq int64) error {
		now := q.stamp()
		for _, ed := range edits {
			n, err := q.unchangedSince(ctx, t, ed.before)
			if err != nil {
				return err
			}
			e := ed.after
			e.Rev, e.Updated = e.Rev+1, now
			if err := q.update(ctx, t, seq, n, e); err != nil {
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

// unchangedSince gives the row of an entry, or ErrConflict when it is not
// where and as it was read.
func (q *Queue) unchangedSince(ctx context.Context, t *tx, e Entry) (n int64, err error) {
	err = t.each(ctx, `SELECT n FROM leads WHERE id = ? AND ws = ? AND rev = ? AND state = ? AND deleted = 0`,
		[]any{e.ID[:], e.Workspace, e.Rev, int(e.State)}, func(scan func(...any) error) error { return scan(&n) })
	if err == nil && n == 0 {
		err = fmt.Errorf("change lead %s: %w", e.ID, ErrConflict)
	}
	return n, err
}

// Put stores entries as they were (undo of Edit); entries changed since by
// somebody else, or no longer changeable, are skipped.
func (q *Queue) Put(ctx context.Context, entries []Entry) (put int, err error) {
	err = q.change(ctx, "put leads back", func(t *tx, seq int64) error {
		for _, e := range entries {
			old, err := q.find(ctx, t, e.Workspace, e.ID)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if old.Rev != e.Rev+1 || !old.State.editable() || !e.State.editable() || old.Batch != e.Batch ||
				e.State == Ready && lead.Count(e.Problems) > 0 {
				continue
			}
			e.Rev, e.Sample, e.Created = old.Rev+1, old.Sample, old.Created
			if err := q.update(ctx, t, seq, old.n, e); err != nil {
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

// Move moves entries to another workspace, each checked by its rules: finished
// ones without problems become Ready, the others Drafts. Samples and entries
// that may not be changed stay.
func (q *Queue) Move(ctx context.Context, from, to string, ids []ID, check func(lead.Lead) []lead.Problem) (ready, drafts int, err error) {
	if from == to {
		return 0, 0, nil
	}
	for try := 0; ; try++ {
		edits, err := q.prepareMoves(ctx, from, to, ids, check)
		if err != nil || len(edits) == 0 {
			return 0, 0, err
		}
		_, err = q.storeEdits(ctx, edits)
		if err != nil && errors.Is(err, ErrConflict) && try < 4 {
			continue
		}
		if err != nil {
			return 0, 0, err
		}
		for _, ed := range edits {
			if ed.after.State == Ready {
				ready++
			} else {
				drafts++
			}
		}
		return ready, drafts, nil
	}
}

// prepareMoves reads the entries and checks them by the other workspace's rules.
func (q *Queue) prepareMoves(ctx context.Context, from, to string, ids []ID, check func(lead.Lead) []lead.Problem) ([]edited, error) {
	es, err := q.Entries(ctx, from, ids)
	if err != nil {
		return nil, err
	}
	edits := make([]edited, 0, len(es))
	seen := make(map[ID]bool, len(es))
	for _, old := range es {
		if !old.State.editable() || old.Sample || seen[old.ID] {
			continue
		}
		seen[old.ID] = true
		e := old
		e.Workspace, e.Batch, e.Remark = to, ID{}, ""
		e.Problems = check(old.Lead.Clone())
		e.State = Draft
		if e.Finished && lead.Count(e.Problems) == 0 {
			e.State = Ready
		}
		edits = append(edits, edited{old, e})
	}
	return edits, nil
}

// Samples counts the sample leads of a workspace that are not deleted.
func (q *Queue) Samples(ctx context.Context, workspace string) (n int, err error) {
	err = q.s.read(ctx, "count the samples", func(t *tx) error {
		return t.get(ctx, `SELECT count(*) FROM leads WHERE ws = ? AND sample = 1 AND deleted = 0`, []any{workspace}, &n)
	})
	return n, err
}
