package sshd

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// The brackets of a paste (xterm's bracketed paste mode).
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// input is what comes from a client's terminal. It knows when something came last,
// and lets no paste grow without bound.
type input struct {
	from io.Reader
	most int    // bytes of a paste that are taken
	cut  func() // a paste had more
	last atomic.Int64

	raw, out []byte // as read, and what is left of it to pass on
	err      error  // behind out
	matched  int    // bytes of the bracket that may end here
	held     int    // of these the ones that were not passed on
	inside   bool   // of a paste
	pasted   int    // bytes of it
	lost     bool   // some of it was not taken, which was told
}

func newInput(from io.Reader, most int, cut func()) *input {
	in := &input{from: from, most: most, cut: cut, raw: make([]byte, 4096)}
	in.touch()
	return in
}

func (in *input) touch() { in.last.Store(time.Now().UnixNano()) }

// quiet is how long nothing has come.
func (in *input) quiet() time.Duration { return time.Since(time.Unix(0, in.last.Load())) }

// Read gives what has come, less what a paste has beyond the bound.
func (in *input) Read(p []byte) (int, error) {
	for len(in.out) == 0 {
		if in.err != nil {
			return 0, in.err
		}
		var n int
		n, in.err = in.from.Read(in.raw)
		if n > 0 {
			in.touch()
			in.out = in.out[:0]
			for _, c := range in.raw[:n] {
				in.take(c)
			}
		}
	}
	n := copy(p, in.out)
	in.out = in.out[n:]
	return n, nil
}

// take passes a byte on, unless it is too much of a paste; the bracket behind that
// one is passed on whole.
func (in *input) take(c byte) {
	bracket := pasteStart
	if in.inside {
		bracket = pasteEnd
	}
	over := in.inside && in.pasted >= in.most
	if c == bracket[in.matched] {
		in.matched++
	} else {
		in.lose(over || in.held > 0)
		in.matched, in.held = 0, 0
		if c == bracket[0] {
			in.matched = 1
		}
	}
	switch {
	case !over:
		in.out = append(in.out, c)
	case in.matched > 0:
		in.held++
	}
	in.pasted++
	if in.matched == len(bracket) {
		in.out = append(in.out, bracket[len(bracket)-in.held:]...)
		in.inside, in.matched, in.held, in.pasted, in.lost = !in.inside, 0, 0, 0, false
	}
}

// lose tells once of a paste that some of it is not taken.
func (in *input) lose(some bool) {
	if some && !in.lost {
		in.lost = true
		in.cut()
	}
}

// tooMuch says that a paste was cut.
func tooMuch(most int) string {
	return fmt.Sprintf("Only the first %d kB of that paste were taken: import more as a file", most>>10)
}

// warning is how long before its end somebody is told who does not type.
const warning = 2 * time.Minute

// watch ends a session without keys after a time, 0: never, and says so before. It
// gives what ends the watching.
func (in *input) watch(idle time.Duration, say func(left time.Duration), end func()) (stop func()) {
	if idle <= 0 {
		return func() {}
	}
	ahead := min(warning, idle/2)
	var timer *time.Timer
	var done atomic.Bool
	look := func() {
		quiet := in.quiet()
		switch {
		case done.Load():
		case quiet >= idle:
			end()
		case quiet >= idle-ahead:
			say(idle - quiet)
			timer.Reset(idle - quiet)
		default:
			timer.Reset(idle - ahead - quiet)
		}
	}
	ready := make(chan struct{})
	timer = time.AfterFunc(idle-ahead, func() {
		<-ready // timer is set
		look()
	})
	close(ready)
	return func() {
		done.Store(true)
		timer.Stop()
	}
}

// output is what a client's terminal is shown. A client that takes nothing for too
// long is stuck, which ends its session.
type output struct {
	to    io.Writer
	most  time.Duration
	stuck func()
}

// Write writes, and waits while the client takes nothing.
func (out *output) Write(p []byte) (int, error) {
	defer time.AfterFunc(out.most, out.stuck).Stop()
	return out.to.Write(p)
}
