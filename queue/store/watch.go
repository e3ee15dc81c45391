package store

import (
	"context"
	"sync"
)

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

// Watch implements queue.Keeping.
func (q *Queue) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{}, 1)
	if ctx.Err() != nil || q.ctx.Err() != nil {
		close(ch)
		return ch
	}
	h := &q.hub
	h.mu.Lock()
	h.watchers[ch] = struct{}{}
	if h.stop == nil {
		var listening context.Context
		listening, h.stop = context.WithCancel(q.ctx)
		q.work.Go(func() { q.db.Listen(listening, func() { q.heard(listening) }) })
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

// heard tells the watchers what another process may have changed; the change
// number says whether this process has told it already.
func (q *Queue) heard(ctx context.Context) {
	var seq int64
	err := q.db.read(ctx, "look for changes", func(t *tx) error {
		return t.get(ctx, `SELECT seq FROM meta`, nil, &seq)
	})
	if err == nil {
		q.hub.tell(seq)
	}
}
