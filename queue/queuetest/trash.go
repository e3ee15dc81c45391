package queuetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// testUndoOutlivesTheProcess deletes, opens the file anew and takes it back.
func testUndoOutlivesTheProcess(t *testing.T, e Engine) {
	address := e.Address(t)
	now := time.Unix(1_800_000_000, 0)
	opened := func(after time.Duration) queue.Queue {
		q, err := e.Open(t.Context(), address, queue.Options{Now: func() time.Time { return now.Add(after) }})
		Must(t, err)
		return q
	}
	q := opened(0)
	ids := SaveAll(t, q, "a", "b", "c", "d")
	_, err := q.Delete(t.Context(), "w", ids[3:])
	Must(t, err)
	_, err = q.Delete(t.Context(), "w", ids[:3])
	Must(t, err)
	Must(t, q.Close())

	q = opened(time.Hour)
	if back, err := q.Restore(t.Context(), "w", ids[1:2]); err != nil || len(back) != 1 {
		t.Fatal(back, err)
	}
	u, err := q.UndeleteLast(t.Context(), "w")
	if err != nil || u.Of != 3 || !u.At.Equal(now) || !slices.Equal(u.Back, []queue.ID{ids[2], ids[0]}) {
		t.Errorf("took back %+v: %v", u, err)
	}
	Must(t, q.Close())

	q = opened(queue.KeepUndo + time.Hour)
	defer func() { Must(t, q.Close()) }()
	if u, err := q.UndeleteLast(t.Context(), "w"); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("after more than a week: %+v, %v", u, err)
	}
	if rows, n, err := q.Trash(t.Context(), "w", 0, 9); err != nil || n != 1 || len(rows) != 1 || rows[0].ID != ids[3] {
		t.Errorf("the Trash has %v: %v", rows, err)
	}
}

// testUndoOfAnUndoneDeletion has two windows undo one deletion: the second one
// brings nothing back, also when the same leads were deleted again meanwhile.
func testUndoOfAnUndoneDeletion(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "a", "b")
	first, err := q.Delete(t.Context(), "w", ids)
	Must(t, err)
	if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 2 {
		t.Fatal(back, err)
	}
	again, err := q.Delete(t.Context(), "w", ids[:1])
	Must(t, err)
	if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 0 {
		t.Errorf("took a deletion back that was taken back before: %v, %v", back, err)
	}
	if back, err := q.Undelete(t.Context(), "v", again.N); err != nil || len(back) != 0 {
		t.Errorf("took another workspace's deletion back: %v, %v", back, err)
	}
	if _, err := q.UndeleteLast(t.Context(), "v"); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("another workspace's journal offers it: %v", err)
	}
}

// testJournalIsBounded keeps the newest of very many deletions, by workspace;
// what the journal no longer knows is in the Trash, and this process takes it back.
func testJournalIsBounded(t *testing.T, q queue.Queue) {
	const kept, n = 50, 57
	var first queue.Deletion
	for i := range n {
		ids := SaveAll(t, q, fmt.Sprint("lead ", i))
		d, err := q.Delete(t.Context(), "w", ids)
		Must(t, err)
		if i == 0 {
			first = d
		}
	}
	for range kept {
		_, err := q.UndeleteLast(t.Context(), "w")
		Must(t, err)
	}
	if u, err := q.UndeleteLast(t.Context(), "w"); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("more than %d: %+v, %v", kept, u, err)
	}
	if _, total, err := q.Trash(t.Context(), "w", 0, 1); err != nil || total != n-kept {
		t.Errorf("%d in the Trash: %v", total, err)
	}
	if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 1 {
		t.Errorf("its number no longer takes it back: %v, %v", back, err)
	}
}

// testNothingIsNotKept deletes leads in which nothing stands, and one that has no
// more than a label: only that one is in the Trash and in the journal.
func testNothingIsNotKept(t *testing.T, q queue.Queue) {
	var ids []queue.ID
	for _, l := range []lead.Lead{{}, {Kind: lead.Contact}, {Kind: lead.Contact, Labels: []string{"fair"}}} {
		ids = append(ids, Save(t, q, queue.Entry{Workspace: "w", State: queue.Draft, Lead: l}).ID)
	}
	d, err := q.Delete(t.Context(), "w", ids)
	if err != nil || len(d.Leads) != 3 {
		t.Fatal(d, err)
	}
	if rows, n, err := q.Trash(t.Context(), "w", 0, 9); err != nil || n != 1 || rows[0].ID != ids[2] {
		t.Errorf("the Trash has %v: %v", rows, err)
	}
	if e, deleted, err := q.TrashEntry(t.Context(), "w", ids[2]); err != nil || e.Lead.Labels[0] != "fair" || !deleted.Equal(d.At) {
		t.Errorf("%+v, %v, %v", e, deleted, err)
	}
	if _, _, err := q.TrashEntry(t.Context(), "w", ids[0]); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("an empty lead is in the Trash: %v", err)
	}
	if u, err := q.UndeleteLast(t.Context(), "w"); err != nil || u.Of != 1 {
		t.Errorf("took back %+v: %v", u, err)
	}
}

// testUndoSkipsWhatIsBack goes on to the deletion before, where somebody has
// restored all leads of the newest one.
func testUndoSkipsWhatIsBack(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "a", "b", "c")
	_, err := q.Delete(t.Context(), "w", ids[:1])
	Must(t, err)
	_, err = q.Delete(t.Context(), "w", ids[1:])
	Must(t, err)
	_, err = q.Restore(t.Context(), "w", ids[1:])
	Must(t, err)
	if u, err := q.UndeleteLast(t.Context(), "w"); err != nil || u.Of != 1 || !slices.Equal(u.Back, ids[:1]) {
		t.Errorf("took back %+v: %v", u, err)
	}
}
