package sshd

import (
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/api"
	"leadpad/app"
)

// fifty is how many sessions a server has that is ended.
const fifty = 50

// A server that is ended with fifty people in the middle of typing tells them, keeps
// what they typed and is gone within ten seconds.
func TestTheEndOfAServerKeepsEverythingTyped(t *testing.T) {
	t.Parallel()
	n := fifty
	if testing.Short() {
		n = 5
	}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("rep%02d", i)
	}
	h := open(t, nil, names...)
	all := make([]*screen, n)
	for i, name := range names {
		all[i] = h.screens(name)
	}
	for i, x := range all {
		x.waits("New lead")
		x.sends("Lead of " + names[i])
	}
	for i, x := range all {
		x.waits("Lead of " + names[i])
	}
	began := time.Now()
	h.close()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	for i, x := range all {
		if s := x.waits("the server ends; your text is kept"); x.ended() == 0 {
			t.Errorf("%s ended well:\n%s", names[i], s)
		}
		if got := h.leads(names[i]); !slices.Equal(got, []string{"Lead of " + names[i]}) {
			t.Errorf("%s has %q", names[i], got)
		}
	}
	if _, err := net.Dial("tcp", h.addr); err == nil {
		t.Error("it still listens")
	}
}

// A panic ends its own session alone, with its text kept; what it panicked with,
// which may be a lead's, is in no log.
func TestAPanicEndsItsOwnSessionAlone(t *testing.T) {
	t.Parallel()
	var armed atomic.Bool
	h := open(t, func(o *Options) {
		o.seated = func(s *app.Session) {
			if s.User != "ana" {
				return
			}
			w := *s.Workspace
			encoding := w.Encoding
			w.Encoding = func() api.Encoding {
				if armed.Load() {
					panic("Secret AG")
				}
				return encoding()
			}
			s.Workspace = &w
		}
	}, "ana", "bo")
	x, other := h.screens("ana"), h.screens("bo")
	x.waits("New lead")
	other.waits("New lead")
	x.sends("Acme")
	x.waits("Acme")
	time.Sleep(time.Second) // what is older than that is on disk
	armed.Store(true)
	_, _ = io.WriteString(x.keys, "x") // unless something else had it panic already
	x.waits("a fault of leadpad's; your text is kept")
	if x.ended() == 0 {
		t.Error("it ended well")
	}
	armed.Store(false)
	other.sends("Beta")
	other.waits("Beta")
	if names := h.leads("ana"); len(names) != 1 || !strings.HasPrefix(names[0], "Acme") {
		t.Errorf("ana has %q", names)
	}
	if text := h.log.String(); !strings.Contains(text, "a session panicked") || !strings.Contains(text, "trace=") || strings.Contains(text, "Secret") {
		t.Errorf("the log:\n%s", text)
	}
	h.screens("ana").waits("Name Acme")
}

// A client that takes nothing any more is sent away, with its draft kept, and nobody
// else notices.
func TestAClientThatReadsNothingIsSentAway(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *Options) { o.Bounds.Unread = time.Second }, "ana", "bo")
	h.adds("ana", 100)
	x, other := h.screensOf("ana", 250, 80), h.screens("bo")
	x.waits("New lead")
	x.sends("Half")
	x.waits("Half")
	x.sends(f3)
	x.waits("Lead 099")
	x.mu.Lock() // its Write waits, and so it reads nothing
	defer x.mu.Unlock()
	go func() {
		for {
			// A redraw is some 10 kB, and the window of a channel 2 MiB.
			if _, err := x.keys.Write([]byte(ctrlL)); err != nil {
				return
			}
			time.Sleep(35 * time.Millisecond) // a frame
		}
	}()
	eventually(t, "the end of the session", func() bool { return len(h.server.people.all()) == 1 })
	other.sends("Beta")
	other.waits("Beta")
	if names := h.leads("ana"); !slices.Contains(names, "Half") {
		t.Errorf("ana has %q", names)
	}
	if !strings.Contains(h.log.String(), `reason="the client reads nothing"`) {
		t.Errorf("the log:\n%s", h.log)
	}
}

// A users file that is read again ends the sessions of the keys that are gone; with a
// mistake in it nothing changes.
func TestAUsersFileIsReadAgain(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	ana, bo := h.screens("ana"), h.screens("bo")
	ana.waits("New lead")
	bo.waits("New lead")
	ana.sends("Of Ana")
	ana.waits("Of Ana")
	line := func(name string) string {
		return `leadpad-user="` + name + `" ` + authorized(h.keys[name]) + "\n"
	}
	must(t, os.WriteFile(h.users, []byte(line("bo")+"nonsense\n"), 0o600))
	h.server.Reload(t.Context())
	if n := h.server.people.count(); n != 2 || !strings.Contains(h.log.String(), "line 2") {
		t.Errorf("%d are here. The log:\n%s", n, h.log)
	}
	h.key("new")
	must(t, os.WriteFile(h.users, []byte(line("bo")+line("new")), 0o600))
	h.server.Reload(t.Context())
	ana.waits("your key is not valid any more; your text is kept")
	if ana.ended() == 0 {
		t.Error("it ended well")
	}
	if names := h.leads("ana"); !slices.Equal(names, []string{"Of Ana"}) {
		t.Errorf("ana has %q", names)
	}
	if client, err := h.connect(h.keys["ana"]); err == nil {
		_ = client.Close()
		t.Error("a revoked key enters")
	}
	bo.sends("Of Bo")
	bo.waits("Of Bo")
	h.screens("new").waits("New lead", "new")
}

// A key whose line names another person now is another's: its session ends.
func TestAKeyThatIsAnothersEndsItsSession(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	x := h.screens("ana")
	x.waits("New lead")
	must(t, os.WriteFile(h.users, []byte(`leadpad-user="bo" `+authorized(h.keys["ana"])), 0o600))
	h.server.Reload(t.Context())
	x.waits("your key is not valid any more")
}

// Too many sessions of one person, and of all, are refused with a word.
func TestSessionsAreCounted(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *Options) { o.Bounds.Sessions, o.Bounds.SessionsPerUser = 3, 2 }, "ana", "bo", "cy")
	for range 2 {
		h.screens("ana").waits("New lead")
	}
	h.screens("ana").waits("you have too many sessions")
	h.screens("bo").waits("New lead")
	h.screens("cy").waits("too many people are here")
}

// Whoever does not type is warned, and a key keeps the session; the next time it ends.
func TestWhoDoesNotTypeIsSentAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInput(strings.NewReader("abc"), 10, func() {})
		var said []time.Duration
		var ended atomic.Int32
		began := time.Now()
		stop := in.watch(10*time.Minute, func(left time.Duration) { said = append(said, left) }, func() { ended.Add(1) })
		time.Sleep(9 * time.Minute)
		synctest.Wait()
		if len(said) != 1 || said[0] != 2*time.Minute {
			t.Errorf("said %v", said)
		}
		_, _ = in.Read(make([]byte, 1)) // a key
		time.Sleep(9 * time.Minute)
		synctest.Wait()
		if len(said) != 2 || ended.Load() != 0 {
			t.Errorf("said %v, ended %d", said, ended.Load())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if ended.Load() != 1 || time.Since(began) != 19*time.Minute {
			t.Errorf("ended %d after %v", ended.Load(), time.Since(began))
		}
		stop()
	})
}

// Of a paste only so much is taken, however it is cut on its way; what comes behind
// it is whole.
func TestAPasteIsBounded(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("x", 40)
	for _, c := range []struct {
		sent, want string
		cuts       int
	}{
		{"ab" + pasteStart + "1234567890" + pasteEnd + "c", "ab" + pasteStart + "1234567890" + pasteEnd + "c", 0},
		{"ab" + pasteStart + "1234567890abc" + pasteEnd + "c", "ab" + pasteStart + "1234567890" + pasteEnd + "c", 1},
		{pasteStart + text + pasteEnd + pasteStart + text + pasteEnd + "q", pasteStart + text[:10] + pasteEnd + pasteStart + text[:10] + pasteEnd + "q", 2},
		{pasteStart + text + "\x1b[20" + text + pasteEnd + "\x1b", pasteStart + text[:10] + pasteEnd + "\x1b", 1},
		{text + "\x1b\x1b[A" + text, text + "\x1b\x1b[A" + text, 0},
		{pasteStart + "123456789" + pasteEnd, pasteStart + "123456789" + pasteEnd, 0},
	} {
		for size := 1; size <= len(c.sent); size++ {
			cuts := 0
			in := newInput(&piecewise{c.sent, size}, 10, func() { cuts++ })
			var got strings.Builder
			buf := make([]byte, 3)
			for {
				n, err := in.Read(buf)
				got.Write(buf[:n])
				if err != nil {
					break
				}
			}
			if got.String() != c.want || cuts != c.cuts {
				t.Fatalf("%q in pieces of %d is %q, should be %q; cut %d times", c.sent, size, got.String(), c.want, cuts)
			}
		}
	}
}

// piecewise is read in pieces.
type piecewise struct {
	text string
	size int
}

func (p *piecewise) Read(b []byte) (int, error) {
	if p.text == "" {
		return 0, os.ErrClosed
	}
	n := copy(b, p.text[:min(p.size, len(p.text))])
	p.text = p.text[n:]
	return n, nil
}
