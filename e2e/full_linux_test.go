package e2e

import (
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
