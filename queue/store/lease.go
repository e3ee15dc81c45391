package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"leadpad/queue"
)

const (
	// beatEvery is how often a lease is renewed, where the engine's lock does not
	// tell that its holder is dead.
	beatEvery = 5 * time.Second
	// deadAfter is how long a lease is seen unrenewed before it is taken over there.
	deadAfter = 20 * time.Second
)

// Lease is a lock of the engine's and a number of the store's. Where that lock does
// not tell that its holder is dead, the lease has a row of its own, which the holder
// renews without the right to write for the workspace, so that no long change holds
// it up; it is taken over under both, when nobody has renewed it for a while.
type Lease struct {
	q         *core
	workspace string
	fence     int64
	unlock    func() error // nil when the engine's lock is not held
	stop      func()       // ends the renewing; nil where there is none
}

// leases are those that this queue value holds.
type leases struct {
	mu   sync.Mutex
	held map[string]*Lease
	seen map[string]sighting // others' rows, by workspace
}

// sighting is a row as it was first seen, so that no two clocks are compared.
type sighting struct {
	row string
	at  time.Time
}

func (ls *leases) init() { ls.held, ls.seen = map[string]*Lease{}, map[string]sighting{} }

// TakeLease implements queue.Outgoing.
func (q *Queue) TakeLease(ctx context.Context, workspace string) (queue.Lease, bool, error) {
	if q.ctx.Err() != nil {
		return nil, false, queue.ErrClosed
	}
	l := &Lease{q: q.core, workspace: workspace}
	if !q.leases.reserve(l) {
		return nil, false, nil
	}
	unlock, ok, err := q.db.Lock(ctx, workspace)
	if err != nil || !ok {
		return nil, false, errors.Join(err, l.Release())
	}
	l.unlock = unlock
	var fence int64
	lives := false
	// Watchers learn of it too: the sender of another window shows it.
	err = q.change(ctx, "take the lease", []string{workspace}, func(c *change) (err error) {
		if lives, err = q.renewed(ctx, c.tx, workspace); err != nil || lives {
			return err
		}
		if _, err := c.exec(ctx, `INSERT INTO leases (ws, fence) VALUES (?, 1)
			ON CONFLICT (ws) DO UPDATE SET fence = leases.fence + 1`, workspace); err != nil {
			return err
		}
		c.touch(workspace, q.scope.Owner, queue.OfSending)
		return c.get(ctx, `SELECT fence FROM leases WHERE ws = ?`, []any{workspace}, &fence)
	})
	if err != nil || lives {
		return nil, false, errors.Join(err, l.Release())
	}
	q.leases.mu.Lock()
	l.fence = fence
	q.leases.mu.Unlock()
	if q.db.LocksTell() {
		return l, true, nil
	}
	return l, true, l.live()
}

// row is the name under which a lease's row is kept among the settings.
func row(workspace string) string { return "lease of " + workspace }

// renewed says that somebody may still renew the lease.
func (q *Queue) renewed(ctx context.Context, t *tx, workspace string) (bool, error) {
	if q.db.LocksTell() {
		return false, nil
	}
	value := ""
	err := t.each(ctx, `SELECT value FROM settings WHERE owner = '' AND name = ?`, []any{row(workspace)},
		func(scan func(...any) error) error { return scan(&value) })
	if err != nil || value == "" {
		return false, err
	}
	q.leases.mu.Lock()
	defer q.leases.mu.Unlock()
	seen, now := q.leases.seen[workspace], time.Now()
	if seen.row != value {
		seen = sighting{value, now}
		q.leases.seen[workspace] = seen
	}
	return now.Sub(seen.at) < deadAfter, nil
}

// live renews the lease until it is given back or lost.
func (l *Lease) live() error {
	ctx, stop := context.WithCancel(l.q.ctx)
	l.q.leases.mu.Lock()
	l.stop = stop
	l.q.leases.mu.Unlock()
	if err := l.renew(ctx, 0); err != nil {
		return errors.Join(err, l.Release())
	}
	l.q.work.Go(func() {
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for n := 1; ; n++ {
			select {
			case <-tick.C:
				_ = l.renew(ctx, n) // tried again with the next beat
			case <-ctx.Done():
				return
			}
		}
	})
	return nil
}

// renew writes the row, unless somebody took the lease over.
func (l *Lease) renew(ctx context.Context, n int) error {
	return l.q.db.write(ctx, "renew the lease", nil, func(t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO settings (owner, name, value) SELECT '', ?, ? FROM leases WHERE ws = ? AND fence = ?
			ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value`,
			row(l.workspace), fmt.Sprintf("%d %d", l.fence, n), l.workspace, l.fence)
		return err
	})
}

// retire takes the row away, so that the next one need not wait.
func (l *Lease) retire() error {
	ctx, stop := context.WithTimeout(context.Background(), beatEvery)
	defer stop()
	return l.q.db.write(ctx, "give the lease back", nil, func(t *tx) error {
		_, err := t.exec(ctx, `DELETE FROM settings WHERE owner = '' AND name = ? AND EXISTS
			(SELECT 1 FROM leases WHERE ws = ? AND fence = ?)`, row(l.workspace), l.workspace, l.fence)
		return err
	})
}

// reserve keeps other takers of this process out while l is being taken: its
// number is 0, which is nobody's, until it has one.
func (ls *leases) reserve(l *Lease) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.held[l.workspace] != nil {
		return false
	}
	ls.held[l.workspace] = l
	return true
}

// Fence is the lease's number.
func (l *Lease) Fence() int64 { return l.fence }

// Release gives it back. Releasing twice does nothing.
func (l *Lease) Release() error {
	l.q.leases.mu.Lock()
	defer l.q.leases.mu.Unlock()
	if l.q.leases.held[l.workspace] == l {
		delete(l.q.leases.held, l.workspace)
	}
	return l.free()
}

// free lets go of the lease's row and of the engine's lock.
func (l *Lease) free() error {
	if l.unlock == nil {
		return nil
	}
	unlock, stop := l.unlock, l.stop
	l.unlock, l.stop = nil, nil
	var err error
	if stop != nil {
		stop()
		err = l.retire() // else the next one waits for the row to grow old
	}
	if err = errors.Join(err, unlock()); err != nil {
		return fmt.Errorf("release the lease: %w", err)
	}
	return nil
}

// releaseAll lets go of all, when the queue closes.
func (ls *leases) releaseAll() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for _, l := range ls.held {
		_ = l.free()
	}
	clear(ls.held)
}

// fence gives the number of the lease that this queue holds, after looking
// that nobody took a newer one.
func (q *Queue) fence(ctx context.Context, t *tx, workspace string) (int64, error) {
	var mine int64
	q.leases.mu.Lock()
	if l := q.leases.held[workspace]; l != nil {
		mine = l.fence
	}
	q.leases.mu.Unlock()
	if mine == 0 {
		return 0, queue.ErrNoLease
	}
	var newest int64
	if err := t.get(ctx, `SELECT fence FROM leases WHERE ws = ?`, []any{workspace}, &newest); err != nil {
		return 0, err
	}
	if newest != mine {
		return 0, queue.ErrNoLease
	}
	return mine, nil
}
