// Package ratelimit is the arithmetic of the request window: slots and now in,
// the next free time out. No I/O, no clock of its own. Start reading at Window.
package ratelimit

import "time"

// Window allows at most Requests in any span of Per.
type Window struct {
	Requests int
	Per      time.Duration
}

// Slot is one request that was sent: it is held from Begun until one window
// after Ended (or after Begun plus Timeout while no answer came).
type Slot struct {
	Begun   time.Time
	Ended   time.Time // zero while the request is in flight
	Timeout time.Duration
}

// State is what is known about a key's window: its slots and its pauses.
type State struct {
	Slots      []Slot
	PauseUntil time.Time
	// Pace is the least gap between requests after a 429; 0 is full speed.
	Pace time.Duration
}

// Used counts the slots that are held at now.
func (w Window) Used(s State, now time.Time) int { return 0 }

// Next is the earliest time, not before now, at which a request may begin.
func (w Window) Next(s State, now time.Time) time.Time { return now }
