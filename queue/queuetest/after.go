package queuetest

import (
	"errors"
	"testing"

	"leadpad/queue"
)

// A lead that was put back to Ready, changed, and is made unsure again.
func testUnresolveOfAChangedLead(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "a", "b")
	Lease(t, q)
	b := Begin(t, q, ids)
	Settle(t, q, b, queue.BatchUnsure, queue.Unsure)
	if _, err := q.Resolve(t.Context(), "w", b.ID, queue.Ready); err != nil {
		t.Fatal(err)
	}
	e, err := q.Get(t.Context(), "w", ids[0])
	if err != nil {
		t.Fatal(err)
	}
	e.Lead.Name = "changed since"
	Save(t, q, e)
	if n, err := q.Unresolve(t.Context(), "w", b.ID); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("Unresolve gave %d, %v; the lead that was not in the request is now %v", n, err, StateOf(t, q, ids[0]))
	}
}

// A form that was open before a refusal is saved unchanged after it.
func testRemarkStaysWhenNothingChanged(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "a")
	open, err := q.Get(t.Context(), "w", ids[0])
	if err != nil {
		t.Fatal(err)
	}
	Lease(t, q)
	b := Begin(t, q, ids)
	b.State = queue.BatchRefused
	if err := q.Settle(t.Context(), b, All(ids, queue.Ready), map[queue.ID]string{ids[0]: "refused in batch 1: x"}); err != nil {
		t.Fatal(err)
	}
	Save(t, q, open)
	if e, _ := q.Get(t.Context(), "w", ids[0]); e.Remark == "" {
		t.Error("an unchanged save took the note away")
	}
}
