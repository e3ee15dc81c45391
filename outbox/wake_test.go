package outbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"leadpad/queue"
)

// TestNoWakeUpIsLost submits from several goroutines while others pause, go on
// and look, on a real clock, where a bell that rings between two looks would
// leave somebody waiting for ever. synctest cannot show that: in its bubbles
// goroutines hardly ever meet.
func TestNoWakeUpIsLost(t *testing.T) {
	t.Parallel()
	leads := 400
	if testing.Short() {
		leads = 100
	}
	r := newFileRig(t, leads, func(o *Options) { o.Window.Requests = 10_000 })
	r.f.latency = 0
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var senders, others sync.WaitGroup
	stop := make(chan struct{})
	for part := range 4 {
		senders.Go(func() {
			for i := part; i < len(r.ids); i += 4 {
				id, err := r.s.Submit(ctx, Plan{IDs: r.ids[i : i+1]})
				if err == nil {
					_, err = r.s.Wait(ctx, id)
				}
				if err != nil {
					t.Errorf("lead %d: %v; the sender is %+v", i, err, r.s.Progress())
					return
				}
			}
		})
	}
	for seed := range uint64(2) {
		others.Go(func() {
			random := rand.New(rand.NewPCG(seed, 4))
			for {
				select {
				case <-stop:
					return
				default:
				}
				r.s.Pause()
				time.Sleep(time.Duration(random.IntN(300)) * time.Microsecond)
				r.s.Resume()
				watched, enough := context.WithTimeout(ctx, time.Millisecond)
				<-r.s.Subscribe(watched)
				enough()
				if _, err := r.s.Plan(ctx, r.ids[:3]); err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	close(stop)
	others.Wait()
	if got := r.states(); !t.Failed() && got[queue.Sent] != len(r.ids) {
		t.Errorf("states %v", got)
	}
	r.once()
	r.end()
}
