package outbox

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"sync"
	"testing"
	"time"

	"leadpad/queue"
)

// TestKilledSender is S7: kill -9 of the sender at a random instant.
func TestKilledSender(t *testing.T) {
	t.Parallel()
	const halls = 4
	n, random := trials(300), seeded(t)
	var mu sync.Mutex
	all := map[queue.State]int{}
	t.Cleanup(func() {
		t.Logf("%d trials: %v", n, all)
		if all[queue.Sent] == 0 || all[queue.Unsure] == 0 {
			t.Error("no kill met a sender at work")
		}
	})
	for i := range halls {
		kills, seed := (n+i)/halls, random.Uint64()
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			states := killSenders(t, kills, rand.New(rand.NewPCG(seed, 1)))
			mu.Lock()
			defer mu.Unlock()
			for state, count := range states {
				all[state] += count
			}
		})
	}
}

// killSenders kills n senders of one queue, one after the other, and gives the
// states in which its leads are then.
func killSenders(t *testing.T, n int, random *rand.Rand) map[queue.State]int {
	h := newHall(t)
	h.srv.latency = 5 * time.Millisecond
	h.order.Each, h.order.Size = 20, 5
	for i := range n {
		h.fill(20) // work for at least one submission
		before := h.srv.requests()
		c, out := h.start()
		line := bufio.NewScanner(out)
		if !line.Scan() {
			t.Fatalf("trial %d: the child does not begin", i)
		}
		spread := 60 * time.Millisecond
		switch i % 4 {
		case 1: // dies while it sends its first request
			h.hear(before + 1)
			spread /= 4
		case 3: // has an outcome on disk, for two more requests followed
			h.hear(before + 3)
			spread /= 4
		}
		time.Sleep(time.Duration(random.Int64N(int64(spread))))
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	return h.check()
}

// TestEightProcesses is S9: eight processes on one queue, 200 batches.
func TestEightProcesses(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.order.Each, h.order.Size = 5, 5
	h.order.Rest = 100 * time.Millisecond // or the first one would send all
	batches := trials(200)
	h.fill(batches * h.order.Each)
	var all []*exec.Cmd
	address := h.order.URL
	for i := range 8 {
		h.order.URL = fmt.Sprint(address, "/", i) // the server can tell them apart
		c, _ := h.start()
		all = append(all, c)
	}
	// Far above the seconds that they take: whoever is still there waits for another.
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
	if h.srv.turns < batches/10 {
		t.Errorf("the processes took turns %d times in %d batches", h.srv.turns, batches)
	}
	t.Logf("8 processes, %d batches, %d requests, %d turns", batches, h.srv.requests(), h.srv.turns)
}
