package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"leadpad/queue"
)

const (
	// askEvery is how often a desk looks whether it was handed the lead that it asked
	// for, and handOver how long it waits for that.
	askEvery = 50 * time.Millisecond
	handOver = 2 * time.Second
)

// Desk is a row among the settings. A numbered lock that its process holds tells
// whether it lives; also where the engine's locks do not tell for certain, for there
// the revision keeps two from overwriting each other.
type Desk struct {
	q         *Queue
	workspace string
	name      string
}

// change runs f in a change with the desks of the workspace, this one among them,
// and keeps what f changed of them.
func (d *Desk) change(ctx context.Context, doing string, f func(c *change, rows deskRows, mine *deskRow) error) error {
	return d.q.change(ctx, doing, []string{d.workspace}, func(c *change) error {
		rows, err := d.q.desks(ctx, c.tx, d.workspace)
		if err != nil {
			return err
		}
		mine := rows.of(d.name)
		fresh := mine == nil
		if fresh {
			mine = &deskRow{Workspace: d.workspace, Owner: d.q.scope.Owner, name: d.name}
			rows = append(rows, mine)
		}
		if err := f(c, rows, mine); err != nil {
			return err
		}
		if fresh && mine.Holder == "" {
			rows = rows[:len(rows)-1] // nothing was put on it
		}
		return rows.keep(ctx, c, d.q.now())
	})
}

// alone is change where no other living desk has the lead open, else ErrTaken.
func (d *Desk) alone(ctx context.Context, doing string, lead queue.ID, f func(c *change, rows deskRows, mine *deskRow) error) error {
	for {
		err := d.change(ctx, doing, func(c *change, rows deskRows, mine *deskRow) error {
			if len(rows.elsewhere(mine, lead)) > 0 {
				return queue.ErrTaken
			}
			return f(c, rows, mine)
		})
		if !errors.Is(err, queue.ErrTaken) {
			return err
		}
		buried, buryErr := d.q.bury(ctx, d.workspace)
		if buryErr != nil || buried == 0 {
			return errors.Join(err, buryErr)
		}
	}
}

// put notes a place. It says whether another desk kept a lead from this one.
func (d *Desk) put(c *change, rows deskRows, mine *deskRow, p queue.Place) (kept bool) {
	mine.Holder = d.q.seat.taken()
	mine.Lead, mine.Rev, mine.Note = p.Lead, p.Rev, p.Note
	for _, id := range p.Open {
		if len(rows.elsewhere(mine, id)) == 0 {
			mine.open(id)
		} else {
			kept = true
		}
	}
	for _, id := range slices.Clone(mine.Open) {
		if !slices.Contains(p.Open, id) {
			rows.free(c, mine, id)
		}
	}
	return kept
}

// Seize implements queue.Desk.
func (d *Desk) Seize(ctx context.Context, lead queue.ID) error {
	for begun := time.Now(); ; {
		err := d.alone(ctx, "open a lead", lead, func(_ *change, _ deskRows, mine *deskRow) error {
			mine.Holder = d.q.seat.taken()
			mine.open(lead)
			return nil
		})
		if !errors.Is(err, queue.ErrTaken) {
			return err
		}
		if err := d.ask(ctx, lead, time.Since(begun) > handOver); err != nil {
			return err
		}
		select {
		case <-time.After(askEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ask asks the desks that have a lead for it, or with late takes it from them.
func (d *Desk) ask(ctx context.Context, lead queue.ID, late bool) error {
	return d.change(ctx, "take a lead over", func(c *change, rows deskRows, mine *deskRow) error {
		mine.Holder = d.q.seat.taken()
		for _, r := range rows.elsewhere(mine, lead) {
			if r.Wanted[lead] != d.name {
				if r.Wanted == nil {
					r.Wanted = map[queue.ID]string{}
				}
				r.Wanted[lead] = d.name
				r.tell(c)
			}
			if late {
				rows.free(c, r, lead)
				r.tell(c)
			}
		}
		return nil
	})
}

// Hold implements queue.Desk.
func (d *Desk) Hold(ctx context.Context, lead queue.ID) (hold queue.Hold, err error) {
	var others deskRows
	err = d.q.db.read(ctx, "look who has a lead", func(t *tx) error {
		rows, err := d.q.desks(ctx, t, d.workspace)
		mine := rows.of(d.name)
		others = rows.elsewhere(mine, lead)
		if mine != nil && slices.Contains(mine.Open, lead) && mine.Wanted[lead] != "" {
			hold = queue.Wanted
		}
		return err
	})
	for _, r := range others {
		if d.q.lives(ctx, r) {
			return queue.Lost, err
		}
	}
	return hold, err
}

// Save implements queue.Desk.
func (d *Desk) Save(ctx context.Context, e queue.Entry, at func(stored queue.Entry) queue.Place) (queue.Entry, error) {
	if err := savable(e); err != nil {
		return queue.Entry{}, err
	}
	var out queue.Entry
	err := d.alone(ctx, "save a lead", e.ID, func(c *change, rows deskRows, mine *deskRow) (err error) {
		if out, err = d.q.save(ctx, c, e); err != nil {
			return err
		}
		d.put(c, rows, mine, at(out))
		return nil
	})
	if err != nil {
		return queue.Entry{}, err
	}
	return out, nil
}

// Note implements queue.Desk.
func (d *Desk) Note(ctx context.Context, at func() queue.Place) error {
	for {
		kept := false
		err := d.change(ctx, "note the place in the form", func(c *change, rows deskRows, mine *deskRow) error {
			kept = d.put(c, rows, mine, at())
			return nil
		})
		if err != nil || !kept {
			return err
		}
		if buried, err := d.q.bury(ctx, d.workspace); err != nil || buried == 0 {
			return err
		}
	}
}

// Leave implements queue.Desk.
func (d *Desk) Leave(ctx context.Context, keep bool) error {
	return d.change(ctx, "leave the form", func(c *change, rows deskRows, mine *deskRow) error {
		for _, id := range slices.Clone(mine.Open) {
			rows.free(c, mine, id)
		}
		mine.Holder, mine.gone = "", !keep && mine.was != ""
		return nil
	})
}

// What this file implements.
var _ queue.Desk = (*Desk)(nil)
