package app

import (
	"context"
	"errors"
	"testing"

	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

// A workspace that takes long to open keeps only those waiting who want it.
func TestOpeningAWorkspaceKeepsNobodyElseWaiting(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	slow := &opening{done: make(chan struct{})}
	s.app.mu.Lock()
	s.app.open["other"] = slow
	s.app.mu.Unlock()

	if list := s.Workspaces(); len(list) != 3 || list[0].Name != "acme" || !list[2].Practice {
		t.Errorf("it lists %v", list)
	}
	if wrong := s.CheckConnection(Connection{Name: "acme"}); wrong == "" {
		t.Error("a name that is taken is taken again")
	}
	if _, err := s.Open(t.Context(), PracticeName); err != nil {
		t.Errorf("another workspace: %v", err)
	}
	ctx, give := context.WithCancel(t.Context())
	give()
	if _, err := s.Open(ctx, "other"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	// Who began to open it gave up: whoever waits opens it.
	got := make(chan error, 1)
	go func() {
		_, err := s.Open(t.Context(), "other")
		got <- err
	}()
	s.app.mu.Lock()
	delete(s.app.open, "other")
	s.app.mu.Unlock()
	slow.err = context.Canceled
	close(slow.done)
	check(t, <-got)
}

// The end of a session takes back what it holds, in every workspace that it opened,
// and nothing of anybody else.
func TestEndTakesBackTheSessionsHoldsEverywhere(t *testing.T) {
	t.Parallel()
	ana := opened(t, acmeConfig, "acme", Settings{})
	other, err := ana.Open(t.Context(), PracticeName)
	check(t, err)
	back, err := other.Open(t.Context(), "acme")
	check(t, err)
	if back.Sender != ana.Sender || back.ID != ana.ID {
		t.Error("the same person at the same workspace has another seat")
	}
	ben, err := ana.app.Session(t.Context(), "Ben", "acme")
	check(t, err)

	ids := map[*Session]queue.ID{}
	for _, s := range []*Session{ana, other, ben} {
		ids[s] = s.hold(t)
	}
	ana.End(t.Context())
	for workspace, want := range map[string][2]int{PracticeName: {1, 0}, "acme": {1, 1}} {
		counts, err := ana.Queue.Counts(t.Context(), workspace)
		check(t, err)
		if got := [2]int{counts.ByState[queue.Ready], counts.ByState[queue.Held]}; got != want {
			t.Errorf("%s has %v ready and held, want %v", workspace, got, want)
		}
	}
	if p, err := ana.Sender.Wait(t.Context(), ids[ana]); err != nil || p.Returned != 1 || p.By.Session != ana.ID {
		t.Errorf("Ana's ended as %+v, %v", p, err)
	}
	if _, err := other.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{newID()}}); !errors.Is(err, outbox.ErrClosed) {
		t.Errorf("after its end it submits: %v", err)
	}
	if n, ok := ben.Sender.TakeBack(t.Context()); !ok || n != 1 {
		t.Errorf("Ben took back %d, %t", n, ok)
	}
}

// Nobody sits down any more while the program ends.
func TestNoSessionBeginsAfterClose(t *testing.T) {
	t.Parallel()
	a, err := OpenDemo(t.Context(), Settings{})
	check(t, err)
	check(t, a.Close(t.Context()))
	if _, err := a.Session(t.Context(), "", DemoName); !errors.Is(err, errClosed) {
		t.Errorf("got %v", err)
	}
}

// Each lead to which nothing was done is named with why.
func TestTrashSaysWhyALeadStays(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	e, err := s.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Acme"}})
	check(t, err)
	s.hold(t)
	var held queue.ID
	check(t, s.List(t.Context(), queue.Held, func(row queue.Row) error {
		held = row.ID
		return nil
	}))
	stranger := newID()
	gone, _, left, err := s.Delete(t.Context(), []queue.ID{e.ID, held, stranger})
	check(t, err)
	if len(gone) != 1 || len(left) != 2 || left[0] != (Stays{ID: held, Why: OnItsWay}) || left[1] != (Stays{ID: stranger, Why: NotHere}) {
		t.Errorf("%v went, %v stay", gone, left)
	}
	if _, _, left, err = s.Delete(t.Context(), []queue.ID{e.ID}); err != nil || len(left) != 1 || left[0].Why != InTrash {
		t.Errorf("a second time: %v, %v", left, err)
	}
	back, left, err := s.Restore(t.Context(), []queue.ID{e.ID, held, stranger})
	check(t, err)
	if len(back) != 1 || len(left) != 2 || left[0].Why != NotInTrash || left[1].Why != NowhereAtAll {
		t.Errorf("%v came back, %v did not", back, left)
	}
}
