package outbox

import (
	"context"
	"errors"
	"slices"
	"testing"

	"leadpad/api"
	"leadpad/queue"
)

// keyed gives a sender a key that the test can change.
func keyed(key *string) func(*Options) {
	return func(o *Options) {
		o.Key = func(context.Context) (string, error) { return *key, nil }
	}
}

func TestAnotherKeyAsksWhetherItIsTheSameWorkspace(t *testing.T) {
	key := "one"
	bubble(t, 30, keyed(&key), func(t *testing.T, r *rig) {
		r.done(r.submit(r.ids[:10]))
		key = "two"
		p, err := r.s.Plan(t.Context(), r.ids[10:20])
		if err != nil {
			t.Fatal(err)
		}
		if !p.Changed {
			t.Error("the plan does not say that the key changed")
		}
		if _, err := r.s.Submit(t.Context(), p); !errors.Is(err, ErrChanged) {
			t.Errorf("Submit gave %v, want ErrChanged", err)
		}
		wantRequests(t, r, 10)
		wantStates(t, r, map[queue.State]int{queue.Sent: 10, queue.Ready: 20})
		if err := r.s.SameWorkspace(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.done(r.submit(r.ids[10:20]))
		wantRequests(t, r, 10, 10)
	})
}

// The key that counts is the one that is used, not the one that was planned with.
func TestKeyThatChangesInTheHoldStops(t *testing.T) {
	key := "one"
	hold := func(o *Options) {
		keyed(&key)(o)
		o.Hold = MaxHold
	}
	bubble(t, 20, hold, func(t *testing.T, r *rig) {
		r.done(r.submit(r.ids[:10]))
		id := r.submit(r.ids[10:])
		r.until("holding", func(p Progress) bool { return p.Phase == Holding })
		key = "two"
		p := r.done(id)
		if p.Phase != Stopped || p.Last.Outcome != api.BadKey || p.Returned != 10 {
			t.Errorf("it ended %+v", p)
		}
		wantRequests(t, r, 10)
		wantStates(t, r, map[queue.State]int{queue.Sent: 10, queue.Ready: 10})
	})
}

func TestPracticeNeverAsksForItsKey(t *testing.T) {
	key := "one"
	practice := func(o *Options) {
		keyed(&key)(o)
		o.Practice = true
	}
	bubble(t, 20, practice, func(t *testing.T, r *rig) {
		r.done(r.submit(r.ids[:10]))
		key = "two"
		r.done(r.submit(r.ids[10:]))
		wantStates(t, r, map[queue.State]int{queue.Sent: 20})
	})
}

func look(o *Options) { o.Canary, o.CanaryLook = true, true }

func TestLookThatFindsSomethingMissing(t *testing.T) {
	bubble(t, 20, look, func(t *testing.T, r *rig) {
		id := r.submit(r.ids)
		r.until("asking", func(p Progress) bool { return p.Look })
		r.s.Look(false)
		p := r.done(id)
		if !p.Incomplete || p.Phase != Stopped || p.Canary == (queue.ID{}) || !slices.Equal(p.Kept, r.ids[1:]) {
			t.Errorf("it ended %+v", p)
		}
		wantStates(t, r, map[queue.State]int{queue.Sent: 1, queue.Ready: 19})
		// The same names again: one lead, and the same question.
		again := r.submit(p.Kept)
		r.until("asking again", func(p Progress) bool { return p.Look && p.Submission == again })
		wantRequests(t, r, 1, 1)
		r.s.CancelRest()
		r.done(again)
	})
}

func TestLookIsAskedOnceForTheSameNames(t *testing.T) {
	key := "one"
	bubble(t, 40, func(o *Options) { look(o); keyed(&key)(o) }, func(t *testing.T, r *rig) {
		id := r.submit(r.ids[:10])
		r.until("asking", func(p Progress) bool { return p.Look })
		r.s.Look(true)
		r.done(id)
		key = "two" // of the same workspace: a canary, and nobody has to look
		if err := r.s.SameWorkspace(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.done(r.submit(r.ids[10:20]))
		wantRequests(t, r, 1, 9, 1, 9)
		if err := r.s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.o.Encoding.Wire = api.PluralWire()
		r.start()
		id = r.submit(r.ids[20:])
		r.until("asking for the other names", func(p Progress) bool { return p.Look })
		r.s.Look(true)
		r.done(id)
		wantRequests(t, r, 1, 9, 1, 9, 1, 19)
	})
}

// The first submission of many a rep is one lead: the question stands after its
// end, and holds nothing up.
func TestLookAtTheOnlyLead(t *testing.T) {
	for _, there := range []bool{true, false} {
		t.Run(map[bool]string{true: "there", false: "missing"}[there], func(t *testing.T) {
			bubble(t, 3, look, func(t *testing.T, r *rig) {
				if p := r.done(r.submit(r.ids[:1])); !p.Look || p.Phase != Done || p.Sent != 1 {
					t.Fatalf("it ended %+v", p)
				}
				r.s.Look(there)
				p := r.until("answered", func(p Progress) bool { return !p.Look })
				if p.Incomplete == there || len(p.Kept) != 0 {
					t.Errorf("after the answer: %+v", p)
				}
				id := r.submit(r.ids[1:])
				if there {
					r.done(id)
					wantRequests(t, r, 1, 2)
					return
				}
				r.until("asking again", func(p Progress) bool { return p.Look })
				wantRequests(t, r, 1, 1)
			})
		})
	}
}

func TestPlanRefusalSaysWhatIsKnown(t *testing.T) {
	tests := []struct {
		message string
		limit   int
		room    int
	}{
		{"Can not have more than 15 leads on the free plan.", 15, 5},
		{"Can not have more than 5 leads on the free plan.", 5, 0},
		{"Reached the maximum limit of leads on the free plan.", 0, -1},
	}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			bubble(t, 20, nil, func(t *testing.T, r *rig) {
				r.done(r.submit(r.ids[:10]))
				r.f.script = func(int, []string) (api.Answer, bool) { return no(api.PlanLimit, 400, tt.message), false }
				p := r.done(r.submit(r.ids[10:]))
				if p.Phase != Stopped || p.Plan == nil || *p.Plan != (PlanFacts{Limit: tt.limit, Sent: 10}) || p.Plan.Room() != tt.room {
					t.Errorf("%q: %+v", tt.message, p.Plan)
				}
			})
		})
	}
}
