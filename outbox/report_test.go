package outbox

import (
	"testing"
	"testing/synctest"
	"time"

	"leadpad/api"
)

// TestReportsAfterPauseAndCancel: what a report foretells is not said of a
// submission that a person paused or ended, nor of leads that went after all.
func TestReportsAfterPauseAndCancel(t *testing.T) {
	t.Parallel()
	limited := func(n int, _ []string) (api.Answer, bool) {
		if n == 2 {
			return no(api.Limited, 429, "Too many requests."), false
		}
		return ok(), true
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 250, nil)
		defer r.end()
		r.f.script = limited
		id := r.submit(r.ids)
		p := r.until("waiting", func(p Progress) bool { return p.Phase == Waiting })
		if want := "Nothing of this request was created: its 100 leads wait."; p.Last.Certain != want {
			t.Errorf("%q, want %q", p.Last.Certain, want)
		}
		r.s.Pause()
		p = r.until("paused", func(p Progress) bool { return p.Phase == Paused })
		if p.Last.Next != "" {
			t.Errorf("paused: %q", p.Last.Next)
		}
		r.s.CancelRest()
		p = r.done(id)
		if want := "Nothing of this request was created: its 100 leads are Ready again."; p.Last.Certain != want {
			t.Errorf("ended: %q, want %q", p.Last.Certain, want)
		}
		if want := "150 leads did not go and are Ready; S submits again."; p.Last.Next != want {
			t.Errorf("ended: %q, want %q", p.Last.Next, want)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 250, nil)
		defer r.end()
		r.f.script = limited
		p := r.done(r.submit(r.ids))
		if want := "Nothing of this request was created: its leads went in a later one."; p.Last.Certain != want || p.Last.Next != "" {
			t.Errorf("all went: %q, %q", p.Last.Certain, p.Last.Next)
		}
	})
}

// TestHoldShowsTheCanary: the requests that the hold shows are those that come.
func TestHoldShowsTheCanary(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 10, func(o *Options) { o.Hold, o.Canary = 5*time.Second, true })
		defer r.end()
		id := r.submit(r.ids)
		p := r.until("holding", func(p Progress) bool { return p.Phase == Holding })
		if len(p.Requests) != 2 || p.Requests[0].Leads != 1 || p.Requests[1].Leads != 9 {
			t.Errorf("the hold shows %+v", p.Requests)
		}
		r.done(id)
	})
}
