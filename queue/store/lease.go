package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"leadpad/queue"
)

// Lease is a lock of the engine's and a number of the store's.
type Lease struct {
	q         *core
	workspace string
	fence     int64
	unlock    func() error // nil when the engine's lock is not held
}

// leases are those that this queue value holds.
type leases struct {
	mu   sync.Mutex
	held map[string]*Lease
}

func (ls *leases) init() { ls.held = map[string]*Lease{} }

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
	// Watchers learn of it too: the sender of another window shows it.
	err = q.change(ctx, "take the lease", []string{workspace}, func(c *change) error {
		if _, err := c.exec(ctx, `INSERT INTO leases (ws, fence) VALUES (?, 1)
			ON CONFLICT (ws) DO UPDATE SET fence = leases.fence + 1`, workspace); err != nil {
			return err
		}
		c.touch(workspace, q.scope.Owner, queue.OfSending)
		return c.get(ctx, `SELECT fence FROM leases WHERE ws = ?`, []any{workspace}, &fence)
	})
	if err != nil {
		return nil, false, errors.Join(err, l.Release())
	}
	q.leases.mu.Lock()
	l.fence = fence
	q.leases.mu.Unlock()
	return l, true, nil
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

// free lets go of the engine's lock.
func (l *Lease) free() error {
	if l.unlock == nil {
		return nil
	}
	unlock := l.unlock
	l.unlock = nil
	if err := unlock(); err != nil {
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
