//go:build unix

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// size is a terminal's, in cells.
type size struct{ cols, rows int }

func (s size) String() string { return fmt.Sprintf("%d×%d", s.cols, s.rows) }

// The sizes that the screens are tried at.
var (
	small  = size{60, 15}
	common = size{80, 24}
	large  = size{140, 45}
)

// terminal is leadpad in a pseudo-terminal with an emulator as its screen.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	done   chan struct{}   // closed when the program has ended
	frames func(*terminal) // the machine's
	// greeted is closed when the last of what the program asks for at its start,
	// the terminal's background, was answered.
	greeted chan struct{}

	typed  time.Time     // when the test typed last
	waited time.Duration // how long the program had waited for a processor then

	mu       sync.Mutex
	answered time.Time // when the program first wrote after that, zero if it did not
	emu      *vt.Emulator
	shown    string        // the screen's text, "" when it changed since
	raw      []byte        // all that the program wrote
	changed  chan struct{} // closed at the next change of the screen
}

// start runs leadpad with a terminal of the given size.
func (m *machine) start(s size, args ...string) *terminal {
	m.t.Helper()
	return m.attach(s, m.command(args...))
}

// attach runs a command with a terminal of the given size.
func (m *machine) attach(s size, cmd *exec.Cmd) *terminal {
	m.t.Helper()
	x := &terminal{
		t: m.t, cmd: cmd, done: make(chan struct{}), greeted: make(chan struct{}),
		frames: m.frames, emu: vt.NewEmulator(s.cols, s.rows), changed: make(chan struct{}),
	}
	master, err := pty.StartWithSize(x.cmd, &pty.Winsize{Cols: uint16(s.cols), Rows: uint16(s.rows)})
	if err != nil {
		m.t.Fatal(err)
	}
	if x.pty, err = pollable(master); err != nil {
		m.t.Fatal(err)
	}
	go x.draw()
	go x.answer()
	m.t.Cleanup(x.end)
	return x
}

// form starts leadpad in a common terminal and waits for its form, and for
// texts that must be there with it.
func (m *machine) form(texts ...string) *terminal {
	m.t.Helper()
	x := m.start(common)
	x.Wait(append(texts, "New lead")...)
	return x
}

// drafts starts leadpad on a queue of n leads, all Ready, and goes to Drafts.
func (m *machine) drafts(n int) *terminal {
	m.t.Helper()
	x := m.form(fmt.Sprintf("%d ready", n))
	x.Key("f3")
	x.Wait(fmt.Sprintf("%d to do", n))
	return x
}

// submitting starts leadpad on a queue of n leads, all Ready, and submits them.
func (m *machine) submitting(n int) *terminal {
	m.t.Helper()
	x := m.drafts(n)
	leads := "leads"
	if n == 1 {
		leads = "lead"
	}
	submitAll(x, fmt.Sprintf("%d %s", n, leads))
	return x
}

// pollable is the terminal's master as a file whose Close hangs up at once: a
// blocking one, which is what creack/pty gives, stays open while it is read.
func pollable(master *os.File) (*os.File, error) {
	fd, err := unix.Dup(int(master.Fd()))
	if err != nil {
		return nil, err
	}
	unix.CloseOnExec(fd)
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), master.Name()), master.Close()
}

// draw feeds what the program writes to the emulator until it ends.
func (x *terminal) draw() {
	buf := make([]byte, 32<<10)
	for {
		n, err := x.pty.Read(buf)
		if n > 0 {
			x.mu.Lock()
			x.raw = append(x.raw, buf[:n]...)
			if x.answered.IsZero() {
				x.answered = time.Now()
			}
			x.feed(buf[:n])
			if x.frames != nil {
				x.frames(x)
			}
			close(x.changed)
			x.changed = make(chan struct{})
			x.mu.Unlock()
		}
		if err != nil {
			break // EIO: the program has closed the terminal
		}
	}
	_ = x.cmd.Wait()
	close(x.done)
}

// feed hands output to the emulator. In the moment between a smaller window and
// the program's next frame, x/vt can panic on a scroll region of the old size;
// the frame that follows draws everything anew.
func (x *terminal) feed(b []byte) {
	x.shown = ""
	defer func() { _ = recover() }()
	_, _ = x.emu.Write(b)
}

// answer writes the emulator's answers to the program's queries back.
func (x *terminal) answer() {
	greet := sync.OnceFunc(func() { close(x.greeted) })
	buf := make([]byte, 1<<10)
	for {
		n, err := x.emu.Read(buf)
		if err != nil {
			return
		}
		if _, err := x.pty.Write(buf[:n]); err != nil {
			return
		}
		if bytes.HasPrefix(buf[:n], []byte("\x1b]11;")) {
			greet()
		}
	}
}

// end stops the program when a test is over, whatever it does.
func (x *terminal) end() {
	_ = x.cmd.Process.Kill()
	<-x.done
	_ = x.pty.Close()
	// The emulator is not closed: its Close races with the goroutine in Read.
}

// Greeted waits until the program has read the answers to what it asks the
// terminal for at its start.
func (x *terminal) Greeted() {
	x.t.Helper()
	select {
	case <-x.greeted:
		x.taken()
	case <-time.After(patience):
		x.t.Fatalf("leadpad does not ask for the terminal's background. The screen:\n%s", x.Screen())
	}
}

// screen is what the terminal shows, without colours, and a channel that is
// closed when that changes.
func (x *terminal) screen() (string, <-chan struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.text(), x.changed
}

// text is the screen's text; the caller holds the lock.
func (x *terminal) text() string {
	if x.shown != "" {
		return x.shown
	}
	var text strings.Builder
	for y := range x.emu.Height() {
		if y > 0 {
			text.WriteByte('\n')
		}
		blank := 0 // written when something follows them
		for at := range x.emu.Width() {
			c := x.emu.CellAt(at, y)
			switch {
			case c == nil || c.Content == " ":
				blank++
			case c.Width > 0: // not the second half of a wide one
				for ; blank > 0; blank-- {
					text.WriteByte(' ')
				}
				text.WriteString(c.Content)
			}
		}
	}
	x.shown = text.String()
	return x.shown
}

// Screen is what the terminal shows now, without colours.
func (x *terminal) Screen() string {
	s, _ := x.screen()
	return s
}

// Raw is every byte that the program wrote.
func (x *terminal) Raw() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return string(x.raw)
}

// clears is how often the program has cleared the screen.
func (x *terminal) clears() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return bytes.Count(x.raw, []byte("\x1b[2J"))
}

// Cursor is the line that the cursor stands on.
func (x *terminal) Cursor() (col int, line string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at := x.emu.CursorPosition()
	lines := strings.Split(x.text(), "\n")
	if at.Y < len(lines) {
		line = lines[at.Y]
	}
	return at.X, line
}

// Until waits until the screen fulfils a condition, and gives that screen.
func (x *terminal) Until(what string, ok func(screen string) bool) string {
	x.t.Helper()
	if !x.Within(patience, ok) {
		x.t.Fatalf("waited in vain for %s. The screen:\n%s", what, x.Screen())
	}
	return x.Screen()
}

// Within says whether the screen fulfils a condition within a time; it looks
// whenever the screen changes.
func (x *terminal) Within(d time.Duration, ok func(screen string) bool) bool {
	deadline := time.NewTimer(d)
	defer deadline.Stop()
	for {
		s, changed := x.screen()
		if ok(s) {
			return true
		}
		select {
		case <-changed:
		case <-x.done:
			return ok(x.Screen())
		case <-deadline.C:
			return false
		}
	}
}

// Wait waits until the screen shows all of texts, and gives that screen. A text
// may be broken into lines on the screen.
func (x *terminal) Wait(texts ...string) string {
	x.t.Helper()
	return x.Until(fmt.Sprintf("%q", texts), func(s string) bool {
		flat := strings.Join(strings.Fields(s), " ")
		return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(s, text) && !strings.Contains(flat, text) })
	})
}

// Gone waits until the screen shows none of texts.
func (x *terminal) Gone(texts ...string) string {
	x.t.Helper()
	return x.Until(fmt.Sprintf("the end of %q", texts), func(s string) bool {
		for _, text := range texts {
			if strings.Contains(s, text) {
				return false
			}
		}
		return true
	})
}

// WaitLine waits for a line of the screen that holds all of texts.
func (x *terminal) WaitLine(texts ...string) string {
	x.t.Helper()
	return x.Until(fmt.Sprintf("a line with %q", texts), func(s string) bool { return lineWith(s, texts...) != "" })
}

// On waits until the cursor stands in a line that holds text.
func (x *terminal) On(text string) {
	x.t.Helper()
	x.Until(fmt.Sprintf("the cursor on %q", text), func(string) bool {
		_, line := x.Cursor()
		return strings.Contains(line, text)
	})
}

func containsAll(s string, texts []string) bool {
	for _, text := range texts {
		if !strings.Contains(s, text) {
			return false
		}
	}
	return true
}

// lineWith is the first line that holds all of texts, "" for none.
func lineWith(s string, texts ...string) string {
	for line := range strings.Lines(s) {
		if containsAll(line, texts) {
			return strings.TrimRight(line, "\n")
		}
	}
	return ""
}

// Ended waits for the end of the program and gives its exit code.
func (x *terminal) Ended() int {
	x.t.Helper()
	select {
	case <-x.done:
	case <-time.After(patience):
		x.t.Fatalf("leadpad does not end. The screen:\n%s", x.Screen())
	}
	return x.cmd.ProcessState.ExitCode()
}

// Kill is kill -9.
func (x *terminal) Kill() {
	x.t.Helper()
	if err := x.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		x.t.Fatal(err)
	}
	<-x.done
}

// Resize changes the window's size.
func (x *terminal) Resize(s size) {
	x.t.Helper()
	x.mu.Lock()
	x.emu.Resize(s.cols, s.rows)
	x.feed([]byte("\x1b7\x1b[r\x1b8")) // real terminals forget the scroll region, x/vt keeps it
	x.mu.Unlock()
	master, err := x.pty.SyscallConn()
	if err != nil {
		x.t.Fatal(err)
	}
	size := &unix.Winsize{Col: uint16(s.cols), Row: uint16(s.rows)}
	failed := master.Control(func(fd uintptr) { err = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size) })
	if err := errors.Join(failed, err); err != nil {
		x.t.Fatal(err)
	}
}
