package terminal

import (
	"io"
	"sync/atomic"
	"time"
)

// gate is the way to the terminal: one writer at a time, and none while the
// terminal is not ours.
type gate struct {
	to   io.Writer
	turn chan struct{} // has one while nobody writes
	shut atomic.Bool
}

func newGate(to io.Writer) *gate {
	g := &gate{to: to, turn: make(chan struct{}, 1)}
	g.turn <- struct{}{}
	return g
}

// pass writes what make gives, unless the gate is shut.
func (g *gate) pass(make func() []byte) error {
	<-g.turn
	defer func() { g.turn <- struct{}{} }()
	if g.shut.Load() {
		return nil
	}
	if out := make(); len(out) > 0 {
		_, err := g.to.Write(out)
		return err //nolint:wrapcheck // the terminal's
	}
	return nil
}

// Write writes, or drops p while the gate is shut.
func (g *gate) Write(p []byte) (int, error) {
	return len(p), g.pass(func() []byte { return p })
}

// patience is how long a terminal may take to read, before what is on its way to
// it is dropped.
const patience = 300 * time.Millisecond

// close shuts the gate behind what last gives. A terminal that reads nothing holds
// nobody up: discard drops what it was to read.
func (g *gate) close(last func() []byte, discard func()) {
	g.shut.Store(true)
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-g.turn
		defer func() { g.turn <- struct{}{} }()
		_, _ = g.to.Write(last())
	}()
	for range 3 {
		select {
		case <-done:
			return
		case <-time.After(patience):
			discard()
		}
	}
}
