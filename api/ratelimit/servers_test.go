package ratelimit

import (
	"math"
	"math/rand/v2"
	"time"
)

// server is one way of counting requests. take says whether a request that
// arrives at `at` (never earlier than the one before) is let in.
type server interface{ take(at time.Time) bool }

// exactLog lets in n in any per; countRejects counts those it turns away, too.
type exactLog struct {
	n            int
	per          time.Duration
	countRejects bool
	log          []time.Time
}

func (s *exactLog) take(at time.Time) bool {
	for len(s.log) > 0 && !s.log[0].After(at.Add(-s.per)) {
		s.log = s.log[1:]
	}
	ok := len(s.log) < s.n
	if ok || s.countRejects {
		s.log = append(s.log, at)
	}
	return ok
}

// segmented is ASP.NET's sliding window: a permit comes back when its segment's
// start is one window old.
type segmented struct {
	n        int
	per      time.Duration
	segments int
	used     map[int64]int // by segment number
}

func (s *segmented) take(at time.Time) bool {
	length := int64(s.per) / int64(s.segments)
	now := at.UnixNano() / length
	total := 0
	for segment, used := range s.used {
		if segment <= now-int64(s.segments) {
			delete(s.used, segment)
			continue
		}
		total += used
	}
	if total >= s.n {
		return false
	}
	s.used[now]++
	return true
}

// fixed counts anew in each window; weighted adds the share of the window
// before that a sliding one would still cover.
type fixed struct {
	n            int
	per          time.Duration
	weighted     bool
	window       int64
	used, before int
}

func (s *fixed) take(at time.Time) bool {
	now := at.UnixNano() / int64(s.per)
	if now != s.window {
		s.before = 0
		if now == s.window+1 {
			s.before = s.used
		}
		s.window, s.used = now, 0
	}
	count := float64(s.used)
	if s.weighted {
		into := float64(at.UnixNano()%int64(s.per)) / float64(s.per)
		count += float64(s.before) * (1 - into)
	}
	if count+1 > float64(s.n) {
		return false
	}
	s.used++
	return true
}

// leaky is a bucket that holds 1+burst requests and leaks n in per.
type leaky struct {
	n     int
	per   time.Duration
	burst float64
	level float64
	last  time.Time
}

func (s *leaky) take(at time.Time) bool {
	if !s.last.IsZero() {
		s.level = math.Max(0, s.level-float64(at.Sub(s.last))*float64(s.n)/float64(s.per))
	}
	s.last = at
	if s.level+1 > 1+s.burst+1e-9 {
		return false
	}
	s.level++
	return true
}

// gcra is the generic cell rate algorithm with room for some cells at once.
type gcra struct {
	gap, tolerance time.Duration
	due            time.Time
}

func (s *gcra) take(at time.Time) bool {
	if s.due.Before(at) {
		s.due = at
	}
	if s.due.Sub(at) > s.tolerance {
		return false
	}
	s.due = s.due.Add(s.gap)
	return true
}

// shared is a server that a foreign user uses as well, at random times.
type shared struct {
	server
	random *rand.Rand
	every  time.Duration // mean gap of the foreign user's requests
	next   time.Time
}

func (s *shared) take(at time.Time) bool {
	if s.next.IsZero() {
		s.next = at
	}
	for !s.next.After(at) {
		s.server.take(s.next)
		s.next = s.next.Add(time.Duration(s.random.ExpFloat64() * float64(s.every)))
	}
	return s.server.take(at)
}
