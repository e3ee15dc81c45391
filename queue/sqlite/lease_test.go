//go:build unix

package sqlite

import (
	"context"
	"os/exec"
	"sync"
	"testing"

	"leadpad/queue/queuetest"
)

// TestLeaseWhileForking gives the lease back and takes it again while the
// process starts others, which for a moment hold every file that it has open
// (a key_command does that in earnest).
func TestLeaseWhileForking(t *testing.T) {
	t.Parallel()
	q := openQueue(t, filePath(t))
	ctx, stop := context.WithCancel(t.Context())
	var forks sync.WaitGroup
	for range 4 {
		forks.Go(func() {
			for ctx.Err() == nil {
				_ = exec.CommandContext(ctx, "true").Run()
			}
		})
	}
	for i := range queuetest.Trials(300) {
		l, ok, err := q.TakeLease(ctx, "w")
		if err != nil || !ok {
			t.Errorf("taken %d times, then: %v, %v", i, ok, err)
			break
		}
		queuetest.Must(t, l.Release())
	}
	stop()
	forks.Wait()
}
