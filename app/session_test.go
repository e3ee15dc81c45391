package app

import (
	"context"
	"errors"
	"testing"

	"leadpad/intake"
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
	if err := s.CheckConnection(Connection{Name: "acme"}); err == nil {
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
	for _, c := range []struct {
		*Session
		ready, held int
	}{{ana, 1, 0}, {other, 1, 0}, {ben, 0, 1}} {
		counts, err := c.Queue.Counts(t.Context(), c.Name)
		check(t, err)
		if counts.ByState[queue.Ready] != c.ready || counts.ByState[queue.Held] != c.held {
			t.Errorf("%q sees %v in %s", c.User, counts.ByState, c.Name)
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
	check(t, s.List(t.Context(), queue.Held, func(row queue.Row, _ []lead.Problem) error {
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

// Each person sees and touches their own leads, and the process sends for all.
func TestASessionSeesItsOwnLeads(t *testing.T) {
	t.Parallel()
	ana := opened(t, acmeConfig, "acme", Settings{})
	ben, err := ana.app.Session(t.Context(), "Ben", "acme")
	check(t, err)
	anas, err := ana.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Ana's"}})
	check(t, err)
	bens, err := ben.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Ben's"}})
	check(t, err)
	var seen []string
	check(t, ben.Records(t.Context(), 0)(func(r intake.Record) error {
		seen = append(seen, r.Lead.Name)
		return nil
	}))
	if len(seen) != 1 || seen[0] != "Ben's" {
		t.Errorf("Ben sees %q", seen)
	}
	if _, _, left, err := ben.Delete(t.Context(), []queue.ID{anas.ID}); err != nil || len(left) != 1 || left[0].Why != NotHere {
		t.Errorf("Ben deletes Ana's: %v, %v", left, err)
	}
	if p, err := ben.Sender.Plan(t.Context(), []queue.ID{anas.ID, bens.ID}); err != nil || len(p.IDs) != 1 || p.IDs[0] != bens.ID {
		t.Errorf("Ben plans %+v, %v", p, err)
	}
}
