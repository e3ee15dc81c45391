package outbox

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
)

// bubble runs f in virtual time on a rig that is closed afterwards.
func bubble(t *testing.T, n int, change func(*Options), f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, n, change)
		f(t, r)
		r.once()
		r.end()
	})
}

func wantStates(t *testing.T, r *rig, want map[queue.State]int) {
	t.Helper()
	if diff := cmp.Diff(want, r.states()); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

func wantRequests(t *testing.T, r *rig, want ...int) {
	t.Helper()
	if got := r.f.requests(); !slices.Equal(got, want) {
		t.Errorf("requests of %v leads, want %v", got, want)
	}
}

func TestSubmissionSendsAllInOrder(t *testing.T) {
	bubble(t, 250, nil, func(t *testing.T, r *rig) {
		p := r.done(r.submit(r.ids))
		wantRequests(t, r, 100, 100, 50)
		wantStates(t, r, map[queue.State]int{queue.Sent: 250})
		if p.Phase != Done || p.Sent != 250 || p.Rest != 0 || len(p.Requests) != 3 {
			t.Errorf("the last picture is %+v", p)
		}
		if r.f.seen[0].names[0] != "lead-0" || r.f.seen[2].names[49] != "lead-249" {
			t.Error("the leads did not go in their order")
		}
		b, err := r.q.Batch(context.Background(), workspace, p.Requests[2].Batch)
		if err != nil || b.State != queue.BatchSent || len(b.Leads) != 50 || b.Receipt.Outcome != "created" {
			t.Errorf("the batch is %+v, %v", b, err)
		}
	})
}

func TestNothingLeavesBeforeTheHoldEnds(t *testing.T) {
	bubble(t, 3, func(o *Options) { o.Hold = 5 * time.Second }, func(t *testing.T, r *rig) {
		begun := time.Now()
		id := r.submit(r.ids)
		wantStates(t, r, map[queue.State]int{queue.Held: 3})
		r.done(id)
		if wait := r.f.seen[0].at.Sub(begun); wait < 5*time.Second {
			t.Errorf("the first request left after %v", wait)
		}
	})
}

func TestTakeBackFreesAll(t *testing.T) {
	bubble(t, 3, func(o *Options) { o.Hold = 5 * time.Second }, func(t *testing.T, r *rig) {
		id := r.submit(r.ids)
		r.until("holding", func(p Progress) bool { return p.Phase == Holding })
		time.Sleep(4 * time.Second)
		n, ok := r.s.TakeBack(context.Background())
		if n != 3 || !ok {
			t.Errorf("took back %d, %v", n, ok)
		}
		if p := r.done(id); p.Took != 3 || p.Returned != 3 {
			t.Errorf("the last picture is %+v", p)
		}
		time.Sleep(time.Minute)
		wantRequests(t, r)
		wantStates(t, r, map[queue.State]int{queue.Ready: 3})
		if _, ok := r.s.TakeBack(context.Background()); ok {
			t.Error("took back twice")
		}
	})
}

func TestCloseTakesAHoldBack(t *testing.T) {
	bubble(t, 3, func(o *Options) { o.Hold = 5 * time.Second }, func(t *testing.T, r *rig) {
		r.submit(r.ids)
		if err := r.s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		wantRequests(t, r)
		wantStates(t, r, map[queue.State]int{queue.Ready: 3})
		if _, err := r.s.Submit(context.Background(), Plan{IDs: r.ids}); err != ErrClosed {
			t.Errorf("a closed sender says %v", err)
		}
	})
}

func TestCanaryCarriesOneLeadOnce(t *testing.T) {
	bubble(t, 400, func(o *Options) { o.Canary = true }, func(t *testing.T, r *rig) {
		p, err := r.s.Plan(context.Background(), r.ids[:214])
		if err != nil || !slices.Equal(p.Batches, []int{1, 100, 100, 13}) || !p.Canary {
			t.Errorf("the plan is %v, %v", p.Batches, err)
		}
		r.done(r.submit(r.ids[:214]))
		wantRequests(t, r, 1, 100, 100, 13)
		r.done(r.submit(r.ids[214:300]))
		wantRequests(t, r, 1, 100, 100, 13, 86)
		if err := r.s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		r.o.Encoding.Wire.Emails = "emails"
		r.start()
		r.done(r.submit(r.ids[300:]))
		wantRequests(t, r, 1, 100, 100, 13, 86, 1, 99)
	})
}

func TestCanaryWaitsForALook(t *testing.T) {
	for _, there := range []bool{true, false} {
		t.Run(map[bool]string{true: "there", false: "missing"}[there], func(t *testing.T) {
			bubble(t, 20, look, func(t *testing.T, r *rig) {
				id := r.submit(r.ids)
				r.until("asking", func(p Progress) bool { return p.Look && p.Phase == Paused })
				r.s.Resume()
				time.Sleep(time.Hour)
				wantRequests(t, r, 1)
				r.s.Look(there)
				r.done(id)
				if there {
					wantStates(t, r, map[queue.State]int{queue.Sent: 20})
				} else {
					wantStates(t, r, map[queue.State]int{queue.Sent: 1, queue.Ready: 19})
				}
			})
		})
	}
}

func TestWindowIsNeverExceeded(t *testing.T) {
	w := ratelimit.Window{Requests: 5, Per: 10 * time.Second}
	// 18 requests.
	bubble(t, 172, func(o *Options) { o.Window, o.size = w, 10 }, func(t *testing.T, r *rig) {
		begun := time.Now()
		r.done(r.submit(r.ids))
		r.full(w)
		// 18 requests of 20 ms: three times a full window, each slot held from the
		// answer on, then three more.
		if took := time.Since(begun); took > 31*time.Second {
			t.Errorf("it took %v", took)
		}
		wantStates(t, r, map[queue.State]int{queue.Sent: 172})
	})
}

func TestOutcomes(t *testing.T) {
	tests := []struct {
		name  string
		first api.Answer
		lands bool
		phase Phase
		want  map[queue.State]int
		told  Report
	}{
		{"bad key", no(api.BadKey, 401, "Invalid API key."), false, Stopped, map[queue.State]int{queue.Ready: 150}, Report{Kind: Ended, Back: 150, Actions: []Action{CanSetKey, CanSubmit}}},
		{"plan limit", no(api.PlanLimit, 400, "Reached the maximum limit of leads on the free plan."), false, Stopped, map[queue.State]int{queue.Ready: 150}, Report{Kind: Ended, Back: 150, Actions: []Action{CanPick}}},
		{"misdirected", no(api.Misdirected, 404, "x"), false, Stopped, map[queue.State]int{queue.Ready: 150}, Report{Kind: Ended, Back: 150, Actions: []Action{CanSubmit}}},
		{"limited", no(api.Limited, 429, "Too many requests. Please try again later."), false, Done, map[queue.State]int{queue.Sent: 150}, Report{Kind: Throttled, Went: 100}},
		{"not sent", api.Answer{Outcome: api.NotSent, Err: "refused"}, false, Done, map[queue.State]int{queue.Sent: 150}, Report{Kind: NotConnected, Went: 100}},
		{"at fault", no(api.AtFault, 400, "leads[7].email is wrong"), false, Done, map[queue.State]int{queue.Sent: 50, queue.Ready: 100}, Report{Kind: RefusedTogether, Back: 100, Price: 14, Actions: []Action{CanFindFault, CanLeaveReady}}},
		{"unsure", api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 9}, true, Done, map[queue.State]int{queue.Sent: 50, queue.Unsure: 100}, Report{Kind: NotKnown, Actions: []Action{CanSettle}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, 150, nil, func(t *testing.T, r *rig) {
				r.f.script = func(n int, _ []string) (api.Answer, bool) {
					if n == 1 {
						return test.first, test.lands
					}
					return ok(), true
				}
				p := r.done(r.submit(r.ids))
				wantStates(t, r, test.want)
				if p.Phase != test.phase || p.Requests[0].Outcome != test.first.Outcome {
					t.Errorf("the last picture is %+v", p)
				}
				got := p.Last
				told := Report{Kind: got.Kind, Back: got.Back, Went: got.Went, Price: got.Price, Actions: got.Actions}
				if !reflect.DeepEqual(told, test.told) || got.Leads != 100 || got.Outcome != test.first.Outcome {
					t.Errorf("it tells %+v, want %+v", got, test.told)
				}
			})
		})
	}
}

func TestTooManyHalvesTheRequests(t *testing.T) {
	bubble(t, 100, nil, func(t *testing.T, r *rig) {
		r.f.script = func(_ int, names []string) (api.Answer, bool) {
			if len(names) > 30 {
				return no(api.TooMany, 400, "The maximum amount of leads to create at once is 30."), false
			}
			return ok(), true
		}
		r.done(r.submit(r.ids))
		wantRequests(t, r, 100, 50, 25, 25, 25, 25)
		wantStates(t, r, map[queue.State]int{queue.Sent: 100})
	})
}

func TestAfterUnsureOneLeadGoesAWindowLater(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 9}, true
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("unsure", func(p Progress) bool { return p.Unsure == 100 && p.Phase == Waiting })
		if l := p.Last; l.Retry != time.Minute || l.Most != 1 || l.Rest != 200 || !l.Can(CanPause) || !l.Can(CanCancel) {
			t.Errorf("it tells %+v", l)
		}
		r.s.Resume() // shortens nothing
		r.done(id)
		wantRequests(t, r, 100, 1, 100, 99)
		if gap := r.f.seen[1].at.Sub(r.f.seen[0].at); gap < time.Minute {
			t.Errorf("the next request came after %v", gap)
		}
	})
}

func TestConnectionTroubleStopsAfterFiveMinutes(t *testing.T) {
	bubble(t, 10, nil, func(t *testing.T, r *rig) {
		r.f.script = func(int, []string) (api.Answer, bool) { return api.Answer{Outcome: api.NotSent, Err: "refused"}, false }
		begun := time.Now()
		p := r.done(r.submit(r.ids))
		if p.Phase != Stopped || !p.Last.Bad {
			t.Errorf("the last picture is %+v", p)
		}
		if took := time.Since(begun); took < giveUpAfter || took > giveUpAfter+time.Minute {
			t.Errorf("it stopped after %v", took)
		}
		wantStates(t, r, map[queue.State]int{queue.Ready: 10})
	})
}

func TestPauseResumeCancel(t *testing.T) {
	bubble(t, 500, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		id := r.submit(r.ids)
		r.until("in flight", func(p Progress) bool { return p.Sent == 100 })
		r.s.Pause()
		r.until("paused", func(p Progress) bool { return p.Phase == Paused })
		time.Sleep(time.Hour)
		wantRequests(t, r, 100, 100)
		r.s.Resume()
		r.until("going on", func(p Progress) bool { return p.Sent == 300 })
		r.s.CancelRest()
		p := r.done(id)
		if p.Sent != 400 || p.Returned != 100 {
			t.Errorf("the last picture is %+v", p)
		}
		wantStates(t, r, map[queue.State]int{queue.Sent: 400, queue.Ready: 100})
	})
}

func TestSecondSubmissionGoesBehind(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.latency = time.Second
		first := r.submit(r.ids[:150])
		r.until("in flight", func(p Progress) bool { return p.Phase == Running })
		second := r.submit(r.ids[150:])
		p := r.until("queued", func(p Progress) bool { return len(p.Behind) == 1 })
		if p.Submission != first || p.Behind[0] != 150 {
			t.Errorf("the picture is %+v", p)
		}
		r.done(second)
		wantRequests(t, r, 100, 50, 100, 50)
		wantStates(t, r, map[queue.State]int{queue.Sent: 300})
	})
}

func TestCloseWaitsForTheRequestInFlight(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.submit(r.ids)
		r.until("in flight", func(p Progress) bool {
			requests, _, _, _ := r.s.Busy()
			return p.Phase == Running && requests == 1 && len(r.f.requests()) == 1
		})
		n, leads, waiting, left := r.s.Busy()
		if n != 1 || leads != 100 || waiting != 200 || left > time.Minute || left < 50*time.Second {
			t.Errorf("busy: %d, %d, %d, %v", n, leads, waiting, left)
		}
		if err := r.s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		wantStates(t, r, map[queue.State]int{queue.Sent: 100, queue.Ready: 200})
	})
}

func TestLeavingNowMakesTheRequestUnsure(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.submit(r.ids)
		r.until("in flight", func(p Progress) bool { return p.Phase == Running && len(r.f.requests()) == 1 })
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		begun := time.Now()
		if err := r.s.Close(ctx); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > time.Second {
			t.Errorf("leaving took %v", took)
		}
		wantStates(t, r, map[queue.State]int{queue.Unsure: 100, queue.Ready: 200})
		time.Sleep(time.Minute) // the answer still comes, and changes nothing
		wantStates(t, r, map[queue.State]int{queue.Unsure: 100, queue.Ready: 200})
	})
}

func TestFindAtFault(t *testing.T) {
	bubble(t, 100, nil, func(t *testing.T, r *rig) {
		bad := map[string]bool{"lead-7": true, "lead-42": true}
		r.f.script = func(_ int, names []string) (api.Answer, bool) {
			for _, n := range names {
				if bad[n] {
					return no(api.AtFault, 400, "A lead is not valid."), false
				}
			}
			return ok(), true
		}
		p := r.done(r.submit(r.ids))
		wantStates(t, r, map[queue.State]int{queue.Ready: 100})
		if e := r.entry(0); !wasRefused(e.Remark) || !strings.HasSuffix(e.Remark, ": A lead is not valid.") {
			t.Errorf("the remark is %q", e.Remark)
		}
		plan, err := r.s.Plan(context.Background(), r.ids)
		if err != nil || plan.Returned != 100 {
			t.Errorf("the plan is %+v, %v", plan, err)
		}
		if _, err := r.s.FindAtFault(context.Background(), p.Last.Batch); err != nil {
			t.Fatal(err)
		}
		r.until("found", func(now Progress) bool { return now.Search && over(now) })
		wantStates(t, r, map[queue.State]int{queue.Sent: 98, queue.Failed: 2})
		if e := r.entry(42); e.State != queue.Failed || e.Remark != "A lead is not valid." {
			t.Errorf("lead 42 is %v: %q", e.State, e.Remark)
		}
		if n := len(r.f.requests()); n > 1+2*Price(100) {
			t.Errorf("it took %d requests", n)
		}
	})
}

func TestLimitedPausesAndSlowsDown(t *testing.T) {
	bubble(t, 1000, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 2 {
				a := no(api.Limited, 429, "Too many requests. Please try again later.")
				a.RetryAfter = 3 * time.Minute
				return a, false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("pausing", func(p Progress) bool { return p.Phase == Waiting })
		if l := p.Last; l.Retry != 3*time.Minute || l.Rest != 900 || !l.Can(CanPause) || !l.Can(CanCancel) {
			t.Errorf("it tells %+v", l)
		}
		if m, err := r.s.Meter(context.Background()); err != nil || m.PauseUntil.IsZero() || m.Used != 2 {
			t.Errorf("the meter says %+v, %v", m, err)
		}
		r.done(id)
		if gap := r.f.seen[2].at.Sub(r.f.seen[1].at); gap < 3*time.Minute {
			t.Errorf("the probe came after %v", gap)
		}
		wantStates(t, r, map[queue.State]int{queue.Sent: 1000})
	})
}
