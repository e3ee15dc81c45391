package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"leadpad/queue"
)

// lives says that a desk's window is there, as far as can be told.
func (q *Queue) lives(ctx context.Context, r *deskRow) bool {
	return r.Holder != "" && q.seat.lives(ctx, q.db, r.Holder)
}

// bury marks the desks of a workspace whose processes are dead as left, and counts
// them.
func (q *Queue) bury(ctx context.Context, workspace string) (buried int, err error) {
	var rows deskRows
	err = q.db.read(ctx, "look who is here", func(t *tx) (err error) {
		rows, err = q.desks(ctx, t, workspace)
		return err
	})
	if err != nil {
		return 0, err
	}
	dead := map[string]string{} // holder by name: who sits down meanwhile is another
	for _, r := range rows {
		if r.Holder != "" && !q.lives(ctx, r) {
			dead[r.name] = r.Holder
		}
	}
	if len(dead) == 0 {
		return 0, nil
	}
	return len(dead), q.change(ctx, "tidy up behind a dead window", []string{workspace}, func(c *change) error {
		rows, err := q.desks(ctx, c.tx, workspace)
		if err != nil {
			return err
		}
		for name, holder := range dead {
			if r := rows.of(name); r != nil && r.Holder == holder {
				at := r.At
				r.Holder, r.Open, r.Wanted = "", nil, nil
				if err := (deskRows{r}).keep(ctx, c, timeOf(at)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Sit implements queue.Keeping.
func (q *Queue) Sit(ctx context.Context, workspace string) (queue.Desk, queue.Left, error) {
	var left queue.Left
	if q.seat.take(ctx, q.db) == "" {
		return nil, left, nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, left, err
	}
	d := &Desk{q: q, workspace: workspace, name: deskName + id.String()}
	if _, err := q.bury(ctx, workspace); err != nil {
		return d, left, err
	}
	abandoned := false
	err = q.db.read(ctx, "look what was left", func(t *tx) error {
		rows, err := q.desks(ctx, t, workspace)
		if err != nil {
			return err
		}
		abandoned = slices.ContainsFunc(rows, d.mayAdopt)
		var open []queue.ID
		for _, r := range rows {
			if r.Owner == q.scope.Owner && slices.Contains(r.Open, r.Lead) {
				open = append(open, r.Lead)
			}
		}
		return q.findAll(ctx, t, workspace, open, func(e stored) error {
			left.Elsewhere = append(left.Elsewhere, e.Entry)
			return nil
		})
	})
	if err == nil && abandoned {
		err = d.adopt(ctx, &left)
	}
	return d, left, err
}

// mayAdopt says that a desk was left and is this person's.
func (d *Desk) mayAdopt(r *deskRow) bool { return r.Holder == "" && r.Owner == d.q.scope.Owner }

// adopt takes the newest desk that was left, and that there still is something to
// come back to.
func (d *Desk) adopt(ctx context.Context, left *queue.Left) error {
	return d.change(ctx, "come back to what was left", func(c *change, rows deskRows, mine *deskRow) error {
		newest := slices.SortedFunc(slices.Values(rows), func(a, b *deskRow) int { return cmp.Compare(b.At, a.At) })
		for _, r := range newest {
			if r == mine || !d.mayAdopt(r) {
				continue
			}
			r.gone = true
			if r.Lead == (queue.ID{}) {
				left.Found, left.Note = r.Note != "", r.Note
			} else if e, err := d.q.find(ctx, c.tx, d.workspace, r.Lead); err == nil {
				left.Found = r.fits(e.Entry) && len(rows.elsewhere(mine, r.Lead)) == 0
				left.Entry, left.Note = e.Entry, r.Note
			} else if !errors.Is(err, queue.ErrNotFound) {
				return err
			}
			if !left.Found {
				left.Entry, left.Note = queue.Entry{}, ""
				continue
			}
			mine.Lead, mine.Rev, mine.Note = r.Lead, left.Entry.Rev, r.Note
			mine.Holder = d.q.seat.taken()
			if r.Lead != (queue.ID{}) {
				mine.open(r.Lead)
			}
			return nil
		}
		return nil
	})
}
