//go:build unix

package terminal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"leadpad/queue/queuetest"
)

// multiplexer is a program that draws what is written to a FIFO, and says what its
// screen shows.
type multiplexer struct {
	start []string // COMMAND runs in it
	shows []string // writes to the file SHOWN, or to its output
	text  string   // what it tells of, beside ASCII
}

// What the painter writes shows the same in tmux and in GNU screen: the text of a
// hundred pictures, one after the other. The terminal's own cells are compared
// elsewhere; of text whose width is disputed the two know less than a terminal.
func TestMultiplexersShowIt(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]multiplexer{
		"tmux": {
			[]string{"tmux", "-L", "SOCKET", "-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "23", "COMMAND"},
			[]string{"tmux", "-L", "SOCKET", "capture-pane", "-p"},
			"·é山田한株式会社ام│━",
		},
		"screen": {
			[]string{"screen", "-c", "/dev/null", "-U", "-d", "-m", "-S", "SOCKET", "sh", "-c", "COMMAND"},
			[]string{"screen", "-S", "SOCKET", "-X", "hardcopy", "SHOWN"},
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(name); err != nil {
				t.Skipf("%s is not installed", name)
			}
			dir, err := os.MkdirTemp("", "leadpad-painter-") // 0700, or GNU screen refuses it
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				for os.RemoveAll(dir) != nil { // until it has ended
					time.Sleep(10 * time.Millisecond)
				}
			})
			fifo, shown := filepath.Join(dir, "fifo"), filepath.Join(dir, "shown")
			if err := syscall.Mkfifo(fifo, 0o600); err != nil {
				t.Fatal(err)
			}
			fill := strings.NewReplacer("SOCKET", fmt.Sprint("painter", os.Getpid()), "SHOWN", shown, "COMMAND", "stty raw -echo; cat "+fifo)
			run := func(args []string) string {
				t.Helper()
				args = slices.Clone(args)
				for i := range args {
					args[i] = fill.Replace(args[i])
				}
				c := exec.CommandContext(context.Background(), args[0], args[1:]...)
				c.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TERM=xterm-256color", "TMUX=", "TMUX_TMPDIR="+dir, "SCREENDIR="+dir)
				out, err := c.CombinedOutput()
				if err != nil {
					t.Fatalf("%q: %v, %s", args, err, out)
				}
				if text, err := os.ReadFile(shown); err == nil {
					return string(text)
				}
				return string(out)
			}
			run(m.start)
			to, err := os.OpenFile(fifo, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = to.Close() }() // which ends it
			seed := rand.Uint64()
			r := rand.New(rand.NewPCG(seed, 0))
			k := known{size: Size{80, 23}, profile: colorprofile.ANSI256}
			p := picture{known: k, styles: newStyles()}
			var lines []string
			for i := range queuetest.Trials(100) {
				lines = next(lines, k.size.Height, func(n int) int { return r.IntN(n) })
				for j := range lines {
					lines[j] = strings.Map(func(r rune) rune {
						if r >= 0x80 && !strings.ContainsRune(m.text, r) {
							return -1
						}
						return r
					}, lines[j])
				}
				content := strings.Join(lines, "\n")
				if _, err := to.Write(p.draw(content)); err != nil {
					t.Fatal(err)
				}
				want, got := plain(content, k.size), ""
				for begun := time.Now(); time.Since(begun) < time.Minute; {
					if got = trimmed(run(m.shows)); got == want {
						break
					}
				}
				if got != want {
					t.Fatalf("seed %d, picture %d: it shows\n%s\nand should show\n%s", seed, i, got, want)
				}
			}
		})
	}
}

// plain is a content's text on a screen.
func plain(content string, s Size) string {
	b := uv.NewScreenBuffer(s.Width, s.Height)
	uv.NewStyledString(content).Draw(b, b.Bounds())
	return trimmed(ansi.Strip(b.Render()))
}

// trimmed is a screen without blanks at the ends of lines and blank lines at its own.
func trimmed(screen string) string {
	lines := strings.Split(strings.ReplaceAll(screen, "\r", ""), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
