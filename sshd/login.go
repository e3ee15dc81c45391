package sshd

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/queue"
	"leadpad/safe"
)

// cleaned is text of somebody else's in a line of the log, at most maxDetail bytes
// of it.
func cleaned(text string) string { return safe.Clean(short(text)).String() }

// mayEnter says whether a key is let in. It is asked for keys that a client merely
// offers, too: who somebody is says the key that signed, when they have entered.
func (s *Server) mayEnter(ctx ssh.Context, key ssh.PublicKey) bool {
	_, err := s.users.Load().Find(key, addressOf(ctx.RemoteAddr()), time.Now())
	if err != nil {
		attemptOf(ctx).denied(err)
	}
	return err == nil
}

// attempt is somebody on the way in.
type attempt struct {
	net.Conn
	closed func(*attempt)

	mu      sync.Mutex
	user    string // the name that the client gave last
	tried   bool
	entered bool
	noted   bool // in the audit record
	why     DeniedWhy
	key     string // the fingerprint of the last key that was denied
	once    sync.Once
}

// attemptKey is where a connection's context holds it.
type attemptKey struct{}

func attemptOf(ctx ssh.Context) *attempt {
	a, ok := ctx.Value(attemptKey{}).(*attempt)
	if !ok {
		return &attempt{} // of a server without watchLogins
	}
	return a
}

func (a *attempt) denied(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if d, ok := errors.AsType[*Denied](err); ok {
		a.why, a.key = d.Why, d.Fingerprint
	}
}

// tries says that the client tried something, and whether it is in.
func (a *attempt) tries(user string, in bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.user, a.tried, a.entered = user, true, a.entered || in
}

// Close also tells that nobody came in.
func (a *attempt) Close() error {
	a.once.Do(func() { a.closed(a) })
	return a.Conn.Close()
}

// watchLogins has each login, and each one denied, in the log. It comes behind
// what Guard sets up.
func (s *Server) watchLogins() {
	wrap, config := s.ssh.ConnCallback, s.ssh.ServerConfigCallback
	s.ssh.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
		if c = wrap(ctx, c); c == nil {
			return nil
		}
		a := &attempt{Conn: c, closed: s.leftAtTheDoor}
		ctx.SetValue(attemptKey{}, a)
		return a
	}
	s.ssh.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		c, a := config(ctx), attemptOf(ctx)
		c.NoClientAuth = s.o.App == nil
		also := c.AuthLogCallback
		c.AuthLogCallback = func(meta gossh.ConnMetadata, method string, err error) {
			if also != nil {
				also(meta, method, err)
			}
			if method != "none" || err == nil { // with which every client begins
				a.tries(meta.User(), err == nil)
			}
			if err == nil {
				s.metrics.login(true)
			}
		}
		return c
	}
}

// leftAtTheDoor writes the line of a failed login, by which fail2ban knows whom to
// keep out: one for a connection, whatever it tried.
func (s *Server) leftAtTheDoor(a *attempt) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.tried || a.entered {
		return
	}
	s.metrics.login(false)
	why := a.why
	if why == "" {
		why = "no key"
	}
	from := addressOf(a.RemoteAddr())
	s.o.Log.Warn("login denied", "address", from, "user", cleaned(a.user), "reason", string(why), "key", a.key)
	s.audit.add(queue.Record{Act: queue.LoginDenied, Address: from.String(), Key: a.key, Subject: cleaned(a.user), Detail: string(why)})
}

// turnedAway writes the line of a connection that a limit ended.
func (s *Server) turnedAway(from netip.Addr, why Turned) {
	s.metrics.away(why)
	s.o.Log.Warn("connection refused", "address", from, "reason", string(why))
}
