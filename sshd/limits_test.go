package sshd

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// long says that the full counts are asked for.
func long() bool { return os.Getenv("LEADPAD_LONG") != "" }

// knock connects from an address of this machine, and says with half that it
// begins the handshake and leaves it there.
func knock(t *testing.T, s *small, from string, half bool) net.Conn {
	t.Helper()
	d := net.Dialer{Timeout: 20 * time.Second}
	if from != "" {
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	c, err := d.DialContext(t.Context(), "tcp", s.addr)
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	if half {
		_, _ = c.Write([]byte("SSH-2.0-half\r\n"))
	}
	return c
}

// countHere has this machine's addresses count as others do.
func countHere(s *small) {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	s.guard.foreign = true
}

// elsewhere are addresses of this machine that are not the tests'; elsewhere there
// is one alone.
func elsewhere(i int) string {
	if runtime.GOOS != "linux" {
		return ""
	}
	return fmt.Sprintf("127.0.%d.%d", 1+i/200, 1+i%200)
}

// H3: 500 that connect and say nothing and 500 that stop in the middle keep nobody
// out, wherever they come from, and are gone when their time is over.
func TestWhoDoesNotLogInKeepsNobodyOut(t *testing.T) {
	each, handshake := 100, 2*time.Second
	if long() {
		each, handshake = 500, DefaultLimits().Handshake
	}
	for name, from := range map[string]func(i int) string{
		"the same address": func(int) string { return "" },
		"40 addresses":     func(i int) string { return elsewhere(i % 40) },
		"an address each":  elsewhere,
	} {
		t.Run(name, func(t *testing.T) {
			limits := DefaultLimits()
			limits.Handshake = handshake
			s := serveSmall(t, limits, tellSizes)
			for i := range 2 * each {
				knock(t, s, from(i), i%2 == 1)
			}
			begun := time.Now()
			for range 3 {
				one := time.Now()
				client, err := s.tryDial()
				must(t, err)
				if took := time.Since(one); took > time.Second {
					t.Errorf("an honest login took %s", took)
				}
				_ = client.Close()
			}
			s.guard.mu.Lock()
			waiting := len(s.guard.waiting)
			s.guard.mu.Unlock()
			if waiting > limits.Waiting {
				t.Errorf("%d wait", waiting)
			}
			eventually(t, "all are gone", func() bool { return s.guard.logged() == 0 })
			if took := time.Since(begun); took > handshake+2*time.Second {
				t.Errorf("they were held for %s", took)
			}
		})
	}
}

// Who is turned away is told why in a line, before anything costs.
func TestWhoIsTurnedAwayIsTold(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Connections, limits.ConnectionsPerAddress, limits.NewPerMinute = 3, 2, 6
	s := serveSmall(t, limits, tellSizes)
	countHere(s)
	told := func(want Turned) {
		t.Helper()
		c := knock(t, s, "", false)
		line, _ := bufio.NewReader(c).ReadString('\n')
		if line != "leadpad: "+string(want)+"\r\n" {
			t.Errorf("it read %q, want %s", line, want)
		}
		eventually(t, string(want), func() bool { return s.turned(want) > 0 })
	}
	s.dial(t)
	s.dial(t)
	told(TooManyOfOne)
	if runtime.GOOS == "linux" {
		c := knock(t, s, elsewhere(0), false)
		conn, chans, requests, err := gossh.NewClientConn(c, s.addr, s.clientConfig())
		must(t, err)
		client := gossh.NewClient(conn, chans, requests)
		told(TooMany)
		_ = client.Close()
		eventually(t, "it has left", func() bool { return s.guard.logged() == 2 })
		told(TooManyOfOne)
	}
	s2 := serveSmall(t, limits, tellSizes)
	countHere(s2)
	for range limits.NewPerMinute {
		_ = knock(t, s2, "", false).Close()
	}
	c := knock(t, s2, "", false)
	if line, _ := bufio.NewReader(c).ReadString('\n'); !strings.Contains(line, string(TooFast)) {
		t.Errorf("it read %q", line)
	}
}

// A client that offers 50 keys is sent away; one whose agent has a dozen gets in.
func TestKeysAreTriedForAWhile(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	var keys []gossh.Signer
	for range 50 {
		key, _ := newKey(t)
		keys = append(keys, key)
	}
	if client, err := s.tryDial(append(keys, s.key)...); err == nil {
		_ = client.Close()
		t.Error("51 keys were tried")
	}
	client, err := s.tryDial(append(keys[:12:12], s.key)...)
	must(t, err)
	_ = client.Close()
	eventually(t, "nothing is held", func() bool { return s.guard.logged() == 0 })
}

// The counts stay right whatever comes and goes at once.
func TestTheCountsStayRight(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Waiting, limits.WaitingPerAddress, limits.NewPerMinute = 8, 3, 1<<20
	s := serveSmall(t, limits, tellSizes)
	var wg sync.WaitGroup
	in := 0
	var mu sync.Mutex
	for i := range 8 {
		wg.Go(func() {
			for n := range 15 {
				switch (i + n) % 3 {
				case 0:
					if client, err := s.tryDial(); err == nil {
						mu.Lock()
						in++
						mu.Unlock()
						_ = client.Close()
					}
				case 1:
					_ = knock(t, s, elsewhere(i), true).Close()
				default:
					knock(t, s, elsewhere(i), false)
				}
			}
		})
	}
	wg.Wait()
	s.guard.mu.Lock()
	all := append([]*guarded(nil), s.guard.waiting...)
	s.guard.mu.Unlock()
	for _, c := range all {
		_ = c.Close()
	}
	eventually(t, "nothing is held", func() bool { return s.guard.logged() == 0 })
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	for group, n := range s.guard.of {
		if n.conns != 0 || n.waiting != 0 {
			t.Errorf("%s: %+v", group, n)
		}
	}
	if in == 0 {
		t.Error("nobody came in")
	}
}

// pipe is a connection from an address.
type pipe struct {
	net.Conn
	from net.Addr
}

func (p pipe) RemoteAddr() net.Addr { return p.from }

func comesFrom(addr string) net.Conn {
	a, b := net.Pipe()
	_ = b.Close()
	return pipe{a, net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(addr), 9))}
}

// New connections are counted by address, of IPv6 by household, and come back with
// time; addresses that are gone are forgotten.
func TestNewConnectionsAreCountedByAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limits := DefaultLimits()
		g := NewGuard(limits, func(netip.Addr, Turned) {})
		open := func(addr string) bool {
			c := g.admit(comesFrom(addr))
			if c != nil {
				_ = c.Close()
			}
			return c != nil
		}
		for _, same := range [][]string{{"192.0.2.1", "::ffff:192.0.2.1"}, {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9"}} {
			for i := range limits.NewPerMinute {
				if !open(same[i%2]) {
					t.Fatalf("%s: only %d", same[0], i)
				}
			}
			if open(same[0]) || open(same[1]) {
				t.Errorf("%s: more than %d", same[0], limits.NewPerMinute)
			}
		}
		if !open("192.0.2.2") || !open("2001:db8:1:3::1") {
			t.Error("a neighbour pays")
		}
		time.Sleep(time.Second)
		for i, want := range []bool{true, true, false} {
			if open("192.0.2.1") != want {
				t.Errorf("a second gives two, not %d", i)
			}
		}
		for range limits.NewPerMinute + 1 {
			if !open("127.0.0.1") || !open("::1") {
				t.Fatal("what comes by way of this machine is many people's")
			}
		}
		for i := range mostAddresses + 100 {
			open(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
		}
		if len(g.of) > mostAddresses {
			t.Errorf("%d addresses are remembered", len(g.of))
		}
		// Whoever waits is not forgotten with the others.
		c := g.admit(comesFrom("198.51.100.1"))
		time.Sleep(2 * time.Second)
		g.mu.Lock()
		g.forget(time.Now())
		g.mu.Unlock()
		_ = c.Close()
		if g.logged() != 0 {
			t.Error("it is counted still")
		}
	})
}

// Of those that are logging in, the one that has waited longest of the address
// with most gives way.
func TestTheOldestGivesWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limits := DefaultLimits()
		limits.Waiting, limits.WaitingPerAddress = 5, 3
		var away []netip.Addr
		g := NewGuard(limits, func(from netip.Addr, why Turned) {
			if why == GaveWay {
				away = append(away, from)
			}
		})
		for _, from := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.2", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"} {
			g.admit(comesFrom(from))
		}
		if got := fmt.Sprint(away); got != "[192.0.2.2 192.0.2.2 192.0.2.2]" {
			t.Errorf("%s gave way", got)
		}
		time.Sleep(limits.Handshake + time.Millisecond)
		synctest.Wait()
		if g.logged() != 0 {
			t.Errorf("%d are held", g.logged())
		}
	})
}
