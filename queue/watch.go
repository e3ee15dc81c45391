package queue

import (
	"context"
	"sync"
	"time"
)

// pollEvery is how often another process's changes are looked for.
const pollEvery = 250 * time.Millisecond

// hub tells watchers about changes.
type hub struct {
	mu       sync.Mutex
	watchers map[chan struct{}]struct{}
	told     int64              // the last change number that was told
	stop     context.CancelFunc // ends the poll, nil while nobody watches
}

func (h *hub) init() { h.watchers = map[chan struct{}]struct{}{} }

// tell wakes every watcher, unless change seq was told already.
func (h *hub) tell(seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if seq <= h.told {
		return
	}
	h.told = seq
	for ch := range h.watchers {
		select {
		case ch <- struct{}{}:
		default: // it has one waiting
		}
	}
}

// Watch sends (never blocking, newest wins) after every change, by this process
// at once, by another within half a second. The channel is closed when ctx ends
// or the queue is closed.
func (q *Queue) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	if ctx.Err() != nil || q.ctx.Err() != nil {
		close(ch)
		return ch
	}
	h := &q.hub
	h.mu.Lock()
	h.watchers[ch] = struct{}{}
	if h.stop == nil && q.s.path != "" {
		var polling context.Context
		polling, h.stop = context.WithCancel(q.ctx)
		q.work.Go(func() { q.poll(polling) })
	}
	h.mu.Unlock()
	q.work.Go(func() {
		select {
		case <-ctx.Done():
		case <-q.ctx.Done():
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers, ch)
		if len(h.watchers) == 0 && h.stop != nil {
			h.stop()
			h.stop = nil
		}
		close(ch)
	})
	return ch
}

// poll looks for changes of other processes: SQLite's data_version, which costs
// next to nothing, says that there was one; the change number says whether this
// process has told it already.
func (q *Queue) poll(ctx context.Context) {
	c := &conn{}
	defer func() { c.shut() }()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	var seen int64
	for {
		// The first look tells what came between Watch and here, and may tell
		// once what the watcher has seen already.
		if version, seq, err := q.look(ctx, c, seen); err == nil && version != seen {
			seen = version
			q.hub.tell(seq)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reads the data version of a connection of its own and, when it differs
// from seen, the change number.
func (q *Queue) look(ctx context.Context, c *conn, seen int64) (version, seq int64, err error) {
	if c.c == nil {
		if c.c, err = q.s.db.Conn(ctx); err != nil {
			c.c = nil
			return 0, 0, err
		}
	}
	if err := c.c.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return 0, 0, err
	}
	if version == seen {
		return version, 0, nil
	}
	err = c.c.QueryRowContext(ctx, "SELECT seq FROM meta").Scan(&seq)
	return version, seq, err
}
