package sshd

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Limits are what a server lets strangers and reps take of it.
type Limits struct {
	// Connections is how many may be logged in at a time. A session takes about
	// 2.5 MB: 500 fit into a machine of 2 GB. Those above are turned away unheard.
	Connections int
	// ConnectionsPerAddress is the same for an address: an office behind one
	// router, or a jump host, has that many people; a single visitor of a demo must
	// not take all places. It does not hold for this machine's own addresses, nor do
	// the other two of an address: a tunnel or a proxy on it brings everybody.
	ConnectionsPerAddress int
	// Waiting is how many may be logging in at a time. It takes 50 kB each and is
	// over in half a second for who means it, so 200 are 400 logins a second. Above
	// it, whoever has waited longest of the address with most gives way: who sits
	// there in silence does not keep anybody out.
	Waiting int
	// WaitingPerAddress is the same for an address: OpenSSH tries one at a time,
	// tools some more.
	WaitingPerAddress int
	// NewPerMinute is how many connections an address may open within a minute, all
	// at once if it likes: an office that comes to work. Each costs the server 1 to
	// 2 ms for its half of the key exchange, so an address takes 0.4 % of a CPU.
	NewPerMinute int
	// Handshake is the time for logging in: a passphrase that is typed and a touch
	// of a hardware key are within it for most; OpenSSH gives 120 s, and has its
	// places taken by whoever sits there.
	Handshake time.Duration
	// Tries is how many keys a client may offer until it is sent away; x/crypto
	// counts only every second one, those that it merely asks about, so it is twice
	// as many. Agents with a dozen keys exist, and a key cannot be guessed.
	Tries int
	// Unused is how long a connection is kept that has no session: ssh's
	// ControlPersist holds them for the next one, and each needs a place.
	Unused time.Duration
	// Stalled is how long a packet may wait for the network to take it before the
	// client counts as gone: at 3 kB a second the longest, 32 KiB, needs 11 s.
	Stalled time.Duration
	// Sessions is how many a connection may have beside each other, as OpenSSH's
	// MaxSessions. Each has a window of 2 MiB for what it receives.
	Sessions int
	// Start is how long a session may wait with saying what it is for.
	Start time.Duration
	// Environment is how many variables a session may bring: every LC_ there is,
	// LANG, COLORTERM, NO_COLOR and some of terminals' own.
	Environment int
	// EnvironmentBytes bounds them together: a locale has 20 bytes.
	EnvironmentBytes int
	// Command is how long a command may be, in bytes; leads come by the input.
	Command int
}

// DefaultLimits suit a house of up to some hundred reps on one small machine.
func DefaultLimits() Limits {
	return Limits{
		Connections: 500, ConnectionsPerAddress: 100, Waiting: 200, WaitingPerAddress: 20, NewPerMinute: 120,
		Handshake: 10 * time.Second, Tries: 10, Unused: 10 * time.Minute, Stalled: time.Minute,
		Sessions: 10, Start: 30 * time.Second, Environment: 32, EnvironmentBytes: 4096, Command: 8192,
	}
}

// Turned is why a connection was turned away or ended by a limit.
type Turned string

// Why connections are turned away.
const (
	TooMany        Turned = "too many connections"
	TooManyOfOne   Turned = "too many connections from this address"
	TooFast        Turned = "too many new connections from this address"
	GaveWay        Turned = "too many were logging in"
	HandshakeSlow  Turned = "took too long to log in"
	NothingStarted Turned = "had no session for too long"
)

// Guard stands in front of a server and holds its limits. All methods may be
// called by several at a time.
type Guard struct {
	limits Limits
	tell   func(from netip.Addr, why Turned)
	// foreign is a test's: this machine's addresses count as others do.
	foreign bool

	mu      sync.Mutex
	conns   int // logged in
	waiting []*guarded
	of      map[netip.Prefix]*counts
}

// counts is what an address has.
type counts struct {
	conns, waiting int
	tokens         float64   // new connections that it may open now
	at             time.Time // of which tokens was told
}

// NewGuard makes one. tell is called for each connection that was turned away,
// by several at a time, and must not wait.
func NewGuard(limits Limits, tell func(from netip.Addr, why Turned)) *Guard {
	return &Guard{limits: limits, tell: tell, of: map[netip.Prefix]*counts{}}
}

// Protect sets up a server that serves Guard's listener: its limits, and the gate
// in front of its sessions. It takes ConnCallback, ServerConfigCallback,
// ChannelHandlers, RequestHandlers and SubsystemHandlers; HandshakeTimeout is not
// needed. SessionRequestCallback is not asked.
func (g *Guard) Protect(srv *ssh.Server) {
	srv.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
		mine, ok := c.(*guarded)
		if !ok {
			return nil // not by our listener: no limit would hold
		}
		ctx.SetValue(guardedKey{}, mine)
		return c
	}
	srv.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		c, _ := ctx.Value(guardedKey{}).(*guarded)
		return &gossh.ServerConfig{
			MaxAuthTries: g.limits.Tries,
			AuthLogCallback: func(_ gossh.ConnMetadata, _ string, err error) {
				if err == nil {
					c.entered()
				}
			},
		}
	}
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": g.session}
	srv.RequestHandlers = map[string]ssh.RequestHandler{}
	srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
}

// guardedKey is where a connection's context holds it.
type guardedKey struct{}

// Listener gives the connections of another that may come in.
func (g *Guard) Listener(l net.Listener) net.Listener { return &guardedListener{l, g} }

type guardedListener struct {
	net.Listener
	guard *Guard
}

// Accept waits for a connection that may come in.
func (l *guardedListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if mine := l.guard.admit(c); mine != nil {
			return mine, nil
		}
	}
}

// addressOf is whom a connection comes from; invalid for a socket without one.
func addressOf(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// group is what counts as one address: of IPv6 a /64, which each household has.
func group(a netip.Addr) netip.Prefix {
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// admit lets a connection in, or turns it away with a line that `ssh -v` shows.
func (g *Guard) admit(c net.Conn) *guarded {
	from := addressOf(c.RemoteAddr())
	mine := &guarded{Conn: c, guard: g, from: from, group: group(from)}
	why, gone := g.count(mine, time.Now())
	if gone != nil {
		gone.end(GaveWay)
	}
	if why == "" {
		return mine
	}
	_ = c.SetWriteDeadline(time.Now().Add(time.Millisecond)) // the first bytes of a connection always fit
	_, _ = c.Write([]byte("leadpad: " + string(why) + "\r\n"))
	_ = c.Close()
	g.tell(from, why)
	return nil
}

// count takes a new connection in, or says why not; gone is one that gives way.
func (g *Guard) count(c *guarded, now time.Time) (why Turned, gone *guarded) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n, here := g.address(c.group, now), c.from.IsLoopback() && !g.foreign
	switch {
	case n.tokens < 1 && !here:
		return TooFast, nil
	case g.conns >= g.limits.Connections:
		return TooMany, nil
	case n.conns >= g.limits.ConnectionsPerAddress && !here:
		return TooManyOfOne, nil
	}
	n.tokens = max(n.tokens-1, 0)
	if n.waiting >= g.limits.WaitingPerAddress && !here {
		gone = g.oldest(c.group)
	} else if len(g.waiting) >= g.limits.Waiting {
		gone = g.oldest(g.fullest())
	}
	if gone != nil {
		g.leave(gone)
	}
	c.state = isWaiting
	g.waiting = append(g.waiting, c)
	n.waiting++
	c.due = now.Add(g.limits.Handshake)
	c.timer = time.AfterFunc(g.limits.Handshake, c.late)
	return "", gone
}

// mostAddresses bounds what is remembered of addresses, 64 bytes each.
const mostAddresses = 1 << 16

// address gives what an address has, with the new connections that it may open.
func (g *Guard) address(group netip.Prefix, now time.Time) *counts {
	most := float64(g.limits.NewPerMinute)
	n := g.of[group]
	if n == nil {
		if len(g.of) >= mostAddresses {
			g.forget(now)
		}
		n = &counts{tokens: most, at: now}
		g.of[group] = n
	}
	n.tokens = min(most, n.tokens+now.Sub(n.at).Minutes()*most)
	n.at = now
	return n
}

// forget drops the addresses that have nothing open and were quiet for a minute;
// where that is not enough, all that have nothing open: whoever has that many
// addresses is not held by a limit for each.
func (g *Guard) forget(now time.Time) {
	for _, quiet := range []time.Duration{time.Minute, 0} {
		for group, n := range g.of {
			if n.conns+n.waiting == 0 && now.Sub(n.at) >= quiet {
				delete(g.of, group)
			}
		}
		if len(g.of) < mostAddresses {
			return
		}
	}
}

// oldest is who of an address waits longest.
func (g *Guard) oldest(group netip.Prefix) *guarded {
	for _, c := range g.waiting {
		if c.group == group {
			return c
		}
	}
	return nil
}

// fullest is the address of which most are logging in, of equals the one that
// waits longest.
func (g *Guard) fullest() (group netip.Prefix) {
	most := 0
	for _, c := range g.waiting {
		if n := g.of[c.group].waiting; n > most {
			group, most = c.group, n
		}
	}
	return group
}
