package drafts

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

func TestCursorStaysOnItsLead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("j j j")
		want := r.current()
		e := many(1)[0]
		e.ID = kittest.ID(900)
		kittest.Save(t, r.w, r.clock, e)
		kittest.Pump(r, kit.QueueChanged{})
		if r.current() != want {
			t.Fatal("a lead that came moved the cursor to another one")
		}
		r.keys("s s s") // other orders
		if r.current() != want {
			t.Fatal("another order moved the cursor to another lead")
		}
	})
}

func TestMovesWhileRowsAreRead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(400), func(t *testing.T, r *rig) {
		answer := r.Update(kit.Press("s")) // the answer is on its way
		for range 3 {
			r.Update(kit.Press("j"))
		}
		if r.cur != 3 {
			t.Fatalf("keys wait for rows: the cursor is at %d", r.cur)
		}
		kittest.Pump(r, kittest.Run(answer)...)
		if row, _ := r.rows.At(r.cur); row.Name != "Company 0003" && r.cur != r.load.moved.at(r.cur, r.rows.Total) {
			t.Fatalf("moves were lost: %d %q", r.cur, row.Name)
		}
		r.keys("G")
		if r.cur != 399 {
			t.Fatalf("End went to %d", r.cur)
		}
		if !strings.Contains(kittest.Text(r), "▌") {
			t.Fatal("the cursor is out of sight")
		}
	})
}

func TestKeysWaitInOrder(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(20), func(t *testing.T, r *rig) {
		first := r.current()
		// d, then Space on the next row, while the deletion is still on its way.
		cmd := r.Update(kit.Press("d"))
		r.Update(kit.Press("space"))
		r.Update(kit.Press("j"))
		r.Update(kit.Press("space"))
		kittest.Pump(r, kittest.Run(cmd)...)
		if _, ok := r.marks[first]; ok {
			t.Fatal("a key ran on a row that was being deleted")
		}
		if len(r.marks) != 2 {
			t.Fatalf("%d marks, want those of two rows", len(r.marks))
		}
	})
}

func TestFilter(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("space /")
		if !r.Typing() || r.View().Cursor == nil {
			t.Fatal("the filter has no cursor")
		}
		r.typed("expo-berlin")
		if r.rows.Total != 5 {
			t.Fatalf("%d rows", r.rows.Total)
		}
		kittest.Pump(r, tea.PasteMsg{Content: " -jane\r\n"})
		if r.rows.Total != 4 || r.filter.Text() != "expo-berlin -jane" {
			t.Fatalf("%d rows for %q", r.rows.Total, r.filter.Text())
		}
		r.keys("enter p esc")
		if r.side.payload || r.filter.Text() == "" {
			t.Fatal("Esc closes the payload first")
		}
		r.keys("! esc")
		if r.rows.Total != 7 || r.filtered() || len(r.marks) != 1 {
			t.Fatal("Esc empties the filter and leaves the marks")
		}
	})
}

func TestPasteIsNeverKeys(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		got := kittest.Said(kittest.Pump(r, tea.PasteMsg{Content: "ddd\r\naS\r\nq\r\n"}))
		if got != "A paste of 3 lines: n opens a new lead for it" {
			t.Errorf("said %q", got)
		}
		if r.rows.Total != 7 || len(r.marks) != 0 {
			t.Error("the paste was run as keys")
		}
	})
}

func TestMarks(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(400), func(t *testing.T, r *rig) {
		for _, step := range []struct {
			keys string
			want int
		}{
			{"space", 1}, {"*", 399}, {"A", 0}, {"a", 400}, {"space", 399}, {"A v j j v", 3}, {"A g v G v", 400}, {"A v esc", 0},
		} {
			r.keys(step.keys)
			if len(r.marks) != step.want {
				t.Fatalf("%s: %d marked, want %d", step.keys, len(r.marks), step.want)
			}
		}
	})
}
