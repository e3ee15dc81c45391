package sqlite

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// BenchmarkSaveInACrowd times a save while 200 sessions type in workspaces of
// their own: each watches its workspace, reads what its screen shows after every
// news, and saves as autosave does, twice a second. Compare p50-ms with alone.
func BenchmarkSaveInACrowd(b *testing.B) {
	for _, sessions := range []int{0, 200} {
		name := fmt.Sprintf("with %d", sessions)
		if sessions == 0 {
			name = "alone"
		}
		b.Run(name, func(b *testing.B) {
			q := openQueue(b, filePath(b))
			stop := crowd(b, q, sessions)
			defer stop()
			e := queuetest.Save(b, q, queuetest.Company("Acme"))
			var spent []time.Duration
			for i := 0; b.Loop(); i++ {
				e.Lead.Notes = fmt.Sprint(i)
				begun := time.Now()
				e = queuetest.Save(b, q, e)
				spent = append(spent, time.Since(begun))
				time.Sleep(5 * time.Millisecond) // a hand is not quicker
			}
			slices.Sort(spent)
			b.ReportMetric(float64(spent[len(spent)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(spent[len(spent)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// crowd has n sessions type until stop is called.
func crowd(b *testing.B, q queue.Queue, n int) (stop func()) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	for i := range n {
		workspace := fmt.Sprint("workspace ", i)
		news := q.Watch(ctx, workspace, queue.OfAll)
		e := queuetest.Company("typed")
		e.Workspace, e.State = workspace, queue.Draft
		e = queuetest.Save(b, q, e)
		work.Go(func() {
			for range news {
				_, _ = q.Counts(ctx, workspace)
				_, _ = q.Rows(ctx, queue.Query{Workspace: workspace}, 0, 40)
			}
		})
		work.Go(func() {
			tick := time.NewTicker(500 * time.Millisecond)
			defer tick.Stop()
			time.Sleep(time.Duration(i) * 500 * time.Millisecond / time.Duration(n))
			for ctx.Err() == nil {
				e.Lead.Notes += "x"
				if saved, err := q.Save(ctx, e); err == nil {
					e = saved
				}
				select {
				case <-tick.C:
				case <-ctx.Done():
				}
			}
		})
	}
	return func() { cancel(); work.Wait() }
}
