package sandbox

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// The kinds of window a server can keep, as R1 of docs/promises.md defines them.
const (
	windowExact     = "exact"     // at most n in any window
	windowSegmented = "segmented" // a permit returns when its segment's start is one window old
	windowFixed     = "fixed"     // n in each window, counted anew
	windowWeighted  = "weighted"  // two fixed windows, interpolated
	windowLeaky     = "leaky"     // one each window/n, and a burst
)

const (
	segments   = 6 // of a segmented window, as in ASP.NET's documentation
	leakyBurst = 9
)

// window is one key's rate window. It is not safe for concurrent use.
type window interface {
	// take counts a request at now, or says that there is no room for it.
	take(now time.Time) bool
	// used is how many of the window's requests are spent at now.
	used(now time.Time) int
}

// newWindow makes a window of n requests in per.
func newWindow(kind string, n int, per time.Duration) (window, error) {
	switch kind {
	case windowExact, "":
		return &logWindow{n: n, per: per, segment: 0}, nil
	case windowSegmented:
		return &logWindow{n: n, per: per, segment: max(per/segments, 1)}, nil
	case windowFixed:
		return &fixedWindow{n: n, per: per}, nil
	case windowWeighted:
		return &fixedWindow{n: n, per: per, weighted: true}, nil
	case windowLeaky:
		return &leakyWindow{rate: float64(n) / float64(per)}, nil
	}
	kinds := []string{windowExact, windowSegmented, windowFixed, windowWeighted, windowLeaky}
	return nil, fmt.Errorf("unknown window kind %q: choose one of %s", kind, strings.Join(kinds, ", "))
}

// permits are requests that return their room together.
type permits struct {
	start time.Time
	n     int
}

// logWindow remembers when each request was counted: exactly, or by the start
// of its segment.
type logWindow struct {
	n       int
	per     time.Duration
	segment time.Duration // 0: exact
	origin  time.Time
	log     []permits
	total   int
}

func (w *logWindow) expire(now time.Time) {
	i := 0
	for i < len(w.log) && now.Sub(w.log[i].start) >= w.per {
		w.total -= w.log[i].n
		i++
	}
	w.log = w.log[i:]
}

func (w *logWindow) take(now time.Time) bool {
	w.expire(now)
	if w.total >= w.n {
		return false
	}
	start := now
	if w.segment > 0 {
		if w.origin.IsZero() {
			w.origin = now
		}
		start = w.origin.Add(floor(now.Sub(w.origin), w.segment) * w.segment)
	}
	w.total++
	if last := len(w.log) - 1; last >= 0 && w.log[last].start.Equal(start) {
		w.log[last].n++
		return true
	}
	w.log = append(w.log, permits{start, 1})
	return true
}

func (w *logWindow) used(now time.Time) int {
	w.expire(now)
	return w.total
}

// floor is how many whole times unit goes into d, rounded down for a clock that
// was set back, too.
func floor(d, unit time.Duration) time.Duration {
	q := d / unit
	if d%unit < 0 {
		q--
	}
	return q
}

// fixedWindow counts in windows laid end to end from the first request on.
// Weighted, the window before counts by the share of it that is still in view.
type fixedWindow struct {
	n        int
	per      time.Duration
	weighted bool
	origin   time.Time
	index    time.Duration
	now, was int
}

func (w *fixedWindow) turn(now time.Time) {
	if w.origin.IsZero() {
		w.origin = now
	}
	switch index := floor(now.Sub(w.origin), w.per); index - w.index {
	case 0:
	case 1:
		w.index, w.was, w.now = index, w.now, 0
	default:
		w.index, w.was, w.now = index, 0, 0
	}
}

// weight is what the current estimate is before another request.
func (w *fixedWindow) weight(now time.Time) float64 {
	w.turn(now)
	if !w.weighted {
		return float64(w.now)
	}
	into := now.Sub(w.origin) - w.index*w.per
	return float64(w.was)*(1-float64(into)/float64(w.per)) + float64(w.now)
}

func (w *fixedWindow) take(now time.Time) bool {
	if w.weight(now)+1 > float64(w.n) {
		return false
	}
	w.now++
	return true
}

func (w *fixedWindow) used(now time.Time) int {
	if w.origin.IsZero() {
		return 0
	}
	return int(math.Ceil(w.weight(now)))
}

// leakyWindow drains at a steady rate and holds a small burst above the one
// request that always fits, as nginx's limit_req does with nodelay.
type leakyWindow struct {
	rate  float64 // requests a nanosecond
	level float64
	last  time.Time
}

func (w *leakyWindow) drain(now time.Time) {
	if elapsed := now.Sub(w.last); elapsed > 0 && !w.last.IsZero() {
		w.level = max(0, w.level-float64(elapsed)*w.rate)
	}
	w.last = now
}

func (w *leakyWindow) take(now time.Time) bool {
	// A permit that is due to the nanosecond must not fail by a rounding.
	const rounding = 1e-6
	w.drain(now)
	if w.level > leakyBurst+rounding {
		return false
	}
	w.level++
	return true
}

func (w *leakyWindow) used(now time.Time) int {
	w.drain(now)
	const rounding = 1e-6
	return int(math.Ceil(w.level - rounding))
}
