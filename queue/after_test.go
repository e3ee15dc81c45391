package queue

import (
	"errors"
	"testing"
)

// A lead that was put back to Ready, changed, and is made unsure again.
func TestUnresolveOfAChangedLead(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ids := saveAll(t, q, "a", "b")
		lease(t, q)
		b := begin(t, q, ids)
		settle(t, q, b, BatchUnsure, Unsure)
		if _, err := q.Resolve(t.Context(), "w", b.ID, Ready); err != nil {
			t.Fatal(err)
		}
		e, err := q.Get(t.Context(), "w", ids[0])
		if err != nil {
			t.Fatal(err)
		}
		e.Lead.Name = "changed since"
		save(t, q, e)
		if n, err := q.Unresolve(t.Context(), "w", b.ID); !errors.Is(err, ErrConflict) {
			t.Errorf("Unresolve gave %d, %v; the lead that was not in the request is now %v", n, err, stateOf(t, q, ids[0]))
		}
	})
}

// A form that was open before a refusal is saved unchanged after it.
func TestRemarkStaysWhenNothingChanged(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ids := saveAll(t, q, "a")
		open, err := q.Get(t.Context(), "w", ids[0])
		if err != nil {
			t.Fatal(err)
		}
		lease(t, q)
		b := begin(t, q, ids)
		b.State = BatchRefused
		if err := q.Settle(t.Context(), b, all(ids, Ready), map[ID]string{ids[0]: "refused in batch 1: x"}); err != nil {
			t.Fatal(err)
		}
		save(t, q, open)
		if e, _ := q.Get(t.Context(), "w", ids[0]); e.Remark == "" {
			t.Error("an unchanged save took the note away")
		}
	})
}

// What a practice or demo workspace holds in memory is there after an error.
func TestMemoryIsThereAfterAnError(t *testing.T) {
	q := openQueue(t, "")
	ids := saveAll(t, q, "a")
	lease(t, q)
	b := begin(t, q, ids)
	if err := q.SetQuota(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	b.State, b.Receipt.Body = BatchSent, make([]byte, 500_000)
	t.Log(q.Settle(t.Context(), b, all(ids, Sent), nil))
	if err := q.SetQuota(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Get(t.Context(), "w", ids[0]); err != nil {
		t.Error(err)
	}
}
