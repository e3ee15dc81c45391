package drafts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// trashOf deletes all leads but the last, each some hours after the one before,
// and opens the Trash.
func (r *rig) trashOf() {
	r.t.Helper()
	for i, id := range r.ids[:len(r.ids)-1] {
		r.clock.At = kittest.Noon().Add(time.Duration(5*i-31) * time.Hour)
		if _, err := r.w.Queue.Delete(r.t.Context(), r.w.Name, []kit.ID{id}); err != nil {
			r.t.Fatal(err)
		}
	}
	r.clock.At = kittest.Noon()
	kittest.Pump(r, kit.QueueChanged{})
	kittest.Pump(r, kit.ShowTrash{})
}

func TestTrashLooks(t *testing.T) {
	t.Parallel()
	looks := []struct {
		name string
		es   []queue.Entry
		do   func(r *rig)
	}{
		{"empty", samples(), func(r *rig) { kittest.Pump(r, kit.ShowTrash{}) }},
		{"filled", samples(), func(r *rig) { r.trashOf(); r.keys("j space j") }},
		{"full", many(60), func(r *rig) { r.trashOf(); r.keys("G k") }},
		{"look", samples(), func(r *rig) { r.trashOf(); r.keys("G k enter") }},
		{"look-scrolled", long(), func(r *rig) { r.trashOf(); r.keys("G enter G k") }},
	}
	for _, l := range looks {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				open(t, z, colorprofile.TrueColor, l.es, func(t *testing.T, r *rig) {
					l.do(r)
					kittest.Fits(t, r, z.width, z.height)
					golden.RequireEqual(t, []byte(kittest.Text(r)))
				})
			})
		}
	}
	t.Run("colours", func(t *testing.T) {
		t.Parallel()
		open(t, sizes()[1], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
			r.trashOf()
			r.keys("j space")
			golden.RequireEqual(t, []byte(kittest.Raw(r)))
		})
	})
}

// long are leads of which the first has more than a screen shows.
func long() []queue.Entry {
	es := samples()
	es[0].Lead.Notes = strings.Repeat("Rings back on Monday, after the fair.\n", 60)
	return es
}

// inTrash are the numbers of the leads in the Trash, those deleted last first.
func (r *rig) inTrash() string {
	r.t.Helper()
	rows, _, err := r.w.Queue.Trash(r.t.Context(), r.w.Name, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	var out []int
	for _, row := range rows {
		for i, id := range r.ids {
			if row.ID == id {
				out = append(out, i)
			}
		}
	}
	return fmt.Sprint(out)
}

func TestTrashRestores(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.trashOf()
		says := func(keys, said, trash string) {
			t.Helper()
			if got := kittest.Said(r.keys(keys)); got != said || r.inTrash() != trash {
				t.Errorf("%s: said %q, the Trash has %s, want %q and %s", keys, got, r.inTrash(), said, trash)
			}
		}
		says("u", nothingToUndo, "[5 4 3 2 1 0]")
		says("j r", "1 brought back to Drafts", "[5 3 2 1 0]")
		if r.trash.rows.Total != 5 || r.trash.cur != 1 {
			t.Errorf("it shows %d leads, the cursor is on %d", r.trash.rows.Total, r.trash.cur)
		}
		says("r r", "1 brought back to Drafts\n1 brought back to Drafts", "[5 1 0]") // 3, then 2
		says("u", "1 deleted again", "[2 5 1 0]")
		says("G space k space r", "2 brought back to Drafts", "[2 5]")
		says("j enter r", "1 brought back to Drafts", "[2]")
		says("d S D n !", "", "[2]") // the table's keys mean nothing here
		if r.keys("q"); r.trash != nil || r.current() != r.ids[5] || r.rows.Total != 6 {
			t.Errorf("the cursor is on row %d of %d", r.cur, r.rows.Total)
		}
		says("u", "1 deleted again", "[5 2]") // what was done in the Trash is a step of Drafts, too
	})
}

// Enter shows a lead of the Trash whole and changes nothing; Esc leads back step
// by step, and the other window's restoring is followed.
func TestTrashLooksAtOne(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.trashOf()
		r.keys("G k enter")
		if got := kittest.Text(r); !strings.Contains(got, "Café Größenwahn") || !strings.Contains(got, "deleted 10:00") && !strings.Contains(got, "deleted 11 Mar 10:00") {
			t.Errorf("it shows\n%s", got)
		}
		if r.keys("space e esc"); r.trash == nil || r.trash.look != nil || r.inTrash() != "[5 4 3 2 1 0]" {
			t.Error("Esc did not lead back to the list")
		}
		if _, err := r.w.Queue.Restore(t.Context(), r.w.Name, r.ids[2:6]); err != nil {
			t.Fatal(err)
		}
		if got := kittest.Said(r.keys("g r")); got != "0 brought back to Drafts; 1 was brought back before" {
			t.Errorf("said %q", got)
		}
		kittest.Pump(r, kit.QueueChanged{})
		if r.trash.rows.Total != 2 {
			t.Errorf("it shows %d leads", r.trash.rows.Total)
		}
		if r.keys("esc"); r.trash != nil {
			t.Error("Esc did not leave the Trash")
		}
	})
}

// The Trash reads a part of a long list and follows the cursor.
func TestTrashIsWindowed(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(900), func(t *testing.T, r *rig) {
		r.keys("a")
		r.deletes("d")
		kittest.Pump(r, kit.ShowTrash{})
		if n := len(r.trash.rows.Rows); n == 0 || n > 400 {
			t.Fatalf("%d rows are read", n)
		}
		r.keys("G r")
		if got := r.inTrash(); r.trash.rows.Total != 899 || r.trash.cur != 898 || strings.Contains(got, " 0]") {
			t.Errorf("%d leads, the cursor is on %d", r.trash.rows.Total, r.trash.cur)
		}
		if r.Hide(); r.trash != nil {
			t.Error("it is open still when another screen is on show")
		}
	})
}
