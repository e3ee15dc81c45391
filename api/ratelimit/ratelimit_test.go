package ratelimit

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// begin takes a slot for a request that begins now and ends within timeout.
func begin(w Window, s State, now time.Time, timeout time.Duration) State {
	s = w.Tidy(s, now)
	s.Slots = append(s.Slots, Slot{Begun: now, Timeout: timeout})
	return s
}

// end marks the oldest request in flight that began at begun as ended at now.
func end(s State, begun, now time.Time) State {
	s.Slots = slices.Clone(s.Slots)
	for i, slot := range s.Slots {
		if slot.Ended.IsZero() && slot.Begun.Equal(begun) {
			s.Slots[i].Ended = now
			break
		}
	}
	return s
}

func window() Window { return Window{Requests: 100, Per: time.Minute} }

// models are the ways in which servers count, with the share of 429 each may see.
func models(w Window, random *rand.Rand) map[string]struct {
	server server
	most   float64
} {
	exact := func() *exactLog { return &exactLog{n: w.Requests, per: w.Per} }
	foreign := func(share float64) server {
		return &shared{server: exact(), random: random, every: time.Duration(float64(w.Gap()) / share)}
	}
	return map[string]struct {
		server server
		most   float64
	}{
		"exact":                 {exact(), 0},
		"exact counting 429":    {&exactLog{n: w.Requests, per: w.Per, countRejects: true}, 0},
		"segmented":             {&segmented{n: w.Requests, per: w.Per, segments: 6, used: map[int64]int{}}, 0},
		"fixed":                 {&fixed{n: w.Requests, per: w.Per}, 0.01},
		"weighted":              {&fixed{n: w.Requests, per: w.Per, weighted: true}, 0.01},
		"leaky, burst 9":        {&leaky{n: w.Requests, per: w.Per, burst: 9}, 0.01},
		"leaky, burst 0":        {&leaky{n: w.Requests, per: w.Per}, 0.01},
		"GCRA":                  {&gcra{gap: w.Gap(), tolerance: 4 * w.Gap()}, 0.01},
		"a foreign user at 30%": {foreign(0.3), 0.01},
		"a foreign user at 60%": {foreign(0.6), 0.01},
	}
}

// line is how long one way between client and server takes.
type line struct {
	least, mean time.Duration // mean of what comes on top, exponentially
	hiccup      int           // one way of so many has one; 0: none
	longest     time.Duration // of a hiccup
}

func lines() map[string]line {
	return map[string]line{
		"rack":   {least: time.Millisecond},
		"office": {least: 5 * time.Millisecond, mean: 15 * time.Millisecond, hiccup: 200, longest: time.Second},
		"mobile": {least: 40 * time.Millisecond, mean: 60 * time.Millisecond, hiccup: 100, longest: 3 * time.Second},
	}
}

func (l line) way(random *rand.Rand) time.Duration {
	d := l.least + time.Duration(random.ExpFloat64()*float64(l.mean))
	if l.hiccup > 0 && random.IntN(l.hiccup) == 0 {
		d += time.Duration(random.Int64N(int64(l.longest)))
	}
	return d
}

// R1: pacing alone against every server model, in virtual time.
func TestPacingAgainstServerModels(t *testing.T) {
	t.Parallel()
	hours := 1
	if os.Getenv("LEADPAD_LONG") != "" {
		hours = 24
	}
	first := seed(t)
	for name, l := range lines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && name != "office" {
				t.Skip("one line is enough with -short")
			}
			pace(t, l, first, hours)
		})
	}
}

// seed is where a test's draws begin: LEADPAD_SEED, else a new one. It is
// printed with each run, so that a run can be had again.
func seed(t *testing.T) uint64 {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if text := os.Getenv("LEADPAD_SEED"); text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("LEADPAD_SEED: %v", err)
		}
	}
	t.Logf("LEADPAD_SEED=%d", n)
	return n
}

// seeds is how often each server model is met over each line.
const seeds = 3

// pace sends for some hours over one line to each model, from three seeds. The
// share of 429 is that of all three: in a single hour with a busy foreign user a
// 429 more or less is a tenth of it.
func pace(t *testing.T, l line, first uint64, hours int) {
	sent, turned, most := map[string]int{}, map[string]int{}, map[string]float64{}
	for seed := first; seed < first+seeds; seed++ {
		for name, model := range models(window(), rand.New(rand.NewPCG(seed, 7))) {
			s, n := simulate(window(), model.server, l, rand.New(rand.NewPCG(seed, 1)), time.Duration(hours)*time.Hour)
			sent[name] += s
			turned[name] += n
			most[name] = model.most
		}
	}
	for name, most := range most {
		share := float64(turned[name]) / float64(sent[name])
		t.Logf("%d × %d h, %-22s %6d requests, %3d × 429 (%.2f %%)", seeds, hours, name, sent[name], turned[name], 100*share)
		if hours >= 24 {
			most = min(most, longRun)
		}
		if share > most {
			t.Errorf("%s: %.2f %% 429, at most %.2f %%", name, 100*share, 100*most)
		}
		if most == 0 && sent[name] < seeds*hours*60*97 {
			t.Errorf("%s: only %d requests, the window has room for %d", name, sent[name], seeds*hours*6000)
		}
	}
}

// longRun is the share of 429 that a day may have.
const longRun = 0.006

// simulate sends for a time, one request after the other, and counts requests
// and 429s. It begins anywhere in the server's own window.
func simulate(w Window, srv server, l line, random *rand.Rand, length time.Duration) (sent, turned int) {
	var s State
	now := epoch.Add(time.Duration(random.Int64N(int64(w.Per))))
	for until := now.Add(length); ; {
		if next := w.Next(s, now); next.After(now) {
			now = next
		}
		if now.After(until) {
			return sent, turned
		}
		begun := now
		s = begin(w, s, begun, time.Minute)
		now = now.Add(l.way(random))
		ok := srv.take(now)
		now = now.Add(l.way(random))
		s = end(s, begun, now)
		sent++
		if !ok {
			turned++
			s = w.Limited(s, now, 0, random.Float64())
		}
	}
}

func TestSlotIsHeldUntilOneWindowAfterItsAnswer(t *testing.T) {
	t.Parallel()
	w := Window{Requests: 1, Per: time.Minute}
	s := begin(w, State{}, epoch, 30*time.Second)
	if got, want := w.Next(s, epoch), epoch.Add(90*time.Second); !got.Equal(want) {
		t.Errorf("in flight: next at %v, want %v", got, want)
	}
	s = end(s, epoch, epoch.Add(2*time.Second))
	free := epoch.Add(62 * time.Second)
	if got := w.Next(s, epoch.Add(3*time.Second)); !got.Equal(free) {
		t.Errorf("answered: next at %v, want %v", got, free)
	}
	if used, after := len(w.Frees(s, free.Add(-1))), len(w.Frees(s, free)); used != 1 || after != 0 {
		t.Errorf("used %d just before and %d when it is free", used, after)
	}
}

func TestFrees(t *testing.T) {
	t.Parallel()
	w := Window{Requests: 2, Per: time.Minute}
	var s State
	for _, at := range []time.Duration{2 * time.Second, 0, time.Second} {
		begun := epoch.Add(at)
		s.Slots = append(s.Slots, Slot{Begun: begun, Ended: begun})
	}
	now := epoch.Add(5 * time.Second)
	want := []time.Time{epoch.Add(60 * time.Second), epoch.Add(61 * time.Second), epoch.Add(62 * time.Second)}
	if got := w.Frees(s, now); !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
	// Three are held where two may be: the second to become free makes room.
	if got := w.Next(s, now); !got.Equal(want[1]) {
		t.Errorf("next at %v, want %v", got, want[1])
	}
}

func TestLimitedPausesAndSlowsDown(t *testing.T) {
	t.Parallel()
	w := window()
	s := w.Limited(State{}, epoch, 0, 0.5)
	if want := epoch.Add(63 * time.Second); !w.Next(s, epoch).Equal(want) || !s.PauseUntil.Equal(want) {
		t.Errorf("pause until %v, want %v", s.PauseUntil, want)
	}
	if want := 800 * time.Millisecond; s.Pace != want {
		t.Errorf("pace %v, want %v", s.Pace, want)
	}
	probe := s.PauseUntil
	s = end(begin(w, s, probe, time.Minute), probe, probe.Add(time.Millisecond))
	if got, want := w.Next(s, probe.Add(time.Millisecond)), probe.Add(801*time.Millisecond); !got.Equal(want) {
		t.Errorf("after the probe at %v, want %v", got, want)
	}
	again := w.Limited(s, probe.Add(time.Second), 0, 0)
	if want := 800 * time.Millisecond * 4 / 3; again.Pace != want {
		t.Errorf("second 429: pace %v, want %v", again.Pace, want)
	}
	if got, want := w.PaceAt(s, probe.Add(time.Minute)), 800*time.Millisecond*100/105; got != want {
		t.Errorf("one clean window later: pace %v, want %v", got, want)
	}
	if got := w.PaceAt(s, probe.Add(10*time.Minute)); got != w.Gap() {
		t.Errorf("pace %v is above the window's own rate", got)
	}
	if got := w.PaceAt(s, probe.Add(time.Hour)); got != 0 {
		t.Errorf("an hour without 429 later the pace is still %v", got)
	}
}

func TestRetryAfterCounts(t *testing.T) {
	t.Parallel()
	w := window()
	for retryAfter, want := range map[time.Duration]time.Duration{
		0: time.Minute, time.Second: time.Minute, -time.Hour: time.Minute,
		5 * time.Minute: 5 * time.Minute, 100 * time.Hour: time.Hour,
	} {
		if got := w.Limited(State{}, epoch, retryAfter, 0).PauseUntil.Sub(epoch); got != want {
			t.Errorf("Retry-After %v: pause %v, want %v", retryAfter, got, want)
		}
	}
}

func TestClockSetBackCountsAtMostOneWindow(t *testing.T) {
	t.Parallel()
	w := Window{Requests: 1, Per: time.Minute}
	s := end(begin(w, State{}, epoch, time.Minute), epoch, epoch.Add(time.Second))
	back := epoch.Add(-time.Hour)
	s = w.Tidy(s, back)
	if got, want := w.Next(s, back), back.Add(time.Minute); got.After(want) {
		t.Errorf("next at %v, want %v at the latest", got, want)
	}
	if got := w.Next(s, back.Add(time.Minute)); !got.Equal(back.Add(time.Minute)) {
		t.Errorf("a window later still not free: %v", got)
	}
	s = w.Tidy(State{PauseUntil: epoch.Add(24 * time.Hour), Clean: epoch.Add(24 * time.Hour), Pace: time.Second}, epoch)
	if s.PauseUntil.After(epoch.Add(time.Minute)) || s.Clean.After(s.PauseUntil) {
		t.Errorf("got %+v", s)
	}
}

// Whatever happens, no span of one window sees more requests than it may, and
// nothing waits for longer than it must.
func TestNeverMoreThanTheWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := Window{Requests: rapid.IntRange(1, 5).Draw(t, "requests"), Per: time.Second}
		var s State
		var begun []time.Time
		now := epoch
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "idle")) * time.Millisecond)
			before := slices.Clone(s.Slots)
			next := w.Next(s, now)
			if next.Before(now) {
				t.Fatalf("next %v is before now %v", next, now)
			}
			if wait := next.Sub(now); s.PauseUntil.IsZero() && wait > w.Per+100*time.Millisecond {
				t.Fatalf("waits %v", wait)
			}
			now = next
			begun = append(begun, now)
			start := now
			s2 := begin(w, s, now, 100*time.Millisecond)
			if !slices.Equal(before, s.Slots) {
				t.Fatal("looking changed the state it was given")
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "took")) * time.Millisecond)
			s = end(s2, start, now)
			if rapid.IntRange(0, 9).Draw(t, "429") == 0 {
				s = w.Limited(s, now, 0, 0)
			}
		}
		for i := w.Requests; i < len(begun); i++ {
			if span := begun[i].Sub(begun[i-w.Requests]); span < w.Per {
				t.Fatalf("%d requests within %v", w.Requests+1, span)
			}
		}
	})
}

func BenchmarkNext(b *testing.B) {
	w := Window{Requests: 1000, Per: 5 * time.Minute}
	var s State
	for i := range 1000 {
		at := epoch.Add(time.Duration(i) * time.Millisecond)
		s.Slots = append(s.Slots, Slot{Begun: at, Ended: at})
	}
	now := epoch.Add(time.Second)
	for b.Loop() {
		w.Next(s, now)
	}
}
