package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A disk that takes nothing more while the rep types: a clear sentence, the
// text stays in the form, and it is saved when the disk takes it again.
func TestDiskThatTakesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	newLead(x, "Before AG")
	limit := func(to uint64) {
		t.Helper()
		if err := unix.Prlimit(x.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: to, Max: unix.RLIM_INFINITY}, nil); err != nil {
			t.Skipf("no limit on file sizes here: %v", err)
		}
	}
	limit(0)
	x.Type("Full GmbH")
	x.Wait("Not saved:", "The text stays here")
	x.WaitLine("Name", "Full GmbH")
	x.Type(" & Co")
	x.WaitLine("Name", "Full GmbH & Co")
	limit(unix.RLIM_INFINITY)
	x.Wait("1 draft", "1 ready")
	x.Key("ctrl+s")
	x.Wait("saved · Full GmbH & Co is Ready", "2 ready")
	if out := m.run("list", "--json").out; strings.Count(out, "Full GmbH & Co")+strings.Count(out, `Full GmbH \u0026 Co`) != 1 {
		t.Errorf("leadpad list says:\n%s", out)
	}
	if files, _ := filepath.Glob(filepath.Join(m.data, "*")); len(files) == 0 {
		t.Errorf("%s is empty: %v", m.data, os.ErrNotExist)
	}
}

// 40 leads that the disk did not take are named behind the screens, each with
// the reason, and the exit code says that it was no good end.
func TestLeadsThatAreLostAreNamedAtTheEnd(t *testing.T) {
	t.Parallel()
	const leads = 40
	m := newMachine(t)
	x := m.start(size{100, 60}) // all lines stand on it
	x.Wait("New lead")
	newLead(x, "Before AG")
	if err := unix.Prlimit(x.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 0, Max: unix.RLIM_INFINITY}, nil); err != nil {
		t.Skipf("no limit on file sizes here: %v", err)
	}
	for i := range leads {
		x.On("Name")
		name := fmt.Sprintf("Nr %02d GmbH", i)
		x.Type(name)
		x.WaitLine("Name", name)
		x.Key("ctrl+s")
		x.Until("an empty form", func(s string) bool { return lineWith(s, "Name", name) == "" })
	}
	x.Wait("Not saved, Nr", "other leads")
	x.Key("ctrl+c")
	x.Wait("40 leads not on disk yet: Nr 00 GmbH, Nr 01 GmbH, Nr 02 GmbH and 37 more")
	x.Key("ctrl+c")
	if code := x.Ended(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	x.WaitLine("leadpad: what was typed last in 40 leads was not saved and is lost:")
	for i := range leads {
		x.WaitLine(fmt.Sprintf("leadpad: Nr %02d GmbH: ", i), "disk")
	}
}
