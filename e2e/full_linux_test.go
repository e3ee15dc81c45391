package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// limit bounds how long the program may make its files; 0 is a disk that takes
// nothing.
func (x *terminal) limit(to uint64) {
	x.t.Helper()
	if err := unix.Prlimit(x.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: to, Max: unix.RLIM_INFINITY}, nil); err != nil {
		x.t.Skipf("no limit on file sizes here: %v", err)
	}
}

// A disk that takes nothing more while the rep types: a clear sentence, the
// text stays in the form, and it is saved when the disk takes it again.
func TestDiskThatTakesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	newLead(x, "Before AG")
	x.limit(0)
	x.Type("Full GmbH")
	x.Wait("Not saved:", "The text stays here")
	x.WaitLine("Name", "Full GmbH")
	x.Type(" & Co")
	x.WaitLine("Name", "Full GmbH & Co")
	x.limit(unix.RLIM_INFINITY)
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

// Leads that the disk did not take are named behind the screens, each with
// the reason, and the exit code says that it was no good end.
func TestLeadsThatAreLostAreNamedAtTheEnd(t *testing.T) {
	t.Parallel()
	const leads = 15
	m := newMachine(t)
	x := m.start(size{100, 40}) // all lines stand on it
	x.Wait("New lead")
	newLead(x, "Before AG")
	x.limit(0)
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
	x.Wait("15 leads not on disk yet: Nr 00 GmbH, Nr 01 GmbH, Nr 02 GmbH and 12 more")
	x.Key("ctrl+c")
	if code := x.Ended(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	x.WaitLine("leadpad: what was typed last in 15 leads was not saved and is lost:")
	for i := range leads {
		x.WaitLine(fmt.Sprintf("leadpad: Nr %02d GmbH: ", i), "disk")
	}
}
