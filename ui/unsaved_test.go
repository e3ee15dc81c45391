package ui

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
)

// onFullDisk runs the program on a queue that takes nothing more.
func onFullDisk(t *testing.T, test func(*rig)) {
	t.Helper()
	runOn(t, filepath.Join(t.TempDir(), "data", "queue.db"), 80, 24, func(r *rig) {
		check(r.t, r.workspace.Queue.SetQuota(r.t.Context(), 1))
		test(r)
	})
}

// large types a text that needs room on the disk.
func (r *rig) large(name string) *rig {
	r.text(name)
	r.program.Send(tea.PasteMsg{Content: strings.Repeat("x", 9000)})
	r.settle()
	return r
}

// flush ends the program and saves what is left, as Run does.
func (r *rig) flush() error {
	r.program.Quit()
	<-r.done
	return r.model.Flush()
}

// 40 leads that the disk refused are named one by one at the end.
func TestEveryLeadThatIsLostIsNamed(t *testing.T) {
	t.Parallel()
	onFullDisk(t, func(r *rig) {
		for i := range 40 {
			r.large(fmt.Sprintf("Nr %02d ", i)).keys("ctrl+s")
		}
		err := r.flush()
		if err == nil {
			t.Fatal("nothing is said of 40 leads that are lost")
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 41 || lines[0] != "what was typed last in 40 leads was not saved and is lost:" {
			t.Errorf("%d lines, the first one is %q", len(lines), lines[0])
		}
		for i, line := range lines[1:] {
			if !strings.HasPrefix(line, fmt.Sprintf("Nr %02d x", i)) || !strings.Contains(line, "room") {
				t.Errorf("line %d is %q", i+1, line)
			}
		}
		if !errors.Is(err, queue.ErrFull) {
			t.Errorf("the reason is gone: %v", err)
		}
	})
}

// What the disk takes at the end is saved then, and nothing is said of it.
func TestWhatIsSavedAtTheEndIsNotNamed(t *testing.T) {
	t.Parallel()
	onFullDisk(t, func(r *rig) {
		r.large("Acme ").keys("ctrl+n").large("Beta ").keys("ctrl+n").large("Gamma ")
		check(r.t, r.workspace.Queue.SetQuota(r.t.Context(), 0))
		if err := r.flush(); err != nil {
			t.Errorf("a disk that takes everything again: %v", err)
		}
		if n := len(r.leads()); n != 3 {
			t.Errorf("%d leads of 3 are on disk", n)
		}
	})
}

func TestALostLeadWithoutANameIsCountedToo(t *testing.T) {
	t.Parallel()
	onFullDisk(t, func(r *rig) {
		r.keys("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
		r.large("")
		err := r.flush()
		if err == nil || !strings.Contains(err.Error(), "in 1 lead was") || !strings.Contains(err.Error(), "\na lead without a name: ") {
			t.Errorf("said of it: %v", err)
		}
	})
}

// Leaving says how many leads are not on disk and which, and says it anew when
// there is another one.
func TestLeavingNamesWhatIsNotOnDisk(t *testing.T) {
	t.Parallel()
	onFullDisk(t, func(r *rig) {
		for _, name := range []string{"Eins ", "Zwei ", "Drei ", "Vier ", "Fünf "} {
			r.large(name).keys("ctrl+s")
		}
		r.after(2 * time.Second)
		r.shows("and 4 other leads: ") // what is tried again
		r.keys("ctrl+c")
		r.after(time.Second)
		r.shows("5 leads not on disk yet: Eins xxx", "Zwei xxx", "Drei xxx", "and 2 more. ^C again")
		r.program.Send(kit.SwitchTo{Workspace: "sandbox"})
		r.after(time.Second)
		r.shows("Not switched. 5 leads not on disk yet: Eins")
		r.large("Sechs ")
		r.after(time.Second)
		r.keys("ctrl+c")
		r.after(time.Second)
		r.shows("6 leads not on disk yet: Eins")
		check(r.t, r.workspace.Queue.SetQuota(r.t.Context(), 0))
		r.after(5 * time.Second)
		r.program.Send(kit.Press("ctrl+c"))
		<-r.done
		if err := r.model.Flush(); err != nil {
			t.Errorf("all is on disk, and yet: %v", err)
		}
		if n := len(r.leads()); n != 6 {
			t.Errorf("%d leads of 6 are on disk", n)
		}
	})
}
