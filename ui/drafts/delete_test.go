package drafts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

func TestDeleteAsksAboutMoreThanOne(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		if got := kittest.Said(r.keys("d")); got != "1 deleted, u brings it back" || r.rows.Total != 6 {
			t.Fatalf("one lead: %q, %d rows", got, r.rows.Total)
		}
		r.keys("u")
		d := r.asked("space j space j space d")
		if want := "Delete 3 leads?\nThey stay in the Trash until 11 Apr.\n\nEnter delete · Esc keep\n"; d.text(r) != want {
			t.Errorf("asked\n%s", d.text(r))
		}
		if kittest.Keys(d, "y d S space"); len(d.out) > 0 || r.rows.Total != 7 {
			t.Fatal("a letter deleted")
		}
		if kittest.Keys(d, "esc"); len(d.out) > 0 || len(r.marked()) != 3 {
			t.Fatal("Esc did not keep all as it was")
		}
		if got := r.deletes("d"); got != "3 deleted, u brings them back" || r.rows.Total != 4 || len(r.marks) != 0 {
			t.Fatalf("%q, %d rows, %d marks", got, r.rows.Total, len(r.marks))
		}
	})
}

func TestDeleteSaysWhatStays(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		kittest.Sent(t, r.w, queue.Batch{ID: kittest.ID(900), Submission: kittest.ID(901), State: queue.BatchSent, Leads: r.ids[:1], Payload: []byte("[]")}, queue.Sent)
		kittest.Pump(r, kit.QueueChanged{})
		r.keys("h a /")
		r.typed("expo-berlin")
		r.keys("enter")
		d := r.asked("d")
		want := "Delete 4 leads?\nThey stay in the Trash until 11 Apr.\n2 more marked are hidden and stay.\n1 held, sent or not sure stays.\n"
		if !strings.HasPrefix(d.text(r), want) {
			t.Errorf("asked\n%s", d.text(r))
		}
		kittest.Keys(d, "enter")
		got := kittest.Said(kittest.Pump(r, d.out...))
		if got != "4 deleted, u brings them back; 1 held, sent or not sure stays, 2 marked but hidden stay" {
			t.Errorf("said %q", got)
		}
		r.keys("/ esc A /")
		r.typed("tokyo")
		r.keys("enter a / esc G space /")
		r.typed("tokyo")
		r.keys("enter")
		if got := kittest.Said(r.keys("d")); got != "1 deleted, u brings it back; 1 marked but hidden stays" {
			t.Errorf("one shown of two marked: said %q", got)
		}
	})
}

func TestUndoBringsMarksAndCursorBack(t *testing.T) {
	t.Parallel()
	es := samples()
	es[6].State = queue.Draft
	open(t, sizes()[0], colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
		checked := func(what string, rows, cur int, marked ...int) {
			t.Helper()
			if at := r.current(); r.rows.Total != rows || at != r.ids[cur] || fmt.Sprint(r.marked()) != fmt.Sprint(marked) {
				t.Errorf("%s: %d rows, marked %v, the cursor is on row %d", what, r.rows.Total, r.marked(), r.cur)
			}
		}
		r.deletes("space j space j space j d") // of 0, 1 and 2, from 3
		checked("deleted", 4, 3)
		r.keys("space end")
		if got := kittest.Said(r.keys("ctrl+z")); got != "3 brought back" {
			t.Errorf("said %q", got)
		}
		checked("undone", 7, 3, 0, 1, 2)
		r.keys("home ctrl+y")
		checked("done again", 4, 3)
		r.keys("end u")
		checked("undone again", 7, 3, 0, 1, 2)
		if got := kittest.Said(r.keys("u")); !strings.HasPrefix(got, "Nothing was done") {
			t.Errorf("said %q", got)
		}
		r.keys("A end space r A home u") // make ready, of the last alone
		checked("made ready and undone", 7, 6, 6)
	})
}

func TestUndoOfAFieldBringsMarksAndCursorBack(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		d := r.asked("space j space j e")
		kittest.Keys(d, "enter h o t enter")
		if got := kittest.Said(kittest.Pump(r, d.out...)); got != "2 changed, u undoes" {
			t.Fatalf("said %q", got)
		}
		r.keys("A end u")
		if got := fmt.Sprint(r.marked()); got != "[0 1]" || r.current() != r.ids[2] {
			t.Errorf("marked %s, the cursor is on row %d", got, r.cur)
		}
	})
}

// again is the screen of a process that starts when this one has ended.
func (r *rig) again() {
	r.Model = New(kittest.Deps(r.t, r.w, colorprofile.TrueColor))
	kittest.Pump(r, kittest.Run(r.Init())...)
	kittest.Pump(r, kittest.Run(r.Show())...)
}

func TestUndoAfterARestart(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.clock.At = kittest.Noon().Add(-26 * time.Hour)
		r.keys("end d home")
		r.clock.At = kittest.Noon().Add(-90 * time.Minute)
		r.deletes("space j space j space d")
		r.again()
		if got := kittest.Said(r.keys("u")); got != "3 leads deleted 10:30 brought back" {
			t.Errorf("said %q", got)
		}
		if got := fmt.Sprint(r.marked()); got != "[0 1 2]" || r.current() != r.ids[0] || r.rows.Total != 6 {
			t.Errorf("marked %s, the cursor is on row %d of %d", got, r.cur, r.rows.Total)
		}
		if r.keys("ctrl+y"); r.rows.Total != 3 {
			t.Errorf("redo left %d rows", r.rows.Total)
		}
		r.keys("u")
		if got := kittest.Said(r.keys("ctrl+z")); got != "1 lead deleted 11 Mar 10:00 brought back" || r.rows.Total != 7 {
			t.Errorf("said %q, %d rows", got, r.rows.Total)
		}
		if got := kittest.Said(r.keys("u")); !strings.HasPrefix(got, "Nothing was done") {
			t.Errorf("said %q", got)
		}
	})
}

// Two windows on one queue: what one of them took back, the other does not take
// back again, and it says so.
func TestUndoInTwoWindows(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.deletes("space j space j space d")
		other := *r
		other.again()
		if _, err := r.w.Queue.Restore(t.Context(), r.w.Name, r.ids[1:2]); err != nil {
			t.Fatal(err)
		}
		if got := kittest.Said(other.keys("u")); got != "2 of 3 leads deleted 12:00 brought back; 1 was brought back before" {
			t.Errorf("the other window said %q", got)
		}
		other.keys("A home d") // one of them, anew
		kittest.Pump(r, kit.QueueChanged{})
		if got := kittest.Said(r.keys("u")); got != "All 3 were brought back before" || r.rows.Total != 6 {
			t.Errorf("this one said %q, %d rows", got, r.rows.Total)
		}
		if got := kittest.Said(r.keys("u")); got != "1 lead deleted 12:00 brought back" || r.rows.Total != 7 {
			t.Errorf("then it said %q, %d rows", got, r.rows.Total)
		}
	})
}

// An undo that failed can be tried again.
func TestUndoThatFailedIsKept(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("d")
		kittest.Pump(r, doneMsg{Address: r.to(), way: backward, ran: r.undo[0], what: cannotUndo, err: queue.ErrClosed})
		if len(r.undo) != 2 {
			t.Errorf("%d steps are kept", len(r.undo))
		}
	})
}

// Enter deletes what the question counted, and says what was no longer there.
func TestTheQuestionIsAboutWhatItCounted(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		d := r.asked("space j space d")
		l := lead.Lead{Kind: lead.Company}
		l.Name = "Later"
		kittest.Save(t, r.w, r.clock, queue.Entry{ID: kittest.ID(77), State: queue.Ready, Lead: l})
		if _, err := r.w.Queue.Delete(t.Context(), r.w.Name, r.ids[:1]); err != nil {
			t.Fatal(err)
		}
		kittest.Keys(d, "enter")
		if got := kittest.Said(kittest.Pump(r, d.out...)); got != "1 deleted, u brings it back; 1 was deleted or on its way already" {
			t.Errorf("said %q", got)
		}
	})
}
