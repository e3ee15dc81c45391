package outbox

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"leadpad/queue"
)

// TestKilledSender is S7: kill -9 of the sender at a random instant.
func TestKilledSender(t *testing.T) {
	t.Parallel()
	n, random := trials(300), seeded(t)
	h := newHall(t)
	h.order.Each, h.order.Size = 20, 5
	for i := range n {
		if i%10 == 0 {
			h.fill(100)
		}
		// No child inherits the dead one's slot, or it would wait its time-out.
		h.order.Window = filepath.Join(filepath.Dir(h.order.Queue), fmt.Sprintf("window-%d.db", i))
		c, out := h.start()
		line := bufio.NewScanner(out)
		if !line.Scan() {
			t.Fatalf("trial %d: the child does not begin", i)
		}
		spread := 60 * time.Millisecond
		if i%2 == 1 { // every other one dies while it sends
			select {
			case <-h.srv.bell: // perhaps of the trial before
			default:
			}
			select {
			case <-h.srv.bell:
			case <-time.After(5 * time.Second):
			}
			if spread /= 4; i%4 == 3 { // some after an outcome, also on a slow machine
				spread *= 16
			}
		}
		time.Sleep(time.Duration(random.Int64N(int64(spread))))
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	states := h.check()
	t.Logf("%d trials: %v", n, states)
	if states[queue.Sent] == 0 || states[queue.Unsure] == 0 {
		t.Error("no kill met a sender at work")
	}
}

// TestEightProcesses is S9: eight processes on one queue, 200 batches.
func TestEightProcesses(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.order.Each, h.order.Size = 5, 5
	batches := trials(200)
	h.fill(batches * h.order.Each)
	var all []*exec.Cmd
	for range 8 {
		c, _ := h.start()
		all = append(all, c)
	}
	// Far above what they take: whoever is still there waits for another.
	stuck := time.AfterFunc(time.Duration(max(batches, 200))*time.Second, func() {
		for _, c := range all {
			_ = c.Process.Kill()
		}
	})
	defer stuck.Stop()
	for _, c := range all {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	if got := h.check(); got[queue.Sent] != h.total || len(got) != 1 {
		t.Errorf("states %v, want %d sent", got, h.total)
	}
	t.Logf("8 processes, %d batches, %d requests", batches, h.srv.requests())
}
