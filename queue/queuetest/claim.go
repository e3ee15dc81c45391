package queuetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"leadpad/queue"
)

// testClaimAt claims what was listed: all of it but what was changed since, and
// nothing that came since.
func testClaimAt(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	names := make([]string, 200)
	for i := range names {
		names[i] = fmt.Sprint("lead ", i)
	}
	ids := SaveAll(t, q, names...)
	back := Begin(t, q, ids[3:4])
	back.State = queue.BatchReturned
	Must(t, q.Settle(ctx, back, All(back.Leads, queue.Ready), map[queue.ID]string{ids[3]: "refused"}))
	_, err := q.Claim(ctx, "w", NewID(), ids[4:5])
	Must(t, err)
	w, err := q.Waiting(ctx, "w")
	Must(t, err)
	if want := IDs(t, q, queue.Query{Workspace: "w", State: queue.Ready}); !slices.Equal(w.IDs, want) || len(want) != 199 {
		t.Errorf("%d are listed, want %d", len(w.IDs), len(want))
	}
	if e := w.Remarked[ids[3]]; len(w.Remarked) != 1 || e.Remark != "refused" || e.Batch != back.ID {
		t.Errorf("%+v", w.Remarked)
	}
	e, err := q.Get(ctx, "w", ids[0])
	Must(t, err)
	e.Lead.Name = "changed"
	e, err = q.Save(ctx, e)
	Must(t, err)
	_, err = q.Delete(ctx, "w", ids[1:3])
	Must(t, err)
	_, err = q.Restore(ctx, "w", ids[2:3])
	Must(t, err)
	later := SaveAll(t, q, "later")
	asked := slices.Concat(w.IDs, later, []queue.ID{NewID()})
	sub := NewID()
	got, err := q.ClaimAt(ctx, "w", sub, asked, w.At)
	var want []queue.ID
	for _, id := range w.IDs {
		if !slices.Contains(ids[:3], id) {
			want = append(want, id)
		}
	}
	if !sameIDs(got, want) || err != nil {
		t.Errorf("claimed %d, want %d: %v", len(got), len(want), err)
	}
	for _, id := range want {
		if s := StateOf(t, q, id); s != queue.Held {
			t.Errorf("claimed and %s", s)
		}
	}
	if s := StateOf(t, q, e.ID); s != queue.Ready {
		t.Errorf("changed since, and %s", s)
	}
	if c, err := q.Counts(ctx, "w"); err != nil || c.ByState[queue.Held] != len(want)+1 || c.ByState[queue.Ready] != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	if n, err := q.Release(ctx, "w", sub); n != len(want) || err != nil {
		t.Errorf("released %d: %v", n, err)
	}
	if got, err := q.ClaimAt(ctx, "v", NewID(), ids, w.At); len(got) > 0 || !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("claimed %d for another workspace: %v", len(got), err)
	}
}

// testOwnClaimAt lists and claims nobody else's.
func testOwnClaimAt(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob"})
	hers, his := SaveAll(t, ana, "a", "b"), SaveAll(t, bob, "c")
	w, err := ana.Waiting(ctx, "w")
	Must(t, err)
	if !sameIDs(w.IDs, hers) {
		t.Errorf("ana is told of %d leads", len(w.IDs))
	}
	if got, err := ana.ClaimAt(ctx, "w", NewID(), slices.Concat(hers, his), w.At+100); err != nil || !sameIDs(got, hers) {
		t.Errorf("ana claimed %d: %v", len(got), err)
	}
	all := q.As(queue.Scope{All: true})
	if got, err := all.ClaimAt(ctx, "w", NewID(), slices.Concat(hers, his), w.At+100); err != nil || !sameIDs(got, his) {
		t.Errorf("who sees all claimed %d: %v", len(got), err)
	}
}

func sameIDs(a, b []queue.ID) bool {
	byBytes := func(a, b queue.ID) int { return slices.Compare(a[:], b[:]) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), byBytes), slices.SortedFunc(slices.Values(b), byBytes))
}
