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
	var out queue.Entry
	err := q.change(ctx, "save a lead", []string{e.Workspace}, func(c *change) (err error) {
		out, err = q.save(ctx, c, e)
		return err
	})
	if err != nil {
		return queue.Entry{}, err
	}
	return out, nil
}

// save is Save within a change.
func (q *Queue) save(ctx context.Context, c *change, e queue.Entry) (queue.Entry, error) {
	if e.Rev == 0 {
		some, err := q.add(ctx, c, []queue.Entry{e})
		if err != nil {
			return queue.Entry{}, err
		}
		return some[0].Entry, nil
	}
	out, err := q.replace(ctx, c, e)
	return out.Entry, err
}

// here says that a new entry is one that an import brought before, and takes it
// off the count of those, which it fills by workspace.
func (q *Queue) here(ctx context.Context, t *tx, counts map[string]map[queue.ID]int, e queue.Entry) (known bool, err error) {
	if e.Rev > 0 || e.Import == (queue.ID{}) {
		return false, nil
	}
	if counts[e.Workspace] == nil {
		if counts[e.Workspace], err = q.imported(ctx, t, e.Workspace); err != nil {
			return false, err
		}
	}
	if counts[e.Workspace][e.Import] == 0 {
		return false, nil
	}
	counts[e.Workspace][e.Import]--
	return true, nil
}

// Imported implements queue.Leads.
func (q *Queue) Imported(ctx context.Context, workspace string) (n map[queue.ID]int, err error) {
	err = q.db.read(ctx, "look for what was imported", func(t *tx) error {
		n, err = q.imported(ctx, t, workspace)
		return err
	})
	return n, err
}

func (q *Queue) imported(ctx context.Context, t *tx, workspace string) (map[queue.ID]int, error) {
	n := map[queue.ID]int{}
	err := t.each(ctx, `SELECT import FROM leads WHERE ws = ? AND import IS NOT NULL AND deleted = 0`+q.own(), q.args(workspace),
		func(scan func(...any) error) error {
			var id []byte
			err := scan(&id)
			n[idOf(id)]++
			return err
		})
	return n, err
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

// newcomer gives an entry that was never saved what the first save gives it.
func (q *Queue) newcomer(ctx context.Context, c *change, e *queue.Entry) error {
	if e.ID == (queue.ID{}) {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("make an id: %w", err)
		}
		e.ID = id
	} else {
		known := false
		if err := c.get(ctx, `SELECT EXISTS (SELECT 1 FROM leads WHERE id = ?)`, []any{e.ID[:]}, &known); err != nil {
			return err
		}
		if known {
			return fmt.Errorf("save lead %s: %w", e.ID, queue.ErrConflict)
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
	return nil
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
