//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What is wrong before a screen can open is said in one sentence that names
// what to do, with exit code 1, on a terminal and without one.
func TestWhatStopsTheStart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  func(*machine)
		want []string
	}{
		{"unknown name in the config", func(m *machine) { m.write("canary = true\nhold_second = 1\n") }, []string{"line 2", "hold_second", "hold_seconds"}},
		{"unknown name in a profile", func(m *machine) {
			m.write("[profiles.acme]\nbase_url = \"https://example.com\"\ncolour = \"red\"\n")
		}, []string{"line 3", "colour", "color"}},
		{"config that is not TOML", func(m *machine) { m.write("# fine\n{\"hold\": 1}\n") }, []string{"line 2", "config.toml"}},
		{"no home directory", func(m *machine) {
			m.set("HOME", "")
			m.set("LEADPAD_CONFIG", "")
			m.set("LEADPAD_DATA", "")
		}, []string{"home directory", "LEADPAD_"}},
		{"data folder that cannot be written", func(m *machine) {
			if err := os.Mkdir(m.data, 0o555); err != nil {
				m.t.Fatal(err)
			}
			m.asNobody()
		}, []string{"data", "LEADPAD_DATA"}},
		{"data folder that cannot be made", func(m *machine) {
			if err := os.WriteFile(filepath.Join(m.dir, "file"), nil, 0o600); err != nil {
				m.t.Fatal(err)
			}
			m.set("LEADPAD_DATA", filepath.Join(m.dir, "file", "data"))
		}, []string{"file/data", "LEADPAD_DATA"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			c.set(m)
			x := m.start(size{200, 24})
			if code := x.Ended(); code != 1 {
				t.Errorf("exit code %d on a terminal, want 1", code)
			}
			if s := x.Screen(); !containsAll(s, c.want) {
				t.Errorf("the terminal says, without one of %q:\n%s", c.want, s)
			}
			r := m.run("list")
			if r.code != 1 || !containsAll(r.err, c.want) || r.out != "" {
				t.Errorf("leadpad list: exit code %d, stdout %q, stderr, to hold %q:\n%s", r.code, r.out, c.want, r.err)
			}
			if n := strings.Count(strings.TrimSpace(r.err), "\n"); n > 2 {
				t.Errorf("the sentence has %d lines:\n%s", n+1, r.err)
			}
		})
	}
}

// A terminal that is too small says so and opens when it is large enough.
func TestTerminalTooSmall(t *testing.T) {
	t.Parallel()
	x := newMachine(t).start(size{40, 8})
	x.Wait("leadpad needs 60×15 cells;", "40×8", "make it", "larger")
	x.Resize(small)
	// Bubble Tea asks for the size before it listens for changes: one in that
	// moment is told again, as a window that is being dragged does.
	for began := time.Now(); time.Since(began) < patience; {
		if x.Within(time.Second, func(s string) bool { return containsAll(s, []string{"SANDBOX", "Name"}) }) {
			return
		}
		_ = x.cmd.Process.Signal(syscall.SIGWINCH)
	}
	t.Fatalf("the larger window is not drawn:\n%s", x.Screen())
}

// Without a terminal the screens refuse, as wrong usage.
func TestScreensNeedATerminal(t *testing.T) {
	t.Parallel()
	r := newMachine(t).run()
	if r.code != 2 || !strings.Contains(r.err, "need a terminal") || r.out != "" {
		t.Errorf("exit code %d, stdout %q, stderr %q", r.code, r.out, r.err)
	}
}
