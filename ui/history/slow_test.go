package history

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// A settlement that waits for another program's lock says so; what moves works,
// what settles is refused until it is done.
func TestSettlementThatWaitsForTheDisk(t *testing.T) {
	t.Parallel()
	fill := func(t *testing.T, r *rig) {
		r.batch(t, 1, 20*time.Minute, r.leads(t, 2), queue.Unsure, queue.BatchUnsure, queue.Receipt{})
		r.batch(t, 2, 10*time.Minute, r.leads(t, 2), queue.Sent, queue.BatchSent, queue.Receipt{})
	}
	open(t, sizes()[0], fill, func(t *testing.T, r *rig) {
		begun, ok := r.Update(kit.Press("t"))().(tea.BatchMsg)
		if !ok || len(begun) != 2 {
			t.Fatalf("t gives %v", begun)
		}
		word, clock := begun[0], begun[1]
		r.keys("t")
		if got, want := kittest.Said(kittest.Pump(r, kittest.Run(clock)...)), "Waiting for the disk; the keys pressed since did nothing"; got != want {
			t.Errorf("after a moment it says %q, want %q", got, want)
		}
		if got, want := kittest.Said(r.keys("m")), "Not yet: the word before it still waits for the disk"; got != want {
			t.Errorf("m says %q, want %q", got, want)
		}
		if r.keys("j"); r.cur != 1 {
			t.Errorf("j moves to row %d", r.cur)
		}
		if got, want := kittest.Said(kittest.Pump(r, kittest.Run(word)...)), "2 leads → Sent; u takes it back"; got != want {
			t.Errorf("in the end it says %q, want %q", got, want)
		}
		if got, want := kittest.Said(r.keys("u")), "2 leads are Not sure again"; got != want {
			t.Errorf("u says %q, want %q", got, want)
		}
	})
}
