package queue

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// told waits for a watch and says whether it came in time.
func told(ch <-chan struct{}, within time.Duration) bool {
	select {
	case _, open := <-ch:
		return open
	case <-time.After(within):
		return false
	}
}

// drain takes what is waiting.
func drain(ch <-chan struct{}) {
	for told(ch, 600*time.Millisecond) {
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	mine, theirs := openQueue(t, path), openQueue(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	ch := mine.Watch(ctx)
	drain(ch)
	save(t, mine, company("mine"))
	if !told(ch, 100*time.Millisecond) {
		t.Error("not told of this process's save at once")
	}
	if told(ch, 600*time.Millisecond) {
		t.Error("told twice of one save")
	}
	save(t, theirs, company("theirs"))
	if !told(ch, 500*time.Millisecond) {
		t.Error("not told of another's save within half a second")
	}
	if rows, err := mine.Rows(ctx, Query{Workspace: "w"}, 0, 9); err != nil || len(rows) != 2 {
		t.Error(rows, err)
	}
	for range 50 { // nobody listens: nothing blocks, one is kept
		save(t, mine, company("more"))
	}
	if !told(ch, time.Millisecond) {
		t.Error("the newest was not kept")
	}
	cancel()
	if told(ch, time.Second) {
		drain(ch)
	}
	if _, open := <-ch; open {
		t.Error("the watch outlived its context")
	}
}

// TestWatchEnds closes a queue with watches, and watches a closed one.
func TestWatchEnds(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", filePath(t)} {
		q := mustOpen(t, path)
		a, b := q.Watch(t.Context()), q.Watch(t.Context())
		must(t, q.Close())
		for range a {
		}
		for range b {
		}
		for range q.Watch(t.Context()) {
		}
		if _, err := q.Save(t.Context(), company("late")); err != ErrClosed { //nolint:errorlint // exactly this
			t.Errorf("a save after Close: %v", err)
		}
		if _, err := q.Rows(t.Context(), Query{Workspace: "w"}, 0, 1); err != ErrClosed { //nolint:errorlint // exactly this
			t.Errorf("rows after Close: %v", err)
		}
	}
}

// TestInBubble uses a queue where time is not real, as the sender's tests do.
func TestInBubble(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", filePath(t)} {
		synctest.Test(t, func(t *testing.T) {
			q := mustOpen(t, path)
			ch := q.Watch(t.Context())
			for range 10 {
				save(t, q, company("Acme"))
				if _, err := q.Rows(t.Context(), Query{Workspace: "w"}, 0, 9); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Hour / 10)
			}
			<-ch
			if err := q.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
