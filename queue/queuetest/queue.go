package queuetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// testPurge brings a deletion back before 30 days are over, and not after.
func testPurge(t *testing.T, e Engine) {
	address := e.Address(t)
	now := time.Unix(1_800_000_000, 0)
	at := func(days int) queue.Queue {
		q, err := e.Open(t.Context(), address, queue.Options{Now: func() time.Time { return now.Add(time.Duration(days) * 24 * time.Hour) }})
		Must(t, err)
		return q
	}
	q := at(0)
	ids := SaveAll(t, q, "Acme", "Zeta")
	if got, err := q.Delete(t.Context(), "w", ids[:1]); err != nil || len(got.Leads) != 1 {
		t.Fatal(got, err)
	}
	if _, err := q.Get(t.Context(), "w", ids[0]); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("a deleted lead is there: %v", err)
	}
	Must(t, q.Close())
	q = at(29)
	if n, err := q.Restore(t.Context(), "w", ids); err != nil || len(n) != 1 {
		t.Fatal(n, err)
	}
	if StateOf(t, q, ids[0]) != queue.Ready {
		t.Error("it came back otherwise")
	}
	if _, err := q.Delete(t.Context(), "w", ids[:1]); err != nil {
		t.Fatal(err)
	}
	Must(t, q.Close())
	q = at(60)
	for range 5 { // what takes too long, on a busy machine, is put off to the next time
		Must(t, q.Close())
		q = at(60)
	}
	defer func() { Must(t, q.Close()) }()
	if n, err := q.Restore(t.Context(), "w", ids); err != nil || len(n) != 0 {
		t.Errorf("purged leads came back: %v, %v", n, err)
	}
	if got := IDs(t, q, queue.Query{Workspace: "w"}); len(got) != 1 || got[0] != ids[1] {
		t.Errorf("%v is left", got)
	}
}

func testSettings(t *testing.T, q queue.Queue) {
	for _, want := range []string{"", "a", "b", "b", ""} {
		Must(t, q.SetSetting(t.Context(), "name", want))
		if got, err := q.Setting(t.Context(), "name"); err != nil || got != want {
			t.Errorf("%q, want %q: %v", got, want, err)
		}
	}
}

// testSave looks at what a save gives back, and at one that changes nothing.
func testSave(t *testing.T, q queue.Queue) {
	e := Company("Acme")
	e.Sample = true
	saved := Save(t, q, e)
	if saved.ID.Version() != 7 || saved.Rev != 1 || saved.Created.IsZero() || !saved.Created.Equal(saved.Updated) {
		t.Errorf("%+v", saved)
	}
	if again := Save(t, q, saved); again.Rev != 1 || !again.Updated.Equal(saved.Updated) {
		t.Errorf("a save without a change made %+v", again)
	}
	e.ID = saved.ID
	if _, err := q.Save(t.Context(), e); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("an id was given twice: %v", err)
	}
	saved.Sample, saved.Created = false, time.Time{}
	saved.Lead.Name = strings.Repeat("長", 400_000)
	saved = Save(t, q, saved)
	got, err := q.Get(t.Context(), "w", saved.ID)
	if err != nil || !got.Sample || got.Created.IsZero() || got.Lead.Name != saved.Lead.Name {
		t.Errorf("%v, sample %v", err, got.Sample)
	}
	if n, err := q.Samples(t.Context(), "w"); err != nil || n != 1 {
		t.Error(n, err)
	}
	if ready, drafts, err := q.Move(t.Context(), "w", "v", []queue.ID{saved.ID}, func(lead.Lead) []lead.Problem { return nil }); err != nil || ready+drafts != 0 {
		t.Errorf("a sample moved: %v", err)
	}
	if _, err := q.Add(t.Context(), []queue.Entry{Company("one"), e}); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("added a saved one: %v", err)
	}
}

// testAdd imports: all in one commit, or nothing, and nothing twice.
func testAdd(t *testing.T, q queue.Queue) {
	saved := Save(t, q, Company("old"))
	changed := saved
	changed.Lead.Name = "new"
	twin := Company("twin")
	twin.Import = NewID()
	stale := changed
	stale.Rev = 7
	for _, wrong := range [][]queue.Entry{{twin, changed, stale}, {twin, changed, {Workspace: "w", State: queue.Sent}}} {
		if _, err := q.Add(t.Context(), wrong); err == nil {
			t.Error("took a wrong one")
		}
		if got := IDs(t, q, queue.Query{Workspace: "w"}); len(got) != 1 {
			t.Errorf("added half: %d leads", len(got))
		}
		if e, err := q.Get(t.Context(), "w", saved.ID); err != nil || e.Lead.Name != "old" || e.Rev != 1 {
			t.Errorf("changed half: %+v, %v", e, err)
		}
	}
	// Of three equal ones all are new; of four, later, one; whatever became of them.
	added, err := q.Add(t.Context(), []queue.Entry{twin, changed, twin, twin})
	if err != nil || len(added) != 4 || added[1].Rev != 2 {
		t.Fatalf("added %d: %v", len(added), err)
	}
	edited := added[0]
	edited.Lead.Name = "mended"
	Save(t, q, edited)
	if added, err = q.Add(t.Context(), []queue.Entry{twin, twin, twin, twin}); err != nil || len(added) != 1 {
		t.Errorf("added %d again, %v", len(added), err)
	}
	if n, err := q.Imported(t.Context(), "w"); err != nil || n[twin.Import] != 4 || len(n) != 1 {
		t.Errorf("%v, %v", n, err)
	}
	// One in the Trash is not here, nor is one of another workspace or owner.
	if _, err := q.Delete(t.Context(), "w", []queue.ID{edited.ID}); err != nil {
		t.Fatal(err)
	}
	elsewhere := twin
	elsewhere.Workspace = "v"
	if added, err = q.Add(t.Context(), []queue.Entry{twin, twin, twin, twin, elsewhere}); err != nil || len(added) != 2 {
		t.Errorf("added %d beside a deleted one, %v", len(added), err)
	}
	if added, err = q.As(queue.Scope{Owner: "ana"}).Add(t.Context(), []queue.Entry{twin}); err != nil || len(added) != 1 {
		t.Errorf("added %d of another owner, %v", len(added), err)
	}
}

// testPutSkips takes an edit back that somebody has built upon.
func testPutSkips(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "a", "b", "c")
	before, err := q.Edit(t.Context(), "w", ids, func(e queue.Entry) queue.Entry { e.Lead.Name += "!"; return e })
	if err != nil || len(before) != 3 {
		t.Fatal(before, err)
	}
	e, err := q.Get(t.Context(), "w", ids[1])
	Must(t, err)
	e.Lead.Name = "mine now"
	Save(t, q, e)
	if _, err := q.Delete(t.Context(), "w", ids[2:]); err != nil {
		t.Fatal(err)
	}
	if n, err := q.Put(t.Context(), before); err != nil || n != 1 {
		t.Errorf("put %d back: %v", n, err)
	}
	if e, err := q.Get(t.Context(), "w", ids[1]); err != nil || e.Lead.Name != "mine now" {
		t.Errorf("%+v, %v", e, err)
	}
}

// testMove moves what is finished as Ready, and the rest as drafts.
func testMove(t *testing.T, q queue.Queue) {
	ids := SaveAll(t, q, "good", "bad")
	unfinished := Company("unfinished")
	unfinished.State, unfinished.Finished = queue.Draft, false
	ids = append(ids, Save(t, q, unfinished).ID)
	ready, drafts, err := q.Move(t.Context(), "w", "v", ids, func(l lead.Lead) []lead.Problem {
		if l.Name == "bad" {
			return []lead.Problem{{Text: "not here"}}
		}
		return []lead.Problem{{Text: "a note", Note: true}}
	})
	if err != nil || ready != 1 || drafts != 2 {
		t.Fatal(ready, drafts, err)
	}
	if got := IDs(t, q, queue.Query{Workspace: "w"}); len(got) != 0 {
		t.Errorf("%d stayed", len(got))
	}
	if got := IDs(t, q, queue.Query{Workspace: "v", Text: "state:ready"}); len(got) != 1 || got[0] != ids[0] {
		t.Errorf("%v is ready there", got)
	}
}
