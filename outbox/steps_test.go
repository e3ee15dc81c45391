package outbox

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/api"
)

// Minutes after a 429 the wall clock is set back.
func TestClockSetBackAfterAPause(t *testing.T) {
	for name, restart := range map[string]bool{"within": false, "restart": true} {
		t.Run(name, func(t *testing.T) {
			var step atomic.Int64
			now := func(o *Options) {
				o.size = 1
				o.Now = func() time.Time { return time.Now().Round(0).Add(time.Duration(step.Load())) }
			}
			bubble(t, 10, now, func(t *testing.T, r *rig) {
				r.f.script = func(n int, _ []string) (api.Answer, bool) {
					if n == 1 {
						return no(api.Limited, 429, "Too many requests. Please try again later."), false
					}
					return ok(), true
				}
				r.done(r.submit(r.ids[:5]))
				time.Sleep(2 * time.Minute)
				step.Store(int64(-time.Hour))
				if restart {
					if err := r.s.Close(t.Context()); err != nil {
						t.Fatal(err)
					}
					r.start()
				}
				begun := time.Now()
				r.done(r.submit(r.ids[5:]))
				if took := time.Since(begun); took > r.o.Window.Per+10*time.Second {
					t.Errorf("it waited %v", took)
				}
			})
		})
	}
}

// Two queues, one key: one request in flight, also when requests are slow.
func TestOneRequestInFlightForAKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		key := "the key"
		r := newRig(t, 200, keyed(&key))
		r.f.latency = 40 * time.Second
		other := newRig(t, 1, func(o *Options) { keyed(&key)(o); o.Windows = r.w })
		id := r.submit(r.ids)
		time.Sleep(61 * time.Second)
		mine := other.submit(other.ids)
		other.done(mine)
		r.done(id)
		second, foreign := r.f.seen[1].at, other.f.seen[0].at
		if foreign.Before(second.Add(r.f.latency)) {
			t.Errorf("the second request was in flight from %v to %v, another process's began %v", second, second.Add(r.f.latency), foreign)
		}
		other.end()
		r.end()
	})
}

// A pause by a person is no trouble with the connection.
func TestPauseIsNoTrouble(t *testing.T) {
	bubble(t, 10, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n <= 2 {
				return api.Answer{Outcome: api.NotSent, Err: "refused"}, false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		r.until("trouble", func(p Progress) bool { return p.Phase == Waiting })
		r.s.Pause()
		time.Sleep(10 * time.Minute)
		r.s.Resume()
		if p := r.done(id); p.Sent != 10 {
			t.Errorf("two failures in all, and it gave up: phase %d, %d sent, %+v", p.Phase, p.Sent, p.Last)
		}
	})
}

// A wrong key is mended.
func TestWrongFirstKeyIsNoWorkspace(t *testing.T) {
	key := "typo"
	bubble(t, 10, keyed(&key), func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return no(api.BadKey, 401, "Invalid API key."), false
			}
			return ok(), true
		}
		r.done(r.submit(r.ids))
		key = "right"
		p, err := r.s.Plan(t.Context(), r.ids)
		if err != nil || p.Changed {
			t.Errorf("nothing was ever sent with the first key, and the plan says changed: %v, %v", p.Changed, err)
		}
	})
}
