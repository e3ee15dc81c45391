//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// session is a command on a terminal.
type session struct {
	t   *testing.T
	tty *os.File
	cmd *exec.Cmd

	mu   sync.Mutex
	seen bytes.Buffer
	more chan struct{} // gets a token when something was printed
	over chan struct{} // closed when all that it printed was read
}

// terminal starts a command on one of 100×30.
func (u *user) terminal(args ...string) *session {
	u.t.Helper()
	return u.onTerminal(100, u.command(u.t.Context(), args...))
}

// onTerminal starts a command whose streams are a terminal's where it has none.
func (u *user) onTerminal(cols uint16, c *exec.Cmd) *session {
	u.t.Helper()
	s := &session{t: u.t, cmd: c, more: make(chan struct{}, 1), over: make(chan struct{})}
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 30, Cols: cols})
	if err != nil {
		u.t.Fatal(err)
	}
	s.tty = tty
	u.t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = tty.Close() })
	go func() {
		defer close(s.over)
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			s.mu.Lock()
			s.seen.Write(buf[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

// await waits until text was printed.
func (s *session) await(text string) {
	s.t.Helper()
	s.awaitFrom(0, text)
}

// awaitFrom waits until text was printed behind the first bytes, and gives where
// it ends.
func (s *session) awaitFrom(first int, text string) (end int) {
	s.t.Helper()
	late := time.After(limit)
	for {
		if at := strings.Index(s.text()[first:], text); at >= 0 {
			return first + at + len(text)
		}
		select {
		case <-s.more:
		case <-late:
			s.t.Fatalf("never printed %q; got %q", text, s.text()[first:])
		}
	}
}

// press types keys, not as quickly behind the ones before as a scanner does.
func (s *session) press(keys string) {
	s.t.Helper()
	time.Sleep(80 * time.Millisecond)
	if _, err := s.tty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the command's end and gives its exit code.
func (s *session) end() int {
	s.t.Helper()
	done := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(done) }()
	select {
	case <-done:
		<-s.over
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(limit):
		s.t.Fatalf("still there; printed %q", s.text())
		return -1
	}
}

func TestScreensEndOnSignals(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		for _, args := range [][]string{{}, {"demo"}} {
			s := newUser(t).terminal(args...)
			word := "SANDBOX"
			if len(args) > 0 {
				word = "DEMO"
			}
			s.await(word)
			if err := s.cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if code := s.end(); code != 130 {
				t.Errorf("%v at %v: ended with %d, want 130", sig, args, code)
			}
			if !strings.Contains(s.text(), "\x1b[?1049l") {
				t.Errorf("%v at %v: the terminal is left in its other screen", sig, args)
			}
		}
	}
}

func TestScreensEndWhenTheTerminalIsLost(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	c := u.command(t.Context())
	tty, err := pty.StartWithSize(c, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	// Nobody may be reading when the line drops: a read keeps it open.
	var seen []byte
	buf := make([]byte, 4096)
	for !bytes.Contains(seen, []byte("SANDBOX")) {
		n, err := tty.Read(buf)
		if err != nil {
			t.Fatalf("printed %q: %v", seen, err)
		}
		seen = append(seen, buf[:n]...)
	}
	if err := tty.Close(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != 130 {
		t.Errorf("ended with %d, want 130", code)
	}
}

func TestDemoLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := u.terminal("demo")
	s.await("DEMO")
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	s.end()
	left, err := os.ReadDir(u.home)
	if err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestKeySetAsksHidden(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	srv := u.sandbox("--key", canary)
	u.must(0, "config", "init", "--name", "acme", "--base-url", srv.url)
	s := u.terminal("key", "set")
	s.await("API key of workspace acme")
	s.press(canary + "\r")
	if code := s.end(); code != 0 {
		t.Fatalf("ended with %d: %q", code, s.text())
	}
	if strings.Contains(s.text(), canary) || !strings.Contains(s.text(), "…WXYZ") {
		t.Errorf("printed %q", s.text())
	}
	u.must(0, "key", "test")
}

func TestKeySetCanBeLeft(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.must(0, "config", "init", "--name", "acme")
	s := u.terminal("key", "set")
	s.await("API key of workspace acme")
	s.press("\x03")
	if code := s.end(); code != 130 {
		t.Errorf("ended with %d: %q", code, s.text())
	}
}

func TestConfigInitDialog(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := u.terminal("config", "init")
	s.await("Connect a workspace")
	s.await("a key belongs to exactly one") // the hint
	s.await("API key")
	s.press("acme\r")
	s.press("\r") // the address as it stands
	s.press("\r") // the form as it stands
	s.press("\r") // the colour as it stands
	s.press(canary + "\r")
	if code := s.end(); code != 0 {
		t.Fatalf("ended with %d: %q", code, s.text())
	}
	if strings.Contains(s.text(), canary) {
		t.Error("the key shows")
	}
	if out := u.must(0, "config", "show").out; !strings.Contains(out, "[profiles.acme]") {
		t.Errorf("got %s", out)
	}
	if out := u.must(0, "status").out; !strings.Contains(out, "ACME") {
		t.Errorf("got %s", out)
	}
}

func TestSubmitHoldIsTakenBack(t *testing.T) {
	t.Parallel()
	u, srv := connected(t)
	u.writeConfig("hold_seconds = 30\n")
	u.must(0, "add", "--name", "Acme")
	s := u.terminal("submit", "--all")
	s.await("Submit 1 lead")
	s.press("y")
	s.await("Ctrl+C takes everything back")
	_ = s.cmd.Process.Signal(syscall.SIGINT)
	if code := s.end(); code != 130 {
		t.Errorf("ended with %d: %q", code, s.text())
	}
	if n := len(srv.leads()); n != 0 {
		t.Errorf("%d leads were sent", n)
	}
	if out := u.must(0, "list", "--state", "ready").out; !strings.Contains(out, "Acme") {
		t.Errorf("not ready: %s", out)
	}
}
