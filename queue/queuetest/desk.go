package queuetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"leadpad/queue"
)

// sit begins a desk, which there must be.
func sit(t testing.TB, q queue.Queue) (queue.Desk, queue.Left) {
	t.Helper()
	d, left, err := q.Sit(context.Background(), "w")
	Must(t, err)
	if d == nil {
		t.Fatal("there is no desk")
	}
	return d, left
}

// typing saves an unfinished draft at a desk, the form on show.
func typing(t testing.TB, d queue.Desk, name, note string) queue.Entry {
	t.Helper()
	e := Company(name)
	e.State, e.Finished = queue.Draft, false
	e, err := d.Save(context.Background(), e, placed(note))
	Must(t, err)
	return e
}

// placed is the place of an open form.
func placed(note string) func(queue.Entry) queue.Place {
	return func(e queue.Entry) queue.Place {
		return queue.Place{Lead: e.ID, Rev: e.Rev, Open: []queue.ID{e.ID}, Note: note}
	}
}

// testDesk has two windows of one person and one of another want the same lead.
func testDesk(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	ana, lea := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "lea", All: true})
	one, left := sit(t, ana)
	if left.Found || len(left.Elsewhere) != 0 {
		t.Fatalf("something is left in a new queue: %+v", left)
	}
	e := typing(t, one, "Acme", "name 4")
	two, left := sit(t, ana)
	if left.Found || len(left.Elsewhere) != 1 || left.Elsewhere[0].ID != e.ID {
		t.Errorf("beside a window that has it open the start finds %+v", left)
	}
	three, left := sit(t, lea)
	if left.Found || len(left.Elsewhere) != 0 {
		t.Errorf("somebody else's start finds %+v", left)
	}
	for _, d := range []queue.Desk{two, three} {
		Must(t, d.Note(ctx, func() queue.Place { return placed("")(e) }))
		if hold, err := d.Hold(ctx, e.ID); hold != queue.Lost || err != nil {
			t.Errorf("claimed while it is open in another window: %v, %v", hold, err)
		}
		if _, err := d.Save(ctx, e, placed("")); !errors.Is(err, queue.ErrTaken) {
			t.Errorf("saved while it is open in another window: %v", err)
		}
	}
	Must(t, one.Note(ctx, func() queue.Place { return queue.Place{} }))
	if hold, err := three.Hold(ctx, e.ID); hold != queue.Kept || err != nil {
		t.Errorf("not to be had though it was left: %v, %v", hold, err)
	}
	Must(t, three.Note(ctx, func() queue.Place { return placed("")(e) }))
	if hold, err := one.Hold(ctx, e.ID); hold != queue.Lost || err != nil {
		t.Errorf("the claim that was left is %v, %v", hold, err)
	}
}

// testDeskTakenOver asks a window for its lead: it lets go when it has saved, or it
// does not answer.
func testDeskTakenOver(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	one, _ := sit(t, q)
	two, _ := sit(t, q)
	e := typing(t, one, "Acme", "")
	news := q.Watch(ctx, "w", queue.OfLeads)
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := two.Seize(ctx, e.ID); err != nil {
			t.Error(err)
		}
	})
	for hold := queue.Kept; hold != queue.Wanted; {
		<-news
		var err error
		hold, err = one.Hold(ctx, e.ID)
		Must(t, err)
	}
	e.Lead.Name = "Acme, the last word"
	e, err := one.Save(ctx, e, placed("")) // what it still had
	Must(t, err)
	Must(t, one.Note(ctx, func() queue.Place { return queue.Place{} }))
	if hold, err := one.Hold(ctx, e.ID); hold != queue.Lost || err != nil {
		t.Errorf("who let go has it again before who asked: %v, %v", hold, err)
	}
	wait.Wait()
	e.Lead.Name = "Acme taken over"
	if e, err = two.Save(ctx, e, placed("")); err != nil {
		t.Fatal(err)
	}
	Must(t, one.Seize(ctx, e.ID)) // nobody answers
	if _, err := two.Save(ctx, e, placed("")); !errors.Is(err, queue.ErrTaken) {
		t.Errorf("saved by who did not answer: %v", err)
	}
}

// testDeskLeft ends windows in every way and asks what the next start comes back to.
func testDeskLeft(t *testing.T, e Engine) {
	for name, c := range map[string]struct {
		end  func(q queue.Queue, d queue.Desk, e queue.Entry) error
		want string // the note that is found
	}{
		"killed": {func(queue.Queue, queue.Desk, queue.Entry) error { return nil }, "email 3"},
		"left in the form": {func(_ queue.Queue, d queue.Desk, _ queue.Entry) error {
			return d.Leave(context.Background(), true)
		}, "email 3"},
		"left elsewhere": {func(_ queue.Queue, d queue.Desk, _ queue.Entry) error {
			return d.Leave(context.Background(), false)
		}, ""},
		"went on to a new lead": {func(_ queue.Queue, d queue.Desk, e queue.Entry) error {
			return d.Note(context.Background(), func() queue.Place { return queue.Place{} })
		}, ""},
		"a new lead, nothing typed": {func(_ queue.Queue, d queue.Desk, e queue.Entry) error {
			return d.Note(context.Background(), func() queue.Place { return queue.Place{Note: "labels 0"} })
		}, "labels 0"},
		"finished meanwhile": {func(q queue.Queue, _ queue.Desk, e queue.Entry) error {
			e.State, e.Finished = queue.Ready, true
			_, err := q.Save(context.Background(), e)
			return err
		}, ""},
		"deleted meanwhile": {func(q queue.Queue, _ queue.Desk, e queue.Entry) error {
			_, err := q.Delete(context.Background(), "w", []queue.ID{e.ID})
			return err
		}, ""},
		"changed meanwhile, unfinished": {func(q queue.Queue, _ queue.Desk, e queue.Entry) error {
			e.Lead.Name = "Other"
			_, err := q.Save(context.Background(), e)
			return err
		}, "email 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := e.Address(t)
			before, err := e.Open(t.Context(), address, queue.Options{})
			Must(t, err)
			d, _ := sit(t, before)
			lead := typing(t, d, "Acme", "email 3")
			Must(t, c.end(before, d, lead))
			Must(t, before.Close()) // of a dead process as little is left
			q := e.open(t, address)
			d, left := sit(t, q)
			if left.Note != c.want || left.Found != (c.want != "") {
				t.Fatalf("the next start finds %+v, want %q", left, c.want)
			}
			if c.want != "email 3" {
				return
			}
			if hold, err := d.Hold(t.Context(), lead.ID); hold != queue.Kept || err != nil {
				t.Errorf("what it came back to is %v, %v", hold, err)
			}
			if _, again := sit(t, q); again.Found {
				t.Error("two windows come back to it")
			}
		})
	}
}

// testDeskOfTheDead leaves several dead windows, whose locks others take meanwhile:
// each start comes back to one of them, the newest first, and a lead that a dead one
// had open is nobody's.
func testDeskOfTheDead(t *testing.T, e Engine) {
	address := e.Address(t)
	var ids []queue.ID
	var dead []queue.Queue
	for _, name := range []string{"One", "Two", "Three"} {
		q, err := e.Open(t.Context(), address, queue.Options{})
		Must(t, err)
		d, left := sit(t, q)
		if left.Found {
			t.Fatalf("%s comes back to a living window's lead", name)
		}
		ids = append(ids, typing(t, d, name, name).ID)
		dead = append(dead, q)
	}
	ana := e.open(t, address).As(queue.Scope{Owner: "ana", All: true})
	d, _ := sit(t, ana)
	for _, q := range dead {
		Must(t, q.Close())
	}
	if hold, err := d.Hold(t.Context(), ids[0]); hold != queue.Kept || err != nil {
		t.Errorf("a dead window has the lead: %v, %v", hold, err)
	}
	Must(t, d.Note(t.Context(), func() queue.Place { return queue.Place{Open: ids[:1]} }))
	if _, left := sit(t, e.open(t, address).As(queue.Scope{Owner: "ben"})); left.Found {
		t.Errorf("one more comes back to %+v", left)
	}
	for _, want := range []string{"Three", "Two", ""} {
		_, left := sit(t, e.open(t, address))
		if left.Note != want || left.Entry.Lead.Name != want {
			t.Errorf("the next start comes back to %q, want %q", left.Note, want)
		}
	}
}
