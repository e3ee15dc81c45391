package ui

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// three puts three ready leads into Drafts and marks them.
func (r *rig) three() {
	r.t.Helper()
	for _, name := range []string{"Acme", "Bolt", "Cafe"} {
		r.put(lead.Lead{Person: lead.Person{Name: name}}, queue.Ready)
	}
	r.keys("f3")
	r.after(time.Second)
	r.keys("a")
}

// at runs keys at once, as they come from a line that stalled.
func (r *rig) at(keys string) {
	r.program.Send(asKeys{keys})
	r.settle()
}

// Text that runs as keys never deletes more than one lead: Enter counts when no
// key came for 300 ms.
func TestNothingTypedAheadDeletesManyLeads(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.three()
		for range 5 {
			r.at("d\rd\ry\r")
			r.after(250 * time.Millisecond)
		}
		r.shows("Delete 3 leads?", "Enter delete · Esc keep")
		if n := len(r.leads()); n != 3 {
			t.Fatalf("%d leads are left", n)
		}
		r.after(100 * time.Millisecond)
		r.keys("y", "d", "esc")
		r.hides("Delete 3 leads?")
		r.after(time.Second)
		r.keys("d")
		r.after(time.Second)
		r.keys("enter")
		r.after(time.Second)
		r.shows("3 deleted, u brings them back")
		r.keys("u")
		r.after(time.Second)
		r.shows("3 brought back", "3 marked")
	})
}

// One lead goes at once, and what is typed behind it is not held up.
func TestOneLeadIsDeletedAtOnce(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.three()
		r.keys("A")
		r.at("dd")
		r.after(10 * time.Millisecond)
		if n := len(r.leads()); n != 1 {
			t.Fatalf("%d leads are left", n)
		}
	})
}

func TestTheTrashByThePalette(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.three()
		r.keys("A", "d")
		r.after(time.Second)
		for _, from := range []string{"f3", "f5"} {
			r.keys(from, "ctrl+p")
			r.text("trash")
			r.keys("enter")
			r.after(time.Second)
			r.shows("Trash", "1 deleted", "Cafe", "r restore")
			r.keys("esc")
		}
		r.keys("ctrl+p")
		r.text("trash")
		r.keys("enter")
		r.after(time.Second)
		r.keys("ctrl+p")
		r.text("make ready") // is none of the Trash's
		r.keys("enter", "esc", "esc")
		r.shows("1 deleted")
		r.keys("r")
		r.after(time.Second)
		r.shows("1 brought back to Drafts", "The Trash is empty.")
		r.keys("q")
		r.shows("3 to do", "Cafe")
	})
}

func TestTrashLooks(t *testing.T) {
	t.Parallel()
	for _, z := range [][2]int{{80, 24}, {120, 40}, {60, 15}} {
		t.Run(fmt.Sprintf("question/%dx%d", z[0], z[1]), func(t *testing.T) {
			t.Parallel()
			run(t, z[0], z[1], func(r *rig) {
				r.three()
				r.keys("d")
				r.after(time.Second)
				r.fits(z[0], z[1])
				golden.RequireEqual(t, []byte(r.screen()))
			})
		})
		t.Run(fmt.Sprintf("trash/%dx%d", z[0], z[1]), func(t *testing.T) {
			t.Parallel()
			run(t, z[0], z[1], func(r *rig) {
				r.three()
				r.keys("d")
				r.after(time.Second)
				r.keys("enter")
				r.after(time.Second)
				r.program.Send(kit.ShowTrash{})
				r.after(time.Second)
				r.keys("space", "j")
				r.fits(z[0], z[1])
				golden.RequireEqual(t, []byte(r.screen()))
			})
		})
	}
}

// Help names the place whose keys it lists.
func TestHelpInTheTrashSaysSo(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		for _, key := range []string{"?", "f1"} {
			r.keys("f3")
			r.program.Send(kit.ShowTrash{})
			r.settle()
			r.keys(key)
			r.shows("Keys in Trash")
			r.hides("Keys in Drafts")
			r.keys("esc", "esc")
		}
		r.keys("?")
		r.shows("Keys in Drafts")
	})
}
