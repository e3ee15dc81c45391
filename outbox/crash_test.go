package outbox

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// crashAt makes the sender's actor vanish at the n-th passing of point, as a
// dying process does: nothing of it runs any more, and its queue is closed,
// which is what frees an OS lock.
func crashAt(o *Options, point string, n int) {
	o.crash = func(at string) {
		if at != point {
			return
		}
		if n--; n == 0 {
			runtime.Goexit()
		}
	}
}

// restart is what comes after a crash: another process opens the files.
func (r *rig) restart() {
	r.t.Helper()
	<-r.s.ended
	ctx := context.Background()
	if r.q != nil {
		if err := r.q.Close(); err != nil {
			r.t.Fatal(err)
		}
	}
	var err error
	if r.q, err = sqlite.Open(ctx, r.path, queue.Options{}); err != nil {
		r.t.Fatal(err)
	}
	r.o.Queue, r.o.crash = r.q, nil
	r.start()
}

// dare is a person who says each time, until the sender ends, that one request more
// goes although nobody knows what became of the last ones.
func (r *rig) dare() {
	s := r.s
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for c := s.Subscribe(ctx); ; {
		if s.Progress().Asks {
			s.Resume()
		}
		select {
		case <-c:
		case <-s.ended:
			return
		}
	}
}

// TestCrashAtEachPoint is S8: a crash at each named point, for each thing that
// the server may have done with the request, leaves the exact state.
func TestCrashAtEachPoint(t *testing.T) {
	results := []struct {
		name    string
		answer  api.Answer
		lands   bool
		settled map[queue.State]int // of the 150 leads, once the outcome is on disk
	}{
		// The next request goes before this outcome is on disk.
		{"created", ok(), true, map[queue.State]int{queue.Sent: 100, queue.Unsure: 50}},
		{"not sent", api.Answer{Outcome: api.NotSent}, false, map[queue.State]int{queue.Ready: 150}},
		{"bad key", no(api.BadKey, 401, "Invalid API key."), false, map[queue.State]int{queue.Ready: 150}},
		{"too many leads", no(api.TooMany, 413, "x"), false, map[queue.State]int{queue.Ready: 150}},
		{"plan limit", no(api.PlanLimit, 400, "free plan"), false, map[queue.State]int{queue.Ready: 150}},
		{"limited", no(api.Limited, 429, "x"), false, map[queue.State]int{queue.Ready: 150}},
		{"misdirected", no(api.Misdirected, 404, "x"), false, map[queue.State]int{queue.Ready: 150}},
		{"at fault", no(api.AtFault, 422, "x"), false, map[queue.State]int{queue.Ready: 150}},
		{"unsure, created", api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 1}, true, map[queue.State]int{queue.Unsure: 100, queue.Ready: 50}},
		{"unsure, not created", api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 1}, false, map[queue.State]int{queue.Unsure: 100, queue.Ready: 50}},
	}
	ready := map[queue.State]int{queue.Ready: 150}
	unsure := map[queue.State]int{queue.Unsure: 100, queue.Ready: 50}
	cells := 0
	for _, result := range results {
		points := map[string]map[queue.State]int{
			"claimed": ready, "slot": ready, "begun": unsure, "gone": unsure, "departed": unsure, "answered": unsure, "settled": result.settled, "ended": result.settled,
		}
		for point, want := range points {
			if cells++; testing.Short() && cells%4 != 0 {
				continue
			}
			t.Run(result.name+"/"+point, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					r := newFileRig(t, 150, func(o *Options) { crashAt(o, point, 1) })
					r.f.script = func(n int, _ []string) (api.Answer, bool) {
						if n == 1 {
							return result.answer, result.lands
						}
						return api.Answer{Outcome: api.NotSent}, false
					}
					_, err := r.s.Submit(context.Background(), Plan{IDs: r.ids})
					if (err != nil) != (point == "claimed") {
						t.Errorf("submit: %v", err)
					}
					r.restart()
					wantStates(t, r, want)
					r.once()
					r.end()
				})
			})
		}
	}
}

// TestCrashBetweenTwoRequests is S8 for the request that follows one that was
// created: it goes before its leads have moved, and before the answer of the
// first is on disk.
func TestCrashBetweenTwoRequests(t *testing.T) {
	for point, want := range map[string]map[queue.State]int{
		"slot":  {queue.Unsure: 100, queue.Ready: 50},
		"begun": {queue.Unsure: 150}, "gone": {queue.Unsure: 150}, "departed": {queue.Unsure: 150},
		"settled": {queue.Sent: 100, queue.Unsure: 50},
	} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := 2
				if point == "settled" {
					n = 1
				}
				r := newFileRig(t, 150, func(o *Options) { crashAt(o, point, n) })
				if _, err := r.s.Submit(context.Background(), Plan{IDs: r.ids}); err != nil {
					t.Fatal(err)
				}
				r.restart()
				wantStates(t, r, want)
				r.once()
				r.end()
			})
		})
	}
}

// TestUnwritableOutcomeIsUnsureAfterRestart is S10: between answer and commit
// the disk refuses. While it does, nothing else is sent and it is told; after a
// restart those leads are unsure, never ready.
func TestUnwritableOutcomeIsUnsureAfterRestart(t *testing.T) {
	for i := range 20 {
		if testing.Short() && i%5 != 0 {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := 1 + i*13
				r := newFileRig(t, n, nil)
				if err := r.s.Close(context.Background()); err != nil {
					t.Fatal(err)
				}
				dead := sync.OnceValue(r.q.Close)
				r.o.crash = func(at string) {
					if at == "answered" {
						_ = dead() // from here on it can no longer be written
					}
				}
				r.start()
				r.submit(r.ids)
				r.until("telling", func(p Progress) bool { return p.Phase == Waiting && p.Last.Bad })
				time.Sleep(10 * time.Minute)
				if got := len(r.f.requests()); got > 2 {
					t.Errorf("%d requests were sent past an outcome that is not on disk", got)
				}
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				if err := r.s.Close(ctx); err != nil {
					t.Fatal(err)
				}
				r.q = nil
				r.restart()
				if got := r.states(); got[queue.Unsure] < min(n, 100) || got[queue.Sent] != 0 || got[queue.Held]+got[queue.Sending] != 0 {
					t.Errorf("states %v", got)
				}
				r.once()
				r.end()
			})
		})
	}
}

// TestFullDiskBetweenAnswerAndCommit is S10 on a disk that is really full: the
// outcome is written once there is room, and without any the leads are unsure
// after a restart.
func TestFullDiskBetweenAnswerAndCommit(t *testing.T) {
	for i := range 20 {
		if testing.Short() && i%5 != 0 {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := context.Background()
				r := newFileRig(t, 100+i*13, func(o *Options) {
					o.crash = func(at string) {
						if at == "answered" {
							if err := o.Queue.SetQuota(ctx, 1); err != nil {
								t.Error(err)
							}
						}
					}
				})
				r.f.script = func(int, []string) (api.Answer, bool) {
					a := ok()
					a.Envelope.Raw = make([]byte, 256<<10) // finds no room in half a page
					return a, true
				}
				id := r.submit(r.ids)
				r.until("telling", func(p Progress) bool { return p.Phase == Waiting && p.Last.Bad })
				time.Sleep(time.Minute)
				if got := r.states(); got[queue.Sent] != 0 || len(r.f.requests()) > 2 {
					t.Errorf("%v after %v on a full disk", got, r.f.requests())
				}
				if i%2 == 0 { // room again; the hook fills the disk only once more each time
					r.roomy(id)
					return
				}
				short, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				if err := r.s.Close(short); err != nil {
					t.Fatal(err)
				}
				r.restart()
				if got := r.states(); got[queue.Unsure] < 100 || got[queue.Sent] != 0 || got[queue.Held]+got[queue.Sending] != 0 {
					t.Errorf("states %v", got)
				}
				r.once()
				r.end()
			})
		})
	}
}

// roomy frees the disk until submission id is over, and looks that all was sent.
func (r *rig) roomy(id queue.ID) {
	r.t.Helper()
	for {
		if err := r.q.SetQuota(context.Background(), 0); err != nil {
			r.t.Fatal(err)
		}
		if _, ok := r.s.results.get(id); ok {
			break
		}
		time.Sleep(time.Second)
	}
	if got := r.states(); got[queue.Sent] != len(r.ids) {
		r.t.Errorf("with room again: %v", got)
	}
	r.once()
	r.end()
}

// TestRestartInsideTheWindow is R2: a process that starts anew knows the slots
// of the one that died.
func TestRestartInsideTheWindow(t *testing.T) {
	for i := range 30 {
		if testing.Short() && i%7 != 0 {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := ratelimit.Window{Requests: 4, Per: time.Second}
				r := newFileRig(t, 60, func(o *Options) {
					o.Window, o.Timeout, o.size = w, 2*time.Second, 6
					crashAt(o, []string{"slot", "begun", "answered", "settled", "ended"}[i%5], 1+i%7)
				})
				for {
					go r.dare()
					_, err := r.s.Submit(context.Background(), Plan{IDs: r.ids})
					if err != nil && err != ErrNothing {
						t.Fatal(err)
					}
					select {
					case <-r.s.ended:
					case <-time.After(30 * time.Second):
						r.s.Close(context.Background())
					}
					more := r.o.crash != nil
					r.restart()
					if !more {
						break
					}
				}
				r.full(w)
				if got := r.states(); got[queue.Held]+got[queue.Sending]+got[queue.Ready] != 0 {
					t.Errorf("states %v", got)
				}
				r.once()
				r.end()
			})
		})
	}
}

// TestFourSendersShareOneKey is R4: queues of their own, one key.
func TestFourSendersShareOneKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, each := ratelimit.Window{Requests: 20, Per: 2 * time.Second}, 75
		if testing.Short() {
			each = 15
		}
		key := func(context.Context) (string, error) { return "the key", nil }
		all := &fake{latency: 7 * time.Millisecond, created: map[string]int{}}
		var rigs []*rig
		path := t.TempDir() + "/window.db"
		flying := 0
		create := func(ctx context.Context, body []byte) api.Answer {
			all.mu.Lock()
			if flying++; flying > 1 {
				t.Error("two requests of a key are in flight")
			}
			all.mu.Unlock()
			a := all.create(ctx, body)
			all.mu.Lock()
			flying--
			all.mu.Unlock()
			return a
		}
		for range 4 {
			windows, err := sqlite.OpenWindows(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			r := newRig(t, each, func(o *Options) {
				o.Windows.Close()
				o.Windows, o.Window, o.Key, o.create = windows, w, key, create
			})
			r.w = windows
			rigs = append(rigs, r)
		}
		for _, r := range rigs {
			go func() {
				for i := range r.ids { // one lead a request
					r.done(r.submit(r.ids[i : i+1]))
				}
			}()
		}
		for _, r := range rigs {
			r.until("all sent", func(p Progress) bool { return p.Phase == Done && r.states()[queue.Sent] == each })
		}
		rigs[0].f = all
		rigs[0].full(w)
		if took := all.seen[4*each-1].at.Sub(all.seen[0].at); took > 32*time.Second {
			t.Errorf("%d requests of four senders took %v", 4*each, took)
		}
		for _, r := range rigs {
			r.end()
		}
	})
}
