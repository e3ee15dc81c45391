package sshd

import (
	"net"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// small is a server that is nothing but the library's, with a guard before it.
type small struct {
	guard *Guard
	addr  string
	key   gossh.Signer // that may enter
	host  gossh.PublicKey
	mu    sync.Mutex
	away  map[Turned]int
}

// serveSmall serves a handler until the test ends.
func serveSmall(t testing.TB, limits Limits, handle ssh.Handler) *small {
	t.Helper()
	s := &small{away: map[Turned]int{}}
	s.key, _ = newKey(t)
	host, _ := newKey(t)
	s.host = host.PublicKey()
	s.guard = NewGuard(limits, func(_ netip.Addr, why Turned) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.away[why]++
	})
	srv := &ssh.Server{HostSigners: []ssh.Signer{host}, Handler: handle, PublicKeyHandler: func(_ ssh.Context, key ssh.PublicKey) bool {
		return ssh.KeysEqual(key, s.key.PublicKey())
	}}
	must(t, srv.SetOption(ssh.EmulatePty()))
	s.guard.Protect(srv)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s.addr = l.Addr().String()
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = srv.Serve(s.guard.Listener(l))
	}()
	t.Cleanup(func() {
		_ = srv.Close()
		<-served
	})
	return s
}

func (s *small) turned(why Turned) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.away[why]
}

// dial logs in.
func (s *small) dial(t testing.TB) *gossh.Client {
	t.Helper()
	client, err := s.tryDial()
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func (s *small) tryDial(keys ...gossh.Signer) (*gossh.Client, error) {
	return gossh.Dial("tcp", s.addr, s.clientConfig(keys...))
}

func (s *small) clientConfig(keys ...gossh.Signer) *gossh.ClientConfig {
	if keys == nil {
		keys = []gossh.Signer{s.key}
	}
	return &gossh.ClientConfig{
		User: "x", Auth: []gossh.AuthMethod{gossh.PublicKeys(keys...)}, HostKeyCallback: gossh.FixedHostKey(s.host), Timeout: 20 * time.Second,
	}
}

// eventually waits for a condition with a deadline that a busy machine keeps.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("never: %s", what)
		}
	}
}

// Nothing stays of a connection that is gone.
func TestNothingStaysOfConnectionsThatAreGone(t *testing.T) {
	s := serveSmall(t, DefaultLimits(), tellSizes)
	before := 0
	for i := range 30 {
		client, err := s.tryDial()
		must(t, err)
		for range 3 {
			session, err := client.NewSession()
			must(t, err)
			if !ask(t, session, "pty-req", ptyOf("xterm", 80, 24)) {
				t.Fatal("no terminal")
			}
			for n := range 5 {
				_, _ = session.SendRequest("window-change", false, resize(uint32(50+n), 20))
			}
			if i%2 == 0 {
				must(t, session.Shell())
			}
		}
		_ = client.Close()
		if i == 2 {
			eventually(t, "the first are gone", func() bool { return s.guard.logged() == 0 })
			before = runtime.NumGoroutine()
		}
	}
	eventually(t, "all are gone", func() bool {
		return s.guard.logged() == 0 && runtime.NumGoroutine() <= before+5
	})
}

func (g *Guard) logged() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.conns + len(g.waiting)
}
