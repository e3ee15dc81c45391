package sshd

import (
	"net"
	"net/netip"
	"slices"
	"time"
)

// guarded is a connection that counts. What is below Conn belongs to Guard's lock.
type guarded struct {
	net.Conn
	guard *Guard
	from  netip.Addr
	group netip.Prefix

	state    connState
	sessions int
	timer    *time.Timer
	due      time.Time // when the timer means it; zero while it means nothing
}

type connState int

const (
	isGone connState = iota
	isWaiting
	isIn
)

// Write gives up on a client that takes nothing.
func (c *guarded) Write(p []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(c.guard.limits.Stalled))
	return c.Conn.Write(p)
}

// Close also gives its place back.
func (c *guarded) Close() error {
	c.guard.mu.Lock()
	c.guard.leave(c)
	c.guard.mu.Unlock()
	return c.Conn.Close()
}

// end closes it for a limit's sake.
func (c *guarded) end(why Turned) {
	_ = c.Close()
	c.guard.tell(c.from, why)
}

// leave takes a connection out of the counts. The lock is held.
func (g *Guard) leave(c *guarded) {
	n := g.of[c.group]
	switch c.state {
	case isWaiting:
		n.waiting--
		g.unwait(c)
	case isIn:
		n.conns--
		g.conns--
	default:
		return
	}
	c.state, c.due = isGone, time.Time{}
	c.timer.Stop()
}

func (g *Guard) unwait(c *guarded) {
	i := slices.Index(g.waiting, c)
	g.waiting = slices.Delete(g.waiting, i, i+1)
}

// entered says that somebody has logged in.
func (c *guarded) entered() {
	g := c.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.state != isWaiting {
		return
	}
	g.unwait(c)
	n := g.of[c.group]
	n.waiting--
	n.conns++
	g.conns++
	c.state = isIn
	c.unused()
}

// unused starts the time that a connection may be without a session.
func (c *guarded) unused() {
	c.due = time.Now().Add(c.guard.limits.Unused)
	c.timer.Reset(c.guard.limits.Unused)
}

// open counts another session, unless there are too many.
func (c *guarded) open() bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	if c.state != isIn || c.sessions >= c.guard.limits.Sessions {
		return false
	}
	c.sessions++
	c.due = time.Time{}
	c.timer.Stop()
	return true
}

// shut says that a session is over.
func (c *guarded) shut() {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	if c.sessions--; c.sessions == 0 && c.state == isIn {
		c.unused()
	}
}

// late ends a connection whose time is over.
func (c *guarded) late() {
	c.guard.mu.Lock()
	due := !c.due.IsZero() && !time.Now().Before(c.due)
	why := HandshakeSlow
	if c.state == isIn {
		why = NothingStarted
	}
	c.guard.mu.Unlock()
	if due {
		c.end(why)
	}
}
