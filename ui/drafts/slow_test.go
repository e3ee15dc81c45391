package drafts

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// A change that waits for another program's lock says so; what moves works, what
// acts is refused until it is done and never kept for a table that has changed.
func TestChangeThatWaitsForTheDisk(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.NoTTY, samples(), func(t *testing.T, r *rig) {
		r.keys("home")
		first := r.current()
		begun, ok := r.Update(kit.Press("d"))().(tea.BatchMsg)
		if !ok || len(begun) != 2 {
			t.Fatalf("d gives %v", begun)
		}
		change, clock := begun[0], begun[1]
		r.keys("space")
		if got, want := kittest.Said(kittest.Pump(r, kittest.Run(clock)...)), "Waiting for the disk; the keys pressed since did nothing"; got != want {
			t.Errorf("after a moment it says %q, want %q", got, want)
		}
		r.keys("j")
		if r.current() == first || len(r.marks) != 0 {
			t.Errorf("j did not move, or Space marked: %v", r.marks)
		}
		if got, want := kittest.Said(r.keys("space")), "Not yet: the change before it still waits for the disk"; got != want {
			t.Errorf("Space says %q, want %q", got, want)
		}
		if got, want := kittest.Said(kittest.Pump(r, kittest.Run(change)...)), "1 deleted, u brings it back"; got != want {
			t.Errorf("in the end it says %q, want %q", got, want)
		}
		r.keys("space")
		if len(r.marks) != 1 {
			t.Errorf("Space marks %d leads afterwards", len(r.marks))
		}
	})
}
