package history

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

func TestSettleAndTakeBack(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		sent, ready := r.count(t, queue.Sent), r.count(t, queue.Ready)
		if got := kittest.Said(r.keys("t")); got != "100 leads → Sent; u takes it back" || r.count(t, queue.Sent) != sent+100 {
			t.Fatalf("%q, %d sent", got, r.count(t, queue.Sent))
		}
		if got := kittest.Said(r.keys("u")); got != "100 leads are Not sure again" || r.count(t, queue.Unsure) != 100 {
			t.Fatalf("%q, %d unsure", got, r.count(t, queue.Unsure))
		}
		// The cursor stays on its batch, which is the first again.
		r.keys("g")
		if r.keys("m"); r.count(t, queue.Unsure) != 100 {
			t.Fatal("m did not ask within two minutes")
		}
		if r.keys("j k m"); r.count(t, queue.Unsure) != 100 {
			t.Fatal("another key did not take the question back")
		}
		if r.keys("m"); r.count(t, queue.Ready) != ready+100 {
			t.Fatalf("%d ready", r.count(t, queue.Ready))
		}
		r.keys("u g")
		kittest.Pump(r, kit.Clock{Now: kittest.Noon().Add(5 * time.Minute)})
		if r.keys("m"); r.count(t, queue.Ready) != ready+100 {
			t.Fatal("m asked although the request is long over")
		}
	})
}

func TestLeadByLead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		sent, ready := r.count(t, queue.Sent), r.count(t, queue.Ready)
		r.keys("l t m m")
		if r.count(t, queue.Sent) != sent+1 || r.count(t, queue.Ready) != ready+2 || r.count(t, queue.Unsure) != 97 {
			t.Fatalf("%d sent, %d ready, %d unsure", r.count(t, queue.Sent), r.count(t, queue.Ready), r.count(t, queue.Unsure))
		}
		if r.keys("u"); r.count(t, queue.Ready) != ready+1 || r.count(t, queue.Unsure) != 98 || r.count(t, queue.Sent) != sent+1 {
			t.Fatalf("after undo: %d sent, %d ready, %d unsure", r.count(t, queue.Sent), r.count(t, queue.Ready), r.count(t, queue.Unsure))
		}
	})
}

func TestUndoTakesBackOnlyWhatTheKeyDid(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		r.keys("l t esc")
		if got := kittest.Said(r.keys("m m")); got != "99 leads → Ready; u takes it back" {
			t.Fatalf("m said %q", got)
		}
		sent := r.count(t, queue.Sent)
		if got := kittest.Said(r.keys("u")); got != "99 leads are Not sure again" || r.count(t, queue.Unsure) != 99 || r.count(t, queue.Sent) != sent {
			t.Fatalf("u said %q, %d are not sure", got, r.count(t, queue.Unsure))
		}
		if got := kittest.Said(r.keys("u")); got != "1 lead is Not sure again" || r.count(t, queue.Unsure) != 100 {
			t.Fatalf("the second u said %q, %d are not sure", got, r.count(t, queue.Unsure))
		}
	})
}

func TestSettleInTheReceipt(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		r.keys("enter")
		if r.keys("m j m"); r.count(t, queue.Unsure) != 100 {
			t.Fatal("another key between two m did not take the question back")
		}
		if got := kittest.Said(r.keys("m")); got != "100 leads → Ready; u takes it back" {
			t.Fatalf("m said %q", got)
		}
		if got := kittest.Said(r.keys("u")); got != "100 leads are Not sure again" {
			t.Fatalf("u said %q", got)
		}
		if got := kittest.Said(r.keys("t")); got != "100 leads → Sent; u takes it back" {
			t.Fatalf("t said %q", got)
		}
		if r.keys("u l t"); r.count(t, queue.Unsure) != 99 {
			t.Fatalf("lead by lead left %d not sure", r.count(t, queue.Unsure))
		}
	})
}

// search is a sender that notes what is looked for.
type search struct {
	asked []kit.ID
	err   error
}

func (s *search) FindAtFault(_ context.Context, id kit.ID) (kit.ID, error) {
	s.asked = append(s.asked, id)
	return kit.ID{}, s.err
}

func TestFindAtFault(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], many, func(t *testing.T, r *rig) {
		s := &search{}
		r.finder = s
		if got := kittest.Said(r.keys("f")); !strings.HasPrefix(got, "Nothing to find") || len(s.asked) != 0 {
			t.Errorf("on a batch that waits it said %q", got)
		}
		kittest.Pump(r, kit.ShowBatch{ID: kittest.ID(1007)})
		for _, keys := range []string{"f", "enter f"} {
			got := r.keys(keys)
			if want := []tea.Msg{kit.GoTo{Screen: kit.SendScreen}}; !reflect.DeepEqual(got, want) {
				t.Errorf("%q gave %v, want %v", keys, got, want)
			}
		}
		if want := []kit.ID{kittest.ID(1007), kittest.ID(1007)}; !slices.Equal(s.asked, want) {
			t.Errorf("looked in %v, want %v", s.asked, want)
		}
		s.err = outbox.ErrNothing
		if got := kittest.Said(r.keys("f")); got != "None of its leads is Ready any more" {
			t.Errorf("with nothing left it said %q", got)
		}
	})
}

// A key that was refused can be changed from its receipt, in the list and open;
// elsewhere, and in practice, the key says that there is nothing to change.
func TestARefusedKeyIsChanged(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], many, func(t *testing.T, r *rig) {
		for _, practice := range []bool{true, false} {
			r.d.Workspace.Practice = practice
			for _, at := range []int{1002, 1007} {
				kittest.Pump(r, kit.ShowBatch{ID: kittest.ID(at)})
				for _, keys := range []string{"K", "enter K"} {
					asks := slices.Contains(r.keys(keys), tea.Msg(kit.ChangeKey{}))
					offered := slices.ContainsFunc(r.Footer(), func(h kit.Hint) bool { return h.Action == kit.NewKey })
					if want := at == 1002 && !practice; asks != want || offered != want {
						t.Errorf("batch %d, practice %v: %q asks %v, is offered %v", at, practice, keys, asks, offered)
					}
				}
				r.keys("esc")
			}
		}
	})
}
