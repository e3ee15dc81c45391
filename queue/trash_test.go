package queue

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"leadpad/lead"
)

// TestUndoOutlivesTheProcess deletes, opens the file anew and takes it back.
func TestUndoOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	now := time.Unix(1_800_000_000, 0)
	opened := func(after time.Duration) *Queue {
		q, err := Open(t.Context(), Options{Path: path, Now: func() time.Time { return now.Add(after) }})
		must(t, err)
		return q
	}
	q := opened(0)
	ids := saveAll(t, q, "a", "b", "c", "d")
	_, err := q.Delete(t.Context(), "w", ids[3:])
	must(t, err)
	_, err = q.Delete(t.Context(), "w", ids[:3])
	must(t, err)
	must(t, q.Close())

	q = opened(time.Hour)
	if back, err := q.Restore(t.Context(), "w", ids[1:2]); err != nil || len(back) != 1 {
		t.Fatal(back, err)
	}
	u, err := q.UndeleteLast(t.Context(), "w")
	if err != nil || u.Of != 3 || !u.At.Equal(now) || !slices.Equal(u.Back, []ID{ids[2], ids[0]}) {
		t.Errorf("took back %+v: %v", u, err)
	}
	must(t, q.Close())

	q = opened(KeepUndo + time.Hour)
	defer func() { must(t, q.Close()) }()
	if u, err := q.UndeleteLast(t.Context(), "w"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after more than a week: %+v, %v", u, err)
	}
	if rows, n, err := q.Trash(t.Context(), "w", 0, 9); err != nil || n != 1 || len(rows) != 1 || rows[0].ID != ids[3] {
		t.Errorf("the Trash has %v: %v", rows, err)
	}
}

// TestUndoOfAnUndoneDeletion has two windows undo one deletion: the second one
// brings nothing back, also when the same leads were deleted again meanwhile.
func TestUndoOfAnUndoneDeletion(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ids := saveAll(t, q, "a", "b")
		first, err := q.Delete(t.Context(), "w", ids)
		must(t, err)
		if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 2 {
			t.Fatal(back, err)
		}
		again, err := q.Delete(t.Context(), "w", ids[:1])
		must(t, err)
		if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 0 {
			t.Errorf("took a deletion back that was taken back before: %v, %v", back, err)
		}
		if back, err := q.Undelete(t.Context(), "v", again.N); err != nil || len(back) != 0 {
			t.Errorf("took another workspace's deletion back: %v, %v", back, err)
		}
		if _, err := q.UndeleteLast(t.Context(), "v"); !errors.Is(err, ErrNotFound) {
			t.Errorf("another workspace's journal offers it: %v", err)
		}
	})
}

// TestJournalIsBounded keeps the newest of very many deletions, by workspace;
// what the journal no longer knows is in the Trash, and this process takes it back.
func TestJournalIsBounded(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		const n = journalMost + 7
		var first Deletion
		for i := range n {
			ids := saveAll(t, q, fmt.Sprint("lead ", i))
			d, err := q.Delete(t.Context(), "w", ids)
			must(t, err)
			if i == 0 {
				first = d
			}
		}
		for range journalMost {
			_, err := q.UndeleteLast(t.Context(), "w")
			must(t, err)
		}
		if u, err := q.UndeleteLast(t.Context(), "w"); !errors.Is(err, ErrNotFound) {
			t.Errorf("more than %d: %+v, %v", journalMost, u, err)
		}
		if _, total, err := q.Trash(t.Context(), "w", 0, 1); err != nil || total != n-journalMost {
			t.Errorf("%d in the Trash: %v", total, err)
		}
		if back, err := q.Undelete(t.Context(), "w", first.N); err != nil || len(back) != 1 {
			t.Errorf("its number no longer takes it back: %v, %v", back, err)
		}
	})
}

// TestNothingIsNotKept deletes leads in which nothing stands, and one that has no
// more than a label: only that one is in the Trash and in the journal.
func TestNothingIsNotKept(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		var ids []ID
		for _, l := range []lead.Lead{{}, {Kind: lead.Contact}, {Kind: lead.Contact, Labels: []string{"fair"}}} {
			ids = append(ids, save(t, q, Entry{Workspace: "w", State: Draft, Lead: l}).ID)
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
		if _, _, err := q.TrashEntry(t.Context(), "w", ids[0]); !errors.Is(err, ErrNotFound) {
			t.Errorf("an empty lead is in the Trash: %v", err)
		}
		if u, err := q.UndeleteLast(t.Context(), "w"); err != nil || u.Of != 1 {
			t.Errorf("took back %+v: %v", u, err)
		}
	})
}

// TestUndoSkipsWhatIsBack goes on to the deletion before, where somebody has
// restored all leads of the newest one.
func TestUndoSkipsWhatIsBack(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ids := saveAll(t, q, "a", "b", "c")
		_, err := q.Delete(t.Context(), "w", ids[:1])
		must(t, err)
		_, err = q.Delete(t.Context(), "w", ids[1:])
		must(t, err)
		_, err = q.Restore(t.Context(), "w", ids[1:])
		must(t, err)
		if u, err := q.UndeleteLast(t.Context(), "w"); err != nil || u.Of != 1 || !slices.Equal(u.Back, ids[:1]) {
			t.Errorf("took back %+v: %v", u, err)
		}
	})
}
