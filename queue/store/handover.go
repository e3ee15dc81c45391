package store

import (
	"context"
	"errors"
	"fmt"

	"leadpad/queue"
)

// Owners implements queue.Owners.
func (q *Queue) Owners(ctx context.Context) (list []queue.Holding, err error) {
	if q.scope.Owner != "" {
		return nil, queue.ErrNotFound
	}
	err = q.db.read(ctx, "list the owners", func(t *tx) error {
		list = nil
		at := func(owner string) *queue.Holding {
			if n := len(list); n == 0 || list[n-1].Owner != owner {
				list = append(list, queue.Holding{Owner: owner})
			}
			return &list[len(list)-1]
		}
		return t.each(ctx, `SELECT owner, state, sum(count), 0 FROM counts GROUP BY owner, state HAVING sum(count) > 0
			UNION ALL SELECT owner, 0, 0, count(*) FROM batches WHERE prepared <> 1 GROUP BY owner ORDER BY 1, 2`, nil,
			func(scan func(...any) error) error {
				var owner string
				var state, leads, batches int
				if err := scan(&owner, &state, &leads, &batches); err != nil {
					return err
				}
				h := at(owner)
				h.Batches += batches
				if state > 0 && state < len(h.Counts.ByState) {
					h.Counts.ByState[state] += leads
				}
				return nil
			})
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// Handover implements queue.Owners.
func (q *Queue) Handover(ctx context.Context, h queue.Handover) (leads int, err error) {
	switch {
	case q.scope.Owner != "":
		return 0, queue.ErrNotFound
	case h.From == "" || h.To == "" || h.From == h.To:
		return 0, errors.New("a handover is from one name to another")
	}
	workspaces, err := q.placesOf(ctx, h.From)
	if err != nil {
		return 0, err
	}
	for _, ws := range workspaces {
		if _, err := q.bury(ctx, ws); err != nil {
			return 0, err
		}
	}
	err = q.change(ctx, "hand leads over", workspaces, func(c *change) error {
		leads = 0
		if err := q.mayHandOver(ctx, c, h, workspaces); err != nil {
			return err
		}
		for _, ws := range workspaces {
			n, err := q.handOver(ctx, c, ws, h)
			if err != nil {
				return err
			}
			leads += n
		}
		if err := moveSettings(ctx, c.tx, h); err != nil {
			return err
		}
		act := queue.HandedOver
		if h.Rename {
			act = queue.Renamed
		}
		return q.record(ctx, c.tx, queue.Record{Act: act, Subject: h.From, Leads: leads, Detail: h.To})
	})
	if err != nil {
		return 0, err
	}
	return leads, nil
}

// placesOf are the workspaces in which something belongs to an owner.
func (q *Queue) placesOf(ctx context.Context, owner string) (list []string, err error) {
	err = q.db.read(ctx, "look what there is to hand over", func(t *tx) error {
		list, err = placesOf(ctx, t, owner)
		return err
	})
	return list, err
}

func placesOf(ctx context.Context, t *tx, owner string) (list []string, err error) {
	err = t.each(ctx, `SELECT ws FROM leads WHERE owner = ?1 UNION SELECT ws FROM batches WHERE owner = ?1
		UNION SELECT ws FROM submissions WHERE owner = ?1 UNION SELECT ws FROM undo WHERE owner = ?1 ORDER BY 1`, []any{owner},
		func(scan func(...any) error) error {
			ws := ""
			err := scan(&ws)
			list = append(list, ws)
			return err
		})
	return list, err
}

// mayHandOver says why nothing is handed over now.
func (q *Queue) mayHandOver(ctx context.Context, c *change, h queue.Handover, workspaces []string) error {
	now, err := placesOf(ctx, c.tx, h.From)
	if err != nil {
		return err
	}
	if len(now) > len(workspaces) {
		return fmt.Errorf("%s began something in another workspace: %w", h.From, queue.ErrBusy)
	}
	var has, moving, taken int
	err = c.get(ctx, `SELECT (SELECT count(*) FROM settings WHERE owner = ?1), (SELECT count(*) FROM settings WHERE owner = ?2),
		(SELECT coalesce(sum(count), 0) FROM counts WHERE owner = ?1 AND state IN (3, 4))`, []any{h.From, h.To}, &has, &taken, &moving)
	if err != nil {
		return err
	}
	others, err := placesOf(ctx, c.tx, h.To)
	switch {
	case err != nil:
		return err
	case len(now) == 0 && has == 0:
		return fmt.Errorf("nothing belongs to %s: %w", h.From, queue.ErrNotFound)
	case h.Rename && (len(others) > 0 || taken > 0):
		return queue.ErrNotEmpty
	case moving > 0:
		return queue.ErrUnderWay
	}
	for _, ws := range workspaces {
		rows, err := q.desks(ctx, c.tx, ws)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Owner == h.From && r.Holder != "" {
				return queue.ErrTaken
			}
		}
	}
	return nil
}

// handOver moves what belongs to an owner in a workspace, and counts the leads.
func (q *Queue) handOver(ctx context.Context, c *change, ws string, h queue.Handover) (moved int, err error) {
	// Where the leads were: an index in memory must learn that they are gone.
	if _, err := c.exec(ctx, `INSERT INTO tombstones (ws, owner, seq, n, at)
		SELECT ws, owner, CAST(? AS BIGINT), n, CAST(? AS BIGINT) FROM leads WHERE ws = ? AND owner = ? AND deleted = 0`,
		c.seq(ws), nanos(q.now()), ws, h.From); err != nil {
		return 0, err
	}
	for last := int64(0); ; {
		var some []stored
		err := c.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.n > ? AND l.ws = ? AND l.owner = ? ORDER BY l.n LIMIT ? + 0`,
			[]any{last, ws, h.From, rebuildStep}, func(scan func(...any) error) error {
				e, err := q.scanStored(scan)
				some = append(some, e)
				return err
			})
		if err != nil {
			return 0, err
		}
		if len(some) == 0 {
			break
		}
		for _, e := range some {
			if err := c.giveTo(ctx, e, h.To); err != nil {
				return 0, err
			}
			last = e.n
		}
		moved += len(some)
	}
	for _, table := range []string{"batches", "submissions", "undo"} {
		if _, err := c.exec(ctx, `UPDATE `+table+` SET owner = ? WHERE ws = ? AND owner = ?`, h.To, ws, h.From); err != nil {
			return 0, err
		}
	}
	rows, err := q.desks(ctx, c.tx, ws)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if r.Owner == h.From {
			r.Owner = h.To
			if err := (deskRows{r}).keep(ctx, c, timeOf(r.At)); err != nil {
				return 0, err
			}
		}
	}
	for _, owner := range []string{h.From, h.To} {
		c.touch(ws, owner, queue.OfLeads|queue.OfBatches)
	}
	return moved, nil
}

// giveTo makes a lead another's. One in the Trash keeps the number of its deletion, by
// which that can be taken back.
func (c *change) giveTo(ctx context.Context, e stored, to string) error {
	if _, err := c.exec(ctx, `UPDATE leads SET owner = ?, seq = CASE WHEN deleted = 0 THEN ? ELSE seq END, seal = ? WHERE n = ?`,
		to, c.seq(e.Workspace), SealOf(e.ID, e.Workspace, to, e.State, e.body, e.problems), e.n); err != nil {
		return err
	}
	if !e.deleted.IsZero() {
		return nil // neither counted nor suggested
	}
	c.forget(e.Entry)
	c.count(e.Workspace, e.Owner, e.State, -1)
	e.Owner = to
	if worthLearning(e.Entry) {
		c.learn(&written{Entry: e.Entry, typed: typedOf(e.Lead)})
	}
	c.count(e.Workspace, to, e.State, 1)
	return nil
}

// moveSettings moves those settings of an owner of which the other has none.
func moveSettings(ctx context.Context, t *tx, h queue.Handover) error {
	var names []string
	err := t.each(ctx, `SELECT name FROM settings WHERE owner = ?1 AND name NOT IN (SELECT name FROM settings WHERE owner = ?2)
		ORDER BY name`, []any{h.From, h.To}, func(scan func(...any) error) error {
		name := ""
		err := scan(&name)
		if h.Settings == nil || h.Settings(name) {
			names = append(names, name)
		}
		return err
	})
	for i := 0; err == nil && i < len(names); i++ {
		_, err = t.exec(ctx, `UPDATE settings SET owner = ? WHERE owner = ? AND name = ?`, h.To, h.From, names[i])
	}
	return err
}
