package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"leadpad/queue"
)

// change is a transaction that changes something in one workspace, or in two.
// Whoever changes a lead or a batch says so to it: at the end it writes the counts
// and the change numbers, and the watchers are told.
type change struct {
	*tx
	numbers map[string]int64     // by workspace: the number of this change
	counts  map[cell]int         // what is to be added
	touched map[place]queue.News // what changed where
	keys    []keyed              // of new leads
	typed   map[typedRow]typedNews
}

// place is where a change is seen: a workspace's leads of one owner.
type place struct{ workspace, owner string }

// cell is one number of the counts.
type cell struct {
	place
	state queue.State
}

// change runs f in a transaction that is alone among the writers of workspaces,
// and tells the watchers when it was committed. f that changed nothing leaves no
// trace.
func (q *Queue) change(ctx context.Context, doing string, workspaces []string, f func(c *change) error) error {
	workspaces = slices.Compact(slices.Sorted(slices.Values(workspaces)))
	var done *change
	err := q.db.write(ctx, doing, workspaces, func(t *tx) error {
		c := &change{tx: t, numbers: map[string]int64{}, counts: map[cell]int{}, touched: map[place]queue.News{}}
		for _, ws := range workspaces {
			last, err := lastOf(ctx, t, ws)
			if err != nil {
				return err
			}
			c.numbers[ws] = last + 1
		}
		if err := f(c); err != nil || !t.dirty {
			return err
		}
		done = c
		return c.finish(ctx)
	})
	if err == nil && done != nil {
		q.hub.tell(done.touched, done.numbers)
	}
	return err
}

// lastOf is the number of the last change of a workspace.
func lastOf(ctx context.Context, t *tx, workspace string) (n int64, err error) {
	err = t.get(ctx, `SELECT coalesce(max(seq), 0) FROM changes WHERE ws = ?`, []any{workspace}, &n)
	return n, err
}

// seq is the number of this change in a workspace.
func (c *change) seq(workspace string) int64 { return c.numbers[workspace] }

// touch notes that something changed.
func (c *change) touch(workspace, owner string, news queue.News) {
	c.touched[place{workspace, owner}] |= news
}

// count adds n leads to a state, and notes that leads changed.
func (c *change) count(workspace, owner string, state queue.State, n int) {
	c.counts[cell{place{workspace, owner}, state}] += n
	c.touch(workspace, owner, queue.OfLeads)
}

// move runs a statement that moves leads of a workspace from one state to
// another, counts them by owner and gives how many they were. The statement must
// not say RETURNING itself.
func (c *change) move(ctx context.Context, workspace string, from, to queue.State, query string, args ...any) (moved int, err error) {
	err = c.each(ctx, query+` RETURNING owner`, args, func(scan func(...any) error) error {
		var owner string
		if err := scan(&owner); err != nil {
			return err
		}
		c.dirty = true
		c.count(workspace, owner, from, -1)
		c.count(workspace, owner, to, 1)
		moved++
		return nil
	})
	return moved, err
}

// finish writes the keys of new leads, what was typed in leads, the counts and the
// change numbers.
func (c *change) finish(ctx context.Context) error {
	rows := make(chan []typedRow, 1)
	go func() { rows <- c.typedRows() }() // of an import these are many
	if err := addKeys(ctx, c.tx, c.keys, false); err != nil {
		return err
	}
	if err := c.keepTyped(ctx, <-rows); err != nil {
		return err
	}
	cells := slices.SortedFunc(maps.Keys(c.counts), func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.workspace, b.workspace), cmp.Compare(a.owner, b.owner), cmp.Compare(a.state, b.state))
	})
	for _, at := range cells {
		if n := c.counts[at]; n != 0 {
			if _, err := c.exec(ctx, `INSERT INTO counts (ws, owner, state, count) VALUES (?, ?, ?, ?)
				ON CONFLICT (ws, owner, state) DO UPDATE SET count = counts.count + excluded.count`,
				at.workspace, at.owner, int(at.state), n); err != nil {
				return err
			}
		}
	}
	for at, news := range c.touched {
		n := c.seq(at.workspace)
		numbers := [3]int64{}
		for i, one := range kinds() {
			if news&one != 0 {
				numbers[i] = n
			}
		}
		if _, err := c.exec(ctx, `INSERT INTO changes (ws, owner, seq, leads, batches, sending) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (ws, owner) DO UPDATE SET seq = excluded.seq,
			leads = CASE WHEN excluded.leads > 0 THEN excluded.leads ELSE changes.leads END,
			batches = CASE WHEN excluded.batches > 0 THEN excluded.batches ELSE changes.batches END,
			sending = CASE WHEN excluded.sending > 0 THEN excluded.sending ELSE changes.sending END`,
			at.workspace, at.owner, n, numbers[0], numbers[1], numbers[2]); err != nil {
			return err
		}
	}
	return nil
}
