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
		if l := p.Last; l.Leads != 100 || l.Went != 0 || l.Course != GoesOn {
			t.Errorf("waiting: %+v", l)
		}
		r.s.Pause()
		p = r.until("paused", func(p Progress) bool { return p.Phase == Paused })
		if p.Last.Course != Rests || p.Last.Can(CanPause) {
			t.Errorf("paused: %+v", p.Last)
		}
		r.s.CancelRest()
		p = r.done(id)
		if l := p.Last; l.Course != Over || l.Went != 0 || l.Back != 150 || !l.Can(CanSubmit) || l.Can(CanPause) {
			t.Errorf("ended: %+v", l)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 250, nil)
		defer r.end()
		r.f.script = limited
		p := r.done(r.submit(r.ids))
		if l := p.Last; l.Course != Over || l.Went != l.Leads || l.Back != 0 || len(l.Actions) > 0 {
			t.Errorf("all went: %+v", l)
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
