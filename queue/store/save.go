package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
)

// Get implements queue.Leads.
func (q *Queue) Get(ctx context.Context, workspace string, id queue.ID) (queue.Entry, error) {
	var e stored
	err := q.db.read(ctx, "read a lead", func(t *tx) (err error) {
		e, err = q.find(ctx, t, workspace, id)
		return err
	})
	if err != nil {
		return queue.Entry{}, err
	}
	return e.Entry, nil
}

// Entries implements queue.Leads.
func (q *Queue) Entries(ctx context.Context, workspace string, ids []queue.ID) ([]queue.Entry, error) {
	es := make([]queue.Entry, 0, len(ids))
	err := q.db.read(ctx, "read leads", func(t *tx) error {
		return q.findAll(ctx, t, workspace, ids, func(e stored) error {
			es = append(es, e.Entry)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return es, nil
}

// Each implements queue.Leads.
func (q *Queue) Each(ctx context.Context, qu queue.Query, f func(queue.Entry) error) error {
	const step = 256
	ids, err := q.IDs(ctx, qu)
	for ; err == nil && len(ids) > 0; ids = ids[min(step, len(ids)):] {
		var es []queue.Entry
		if es, err = q.Entries(ctx, qu.Workspace, ids[:min(step, len(ids))]); err != nil {
			return err
		}
		for _, e := range es {
			if err := f(e); err != nil {
				return err
			}
		}
	}
	return err
}

// Save implements queue.Leads.
func (q *Queue) Save(ctx context.Context, e queue.Entry) (queue.Entry, error) {
	if err := savable(e); err != nil {
		return queue.Entry{}, err
	}
	var out stored
	err := q.change(ctx, "save a lead", []string{e.Workspace}, func(c *change) (err error) {
		if e.Rev == 0 {
			out, err = q.add(ctx, c, e)
			return err
		}
		out, err = q.replace(ctx, c, e)
		return err
	})
	if err != nil {
		return queue.Entry{}, err
	}
	return out.Entry, nil
}

// Add implements queue.Leads.
func (q *Queue) Add(ctx context.Context, es []queue.Entry) ([]queue.Entry, error) {
	for _, e := range es {
		if err := savable(e); err != nil {
			return nil, err
		}
		if e.Rev != 0 {
			return nil, fmt.Errorf("add lead %s: it was saved before: %w", e.ID, queue.ErrConflict)
		}
	}
	out := make([]queue.Entry, 0, len(es))
	err := q.change(ctx, "add leads", workspacesOf(es), func(c *change) error {
		for _, e := range es {
			added, err := q.add(ctx, c, e)
			if err != nil {
				return err
			}
			out = append(out, added.Entry)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// workspacesOf are the workspaces of entries.
func workspacesOf(es []queue.Entry) []string {
	var all []string
	for _, e := range es {
		if !slices.Contains(all, e.Workspace) {
			all = append(all, e.Workspace)
		}
	}
	return all
}

// savable refuses what no save may store.
func savable(e queue.Entry) error {
	if e.State != queue.Draft && e.State != queue.Ready {
		return fmt.Errorf("save lead %s as %q: only drafts and ready leads are saved: %w", e.ID, e.State, queue.ErrFixed)
	}
	if e.State == queue.Ready && lead.Count(e.Problems) > 0 {
		return fmt.Errorf("save lead %s: %w", e.ID, queue.ErrProblems)
	}
	return nil
}

// add inserts an entry that was never saved.
func (q *Queue) add(ctx context.Context, c *change, e queue.Entry) (stored, error) {
	if e.ID == (queue.ID{}) {
		id, err := uuid.NewV7()
		if err != nil {
			return stored{}, fmt.Errorf("make an id: %w", err)
		}
		e.ID = id
	} else {
		known := false
		if err := c.get(ctx, `SELECT EXISTS (SELECT 1 FROM leads WHERE id = ?)`, []any{e.ID[:]}, &known); err != nil {
			return stored{}, err
		}
		if known {
			return stored{}, fmt.Errorf("save lead %s: %w", e.ID, queue.ErrConflict)
		}
	}
	if !q.scope.All || e.Owner == "" {
		e.Owner = q.scope.Owner
	}
	e.Rev, e.Batch, e.Updated = 1, queue.ID{}, q.stamp()
	if e.Created.IsZero() {
		e.Created = e.Updated
	}
	e.Created = timeOf(nanos(e.Created))
	e.Lead = e.Lead.Clone()
	return stored{Entry: e}, q.insert(ctx, c, e)
}

// stamp is the time of a save.
func (q *Queue) stamp() time.Time { return timeOf(nanos(q.now())) }

// replace updates an entry that was saved before.
func (q *Queue) replace(ctx context.Context, c *change, e queue.Entry) (stored, error) {
	old, err := q.find(ctx, c.tx, e.Workspace, e.ID)
	if err != nil {
		return stored{}, fmt.Errorf("save: %w", err)
	}
	if !old.State.Editable() {
		return stored{}, fmt.Errorf("save lead %s, which is %s: %w", e.ID, old.State, queue.ErrFixed)
	}
	if old.Rev != e.Rev {
		return stored{}, fmt.Errorf("save lead %s: %w", e.ID, queue.ErrConflict)
	}
	unchanged := same(old.Lead, e.Lead)
	switch {
	case unchanged && e.Remark == "":
		e.Remark = old.Remark // a form that was open before the lead got it
	case !unchanged && e.Remark == old.Remark:
		e.Remark = ""
	}
	e.Owner, e.Import, e.Sample, e.Created, e.Batch = old.Owner, old.Import, old.Sample, old.Created, old.Batch
	if unchanged && e.State == old.State && e.Finished == old.Finished && e.Remark == old.Remark &&
		sameProblems(e.Problems, old.Problems) {
		return old, nil
	}
	e.Rev, e.Updated = old.Rev+1, q.stamp()
	e.Lead = e.Lead.Clone()
	return stored{Entry: e}, q.update(ctx, c, old.n, old.Entry, e)
}
