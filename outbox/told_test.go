package outbox

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// A disk that refused once, before a request, and took everything later.
func TestReportDiskIsGoneOnceItWorked(t *testing.T) {
	fileBubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.o.Hold = 0
		if err := r.s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		o := r.o
		o.Hold = 5 * time.Second
		r.o = o
		r.start()
		id := r.submit(r.ids)
		r.until("holding", func(p Progress) bool { return p.Phase == Holding })
		if err := r.q.SetQuota(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		r.until("refused", func(p Progress) bool { return p.Phase == Waiting })
		if err := r.q.SetQuota(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		p := r.done(id)
		if p.Phase != Done || p.Sent != 200 {
			t.Fatalf("%+v", p)
		}
		if p.Last.Kind != NothingTold {
			t.Errorf("all 200 were sent, and it tells %+v", p.Last)
		}
	})
}

// After a 429 and its pause, requests go out, and the report still counts.
func TestReportLimitedWhileRunning(t *testing.T) {
	bubble(t, 400, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return no(api.Limited, 429, "Too many requests. Please try again later."), false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("later", func(p Progress) bool { return p.Sent == 200 && p.Phase == Running })
		if p.Last.Retry != 0 {
			t.Errorf("request 4 is in flight, and it waits for %v", p.Last.Retry)
		}
		r.done(id)
	})
}

// After not sure, once full requests go again.
func TestReportUnsureWhileFullRequestsGo(t *testing.T) {
	bubble(t, 400, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 9}, true
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("later", func(p Progress) bool {
			return p.Sent >= 101 && p.Phase == Running && p.Requests[3].State == InFlight
		})
		if p.Last.Most == 1 {
			t.Errorf("a request of %d is in flight, and it goes on with one lead", p.Requests[3].Leads)
		}
		r.done(id)
	})
}

// The outcome could not be written for a moment.
func TestReportUnwrittenIsGoneOnceItIsWritten(t *testing.T) {
	fileBubble(t, 100, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(int, []string) (api.Answer, bool) {
			a := ok()
			a.Envelope.Raw = make([]byte, 500_000)
			return a, true
		}
		id := r.submit(r.ids)
		r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
		time.Sleep(time.Second)
		if err := r.q.SetQuota(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		r.until("refused", func(p Progress) bool { return p.Last.Kind != NothingTold })
		time.Sleep(time.Second)
		if err := r.q.SetQuota(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		p := r.done(id)
		if p.Phase != Done || p.Sent != 100 {
			t.Fatalf("%+v", p)
		}
		if p.Last.Kind != NothingTold {
			t.Errorf("all is on disk, and it tells %+v", p.Last)
		}
	})
}

// A single lead that is too large cannot go in a smaller request.
func TestTooManyForOneLead(t *testing.T) {
	bubble(t, 1, nil, func(t *testing.T, r *rig) {
		r.f.script = func(int, []string) (api.Answer, bool) {
			return no(api.TooMany, 413, "too large"), false
		}
		if p := r.done(r.submit(r.ids)); p.Last.Kind != Ended || p.Last.Back != 1 {
			t.Errorf("it tells %+v", p.Last)
		}
	})
}

// A request that was too large goes in halves, and it is said what went.
func TestTooManySaysWhatWent(t *testing.T) {
	bubble(t, 100, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(_ int, names []string) (api.Answer, bool) {
			if len(names) > 50 {
				return no(api.TooMany, 413, "too large"), false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("half", func(p Progress) bool { return p.Sent == 50 })
		if p.Last.Leads != 100 || p.Last.Went != 50 {
			t.Errorf("50 are sent, and it tells %d of %d", p.Last.Went, p.Last.Leads)
		}
		r.done(id)
	})
}

// A lead that was refused alone is told by its name.
func TestRefusedAloneNamesTheLead(t *testing.T) {
	bubble(t, 1, func(o *Options) { o.Practice = true }, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return no(api.Limited, 429, "Too many requests. Please try again later."), false
			}
			return no(api.AtFault, 400, "bad"), false
		}
		e, err := r.q.Save(t.Context(), queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: "ClosingDealz"}}})
		if err != nil {
			t.Fatal(err)
		}
		id := r.submit([]queue.ID{e.ID})
		p := r.until("limited", func(p Progress) bool { return p.Last.Kind != NothingTold })
		if p.Last.Kind != Throttled {
			t.Errorf("it tells %+v", p.Last)
		}
		p = r.done(id)
		if p.Last.Kind != RefusedAlone || p.Last.Name != "ClosingDealz" || !p.Last.Can(CanMend) {
			t.Errorf("the lead ClosingDealz: %+v", p.Last)
		}
	})
}

// The lease is lost while a request is in flight.
func TestLostLeaseSaysSo(t *testing.T) {
	fileBubble(t, 100, nil, func(t *testing.T, r *rig) {
		ctx := context.Background()
		r.f.latency = 2 * time.Second
		id := r.submit(r.ids)
		r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
		leases, _ := filepath.Glob(r.path + ".*.lease")
		for _, name := range leases {
			_ = os.Remove(name)
		}
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		o := r.o
		o.Queue = q
		second, err := New(ctx, o) // takes the lease and settles
		if err != nil {
			t.Fatal(err)
		}
		p := r.done(id)
		if p.Last.Kind != LeaseLost || p.Unsure != 100 {
			t.Errorf("it ended with %d not sure and tells %+v", p.Unsure, p.Last)
		}
		_ = second.Close(ctx)
	})
}

// Space during a request shows at once, and a second Space takes it back.
func TestPauseShowsBeforeTheAnswer(t *testing.T) {
	bubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = 30 * time.Second
		id := r.submit(r.ids)
		before := r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
		time.Sleep(time.Second)
		r.s.Pause()
		time.Sleep(time.Second)
		p := r.s.Progress()
		if !p.Pausing || before.Pausing {
			t.Errorf("one second after Pause: phase %d, why %q, last %+v, forecast %v", p.Phase, p.Why, p.Last, p.Forecast)
		}
		r.s.Resume()
		if p := r.until("going on", func(p Progress) bool { return !p.Pausing }); p.Phase != Running {
			t.Errorf("after Resume: %+v", p)
		}
		r.done(id)
	})
}

// The outcome of request 1 could not be written for a moment, while request 2 flew.
func TestPhaseAfterTheDiskWorkedAgain(t *testing.T) {
	fileBubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = 30 * time.Second
		r.f.script = func(int, []string) (api.Answer, bool) {
			a := ok()
			a.Envelope.Raw = make([]byte, 500_000)
			return a, true
		}
		id := r.submit(r.ids)
		time.Sleep(time.Second)
		if err := r.q.SetQuota(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		r.until("refused", func(p Progress) bool { return p.Last.Kind != NothingTold })
		_, leads, _, _ := r.s.Busy()
		if leads != 200 && len(r.f.requests()) == 2 {
			t.Errorf("the outcome of 100 leads is not on disk and 100 more are in flight; leaving now makes 200 not sure, Busy says %d", leads)
		}
		if err := r.q.SetQuota(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		if p := r.s.Progress(); p.Sent != 100 || p.Phase != Running {
			t.Errorf("request 2 is in flight, %d sent; phase %d, why %q", p.Sent, p.Phase, p.Why)
		}
		r.done(id)
	})
}

// FindAtFault names its submission: the picture may still be of the one before.
func TestPictureAfterFindAtFault(t *testing.T) {
	bubble(t, 10, nil, func(t *testing.T, r *rig) {
		r.f.script = func(int, []string) (api.Answer, bool) { return no(api.AtFault, 400, "bad"), false }
		p := r.done(r.submit(r.ids))
		id, err := r.s.FindAtFault(t.Context(), p.Requests[0].Batch)
		if err != nil {
			t.Fatal(err)
		}
		if p := r.done(id); !p.Search || p.Submission != id || p.Failed != 10 {
			t.Errorf("the search ended %+v", p)
		}
	})
}

// The other process holds its leads, and nothing of it has been sent.
func TestForeignHoldShowsNoOldBatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		r := newFileRig(t, 110, func(o *Options) { o.Hold = 30 * time.Second })
		r.done(r.submit(r.ids[:100]))
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		o := r.o
		o.Queue = q
		second, err := New(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		r.submit(r.ids[100:])
		time.Sleep(5 * time.Second)
		if p := second.Progress(); p.Sent != 0 || p.Total != 10 {
			t.Errorf("10 leads are in a hold; shown: phase %d, %d sent of %d, %d requests, begun %v", p.Phase, p.Sent, p.Total, len(p.Requests), p.Begun)
		}
		if err := second.Close(ctx); err != nil {
			t.Error(err)
		}
		if err := q.Close(); err != nil {
			t.Error(err)
		}
		r.end()
	})
}

// The question after the only lead, and another window that sends meanwhile.
func TestLookSurvivesAnotherProcess(t *testing.T) {
	fileBubble(t, 3, look, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		if p := r.done(r.submit(r.ids[:1])); !p.Look {
			t.Fatal("not asked")
		}
		l, _, err := q.TakeLease(ctx, workspace)
		if err != nil {
			t.Fatal(err)
		}
		sub := newID()
		if _, err := q.Claim(ctx, workspace, sub, r.ids[1:]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if _, err := q.Release(ctx, workspace, sub); err != nil {
			t.Fatal(err)
		}
		_ = l.Release()
		time.Sleep(5 * time.Second)
		if p := r.s.Progress(); !p.Look {
			t.Errorf("the question is gone, unanswered: phase %d, look %v", p.Phase, p.Look)
		}
	})
}

// A request of which no byte left holds no slot.
func TestMeterAfterNotSent(t *testing.T) {
	bubble(t, 1, nil, func(t *testing.T, r *rig) {
		r.f.script = func(int, []string) (api.Answer, bool) { return api.Answer{Outcome: api.NotSent, Err: "refused"}, false }
		r.done(r.submit(r.ids))
		m, err := r.s.Meter(t.Context())
		if err != nil || m.Used != 0 {
			t.Errorf("no byte left, the meter says %d, %v", m.Used, err)
		}
	})
}

// The meter counts the request in flight, also the last one.
func TestMeterCountsTheLastRequest(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		id := r.submit(r.ids)
		p := r.until("the last", func(p Progress) bool { return p.Sent == 200 })
		time.Sleep(5 * time.Second)
		if p.Requests[2].State != InFlight {
			t.Fatalf("%+v", p)
		}
		m, err := r.s.Meter(t.Context())
		if err != nil || m.Used != 3 {
			t.Errorf("3 requests went, the meter says %d, %v", m.Used, err)
		}
		r.done(id)
	})
}

// A cancel during a request shows at once, for the answer may take a minute.
func TestCancelShowsBeforeTheAnswer(t *testing.T) {
	bubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = 30 * time.Second
		id := r.submit(r.ids)
		r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
		r.s.CancelRest()
		r.until("cancelling", func(p Progress) bool { return p.Cancelling && !p.Pausing })
		if p := r.done(id); p.Cancelling || p.Sent != 100 || p.Returned != 100 {
			t.Errorf("it ended %+v", p)
		}
	})
}

// No forecast lies before the moment at which it goes on.
func TestForecastIsNotInThePast(t *testing.T) {
	bubble(t, 10, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n < 6 {
				return api.Answer{Outcome: api.NotSent, Err: "refused"}, false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		waits := 0
		for p := r.s.Progress(); !over(p) && waits < 200; p = r.s.Progress() {
			if p.Phase == Waiting && !p.Forecast.IsZero() {
				waits++
				if p.Forecast.Before(p.NextAt) {
					t.Fatalf("it goes on at %v and says that it is done at %v", p.NextAt, p.Forecast)
				}
			}
			time.Sleep(200 * time.Millisecond)
		}
		if r.done(id); waits == 0 {
			t.Error("it never waited")
		}
	})
}

// A forecast costs what is taken of a window, not what there is of it: a list of
// all slots would be 50 GB.
func TestForecastOfAHugeWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t, 1, func(o *Options) { o.Window = ratelimit.Window{Requests: math.MaxInt32, Per: time.Hour} })
	defer r.end()
	if p, err := r.s.Plan(t.Context(), r.ids); err != nil || p.Estimate > time.Second {
		t.Errorf("%+v, %v", p, err)
	}
}

// Requests begin when the oldest slots free, as if each slot of the window were
// looked at.
func TestForecastCountsSlots(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		second := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Second
		}
		line := timeline{open: rapid.IntRange(0, 4).Draw(t, "open"), per: second("per", 60), each: second("each", 3), pace: second("pace", 5)}
		if rapid.Bool().Draw(t, "pause") {
			line.from = now.Add(second("from", 30))
		}
		taken := rapid.IntRange(0, 4).Draw(t, "taken")
		if line.open+taken == 0 {
			taken = 1
		}
		for range taken {
			line.frees = append(line.frees, now.Add(second("free", 90)))
		}
		slices.SortFunc(line.frees, time.Time.Compare)
		slots := append(slices.Repeat([]time.Time{now}, line.open), line.frees...)
		n := rapid.IntRange(0, 12).Draw(t, "requests")
		end := now
		for range n {
			at := slots[0]
			for _, floor := range []time.Time{end, line.from} {
				if at.Before(floor) {
					at = floor
				}
			}
			end = at.Add(max(line.each, line.pace))
			slots = append(slots[1:], end.Add(line.per))
		}
		if got := line.run(n, now); !got.Equal(end) {
			t.Fatalf("%d requests end after %v, want %v", n, got.Sub(now), end.Sub(now))
		}
	})
}
