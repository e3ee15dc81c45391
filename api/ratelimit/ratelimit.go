// Package ratelimit is the arithmetic of the request window: slots and now in,
// the next free time out. No I/O, no clock of its own; every function gives a
// new State and leaves the old one alone. Start reading at Window and Next.
//
//	s = w.Tidy(s, now)            before anything else, and stored
//	if !w.Next(s, now).After(now) → store a Slot that begins now, send
//	answered                      → store when it ended
//	answered 429                  → s = w.Limited(s, now, retryAfter, random)
package ratelimit

import (
	"math"
	"slices"
	"time"
)

// Window allows at most Requests in any span of Per.
type Window struct {
	Requests int
	Per      time.Duration
}

// Slot is one request that was sent: it is held from Begun until one window
// after Ended (or after Begun plus Timeout while no answer came), so that
// neither the way to the server nor its clock can make it count longer there.
type Slot struct {
	Begun   time.Time
	Ended   time.Time // zero while the request is in flight
	Timeout time.Duration
}

// State is what is known about a key's window: its slots and its pauses.
type State struct {
	Slots []Slot
	// PauseUntil ends the pause after the last 429, and Paused began it: a clock
	// that is before it was set back.
	PauseUntil, Paused time.Time
	// Pace is the least gap between the answer to a request and the next one's
	// beginning, as the last 429 left it; 0 is full speed. From the answer on,
	// because a request that was slow on its way arrived just before it.
	Pace time.Duration
	// Clean is the end of the pause after the last 429: from here on clean
	// windows are counted, each of which makes the pace quicker. Zero: never one.
	Clean time.Time
}

const (
	// A 429 takes a quarter off the rate, each clean window adds 5 % to it. In
	// simulation that keeps every kind of server of this package's tests at 0.6 %
	// 429 or less over a day, and below 1 % in its first hour, finding the pace
	// included.
	slower  = 0.75
	quicker = 1.05
	// forget is the number of clean windows after which a 429 is history.
	forget = 60
	// LongestPause bounds a server's Retry-After: an hour is the longest that a rep
	// is made to wait for it.
	LongestPause = time.Hour
)

// limit is Requests, at least one: a window of none would wait for ever.
func (w Window) limit() int { return max(w.Requests, 1) }

// Gap is the gap of a steady pace that just fills the window.
func (w Window) Gap() time.Duration { return w.Per / time.Duration(w.limit()) }

// free is when a slot is free again.
func (w Window) free(s Slot) time.Time {
	if s.Ended.IsZero() {
		return s.Begun.Add(s.Timeout + w.Per)
	}
	return s.Ended.Add(w.Per)
}

// Tidy drops what no longer counts and pulls back to now what lies in the
// future because the wall clock was set back: a slot from the future, and a
// pause that began there, then count at most one window. Store the
// result: pulled back anew at each look, a slot would never become free.
func (w Window) Tidy(s State, now time.Time) State {
	kept := make([]Slot, 0, len(s.Slots))
	for _, slot := range s.Slots {
		if slot.Begun.After(now) {
			slot.Begun = now
		}
		if slot.Ended.After(now) {
			slot.Ended = now
		}
		if w.free(slot).After(now) {
			kept = append(kept, slot)
		}
	}
	s.Slots = kept
	if last := now.Add(max(LongestPause, w.Per+w.jitter(1))); s.PauseUntil.After(last) {
		s.PauseUntil = now.Add(w.Per)
	}
	if s.PauseUntil.After(now) && s.Paused.After(now) {
		s.PauseUntil, s.Paused = now.Add(min(w.Per, s.PauseUntil.Sub(now))), now
	}
	if s.Clean.After(now) && s.Clean.After(s.PauseUntil) {
		s.Clean = now
	}
	if s.Pace > 0 && w.cleanWindows(s, now) >= forget {
		s.Pace, s.Clean = 0, time.Time{}
	}
	return s
}

// Frees are the times at which the slots held at now become free, oldest first.
func (w Window) Frees(s State, now time.Time) []time.Time {
	return w.frees(w.Tidy(s, now))
}

func (w Window) frees(tidy State) []time.Time {
	frees := make([]time.Time, len(tidy.Slots))
	for i, slot := range tidy.Slots {
		frees[i] = w.free(slot)
	}
	slices.SortFunc(frees, time.Time.Compare)
	return frees
}

// Next is the earliest time, not before now, at which a request may begin.
func (w Window) Next(s State, now time.Time) time.Time {
	s = w.Tidy(s, now)
	next := now
	if s.PauseUntil.After(next) {
		next = s.PauseUntil
	}
	if n := len(s.Slots); n >= w.limit() {
		if at := w.frees(s)[n-w.limit()]; at.After(next) {
			next = at
		}
	}
	pace := w.PaceAt(s, now)
	if pace == 0 {
		return next
	}
	for _, slot := range s.Slots {
		last := slot.Begun
		if !slot.Ended.IsZero() {
			last = slot.Ended
		}
		if at := last.Add(pace); at.After(next) {
			next = at
		}
	}
	return next
}

// Limited takes in a 429 that arrived at now: a pause of a window and some
// jitter (random is 0 to 1), or of retryAfter when that is longer, and from
// then on a pace a quarter slower than before.
func (w Window) Limited(s State, now time.Time, retryAfter time.Duration, random float64) State {
	s = w.Tidy(s, now)
	pace := max(w.PaceAt(s, now), w.Gap())
	s.Pace = min(time.Duration(float64(pace)/slower), max(w.Per, w.Gap()))
	pause := max(w.Per+w.jitter(random), min(retryAfter, LongestPause))
	if until := now.Add(pause); until.After(s.PauseUntil) {
		s.PauseUntil, s.Paused = until, now
	}
	s.Clean = s.PauseUntil
	return s
}

// PaceAt is the gap in force at now: what the last 429 left, quicker by 5 % for
// each clean window since, never quicker than the window's own rate; 0 is full
// speed.
func (w Window) PaceAt(s State, now time.Time) time.Duration {
	clean := w.cleanWindows(s, now)
	if s.Pace == 0 || clean >= forget {
		return 0
	}
	pace := time.Duration(float64(s.Pace) / math.Pow(quicker, float64(clean)))
	return max(pace, w.Gap())
}

// cleanWindows counts the whole windows since the pause after the last 429.
func (w Window) cleanWindows(s State, now time.Time) int {
	if s.Clean.IsZero() || w.Per <= 0 || !now.After(s.Clean) {
		return 0
	}
	return int(min(now.Sub(s.Clean)/w.Per, forget))
}

// jitter is up to a tenth of the window, so that those who were turned away
// together do not come back together.
func (w Window) jitter(random float64) time.Duration {
	return time.Duration(min(max(random, 0), 1) * float64(w.Per) / 10)
}
