package sshd

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/api/sandbox"
)

// times is a count, or a few of it where the full one is not asked for.
func times(full, few int) int {
	if long() {
		return full
	}
	return few
}

// live is the heap that is in use behind a collection, in bytes.
func live() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// bare is a terminal of 100×30 with a session that was asked for nothing yet.
func bare(t testing.TB, client *gossh.Client) *screen {
	t.Helper()
	x := &screen{t: t, client: client, done: make(chan struct{}), emu: vt.NewEmulator(100, 30), changed: make(chan struct{})}
	var err error
	x.session, err = client.NewSession()
	must(t, err)
	x.session.Stdout = x
	x.keys, err = x.session.StdinPipe()
	must(t, err)
	go func() { _, _ = io.Copy(x.keys, x.emu) }() // its answers
	return x
}

// gone is the end of a bare terminal.
func (x *screen) gone() {
	close(x.done)
	_ = x.emu.InputPipe().(io.Closer).Close()
}

// H4: sizes that no terminal has, and a thousand changes a second, cost a session
// next to nothing and it goes on.
func TestSizesOfSessionsThatRun(t *testing.T) {
	h := open(t, nil, "ana")
	client, err := h.connect(h.keys["ana"])
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	const most = 1<<32 - 1
	sizes := [][2]uint32{{0, 0}, {1, 1}, {10_000, 10_000}, {most, most}, {1, most}}
	h.screens("ana").waits("New lead")
	for i := range times(50, 10) {
		size := sizes[i%len(sizes)]
		before := live() // those that ended keep something for half a minute
		x := bare(t, client)
		session := x.session
		if !ask(t, session, "pty-req", ptyOf("xterm-256color", size[0], size[1])) {
			t.Fatal("no terminal")
		}
		must(t, session.Shell())
		for n := range 1000 {
			_, err := session.SendRequest("window-change", false, resize(sizes[n%len(sizes)][0]+uint32(n%7), sizes[n%len(sizes)][1]))
			must(t, err)
		}
		_, err = session.SendRequest("window-change", false, resize(most, most))
		must(t, err)
		eventually(t, "the session", func() bool { return h.server.people.count() == 2 })
		if grown := live() - before; grown > 20<<20 {
			t.Errorf("%v: the heap grew by %d MiB", size, grown>>20)
		}
		_, err = session.SendRequest("window-change", false, resize(100, 30))
		must(t, err)
		x.waits("ACME", "New lead")
		_ = session.Close()
		x.gone()
		eventually(t, "it has ended", func() bool { return h.server.people.count() == 1 })
	}
}

// H10: a window that is resized at the login, any number of times, hangs nobody.
func TestScreensComeWhateverCameBefore(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	client, err := h.connect(h.keys["ana"])
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	for i := range 20 {
		x := bare(t, client)
		session := x.session
		if !ask(t, session, "pty-req", ptyOf("xterm-256color", 90, 20)) {
			t.Fatal("no terminal")
		}
		for n := range i {
			_, err := session.SendRequest("window-change", false, resize(uint32(60+n), 20))
			must(t, err)
			_, err = session.SendRequest([]string{"env", "auth-agent-req@openssh.com", "x11-req", "signal"}[n%4], n%2 == 0, nil)
			must(t, err)
		}
		_, err = session.SendRequest("window-change", false, resize(100, 30))
		must(t, err)
		must(t, session.Shell())
		x.waits("ACME", "New lead")
		_ = session.Close()
		x.gone()
	}
}

// H5: a paste without end, keys at the speed of the line and made-up answers of a
// terminal: memory stays, whoever is beside types on, and answers are no text.
func TestAFloodStaysItsOwn(t *testing.T) {
	if testing.Short() {
		t.Skip("memory and times are measured")
	}
	size := times(100<<20, 8<<20)
	for _, what := range []string{"a paste", "keys", "answers"} {
		t.Run(what, func(t *testing.T) {
			h := open(t, nil, "ana", "bo")
			x, other := h.screens("ana"), h.screens("bo")
			x.waits("New lead")
			other.waits("New lead")
			before := live()
			ended, most := make(chan struct{}), int64(0)
			go func() {
				defer close(ended)
				x.flood(what, size)
			}()
			var took []time.Duration
			for going := true; going || len(took) < 40; { // what was sent is not read yet
				select {
				case <-ended:
					going = false
				default:
				}
				time.Sleep(50 * time.Millisecond)
				took = append(took, other.echo(len(took)))
				if len(took)%20 == 1 {
					most = max(most, live()-before)
				}
			}
			slices.Sort(took)
			p99 := took[len(took)*99/100]
			t.Logf("%d MiB; the other's echo: median %s, p99 %s, of %d; the heap grew by %d MiB", size>>20, took[len(took)/2], p99, len(took), most>>20)
			if most > 64<<20 {
				t.Errorf("the heap grew by %d MiB", most>>20)
			}
			if p99 > 3*time.Second { // of two cores that run other tests, and this one's collections
				t.Errorf("the other waited %s", p99)
			}
			x.sends(ctrlL)
			s, _ := x.text()
			for _, odd := range []string{"rgb:", "1;2c", "XTVERSION", "40R"} {
				if strings.Contains(s, odd) {
					t.Errorf("an answer became text:\n%s", s)
				}
			}
			if what == "answers" {
				x.waits("New lead")
				if names := h.leads("ana"); len(names) != 0 {
					t.Errorf("ana has %q", names)
				}
			}
		})
	}
}

// flood sends so many bytes as fast as the line takes them.
func (x *screen) flood(what string, size int) {
	var piece string
	switch what {
	case "a paste":
		_, _ = io.WriteString(x.keys, pasteStart)
		piece = strings.Repeat("Acme GmbH, info@acme.example, +49 30 1234567\n", 700)
	case "keys":
		random := rand.New(rand.NewPCG(1, 1))
		b := make([]byte, 32<<10)
		for i := range b {
			b[i] = " abcdefghijklmnopqrstuvwxyz0123456789\t\r"[random.IntN(39)]
		}
		piece = string(b)
		size /= 64 // each is a step in a form
	case "answers":
		piece = strings.Repeat("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?1;2c\x1bP>|XTVERSION\x1b\\\x1b[12;40R\x1b[?2026;2$y\x1b]4;1;rgb:00/00/00\a\x1b[>0;276;0c\x1b[?62;4c", 200)
		size /= 64
	}
	for sent := 0; sent < size; sent += len(piece) {
		if _, err := io.WriteString(x.keys, piece); err != nil {
			return
		}
	}
	if what == "a paste" {
		_, _ = io.WriteString(x.keys, pasteEnd)
	}
}

// echo types a letter and waits until it is drawn.
func (x *screen) echo(i int) time.Duration {
	x.t.Helper()
	letter := string(rune('a' + i%26))
	x.mu.Lock()
	seen := x.raw.Len()
	x.mu.Unlock()
	began := time.Now()
	if _, err := io.WriteString(x.keys, letter); err != nil {
		x.t.Fatal(err)
	}
	x.until("an echo of "+letter, func(string) bool { // under its lock no more
		x.mu.Lock()
		defer x.mu.Unlock()
		return strings.Contains(string(x.raw.Bytes()[seen:]), letter)
	})
	return time.Since(began)
}

// H8: what is not served is refused to one who may enter, and the server lives.
func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	client, err := h.connect(h.keys["ana"])
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	trace := filepath.Join(t.TempDir(), "trace")
	for _, command := range []string{
		"sh", "/bin/sh -c 'touch " + trace + "'", "touch " + trace, "$(touch " + trace + ")", "`touch " + trace + "`", "; touch " + trace,
		"serve --demo", "config path", "scp -t /", "sftp-server", "internal-sftp", "vi", "--", "\x00", "\n", "'", strings.Repeat("a ", 3000),
	} {
		session, err := client.NewSession()
		must(t, err)
		out, err := session.CombinedOutput(command)
		if err == nil {
			t.Errorf("%q ran: %q", command, out)
		}
		if strings.ContainsFunc(string(out), func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' || r == 0x7f }) {
			t.Errorf("%q: %q", command, out)
		}
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("something ran")
	}
	variables := 0
	session, err := client.NewSession()
	must(t, err)
	for i := range 1000 {
		if ask(t, session, "env", gossh.Marshal(struct{ Name, Value string }{fmt.Sprintf("LC_%c", 'A'+i%26), "x"})) {
			variables++
		}
	}
	if variables != DefaultLimits().Environment {
		t.Errorf("%d variables came in", variables)
	}
	for range 501 {
		_, _ = client.NewSession()
	}
	if n := h.server.guard.logged(); n != 1 {
		t.Errorf("%d connections", n)
	}
	h.screens("ana").waits("ACME", "New lead")
}

// A client with 50 wrong keys is one line of the log and is sent away.
func TestFiftyKeysAreOneLineOfTheLog(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	var keys []gossh.Signer
	for range 50 {
		key, _ := newKey(t)
		keys = append(keys, key)
	}
	if client, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
		User: "ana", HostKeyCallback: gossh.FixedHostKey(h.host), Auth: []gossh.AuthMethod{gossh.PublicKeys(keys...)},
	}); err == nil {
		_ = client.Close()
		t.Error("it entered")
	}
	eventually(t, "the denied login", func() bool { return strings.Count(h.log.String(), "login denied") == 1 })
	h.screens("ana").waits("New lead")
	if n := strings.Count(h.log.String(), "login denied"); n != 1 {
		t.Errorf("%d lines", n)
	}
}

// ^C, ^Z and ^\ are keys of that one session, while nothing is sent, while a lead is
// held and while its request is under way: they stop neither the server nor what
// somebody else does, and the lead goes once at most.
func TestControlKeysAreThatSessionsAlone(t *testing.T) {
	t.Parallel()
	for _, key := range []string{ctrlC, "\x1a", "\x1c"} {
		for _, when := range []string{"idle", "held", "sent"} {
			t.Run(fmt.Sprintf("%q %s", key, when), func(t *testing.T) {
				t.Parallel()
				h := open(t, nil, "ana", "bo")
				x, other := h.screens("ana"), h.screens("bo")
				x.waits("New lead")
				other.waits("New lead")
				other.sends("Beside")
				other.waits("Beside")
				if when != "idle" {
					x.submits(h, when == "sent")
				}
				x.sends(key)
				if key == ctrlC {
					x.ended()
				} else {
					x.sends(f5)
					x.waits("History")
					x.sends(ctrlC)
					x.ended()
				}
				other.sends("X")
				other.waits("BesideX")
				want := map[string]int{"idle": 0, "held": 0, "sent": 1}[when]
				eventually(t, "what was sent is known", func() bool {
					n := len(h.api.Leads(0, 10))
					return n == want || n == 1 && when == "held" && key != ctrlC
				})
				if names := h.leads("bo"); len(names) != 1 {
					t.Errorf("bo has %q", names)
				}
			})
		}
	}
}

// submits types a lead and sends it, until it is held or its request is on its way.
func (x *screen) submits(h *house, requested bool) {
	x.t.Helper()
	if requested {
		must(x.t, h.api.SetFault(sandbox.Fault{Kind: sandbox.FaultSlow, Arg: "2s"}))
	}
	x.sends("Acme", tab, "y", tab, "info@acme.example", ctrlS)
	x.waits("1 ready")
	x.sends(f3)
	x.waits("1 to do")
	x.insists("S", "1 lead →", "Enter start")
	x.insists(enter, "take everything back")
	if requested {
		eventually(x.t, "the request", func() bool { return len(h.api.Leads(0, 10)) == 1 })
	}
}
