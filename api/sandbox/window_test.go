package sandbox

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

const (
	modelRequests = 20
	modelPer      = 6 * time.Second
)

// model is the plain definition of a window over all accepted times, to be
// compared with what the server counts step by step.
func model(kind string, accepted []time.Time, now time.Time) bool {
	if len(accepted) == 0 {
		return true
	}
	origin := accepted[0]
	held := func(f func(t time.Time) bool) (n int) {
		for _, t := range accepted {
			if f(t) {
				n++
			}
		}
		return n
	}
	index := func(t time.Time) int64 { return int64(t.Sub(origin) / modelPer) }
	switch kind {
	case windowExact:
		return held(func(t time.Time) bool { return now.Sub(t) < modelPer }) < modelRequests
	case windowSegmented:
		const segment = modelPer / 6
		return held(func(t time.Time) bool {
			return now.Sub(origin.Add(t.Sub(origin).Truncate(segment))) < modelPer
		}) < modelRequests
	case windowFixed:
		return held(func(t time.Time) bool { return index(t) == index(now) }) < modelRequests
	case windowWeighted:
		was := held(func(t time.Time) bool { return index(t) == index(now)-1 })
		is := held(func(t time.Time) bool { return index(t) == index(now) })
		share := 1 - float64(now.Sub(origin)%modelPer)/float64(modelPer)
		return float64(was)*share+float64(is)+1 <= modelRequests
	default: // leaky: at most 9 above what has drained since any earlier request
		level := 0.0
		for i, t := range accepted {
			if i > 0 {
				level = math.Max(0, level-t.Sub(accepted[i-1]).Seconds()*modelRequests/modelPer.Seconds())
			}
			level++
		}
		level = math.Max(0, level-now.Sub(accepted[len(accepted)-1]).Seconds()*modelRequests/modelPer.Seconds())
		return level <= 9+1e-6
	}
}

func windowKinds() []string {
	return []string{windowExact, windowSegmented, windowFixed, windowWeighted, windowLeaky}
}

// Eight clients at once, ten virtual minutes: every verdict is the model's.
func TestWindowsWithEightClients(t *testing.T) {
	t.Parallel()
	for _, kind := range windowKinds() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := &ledger{}
				s := newServer(t, Options{Requests: modelRequests, Window: modelPer, WindowKind: kind, Ledger: l})
				c := client(t, s)
				var wg sync.WaitGroup
				for i := range 8 {
					wg.Go(func() {
						rng := rand.New(rand.NewPCG(7, uint64(i)))
						for end := time.Now().Add(10 * time.Minute); time.Now().Before(end); {
							if got := post(t, c, `[{"company":"A"}]`); got.HTTP == http.StatusTooManyRequests {
								time.Sleep(time.Second)
							}
							time.Sleep(time.Duration(rng.Int64N(int64(3 * time.Second))))
						}
					})
				}
				wg.Wait()
				checkVerdicts(t, kind, l.all())
			})
		})
	}
}

// checkVerdicts replays a ledger against the model.
func checkVerdicts(t *testing.T, kind string, lines []string) {
	t.Helper()
	type event struct {
		Event  string
		Time   time.Time
		Status int
	}
	var seen []event
	for _, line := range lines {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Event == "request" {
			seen = append(seen, e)
		}
	}
	// At one instant the verdicts may reach the ledger in another order than
	// they fell: those that found room came first.
	slices.SortStableFunc(seen, func(a, b event) int {
		if c := a.Time.Compare(b.Time); c != 0 {
			return c
		}
		return a.Status - b.Status
	})
	var accepted []time.Time
	refused := 0
	for i, e := range seen {
		want := http.StatusTooManyRequests
		if model(kind, accepted, e.Time) {
			want = http.StatusOK
		}
		if e.Status != want {
			t.Fatalf("request %d at %s: status %d, the model says %d", i, e.Time, e.Status, want)
		}
		if e.Status == http.StatusOK {
			accepted = append(accepted, e.Time)
		} else {
			refused++
		}
	}
	t.Logf("%s: %d accepted, %d refused", kind, len(accepted), refused)
	if len(accepted) < 500 || refused < 50 {
		t.Errorf("too few of one kind to mean anything: %d accepted, %d refused", len(accepted), refused)
	}
}

// Random arrival times, one after the other.
func TestWindowsAreTheirModels(t *testing.T) {
	t.Parallel()
	for _, kind := range windowKinds() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				w, err := newWindow(kind, modelRequests, modelPer)
				if err != nil {
					t.Fatal(err)
				}
				now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
				var accepted []time.Time
				for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 900), 1, 120).Draw(t, "gaps in ms") {
					now = now.Add(time.Duration(gap) * time.Millisecond)
					want := model(kind, accepted, now)
					if got := w.take(now); got != want {
						t.Fatalf("after %d accepted, at %s: got %v, want %v", len(accepted), now, got, want)
					}
					if want {
						accepted = append(accepted, now)
					}
					if used := w.used(now); used < 0 || used > modelRequests {
						t.Fatalf("%d of %d used", used, modelRequests)
					}
				}
			})
		})
	}
}

func TestWindowEdges(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		kind string
		// Requests at these seconds, and which of them find room (1) or not (0).
		at   []float64
		want string
	}{
		{windowExact, []float64{0, 0, 5.999, 6, 6, 6}, "110110"},
		// The permit of 0.9 s returns at 6.0 s: its segment began at 0 s.
		{windowSegmented, []float64{0, 0.9, 5.9, 6, 6, 6}, "110110"},
		{windowFixed, []float64{0, 5.9, 5.9, 6, 6, 6}, "110110"},
		// Half of the last window's 2 count at 9 s.
		{windowWeighted, []float64{0, 5, 6, 9, 9, 12}, "110101"},
	} {
		w, err := newWindow(c.kind, 2, 6*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, at := range c.at {
			if w.take(start.Add(time.Duration(at * float64(time.Second)))) {
				got.WriteByte('1')
			} else {
				got.WriteByte('0')
			}
		}
		if got.String() != c.want {
			t.Errorf("%s at %v: got %s, want %s", c.kind, c.at, got.String(), c.want)
		}
	}
}

// A clock that is set back must not open or lock a window for ever.
func TestWindowsOverAClockSetBack(t *testing.T) {
	t.Parallel()
	for _, kind := range windowKinds() {
		w, err := newWindow(kind, 2, 6*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 20 {
			w.take(now)
		}
		w.take(now.Add(-time.Hour))
		if !w.take(now.Add(time.Minute)) {
			t.Errorf("%s: locked a minute later", kind)
		}
	}
}

// Each key has a window of its own.
func TestWindowForEachKey(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Keys: []string{"first-key", "second-key"}, Requests: 1})
	c := client(t, s)
	for _, want := range []struct {
		key    string
		status int
	}{{"first-key", 200}, {"first-key", 429}, {"second-key", 200}, {"second-key", 429}} {
		r := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, `[{"company":"A"}]`)
		r.Header.Set("X-API-Key", want.key)
		if got := do(t, c, r); got.HTTP != want.status {
			t.Errorf("%s: %d, want %d", want.key, got.HTTP, want.status)
		}
	}
}
