package queue

import (
	"errors"
	"testing"
)

// TestPrepare writes a batch ahead: nobody sees it before it begins, and what
// does not begin leaves nothing behind.
func TestPrepare(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		l := lease(t, q)
		ids := saveAll(t, q, "a", "b", "c")
		sub := newID()
		if _, err := q.Claim(t.Context(), "w", sub, ids); err != nil {
			t.Fatal(err)
		}
		prepare := func(ids []ID) Batch {
			b := Batch{ID: newID(), Submission: sub, Workspace: "w", Seq: 1, Leads: ids, Payload: []byte("[1]")}
			must(t, q.Prepare(t.Context(), b))
			return b
		}
		unseen := func(b Batch) {
			t.Helper()
			if _, err := q.Batch(t.Context(), "w", b.ID); !errors.Is(err, ErrNotFound) {
				t.Errorf("a batch that was not begun is seen: %v", err)
			}
			list, err := q.Batches(t.Context(), "w", 0, 10)
			n, errN := q.BatchCount(t.Context(), "w")
			if len(list) != 0 || n != 0 || err != nil || errN != nil {
				t.Errorf("%d batches, %d counted: %v, %v", len(list), n, err, errN)
			}
			for _, id := range ids {
				if s := stateOf(t, q, id); s != Held && s != Ready {
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
		if err := q.Begin(t.Context(), other); !errors.Is(err, ErrConflict) {
			t.Errorf("another payload than the one on disk began: %v", err)
		}
		if _, _, err := q.Recover(t.Context(), "w"); err != nil {
			t.Fatal(err)
		}
		third := prepare(ids[:2]) // what Recover forgot can be prepared again
		third.Seq = 7
		must(t, q.Begin(t.Context(), third))
		got, err := q.Batch(t.Context(), "w", third.ID)
		if err != nil || got.Seq != 7 || string(got.Payload) != "[1]" || len(got.Leads) != 2 || len(got.Hash) != 64 {
			t.Errorf("begun as %+v, %v", got, err)
		}
		c, err := q.Counts(t.Context(), "w")
		if err != nil || c.ByState[Sending] != 2 || c.ByState[Held] != 1 {
			t.Errorf("counts %v, %v", c, err)
		}
		fourth := prepare(ids[2:])
		if n, err := q.Release(t.Context(), "w", sub); n != 1 || err != nil {
			t.Error(n, err)
		}
		if err := q.Begin(t.Context(), fourth); !errors.Is(err, ErrConflict) {
			t.Errorf("began with what was taken back: %v", err)
		}
		settle(t, q, third, BatchSent, Sent)
		must(t, l.Release())
		if err := q.Prepare(t.Context(), fourth); !errors.Is(err, ErrNoLease) {
			t.Errorf("prepared without the lease: %v", err)
		}
	})
}

// TestCloseTwice: closing again gives the same, whoever closes.
func TestCloseTwice(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		lease(t, q)
		saveAll(t, q, "a")
		must(t, q.Close())
		must(t, q.Close())
		if _, err := q.Counts(t.Context(), "w"); !errors.Is(err, ErrClosed) {
			t.Errorf("a closed queue counts: %v", err)
		}
	})
}

// TestLaunch begins a prepared request and leaves its leads for later: whatever
// comes before Depart makes up for it, and none of them is Ready by it.
func TestLaunch(t *testing.T) {
	steps := map[string]struct {
		do   func(t *testing.T, q *Queue, b Batch)
		want State
	}{
		"depart": {func(t *testing.T, q *Queue, b Batch) {
			t.Helper()
			must(t, q.Depart(t.Context(), "w", b.ID))
			must(t, q.Depart(t.Context(), "w", b.ID))
		}, Sending},
		"settle": {func(t *testing.T, q *Queue, b Batch) {
			t.Helper()
			settle(t, q, b, BatchSent, Sent)
			must(t, q.Depart(t.Context(), "w", b.ID)) // late
		}, Sent},
		"release": {func(t *testing.T, q *Queue, b Batch) {
			t.Helper()
			if n, err := q.Release(t.Context(), "w", b.Submission); n != 0 || err != nil {
				t.Errorf("released %d, %v", n, err)
			}
		}, Sending},
	}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, q *Queue) {
				lease(t, q)
				ids := saveAll(t, q, "a", "b")
				b := Batch{ID: newID(), Submission: newID(), Workspace: "w", Seq: 1, Leads: ids, Payload: []byte("[1]")}
				if _, err := q.Claim(t.Context(), "w", b.Submission, ids); err != nil {
					t.Fatal(err)
				}
				must(t, q.Prepare(t.Context(), b))
				must(t, q.Launch(t.Context(), b))
				if got, err := q.Batch(t.Context(), "w", b.ID); err != nil || got.State != InFlight || len(got.Leads) != 2 {
					t.Errorf("launched, it is %+v, %v", got, err)
				}
				step.do(t, q, b)
				for _, id := range ids {
					if s := stateOf(t, q, id); s != step.want {
						t.Errorf("a lead is %v, want %v", s, step.want)
					}
				}
			})
		})
	}
}
