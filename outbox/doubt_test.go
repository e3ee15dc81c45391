package outbox

import (
	"slices"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// page is a server that answers each request up to the n-th with a page that says
// nothing; the leads are created all the same, every other time.
func page(n int) func(int, []string) (api.Answer, bool) {
	return func(i int, _ []string) (api.Answer, bool) {
		if i > n {
			return ok(), true
		}
		return api.Answer{Outcome: api.Unsure, Status: 200, Connected: true, Bytes: 9}, i%2 == 0
	}
}

func asks(p Progress) bool { return p.Asks && p.Phase == Paused }

// TestTwoNotSureAsk: after two requests in a row of which nobody knows, nothing goes
// until a person said so, and then one lead.
func TestTwoNotSureAsk(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.script = page(3)
		id := r.submit(r.ids)
		p := r.until("asking", asks)
		if len(p.Doubt.Batches) != 2 || p.Unsure != 101 || p.Rest != 199 || p.Last.Course != Rests {
			t.Errorf("it asks %+v", p)
		}
		time.Sleep(time.Hour)
		wantRequests(t, r, 100, 1)

		r.s.Resume()
		r.until("not asking", func(p Progress) bool { return !p.Asks })
		r.until("asking again", asks)
		wantRequests(t, r, 100, 1, 1)
		r.s.Resume()
		p = r.done(id) // the fourth is created
		wantRequests(t, r, 100, 1, 1, 1, 100, 97)
		if len(p.Doubt.Batches) != 0 || p.Asks {
			t.Errorf("it ended in doubt: %+v", p)
		}
	})
}

// The question stands until a person answers: over restarts, for the next
// submission, and in vain tries to connect.
func TestNotSureIsKeptOverARestart(t *testing.T) {
	fileBubble(t, 30, func(o *Options) { o.size = 10 }, func(t *testing.T, r *rig) {
		r.f.script = page(1)
		id := r.submit(r.ids[:10])
		r.done(id)
		again := func() {
			t.Helper()
			if err := r.s.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.start()
		}
		again()
		time.Sleep(20 * time.Second)
		plan, err := r.s.Plan(t.Context(), r.ids)
		if err != nil || !plan.Doubt.Single || plan.Doubt.Wait.Round(time.Second) != 40*time.Second || plan.Doubt.Asks() ||
			!slices.Equal(plan.Batches, []int{1, 10, 9}) || plan.Estimate < 40*time.Second {
			t.Errorf("planned %+v, %v", plan, err)
		}
		r.f.script = page(2)
		r.submit(r.ids[10:])
		p := r.until("waiting", func(p Progress) bool { return p.Phase == Waiting })
		if p.Why != ForLastUnsure || p.Requests[0].Leads != 1 {
			t.Errorf("it waits %+v", p)
		}
		r.until("asking", asks)
		wantRequests(t, r, 10, 1)
		if gap := r.f.seen[1].at.Sub(r.f.seen[0].at); gap < time.Minute || gap > 61*time.Second {
			t.Errorf("the second went %v after the first", gap)
		}
		again()

		id = r.submit(r.ids[10:])
		p = r.until("asking", asks)
		if len(p.Doubt.Batches) != 2 || p.Rest != 19 || len(r.f.requests()) != 2 {
			t.Errorf("it asks %+v", p)
		}
		// Settled by a look in the CRM: it asks no more, and stays paused.
		if _, err := r.q.Resolve(t.Context(), workspace, p.Doubt.Batches[0], queue.Sent); err != nil {
			t.Fatal(err)
		}
		r.until("paused", func(p Progress) bool { return p.Phase == Paused && !p.Asks })
		r.s.Resume()
		r.done(id)
		wantRequests(t, r, 10, 1, 10, 9)
	})
}

// A refusal ends the care, not the count; a server that cannot be reached ends
// neither.
func TestRefusalEndsTheCareAlone(t *testing.T) {
	bubble(t, 50, func(o *Options) { o.size = 10 }, func(t *testing.T, r *rig) {
		unsure := api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 9}
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n > 5 {
				return ok(), true
			}
			return []api.Answer{unsure, {Outcome: api.NotSent}, no(api.AtFault, 422, "x"), unsure, {Outcome: api.NotSent}}[n-1], false
		}
		id := r.submit(r.ids)
		r.until("asking", asks)
		wantRequests(t, r, 10, 1, 1, 10)
		r.s.Resume()
		r.done(id)
		wantRequests(t, r, 10, 1, 1, 10, 1, 1, 10, 10, 8)
		wantStates(t, r, map[queue.State]int{queue.Unsure: 20, queue.Failed: 1, queue.Sent: 29})
	})
}

// Cancelling answers the question with no.
func TestCancelWhereItAsks(t *testing.T) {
	bubble(t, 30, func(o *Options) { o.size = 10 }, func(t *testing.T, r *rig) {
		r.f.script = page(9)
		first := r.submit(r.ids[:20])
		r.until("asking", asks)
		second := r.submit(r.ids[20:])
		r.s.CancelRest()
		if p := r.done(first); p.Asks || p.Returned != 9 || p.Phase != Done {
			t.Errorf("it ended %+v", p)
		}
		r.done(second)
		wantRequests(t, r, 10, 1)
		wantStates(t, r, map[queue.State]int{queue.Unsure: 11, queue.Ready: 19})
	})
}
