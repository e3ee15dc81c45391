package queuetest

import (
	"errors"
	"testing"

	"leadpad/queue"
)

// testPrepare writes a batch ahead: nobody sees it before it begins, and what
// does not begin leaves nothing behind.
func testPrepare(t *testing.T, q queue.Queue) {
	l := Lease(t, q)
	ids := SaveAll(t, q, "a", "b", "c")
	sub := NewID()
	if _, err := q.Claim(t.Context(), "w", sub, ids); err != nil {
		t.Fatal(err)
	}
	prepare := func(ids []queue.ID) queue.Batch {
		b := queue.Batch{ID: NewID(), Submission: sub, Workspace: "w", Seq: 1, Leads: ids, Payload: []byte("[1]")}
		Must(t, q.Prepare(t.Context(), b))
		return b
	}
	unseen := func(b queue.Batch) {
		t.Helper()
		if _, err := q.Batch(t.Context(), "w", b.ID); !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("a batch that was not begun is seen: %v", err)
		}
		list, err := q.Batches(t.Context(), "w", 0, 10)
		n, errN := q.BatchCount(t.Context(), "w")
		if len(list) != 0 || n != 0 || err != nil || errN != nil {
			t.Errorf("%d batches, %d counted: %v, %v", len(list), n, err, errN)
		}
		for _, id := range ids {
			if s := StateOf(t, q, id); s != queue.Held && s != queue.Ready {
				t.Errorf("a prepared lead is %v", s)
			}
		}
	}
	first := prepare(ids[:1])
	second := prepare(ids[:2]) // in its place
	unseen(first)
	unseen(second)
	other := second
	other.Payload, other.Hash = []byte("[2]"), ""
	if err := q.Begin(t.Context(), other); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("another payload than the one on disk began: %v", err)
	}
	if _, _, err := q.Recover(t.Context(), "w"); err != nil {
		t.Fatal(err)
	}
	third := prepare(ids[:2]) // what Recover forgot can be prepared again
	third.Seq = 7
	Must(t, q.Begin(t.Context(), third))
	got, err := q.Batch(t.Context(), "w", third.ID)
	if err != nil || got.Seq != 7 || string(got.Payload) != "[1]" || len(got.Leads) != 2 || len(got.Hash) != 64 {
		t.Errorf("begun as %+v, %v", got, err)
	}
	c, err := q.Counts(t.Context(), "w")
	if err != nil || c.ByState[queue.Sending] != 2 || c.ByState[queue.Held] != 1 {
		t.Errorf("counts %v, %v", c, err)
	}
	fourth := prepare(ids[2:])
	if n, err := q.Release(t.Context(), "w", sub); n != 1 || err != nil {
		t.Error(n, err)
	}
	if err := q.Begin(t.Context(), fourth); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("began with what was taken back: %v", err)
	}
	Settle(t, q, third, queue.BatchSent, queue.Sent)
	Must(t, l.Release())
	if err := q.Prepare(t.Context(), fourth); !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("prepared without the lease: %v", err)
	}
}

// testCloseTwice: closing again gives the same, whoever closes.
func testCloseTwice(t *testing.T, q queue.Queue) {
	Lease(t, q)
	SaveAll(t, q, "a")
	Must(t, q.Close())
	Must(t, q.Close())
	if _, err := q.Counts(t.Context(), "w"); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("a closed queue counts: %v", err)
	}
}

// testLaunch begins a prepared request and leaves its leads for later: whatever
// comes before Depart makes up for it, and none of them is Ready by it.
func testLaunch(t *testing.T, e Engine) {
	steps := map[string]struct {
		do   func(t *testing.T, q queue.Queue, b queue.Batch)
		want queue.State
	}{
		"depart": {func(t *testing.T, q queue.Queue, b queue.Batch) {
			t.Helper()
			Must(t, q.Depart(t.Context(), "w", b.ID))
			Must(t, q.Depart(t.Context(), "w", b.ID))
		}, queue.Sending},
		"settle": {func(t *testing.T, q queue.Queue, b queue.Batch) {
			t.Helper()
			Settle(t, q, b, queue.BatchSent, queue.Sent)
			Must(t, q.Depart(t.Context(), "w", b.ID)) // late
		}, queue.Sent},
		"release": {func(t *testing.T, q queue.Queue, b queue.Batch) {
			t.Helper()
			if n, err := q.Release(t.Context(), "w", b.Submission); n != 0 || err != nil {
				t.Errorf("released %d, %v", n, err)
			}
		}, queue.Sending},
	}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := e.open(t, e.address(t))
			Lease(t, q)
			ids := SaveAll(t, q, "a", "b")
			b := queue.Batch{ID: NewID(), Submission: NewID(), Workspace: "w", Seq: 1, Leads: ids, Payload: []byte("[1]")}
			if _, err := q.Claim(t.Context(), "w", b.Submission, ids); err != nil {
				t.Fatal(err)
			}
			Must(t, q.Prepare(t.Context(), b))
			Must(t, q.Launch(t.Context(), b))
			if got, err := q.Batch(t.Context(), "w", b.ID); err != nil || got.State != queue.InFlight || len(got.Leads) != 2 {
				t.Errorf("launched, it is %+v, %v", got, err)
			}
			step.do(t, q, b)
			for _, id := range ids {
				if s := StateOf(t, q, id); s != step.want {
					t.Errorf("a lead is %v, want %v", s, step.want)
				}
			}
		})
	}
}
