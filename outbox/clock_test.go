package outbox

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/config"
	"leadpad/queue"
)

// skewed is a rig whose wall clock can be set, in front of a server that turns
// away what is more than an exact log of its own clock allows.
type skewed struct {
	*rig
	w      ratelimit.Window
	step   atomic.Int64 // of the wall clock
	asleep atomic.Int64 // how long the computer slept: the server's clock went on
	log    []time.Time
	turned int
}

func newSkewed(t *testing.T, leads int) *skewed {
	k := &skewed{w: ratelimit.Window{Requests: 3, Per: 2 * time.Second}}
	k.rig = newFileRig(t, leads, func(o *Options) {
		o.Window, o.size, o.Timeout = k.w, 2, 5*time.Second
		o.Now = func() time.Time {
			return time.Now().Round(0).Add(time.Duration(k.step.Load() + k.asleep.Load()))
		}
	})
	k.f.script = func(int, []string) (api.Answer, bool) {
		now := time.Now().Add(time.Duration(k.asleep.Load()))
		for len(k.log) > 0 && now.Sub(k.log[0]) >= k.w.Per {
			k.log = k.log[1:]
		}
		if len(k.log) >= k.w.Requests {
			k.turned++
			return no(api.Limited, 429, "Too many requests. Please try again later."), false
		}
		k.log = append(k.log, now)
		return ok(), true
	}
	return k
}

// steps are what happens to a clock: an hour, a window, a moment, and anything.
func steps(r *rand.Rand) time.Duration {
	d := []time.Duration{time.Hour, 2 * time.Second, 100 * time.Millisecond, time.Duration(r.Int64N(int64(2 * time.Hour)))}[r.IntN(4)]
	if r.IntN(2) == 0 {
		return -d
	}
	return d
}

// clockTrials runs f in virtual time for each of 50 seeds.
func clockTrials(t *testing.T, f func(t *testing.T, i int, r *rand.Rand)) {
	t.Parallel()
	n, random := trials(50), seeded(t)
	for i := range n {
		seed := random.Uint64()
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { f(t, i, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
	t.Logf("%d trials", n)
}

// inProcess looks at what R3 promises for one process: no 429, and no request
// that waited longer than a window and a second.
func (k *skewed) inProcess(t *testing.T) {
	t.Helper()
	if k.turned > 0 {
		t.Errorf("%d × 429", k.turned)
	}
	for i := 1; i < len(k.f.seen); i++ {
		if gap := k.f.seen[i].at.Sub(k.f.seen[i-1].at); gap > k.w.Per+time.Second {
			t.Errorf("request %d waited %v", i, gap)
		}
	}
	wantStates(t, k.rig, map[queue.State]int{queue.Sent: len(k.ids)})
	k.once()
	k.end()
}

// TestWallClockSteps is R3: the wall clock is set forth or back while requests
// go out.
func TestWallClockSteps(t *testing.T) {
	clockTrials(t, func(t *testing.T, i int, r *rand.Rand) {
		k := newSkewed(t, 24)
		id := k.submit(k.ids)
		k.step.Store(int64([]time.Duration{time.Hour, -time.Hour}[i%2]))
		for range 4 {
			time.Sleep(time.Duration(r.IntN(2500)) * time.Millisecond)
			k.step.Store(int64(steps(r)))
		}
		k.done(id)
		k.full(k.w)
		k.inProcess(t)
	})
}

// TestSuspendedComputer is R3: the computer sleeps while requests go out. Its
// monotonic clock stands still, the wall clock and the server's go on.
func TestSuspendedComputer(t *testing.T) {
	clockTrials(t, func(t *testing.T, _ int, r *rand.Rand) {
		k := newSkewed(t, 24)
		id := k.submit(k.ids)
		for range 4 {
			time.Sleep(time.Duration(r.IntN(2500)) * time.Millisecond)
			k.asleep.Add(r.Int64N(int64(2 * time.Hour)))
		}
		k.done(id)
		k.inProcess(t)
	})
}

// TestClockStepsOverARestart is R3: the wall clock is set while no process runs.
// After a step back the next one waits for a window at most and meets no 429,
// after a step forward it may meet one.
func TestClockStepsOverARestart(t *testing.T) {
	clockTrials(t, func(t *testing.T, i int, r *rand.Rand) {
		k := newSkewed(t, 24)
		k.done(k.submit(k.ids[:2+r.IntN(11)]))
		if err := k.s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.IntN(1000)) * time.Millisecond)
		before := len(k.f.seen)
		step := max(steps(r), -steps(r), time.Millisecond)
		if i%2 == 0 {
			step = -step
		}
		k.step.Store(int64(step))
		k.restart()
		begun := time.Now()
		k.done(k.submit(k.ids))
		wait := k.f.seen[before].at.Sub(begun)
		if step < 0 && (k.turned > 0 || wait > k.w.Per) {
			t.Errorf("%v: %d × 429, the first request waited %v", step, k.turned, wait)
		}
		if step > 0 && (k.turned > 1 || wait > k.w.Per) {
			t.Errorf("%v: %d × 429, the first request waited %v", step, k.turned, wait)
		}
		wantStates(t, k.rig, map[queue.State]int{queue.Sent: 24})
		k.once()
		k.end()
	})
}

// TestClockSetBackWithARequestInFlight is R6: somebody else's request is noted as
// in flight when the wall clock is set back. Nobody knows for how long it is, so it
// counts one window; nobody waits longer, though it lies an hour ahead.
func TestClockSetBackWithARequestInFlight(t *testing.T) {
	clockTrials(t, func(t *testing.T, _ int, r *rand.Rand) {
		k := newSkewed(t, 2)
		key, err := k.s.knownKey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		flying := newID()
		err = k.rig.w.Change(t.Context(), key, func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, queue.Slot{ID: flying, Begun: k.s.o.Now().Add(-time.Duration(r.IntN(1000)) * time.Millisecond), Timeout: time.Minute})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		k.step.Store(int64(-time.Hour + time.Duration(r.IntN(3_000_000))*time.Millisecond))
		begun := time.Now()
		k.done(k.submit(k.ids))
		if wait := k.f.seen[0].at.Sub(begun); wait > k.w.Per+time.Second {
			t.Errorf("the clock %v back, it waited %v", time.Duration(k.step.Load()), wait)
		}
		if l, err := k.rig.w.Read(t.Context(), key); err != nil || !slices.ContainsFunc(l.Slots, func(s queue.Slot) bool { return s.ID == flying }) {
			t.Errorf("the other's request counts no longer: %v", err)
		}
		k.inProcess(t)
	})
}

// foreigner is R5's server, over a connection in memory: whatever is asked after
// its first answer it turns away so many times, with a header.
type foreigner struct {
	*rig
	header func() string // of a 429, "" for none
	pause  time.Duration // that it means
	turns  int
}

func newForeigner(t *testing.T, kind string, turns int, r *rand.Rand) *foreigner {
	t.Helper()
	x := &foreigner{turns: turns, pause: time.Minute}
	seconds := time.Duration(1+r.IntN(600)) * time.Second
	switch kind {
	case "none":
		x.header = func() string { return "" }
	case "seconds":
		x.pause = max(x.pause, seconds)
		x.header = func() string { return fmt.Sprintf("Retry-After: %.0f\r\n", seconds.Seconds()) }
	case "date":
		x.pause = max(x.pause, seconds-time.Second) // a date has no fractions
		x.header = func() string {
			return "Retry-After: " + time.Now().Add(seconds).UTC().Format(http.TimeFormat) + "\r\n"
		}
	case "negative":
		x.header = func() string { return fmt.Sprintf("Retry-After: -%.0f\r\n", seconds.Seconds()) }
	case "huge":
		x.pause = time.Hour // the longest that counts
		x.header = func() string { return "Retry-After: 999999999\r\n" }
	}
	client, err := api.NewClient(api.Options{
		BaseURL: "http://localhost", Dial: x.dial,
		Key: func(context.Context) (config.Secret, error) { return config.NewSecret("a-key"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	x.rig = newRig(t, 30, func(o *Options) { o.size, o.create = 10, client.Create })
	x.f.script = func(n int, _ []string) (api.Answer, bool) {
		if n >= 2 && n < 2+turns {
			return api.Answer{Outcome: api.Limited}, false
		}
		return ok(), true
	}
	return x
}

// dial gives a connection whose other end takes one request.
func (x *foreigner) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	go func() {
		defer func() { _ = there.Close() }()
		r, err := http.ReadRequest(bufio.NewReader(there))
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		status, head, text := 200, "", created
		if a := x.f.create(ctx, body); a.Outcome == api.Limited {
			status, head = 429, x.header()
			text = `{"succeeded":false,"statusCode":429,"statusCodeDescription":"NONE","message":"Too many requests. Please try again later."}`
		}
		_, _ = fmt.Fprintf(there, "HTTP/1.1 %d x\r\n%sContent-Length: %d\r\n\r\n%s", status, head, len(text), text)
	}()
	return here, nil
}

// TestForeignRequestsAreLimitedFor is R5: somebody else uses the key. Each 429,
// whatever its Retry-After, is followed by a pause and one probe; nobody's leads
// fail by it, they can be taken back, and all go in the end.
func TestForeignRequestsAreLimitedFor(t *testing.T) {
	t.Parallel()
	n, random := trials(10), seeded(t)
	for _, kind := range []string{"none", "seconds", "date", "negative", "huge"} {
		for i := range n {
			seed := random.Uint64()
			t.Run(fmt.Sprint(kind, " ", i), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					newForeigner(t, kind, 1+i%4, rand.New(rand.NewPCG(seed, 1))).bear(t, i%2 == 0)
				})
			})
		}
	}
	t.Logf("5 kinds, %d trials each", n)
}

// bear sends 30 leads past the 429s; cancel takes the rest back in the first
// pause and submits it again at once, which must not shorten the pause.
func (x *foreigner) bear(t *testing.T, cancel bool) {
	id := x.submit(x.ids)
	x.until("turned away", func(p Progress) bool { return p.Phase == Waiting && p.Last.Outcome == api.Limited })
	wantStates(t, x.rig, map[queue.State]int{queue.Sent: 10, queue.Held: 20})
	if cancel {
		x.s.CancelRest()
		if p := x.done(id); p.Sent != 10 || p.Failed+p.Unsure != 0 {
			t.Errorf("taken back: %+v", p)
		}
		wantStates(t, x.rig, map[queue.State]int{queue.Sent: 10, queue.Ready: 20})
		id = x.submit(x.ids)
	}
	x.done(id)
	for k := 2; k < 2+x.turns; k++ {
		// The request before it was turned away: a pause, with up to a tenth of a
		// window on top, and this one probe.
		if gap := x.f.seen[k].at.Sub(x.f.seen[k-1].at); gap < x.pause || gap > x.pause+8*time.Second {
			t.Errorf("a probe came after %v, the pause is %v", gap, x.pause)
		}
	}
	if last := len(x.f.seen) - 1; last != 2+x.turns || x.f.seen[last].at.Sub(x.f.seen[last-1].at) < 800*time.Millisecond {
		t.Errorf("%d requests; the last one did not keep the slower pace", len(x.f.seen))
	}
	wantStates(t, x.rig, map[queue.State]int{queue.Sent: 30})
	x.once()
	x.end()
}
