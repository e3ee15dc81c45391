package outbox

import (
	"context"
	"slices"
	"sync"

	"leadpad/queue"
)

// results are the last pictures of ended submissions.
type results struct {
	mu    sync.Mutex
	order []queue.ID
	of    map[queue.ID]Progress
}

func (r *results) keep(id queue.ID, p Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.of == nil {
		r.of = map[queue.ID]Progress{}
	}
	if r.order = append(r.order, id); len(r.order) > resultsKept {
		delete(r.of, r.order[0])
		r.order = r.order[1:]
	}
	r.of[id] = p
}

func (r *results) get(id queue.ID) (Progress, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.of[id]
	return p, ok
}

// subscribers are the channels to ring.
type subscribers struct {
	mu   sync.Mutex
	list []chan struct{}
}

func (u *subscribers) add(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	u.mu.Lock()
	u.list = append(u.list, c)
	u.mu.Unlock()
	context.AfterFunc(ctx, func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		if i := slices.Index(u.list, c); i >= 0 {
			u.list = slices.Delete(u.list, i, i+1)
			close(c)
		}
	})
	return c
}

func (u *subscribers) ring() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, c := range u.list {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
