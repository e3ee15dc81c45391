package queuetest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/queue"
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

func testWatch(t *testing.T, e Engine) {
	address := e.Address(t)
	mine, theirs := e.open(t, address), e.open(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	ch := mine.Watch(ctx, "w", queue.OfAll)
	drain(ch)
	Save(t, mine, Company("mine"))
	if !told(ch, 100*time.Millisecond) {
		t.Error("not told of this process's save at once")
	}
	if told(ch, 600*time.Millisecond) {
		t.Error("told twice of one save")
	}
	Save(t, theirs, Company("theirs"))
	if !told(ch, 500*time.Millisecond) {
		t.Error("not told of another's save within half a second")
	}
	if rows, err := mine.Rows(ctx, queue.Query{Workspace: "w"}, 0, 9); err != nil || len(rows) != 2 {
		t.Error(rows, err)
	}
	for range 50 { // nobody listens: nothing blocks, one is kept
		Save(t, mine, Company("more"))
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

// testWatchEnds closes a queue with watches, and watches a closed one.
func testWatchEnds(t *testing.T, e Engine) {
	for _, address := range []string{"", e.address(t)} {
		q := e.open(t, address)
		a, b := q.Watch(t.Context(), "w", queue.OfAll), q.Watch(t.Context(), "w", queue.OfAll)
		Must(t, q.Close())
		for range a {
		}
		for range b {
		}
		for range q.Watch(t.Context(), "w", queue.OfAll) {
		}
		if _, err := q.Save(t.Context(), Company("late")); err != queue.ErrClosed { //nolint:errorlint // exactly this
			t.Errorf("a save after Close: %v", err)
		}
		if _, err := q.Rows(t.Context(), queue.Query{Workspace: "w"}, 0, 1); err != queue.ErrClosed { //nolint:errorlint // exactly this
			t.Errorf("rows after Close: %v", err)
		}
	}
}

// testInBubble uses a queue where time is not real, as the sender's tests do.
func testInBubble(t *testing.T, e Engine) {
	for _, address := range []string{"", e.address(t)} {
		synctest.Test(t, func(t *testing.T) {
			q, err := e.Open(t.Context(), address, queue.Options{})
			Must(t, err)
			ch := q.Watch(t.Context(), "w", queue.OfAll)
			for range 10 {
				Save(t, q, Company("Acme"))
				if _, err := q.Rows(t.Context(), queue.Query{Workspace: "w"}, 0, 9); err != nil {
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
