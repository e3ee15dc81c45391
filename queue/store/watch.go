package store

import (
	"context"
	"sync"

	"leadpad/queue"
)

// hub tells watchers about changes.
type hub struct {
	mu       sync.Mutex
	watchers map[string]map[*watcher]struct{} // by workspace
	told     map[place][3]int64               // the last numbers that were told, by kind
	count    int
	stop     context.CancelFunc // ends the listening, nil while nobody watches
}

// watcher is told of some changes of a workspace.
type watcher struct {
	ch    chan struct{}
	scope queue.Scope
	news  queue.News
}

func (h *hub) init() {
	h.watchers, h.told = map[string]map[*watcher]struct{}{}, map[place][3]int64{}
}

// kinds are the kinds of news, in the order of the columns of changes.
func kinds() [3]queue.News { return [3]queue.News{queue.OfLeads, queue.OfBatches, queue.OfSending} }

// tell wakes who watches what a change of this process touched.
func (h *hub) tell(touched map[place]queue.News, numbers map[string]int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for at, news := range touched {
		told := h.told[at]
		for i, one := range kinds() {
			if news&one != 0 {
				told[i] = max(told[i], numbers[at.workspace])
			}
		}
		h.told[at] = told
		h.wake(at, news)
	}
}

// hear wakes who watches a place whose numbers have grown since they were told.
func (h *hub) hear(at place, numbers [3]int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	told, news := h.told[at], queue.News(0)
	for i, one := range kinds() {
		if numbers[i] > told[i] {
			told[i] = numbers[i]
			news |= one
		}
	}
	if news != 0 {
		h.told[at] = told
		h.wake(at, news)
	}
}

// wake wakes the watchers of a place.
func (h *hub) wake(at place, news queue.News) {
	for w := range h.watchers[at.workspace] {
		if w.news&news == 0 || !w.scope.Sees(at.owner) {
			continue
		}
		select {
		case w.ch <- struct{}{}:
		default: // it has one waiting
		}
	}
}

// add adds a watcher; the first one begins to listen to other processes.
func (h *hub) add(workspace string, w *watcher, listen func() context.CancelFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watchers[workspace] == nil {
		h.watchers[workspace] = map[*watcher]struct{}{}
	}
	h.watchers[workspace][w] = struct{}{}
	if h.count++; h.stop == nil {
		h.stop = listen()
	}
}

// drop takes a watcher away; with the last one the listening ends.
func (h *hub) drop(workspace string, w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers[workspace], w)
	if len(h.watchers[workspace]) == 0 {
		delete(h.watchers, workspace)
	}
	if h.count--; h.count == 0 {
		h.stop()
		h.stop = nil
	}
	close(w.ch)
}

// Watch implements queue.Keeping.
func (q *Queue) Watch(ctx context.Context, workspace string, news queue.News) <-chan struct{} {
	w := &watcher{ch: make(chan struct{}, 1), scope: q.scope, news: news}
	if ctx.Err() != nil || q.ctx.Err() != nil {
		close(w.ch)
		return w.ch
	}
	q.hub.add(workspace, w, func() context.CancelFunc {
		listening, stop := context.WithCancel(q.ctx)
		q.work.Go(func() { q.db.Listen(listening, func() { q.heard(listening) }) })
		return stop
	})
	q.work.Go(func() {
		select {
		case <-ctx.Done():
		case <-q.ctx.Done():
		}
		q.hub.drop(workspace, w)
	})
	return w.ch
}

// heard tells the watchers what another process may have changed; the change
// numbers say what this process has told already.
func (q *Queue) heard(ctx context.Context) {
	_ = q.db.read(ctx, "look for changes", func(t *tx) error {
		return t.each(ctx, `SELECT ws, owner, leads, batches, sending FROM changes`, nil, func(scan func(...any) error) error {
			var at place
			var n [3]int64
			if err := scan(&at.workspace, &at.owner, &n[0], &n[1], &n[2]); err != nil {
				return err
			}
			q.hub.hear(at, n)
			return nil
		})
	})
}
