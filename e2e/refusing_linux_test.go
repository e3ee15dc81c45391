package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// D4 of docs/promises.md at the form, ten times over in one program: a disk that is full
// and a file that may not grow. Each time it is said, the text stays, and it is
// saved when the disk takes it again.
func TestFormOnARefusingDisk(t *testing.T) {
	t.Parallel()
	t.Run("file too large", func(t *testing.T) {
		t.Parallel()
		m := newMachine(t)
		x := m.form()
		refuse(m, x, func() { x.limit(0) }, func() { x.limit(unix.RLIM_INFINITY) })
	})
	t.Run("disk full", func(t *testing.T) {
		t.Parallel()
		m := onSmallDisk(t)
		x := m.form()
		ballast := filepath.Join(m.data, "ballast")
		refuse(m, x, func() {
			// As much as there is room for.
			if err := os.WriteFile(ballast, make([]byte, 6<<20), 0o600); err == nil {
				t.Fatal("the small disk is large")
			}
		}, func() {
			// Not removed: a child that another test is just starting may still have
			// it open, which would keep its room.
			if err := os.Truncate(ballast, 0); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// refuse types leads while the disk refuses each once.
func refuse(m *machine, x *terminal, full, free func()) {
	x.t.Helper()
	n := trials(10)
	for i := range n {
		full()
		name := fmt.Sprintf("Nr %d GmbH", i)
		x.On("Name")
		x.Type(name)
		x.Wait("Not saved:", "The text stays here")
		x.WaitLine("Name", name)
		x.Type("s") // goes on typing
		x.WaitLine("Name", name+"s")
		free()
		x.Gone("Not saved:")
		x.Wait("1 draft")
		x.Key("ctrl+s")
		x.Wait("saved · " + name + "s is Ready")
		x.Wait(fmt.Sprintf("%d ready", i+1))
	}
	if out := m.run("list", "--json").out; strings.Count(out, "GmbH") != n {
		x.t.Errorf("leadpad list does not say %d leads:\n%s", n, out)
	}
	x.t.Logf("%d refusals", n)
}
