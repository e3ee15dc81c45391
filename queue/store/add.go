package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"leadpad/queue"
)

// Add implements queue.Leads.
func (q *Queue) Add(ctx context.Context, es []queue.Entry) ([]queue.Entry, error) {
	for _, e := range es {
		if err := savable(e); err != nil {
			return nil, err
		}
	}
	out := make([]queue.Entry, 0, len(es))
	err := q.change(ctx, "add leads", workspacesOf(es), func(c *change) error {
		a := adding{q: q, c: c, here: map[string]map[queue.ID]int{}, saved: out[:0]}
		for _, e := range es {
			if err := a.take(ctx, e); err != nil {
				a.stop()
				return err
			}
		}
		err := a.flush(ctx)
		a.stop()
		out = a.saved
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// adding is one Add.
type adding struct {
	q     *Queue
	c     *change
	here  map[string]map[queue.ID]int // what imports brought, by workspace
	fresh []queue.Entry               // new ones that are inserted together
	next  []*derived                  // those before them, the oldest first
	saved []queue.Entry
}

// take saves an entry, or keeps it for flush.
func (a *adding) take(ctx context.Context, e queue.Entry) error {
	known, err := a.q.here(ctx, a.c.tx, a.here, e)
	if err != nil || known {
		return err
	}
	if e.Rev == 0 {
		if a.fresh = append(a.fresh, e); len(a.fresh) < addStep {
			return nil
		}
		return a.step(ctx)
	}
	if err := a.flush(ctx); err != nil {
		return err
	}
	saved, err := a.q.replace(ctx, a.c, e)
	a.saved = append(a.saved, saved.Entry)
	return err
}

// ahead is how many steps are made ready before the oldest is inserted, so that
// neither waits for the other.
const ahead = 3

// step begins to make the new entries that wait ready, and inserts those that were
// begun long before.
func (a *adding) step(ctx context.Context) error {
	next, err := a.q.derive(ctx, a.c, a.fresh)
	if err != nil {
		return err
	}
	a.next, a.fresh = append(a.next, next), a.fresh[:0]
	if len(a.next) <= ahead {
		return nil
	}
	return a.insert(ctx)
}

// insert inserts the oldest step.
func (a *adding) insert(ctx context.Context) error {
	some, err := a.next[0].insert(ctx, a.c)
	a.next = a.next[1:]
	for i := range some {
		a.saved = append(a.saved, some[i].Entry)
	}
	return err
}

// flush inserts the new entries that wait.
func (a *adding) flush(ctx context.Context) error {
	err := a.step(ctx)
	for err == nil && len(a.next) > 0 {
		err = a.insert(ctx)
	}
	return err
}

// stop waits for what is not wanted any more.
func (a *adding) stop() {
	for _, d := range a.next {
		d.work.Wait()
	}
}

// addStep is how many entries are made ready for the disk at a time.
const addStep = 1024

// add inserts entries that were never saved.
func (q *Queue) add(ctx context.Context, c *change, es []queue.Entry) ([]written, error) {
	d, err := q.derive(ctx, c, es)
	if err != nil {
		return nil, err
	}
	return d.insert(ctx, c)
}

// derived are entries that were never saved, of which the rows are being made.
type derived struct {
	q    *Queue
	ws   []written
	errs []error
	work sync.WaitGroup
}

// derive begins to make the rows of entries that were never saved, beside whatever
// the caller does next.
func (q *Queue) derive(ctx context.Context, c *change, es []queue.Entry) (*derived, error) {
	es = slices.Clone(es)
	given := map[queue.ID]bool{}
	for i := range es {
		if id := es[i].ID; id != (queue.ID{}) && given[id] {
			return nil, fmt.Errorf("save lead %s twice: %w", id, queue.ErrConflict)
		}
		given[es[i].ID] = true
		if err := q.newcomer(ctx, c, &es[i]); err != nil {
			return nil, err
		}
	}
	d := &derived{q: q, ws: make([]written, len(es)), errs: make([]error, len(es))}
	onAllCores(&d.work, len(es), func(i int) {
		es[i].Lead = es[i].Lead.Clone()
		d.ws[i], d.errs[i] = q.write(es[i])
	})
	return d, nil
}

// insert writes the rows when they are made.
func (d *derived) insert(ctx context.Context, c *change) ([]written, error) {
	d.work.Wait()
	if err := errors.Join(d.errs...); err != nil {
		return nil, err
	}
	return d.ws, d.q.insert(ctx, c, d.ws)
}

// onAllCores has work call f for each i below n, several at a time where that pays.
func onAllCores(work *sync.WaitGroup, n int, f func(i int)) {
	const fewest = 16 // calls for which a goroutine pays
	workers := max(1, min(runtime.GOMAXPROCS(0), n/fewest))
	for w := range workers {
		work.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				f(i)
			}
		})
	}
}
