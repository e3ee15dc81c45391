package outbox

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
)

// two are seats of two people at the rig's sender. The leads of the rig are Ana's up
// to an index, then Ben's up to another, and so on.
func (r *rig) two(until ...int) (ana, ben *Seat) {
	r.t.Helper()
	from := 0
	for i, to := range append(until, len(r.ids)) {
		r.belong(r.ids[from:to], []string{"Ana", "Ben"}[i%2])
		from = to
	}
	return r.s.Seat(Who{Session: newID(), User: "Ana"}), r.s.Seat(Who{Session: newID(), User: "Ben"})
}

// belong makes leads anew as somebody's.
func (r *rig) belong(ids []queue.ID, owner string) {
	r.t.Helper()
	ctx := context.Background()
	if _, err := r.q.Delete(ctx, workspace, ids); err != nil {
		r.t.Fatal(err)
	}
	for i := range ids {
		e, err := r.q.As(queue.Scope{Owner: owner}).Save(ctx, queue.Entry{
			Workspace: workspace, State: queue.Ready, Finished: true,
			Lead: lead.Lead{Person: lead.Person{Name: fmt.Sprintf("%s's lead-%s", owner, ids[i])}},
		})
		if err != nil {
			r.t.Fatal(err)
		}
		ids[i] = e.ID
	}
}

func (r *rig) by(s *Seat, ids []queue.ID) queue.ID {
	r.t.Helper()
	id, err := s.Submit(context.Background(), Plan{IDs: ids})
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

func holds(o *Options) { o.Hold = 5 * time.Second }

// A hold belongs to the session that began it, in front and behind.
func TestNobodyTakesBackTheHoldOfAnother(t *testing.T) {
	bubble(t, 30, holds, func(t *testing.T, r *rig) {
		ctx := context.Background()
		ana, ben := r.two(10, 20)
		first := r.by(ana, r.ids[:10])
		time.Sleep(time.Second)
		second := r.by(ben, r.ids[10:20])
		time.Sleep(time.Second)
		third := r.by(ana, r.ids[20:])
		if a := ana.Progress(); a.Submission != first || a.Phase != Holding || a.BehindHold.IsZero() || len(a.Behind) != 1 {
			t.Errorf("Ana's picture: %+v", a)
		}
		if b := ben.Progress(); b.Submission != second || b.Phase != Holding || !b.BehindHold.IsZero() || len(b.Behind) > 0 || len(b.Beside) != 1 {
			t.Errorf("Ben's picture: %+v", b)
		}
		if n, ok := ben.TakeBack(ctx); !ok || n != 10 {
			t.Errorf("Ben took back %d, %t; want his 10", n, ok)
		}
		if n, ok := ben.TakeBack(ctx); ok {
			t.Errorf("Ben took back %d more", n)
		}
		if p := r.done(second); p.By.User != "Ben" || p.Returned != 10 {
			t.Errorf("Ben's submission ended as %+v", p)
		}
		if a, b := r.done(first), r.done(third); a.Sent != 10 || b.Sent != 10 {
			t.Errorf("Ana's went as %+v and %+v", a, b)
		}
	})
}

// The session in front takes back all of its own and nothing else.
func TestTakeBackInFrontLeavesWhatOthersHoldBehind(t *testing.T) {
	bubble(t, 30, holds, func(t *testing.T, r *rig) {
		ana, ben := r.two(10, 20)
		r.by(ana, r.ids[:10])
		id := r.by(ben, r.ids[10:20])
		r.by(ana, r.ids[20:])
		if n, ok := ana.TakeBack(context.Background()); !ok || n != 20 {
			t.Errorf("Ana took back %d, %t", n, ok)
		}
		if p := r.done(id); p.Sent != 10 {
			t.Errorf("Ben's went as %+v", p)
		}
	})
}

// A session that is over takes back all that it holds, begins nothing more, and
// leaves what is being sent alone.
func TestLeaveTakesBackTheHoldsOfOneSession(t *testing.T) {
	bubble(t, 40, holds, func(t *testing.T, r *rig) {
		ctx := context.Background()
		r.f.latency = 20 * time.Second
		ana, ben := r.two(20, 30)
		sending := r.by(ana, r.ids[:10])
		r.until("sending", func(p Progress) bool { return p.Phase == Running })
		held := r.by(ana, r.ids[10:20])
		kept := r.by(ben, r.ids[20:30])
		last := r.by(ana, r.ids[30:])
		time.Sleep(time.Second) // a picture of it all
		if inFlight, leads, waiting, _ := ben.Busy(); inFlight != 0 || leads != 0 || waiting != 10 {
			t.Errorf("Ben is busy with %d, %d, %d", inFlight, leads, waiting)
		}
		if inFlight, leads, waiting, _ := ana.Busy(); inFlight != 1 || leads != 10 || waiting != 20 {
			t.Errorf("Ana is busy with %d, %d, %d", inFlight, leads, waiting)
		}
		ana.Leave(ctx)
		if _, err := ana.Submit(ctx, Plan{IDs: r.ids[30:]}); !errors.Is(err, ErrClosed) {
			t.Errorf("Ana submitted after she left: %v", err)
		}
		for _, id := range []queue.ID{held, last} {
			if p := r.done(id); p.Returned != 10 || p.Sent != 0 {
				t.Errorf("held by Ana: %+v", p)
			}
		}
		for _, id := range []queue.ID{sending, kept} {
			if p := r.done(id); p.Sent != 10 {
				t.Errorf("not held by Ana: %+v", p)
			}
		}
	})
}

// What somebody does with another's submission comes to nothing, unless they lead a
// team: then it says who did it.
func TestPauseCancelAndLookAreOnesOwnOrATeamLeads(t *testing.T) {
	bubble(t, 230, look, func(t *testing.T, r *rig) {
		ana, ben := r.two()
		lead := r.s.Sender.Seat(Who{Session: newID(), User: "Cem", All: true})
		r.s = ana
		first := r.by(ana, r.ids[:200])
		r.until("asking", func(p Progress) bool { return p.Look })
		ben.Look(true)
		ben.CancelRest()
		lead.Look(true)
		p := r.until("going on", func(p Progress) bool { return !p.Look && p.Phase == Running })
		if p.LookedBy.User != "Cem" || p.By.User != "Ana" {
			t.Errorf("the look was %v's, the submission %v's", p.LookedBy, p.By)
		}
		ben.Pause()
		ben.CancelOwn()
		lead.Pause()
		if p = r.until("paused", func(p Progress) bool { return p.Phase == Paused }); p.PausedBy.User != "Cem" {
			t.Errorf("paused by %v", p.PausedBy)
		}
		ben.Resume()
		time.Sleep(time.Minute)
		if p := ben.Progress(); p.Phase != Paused || p.Submission != first || p.Look || p.Canary != (queue.ID{}) {
			t.Errorf("Ben sees %+v", p)
		}
		ana.Resume()
		p = r.until("going on", func(p Progress) bool { return p.Phase == Running && p.PausedBy == (Who{}) })
		if p.Cancelling {
			t.Error("Ben's own rest was Ana's")
		}
		behind := r.by(ana, r.ids[200:])
		lead.CancelRest()
		if p = r.done(first); p.CancelledBy.User != "Cem" {
			t.Errorf("cancelled by %v", p.CancelledBy)
		}
		if p := r.done(behind); p.Returned != 30 {
			t.Errorf("queued behind: %+v", p)
		}
	})
}

// New names on the wire wait until nothing is under way, and a plan that was made
// for the old ones is not sent with them.
func TestNamesWaitForIdle(t *testing.T) {
	bubble(t, 30, holds, func(t *testing.T, r *rig) {
		ctx := context.Background()
		ana, ben := r.two()
		plan, err := ana.Plan(ctx, r.ids[20:])
		if err != nil {
			t.Fatal(err)
		}
		first, second := r.by(ana, r.ids[:10]), r.by(ana, r.ids[10:20])
		plural := encoding()
		plural.Wire = api.PluralWire()
		short, stop := context.WithTimeout(ctx, time.Second)
		defer stop()
		if err := ben.Rename(short, func() (api.Encoding, error) { t.Error("kept in a hold"); return plural, nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		fail := errors.New("the disk is full")
		if err := ben.Rename(ctx, func() (api.Encoding, error) { return plural, fail }); !errors.Is(err, fail) {
			t.Errorf("got %v", err)
		}
		for _, id := range []queue.ID{first, second} {
			if p := r.done(id); p.Sent != 10 {
				t.Errorf("under way: %+v", p)
			}
		}
		if ben.Encoding().Wire != encoding().Wire || ana.Progress().Renamed != 0 {
			t.Error("the names changed all the same")
		}
		if err := ben.Rename(ctx, func() (api.Encoding, error) { return plural, nil }); err != nil {
			t.Fatal(err)
		}
		r.until("told", func(p Progress) bool { return p.Renamed == 1 })
		if ana.Encoding().Wire != plural.Wire {
			t.Error("Ana has the old names")
		}
		if _, err := ana.Submit(ctx, plan); !errors.Is(err, ErrRenamed) {
			t.Errorf("the old plan: %v", err)
		}
		if p := r.done(r.by(ana, r.ids[20:])); p.Sent != 10 {
			t.Errorf("a new plan: %+v", p)
		}
	})
}

// An answer about a lead proves the names with which it went, not those of now.
func TestALookProvesTheNamesOfItsLead(t *testing.T) {
	bubble(t, 2, look, func(t *testing.T, r *rig) {
		ctx := context.Background()
		r.done(r.submit(r.ids[:1]))
		r.until("asking", func(p Progress) bool { return p.Look })
		plural := encoding()
		plural.Wire = api.PluralWire()
		if err := r.s.Rename(ctx, func() (api.Encoding, error) { return plural, nil }); err != nil {
			t.Fatal(err)
		}
		r.s.Look(true)
		r.until("answered", func(p Progress) bool { return !p.Look })
		if p, err := r.s.Plan(ctx, r.ids[1:]); err != nil || !p.Look {
			t.Errorf("the new names are not looked at: %+v, %v", p, err)
		}
	})
}

// Nobody's leads go by the hand of another.
func TestOtherPeoplesLeadsAreNotSubmitted(t *testing.T) {
	bubble(t, 4, nil, func(t *testing.T, r *rig) {
		ctx := context.Background()
		ana, ben := r.two(2)
		plan, err := ben.Plan(ctx, r.ids)
		if err != nil || len(plan.IDs) != 2 || plan.Gone != 2 {
			t.Errorf("Ben plans %+v, %v", plan, err)
		}
		if _, err := ben.Submit(ctx, Plan{IDs: r.ids[:2]}); !errors.Is(err, ErrNothing) {
			t.Errorf("Ben submits Ana's: %v", err)
		}
		if p := r.done(r.by(ben, r.ids)); p.Sent != 2 {
			t.Errorf("Ben's went as %+v", p)
		}
		if p := r.done(r.by(ana, r.ids)); p.Sent != 2 {
			t.Errorf("Ana's went as %+v", p)
		}
	})
}
