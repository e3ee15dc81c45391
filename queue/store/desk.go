package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"leadpad/queue"
)

const (
	// askEvery is how often a desk looks whether it was handed the lead that it asked
	// for, and handOver how long it waits for that.
	askEvery = 50 * time.Millisecond
	handOver = 2 * time.Second
)

// deskName begins the names of the settings that desks are kept as.
const deskName = "form of "

// Desk is a row among the settings. A numbered lock that its process holds tells
// whether it lives; also where the engine's locks do not tell for certain, for there
// the revision keeps two from overwriting each other.
type Desk struct {
	q         *Queue
	workspace string
	name      string
}

// deskRow is a desk as it is kept.
type deskRow struct {
	Workspace string              `json:"workspace"`
	Owner     string              `json:"owner,omitempty"`
	Holder    string              `json:"holder,omitempty"` // "" once the window was left
	At        int64               `json:"at"`               // of the last change, in ns
	Lead      queue.ID            `json:"lead"`
	Rev       int64               `json:"rev,omitempty"`
	Open      []queue.ID          `json:"open,omitempty"`
	Wanted    map[queue.ID]string `json:"wanted,omitempty"` // by which desk
	Note      string              `json:"note,omitempty"`

	name, was string // of the setting, and its value
	gone      bool
}

// deskRows are the desks of a workspace by the time they were begun.
type deskRows []*deskRow

// desks reads those of a workspace.
func desks(ctx context.Context, t *tx, workspace string) (deskRows, error) {
	var rows deskRows
	err := t.each(ctx, `SELECT name, value FROM settings WHERE owner = '' AND substr(name, 1, ?) = ?`, []any{len(deskName), deskName},
		func(scan func(...any) error) error {
			r := &deskRow{}
			if err := scan(&r.name, &r.was); err != nil {
				return err
			}
			// What cannot be read keeps nobody from anything.
			if json.Unmarshal([]byte(r.was), r) == nil && r.Workspace == workspace {
				rows = append(rows, r)
			}
			return nil
		})
	slices.SortFunc(rows, func(a, b *deskRow) int { return cmp.Compare(a.name, b.name) })
	return rows, err
}

// of gives the row with a name, nil when there is none.
func (rows deskRows) of(name string) *deskRow {
	if i := slices.IndexFunc(rows, func(r *deskRow) bool { return r.name == name }); i >= 0 {
		return rows[i]
	}
	return nil
}

// elsewhere are the desks but mine that have a lead open.
func (rows deskRows) elsewhere(mine *deskRow, lead queue.ID) deskRows {
	var others deskRows
	for _, r := range rows {
		if r != mine && slices.Contains(r.Open, lead) {
			others = append(others, r)
		}
	}
	return others
}

// keep writes what was changed of the rows.
func (rows deskRows) keep(ctx context.Context, c *change, now time.Time) error {
	for _, r := range rows {
		if r.gone {
			if _, err := c.exec(ctx, `DELETE FROM settings WHERE owner = '' AND name = ?`, r.name); err != nil {
				return err
			}
			continue
		}
		value, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if string(value) == r.was {
			continue
		}
		r.At = nanos(now)
		if value, err = json.Marshal(r); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `INSERT INTO settings (owner, name, value) VALUES ('', ?, ?)
			ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value`, r.name, string(value)); err != nil {
			return err
		}
	}
	return nil
}

// tell has the windows of a desk's person look what became of their leads.
func (r *deskRow) tell(c *change) { c.touch(r.Workspace, r.Owner, queue.OfLeads) }

// free takes a lead off a desk. Who asked for it has it then.
func (rows deskRows) free(c *change, r *deskRow, lead queue.ID) {
	r.Open = slices.DeleteFunc(slices.Clone(r.Open), func(id queue.ID) bool { return id == lead })
	to := rows.of(r.Wanted[lead])
	delete(r.Wanted, lead)
	if to != nil && to.Holder != "" {
		to.open(lead)
	}
	for _, other := range rows {
		if other != r {
			other.tell(c)
		}
	}
}

// change runs f in a change with the desks of the workspace, this one among them,
// and keeps what f changed of them.
func (d *Desk) change(ctx context.Context, doing string, f func(c *change, rows deskRows, mine *deskRow) error) error {
	return d.q.change(ctx, doing, []string{d.workspace}, func(c *change) error {
		rows, err := desks(ctx, c.tx, d.workspace)
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

// open claims a lead.
func (r *deskRow) open(lead queue.ID) {
	if !slices.Contains(r.Open, lead) {
		r.Open = append(r.Open, lead)
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
				r.Wanted = maps.Clone(r.Wanted)
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
		rows, err := desks(ctx, t, d.workspace)
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

// lives says that a desk's window is there, as far as can be told.
func (q *Queue) lives(ctx context.Context, r *deskRow) bool {
	return r.Holder != "" && q.seat.lives(ctx, q.db, r.Holder)
}

// bury marks the desks of a workspace whose processes are dead as left, and counts
// them.
func (q *Queue) bury(ctx context.Context, workspace string) (buried int, err error) {
	var rows deskRows
	err = q.db.read(ctx, "look who is here", func(t *tx) (err error) {
		rows, err = desks(ctx, t, workspace)
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
		rows, err := desks(ctx, c.tx, workspace)
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
		rows, err := desks(ctx, t, workspace)
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

// fits says that the lead is still to be worked on: as it was left, or unfinished.
func (r *deskRow) fits(e queue.Entry) bool {
	return e.State.Editable() && (e.Rev == r.Rev || e.State == queue.Draft && !e.Finished)
}

// What this file implements.
var _ queue.Desk = (*Desk)(nil)
