package outbox

import (
	"context"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// A bad key, or a full plan, stops what is queued behind too: "nothing more is sent".
func TestBadKeyStopsWhatIsBehind(t *testing.T) {
	for _, a := range []api.Answer{no(api.BadKey, 401, "Invalid API key."), no(api.PlanLimit, 400, "Reached the maximum limit of leads on the free plan.")} {
		t.Run(a.Outcome.String(), func(t *testing.T) {
			bubble(t, 200, nil, func(t *testing.T, r *rig) {
				r.f.latency = time.Second
				r.f.script = func(int, []string) (api.Answer, bool) { return a, false }
				first := r.submit(r.ids[:100])
				id := r.submit(r.ids[100:])
				p := r.done(first)
				r.done(id)
				if len(r.f.seen) != 1 {
					t.Errorf("it told %+v and sent %v", p.Last, r.f.requests())
				}
			})
		})
	}
}

// After "something is missing" nothing goes with the same names, queued behind or not.
func TestIncompleteStopsWhatIsBehind(t *testing.T) {
	bubble(t, 20, look, func(t *testing.T, r *rig) {
		r.submit(r.ids[:10])
		r.until("asking", func(p Progress) bool { return p.Look })
		r.submit(r.ids[10:])
		r.s.Look(false)
		time.Sleep(time.Minute)
		if got := r.f.requests(); len(got) != 1 {
			t.Errorf("after “something is missing” went %v leads more with the same names", got[1:])
		}
		r.s.CancelRest()
	})
}

// A last request of which nobody knows slows the submission behind it down.
func TestUnsureSlowsTheSubmissionBehind(t *testing.T) {
	bubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = time.Second
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 9}, true
			}
			return ok(), true
		}
		r.submit(r.ids[:100])
		id := r.submit(r.ids[100:])
		r.done(id)
		if gap := r.f.seen[1].at.Sub(r.f.seen[0].at); gap < time.Minute || len(r.f.seen[1].names) != 1 {
			t.Errorf("after a request of which nobody knows, one of %d leads went %v later; requests %v", len(r.f.seen[1].names), gap, r.f.requests())
		}
	})
}

// Wait for a submission that was taken back while it was queued behind.
func TestWaitForWhatWasTakenBackBehind(t *testing.T) {
	bubble(t, 200, func(o *Options) { o.Hold = 30 * time.Second }, func(t *testing.T, r *rig) {
		r.submit(r.ids[:100])
		second := r.submit(r.ids[100:])
		if n, ok := r.s.TakeBack(t.Context()); n != 200 || !ok {
			t.Fatal(n, ok)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if _, err := r.s.Wait(ctx, second); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

// A hold counts by when u was pressed, also while the actor waits for the disk.
func TestTakeBackPressedInTheHold(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 20, func(o *Options) { o.Hold = 6 * time.Second; o.size = 10 })
	r.f.latency = 3 * time.Second
	first := r.submit(r.ids[:10])
	r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
	id := r.submit(r.ids[10:])
	free := locked(t, r.path) // the answer's outcome has to wait
	time.AfterFunc(8*time.Second, free)
	time.Sleep(4 * time.Second)           // the answer is there, the actor waits for the disk
	n, taken := r.s.TakeBack(t.Context()) // 4 s into a hold of 6 s
	r.done(first)
	if taken {
		r.end()
		return
	}
	r.done(id)
	if got := len(r.f.seen); got > 1 {
		t.Errorf("u two seconds before the hold's end took back %d, %v: all left", n, taken)
	}
	r.end()
}

// While another process sends, a hold can be taken back all the same.
func TestTakeBackWhileAnotherSends(t *testing.T) {
	fileBubble(t, 10, func(o *Options) { o.Hold = 20 * time.Second }, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		if _, okay, err := q.TakeLease(ctx, workspace); err != nil || !okay {
			t.Fatal(okay, err)
		}
		r.submit(r.ids)
		r.until("waits", func(p Progress) bool { return p.Phase == Waiting })
		if n, taken := r.s.TakeBack(ctx); !taken || n != 10 {
			t.Errorf("took back %d, %v", n, taken)
		}
	})
}

// A claim in front that waits for the disk costs what is claimed behind nothing.
func TestFailedClaimLeavesWhatIsBehind(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the disk refuses for longer than the queue has patience, in real time")
	}
	ctx := context.Background()
	r := newFileRig(t, 200, func(o *Options) { o.Window = ratelimit.Window{Requests: 100, Per: time.Second} })
	q, err := sqlite.Open(ctx, r.path, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	l, okay, err := q.TakeLease(ctx, workspace) // another process sends
	if err != nil || !okay {
		t.Fatal(okay, err)
	}
	first := r.submit(r.ids[:100])
	r.until("waits", func(p Progress) bool { return p.Phase == Waiting })
	// The other one ends, and before the next look a second S claims its leads.
	var second queue.ID
	free := make(chan func(), 1)
	r.s.inbox.post(func() {
		_ = l.Release()
		sub := newSubmission(r.ids[100:], r.s.o.size, 0)
		second = sub.id
		if _, err := r.s.accept(sub); err != nil {
			t.Error(err)
		}
		free <- locked(t, r.path)
	})
	open := <-free
	time.Sleep(32 * time.Second) // longer than the queue's patience
	open()
	r.done(first)
	p := r.done(second)
	if p.Sent != 100 {
		t.Errorf("the second: %d sent, %d returned: %+v", p.Sent, p.Returned, p.Last)
	}
	r.end()
}
