//go:build unix

package terminal

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// inShell makes the test binary a program that draws with the renderer it names.
const inShell = "LEADPAD_IN_SHELL"

func program(renderer string) int {
	in, err := File(os.Stdin)
	if err == nil {
		m := &page{text: fmt.Sprintf("pid %d:", os.Getpid()), do: func(key string) tea.Cmd {
			switch key {
			case "U":
				panic("in Update")
			case "E":
				return Outside(in.Pause, func() error { panic("in an errand") }, func(error) tea.Msg { return nil })
			case "T":
				return Outside(in.Pause, in.Resume, func(error) tea.Msg { panic("behind an errand") })
			case "R":
				return Outside(in.Pause, func() error {
					// As long as the quickest editor: Bubble Tea's renderer stops its ticker
					// behind the one that began anew, where another program takes no time.
					time.Sleep(300 * time.Millisecond)
					return in.Resume()
				}, func(error) tea.Msg { return tea.KeyPressMsg{Code: 'b', Text: "back"} })
			case "C":
				return Sequence(tea.Batch(func() tea.Msg { panic("in a command") }, func() tea.Msg { return nil }), tea.Quit)
			}
			return nil
		}}
		err = Run(context.Background(), m, Options{In: in, Out: os.Stdout, Env: os.Environ(), Standard: renderer == "standard", Frames: 120})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// shell is an interactive shell in a terminal with an emulator as its screen.
type shell struct {
	t   *testing.T
	pty *os.File

	mu      sync.Mutex
	emu     *vt.Emulator
	raw     []byte
	changed chan struct{} // has room for one
	answers bool          // it replies to what it is asked, late
}

func newShell(t *testing.T, renderer string) *shell {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-i")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "PS1=ready> ", "ENV=", "HOME=" + t.TempDir(), "HISTFILE=",
		inShell + "=" + renderer, "PROGRAM=" + os.Args[0],
	}
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{t: t, pty: f, emu: vt.NewEmulator(80, 24), changed: make(chan struct{}, 1)}
	go func() { _, _ = io.Copy(io.Discard, s.emu) }() // its answers could come when the shell reads
	done := make(chan struct{})
	go s.read(done)
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		<-done
		_ = f.Close()
		_ = s.emu.InputPipe().(interface{ Close() error }).Close()
	})
	return s
}

func (s *shell) read(done chan<- struct{}) {
	defer close(done)
	buf := make([]byte, 32<<10)
	for {
		n, err := s.pty.Read(buf)
		s.mu.Lock()
		s.raw = append(s.raw, buf[:n]...)
		_, _ = s.emu.Write(buf[:n])
		if s.answers && strings.Contains(string(buf[:n]), ansi.RequestModeSynchronizedOutput) {
			time.AfterFunc(50*time.Millisecond, func() { _, _ = s.pty.WriteString("\x1b[?2026;2$y\x1b[?2027;2$y") })
		}
		s.mu.Unlock()
		select {
		case s.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (s *shell) typed(text string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

// until waits until the screen, and what came since a place in the bytes, are as
// ok says.
func (s *shell) until(what string, since int, ok func(screen, raw string) bool) {
	s.t.Helper()
	late := time.After(2 * time.Minute)
	for {
		s.mu.Lock()
		screen, raw := ansi.Strip(s.emu.Render()), string(s.raw[since:])
		s.mu.Unlock()
		if ok(screen, raw) {
			return
		}
		select {
		case <-s.changed:
		case <-late:
			s.t.Fatalf("waited in vain for %s. The screen:\n%s\nthe bytes: %q", what, strings.TrimSpace(screen), raw)
		}
	}
}

// now is the place in the bytes behind all that came.
func (s *shell) now() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.raw)
}

// starts starts the program and gives its process.
func (s *shell) starts() (pid int) {
	s.t.Helper()
	s.typed("\"$PROGRAM\"\n")
	s.until("the program", s.now(), func(screen, _ string) bool {
		if found := regexp.MustCompile(`pid (\d+):`).FindStringSubmatch(screen); found != nil {
			pid, _ = strconv.Atoi(found[1])
		}
		return pid > 0
	})
	return pid
}

// cooked looks that the terminal is the shell's again, as it was: the program's
// last bytes leave its screen, and lines are edited and echoed.
func (s *shell) cooked(since int, left bool) {
	s.t.Helper()
	s.until("the shell", since, func(_, raw string) bool {
		at := strings.LastIndex(raw, ansi.ResetModeAltScreenSaveCursor)
		return (at >= 0 || !left) && strings.Contains(raw[max(at, 0):], "ready> ")
	})
	if !left {
		return
	}
	since = s.now()
	s.typed("stty -a; echo DO''NE\n")
	s.until("what stty says", since, func(_, raw string) bool { return strings.Contains(raw, "DONE") })
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, mode := range []string{"icanon", "echo", "isig", "opost"} {
		if raw := string(s.raw[since:]); !slices.Contains(strings.Fields(raw), mode) {
			s.t.Fatalf("the shell's terminal is not %s: %q", mode, raw)
		}
	}
}

// T3: stopped from outside and continued, the program gives the shell its terminal,
// and is drawn anew and takes keys after fg. SIGSTOP cannot be seen coming: the
// terminal is as it was then, which fg mends.
func TestStoppedAndContinued(t *testing.T) {
	t.Parallel()
	for _, renderer := range []string{"own", "standard"} {
		t.Run(renderer, func(t *testing.T) {
			t.Parallel()
			s := newShell(t, renderer)
			pid := s.starts()
			text := fmt.Sprintf("pid %d:", pid)
			for i := range 20 {
				since, signal := s.now(), []syscall.Signal{syscall.SIGTSTP, syscall.SIGSTOP}[i%2]
				if err := syscall.Kill(pid, signal); err != nil {
					t.Fatal(err)
				}
				s.cooked(since, signal == syscall.SIGTSTP)
				since = s.now()
				s.typed("fg\n")
				s.until("the screen after fg", since, func(screen, raw string) bool {
					return strings.Contains(raw, ansi.SetModeAltScreenSaveCursor) && strings.HasPrefix(screen, text)
				})
				n := i % 4
				text += fmt.Sprintf("f%d", n+1)
				s.typed("\x1bO" + "PQRS"[n:n+1])
				s.until("a key after fg", since, func(screen, _ string) bool { return strings.HasPrefix(screen, text) })
			}
			since := s.now()
			s.typed("\x1b[113u") // q, which is one also close behind another key
			s.cooked(since, true)
		})
	}
}

// However the program ends, the terminal is the shell's before the trace is
// printed, once.
func TestTraceComesAfterTheTerminal(t *testing.T) {
	t.Parallel()
	for _, renderer := range []string{"own", "standard"} {
		for name, end := range map[string]struct{ key, trace string }{
			"SIGQUIT": {"", "SIGQUIT: quit"}, "Update": {"U", "panic: in Update"}, "View": {"V", "panic: View"}, "a command": {"C", "panic: in a command"},
			"an errand": {"E", "panic: in an errand"}, "what follows one": {"T", "panic: behind an errand"},
		} {
			t.Run(renderer+" "+name, func(t *testing.T) {
				t.Parallel()
				s := newShell(t, renderer)
				for range 2 {
					pid, since := s.starts(), s.now()
					if s.typed(end.key); end.key == "" {
						if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
							t.Fatal(err)
						}
					}
					s.until("the trace and the shell", since, func(_, raw string) bool {
						_, rest, ok := strings.Cut(raw, end.trace)
						return ok && strings.Contains(rest, "ready> ")
					})
					s.cooked(since, true)
					s.mu.Lock()
					raw := string(s.raw[since:])
					s.mu.Unlock()
					if strings.Index(raw, end.trace) < strings.Index(raw, ansi.ResetModeAltScreenSaveCursor) || strings.Count(raw, "goroutine 1 ") > 1 || strings.Count(raw, end.trace) != 1 {
						t.Errorf("not one trace behind the program's screen: %q", raw)
					}
				}
			})
		}
	}
}

// Another program has the terminal, and then the screens have it again and take keys.
func TestAnotherProgramHasTheTerminal(t *testing.T) {
	t.Parallel()
	for _, renderer := range []string{"own", "standard"} {
		t.Run(renderer, func(t *testing.T) {
			t.Parallel()
			s := newShell(t, renderer)
			s.starts()
			for n := range 3 {
				s.typed("\x1b[82u") // R
				s.until("the screens again", 0, func(screen, _ string) bool { return strings.Count(screen, "Rback") == n+1 })
			}
			since := s.now()
			s.typed("\x1b[113u")
			s.cooked(since, true)
		})
	}
}

// Who ends the program within milliseconds of its start finds no reply of the terminal's
// at the prompt.
func TestRepliesAreNotTheShells(t *testing.T) {
	t.Parallel()
	s := newShell(t, "own")
	s.mu.Lock()
	s.answers = true
	s.mu.Unlock()
	for range 5 {
		pid, since := s.starts(), s.now()
		if err := syscall.Kill(pid, syscall.SIGTSTP); err != nil {
			t.Fatal(err)
		}
		s.cooked(since, true)
		time.Sleep(100 * time.Millisecond) // no reply may come: there is nothing else to wait for
		s.typed("fg\n")
		s.until("the screen after fg", since, func(screen, _ string) bool { return strings.HasPrefix(screen, fmt.Sprintf("pid %d:", pid)) })
		left := s.now()
		s.typed("\x1b[113u")
		s.cooked(left, true)
		s.mu.Lock()
		raw := string(s.raw[since:])
		s.mu.Unlock()
		if strings.Contains(raw, "2026;2") {
			t.Fatalf("the shell has a reply: %q", raw)
		}
	}
}
