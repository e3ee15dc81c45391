//go:build unix

package sqlite

import (
	"context"
	"os/exec"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/store"
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

// Where other computers may use the file and its locks do not tell that a holder is
// dead, the lease is its holder's for as long as they renew it, is free at once when
// they give it back, and is taken over a while after they died.
func TestLeaseIsRenewedWhereLocksDoNotTell(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	synctest.Test(t, func(t *testing.T) {
		open := func() (*engine, queue.Queue) {
			e, err := openEngine(t.Context(), path, upgrade{schema: queueSchema(store.Keys(queue.Options{}))})
			queuetest.Must(t, err)
			e.shared = true
			q, err := store.Open(t.Context(), e, queue.Options{})
			queuetest.Must(t, err)
			return e, q
		}
		dies, old := open()
		_, heir := open()
		defer func() { queuetest.Must(t, heir.Close()) }()
		takes := func(q queue.Queue) queue.Lease {
			t.Helper()
			l, ok, err := q.TakeLease(t.Context(), "w")
			queuetest.Must(t, err)
			if !ok {
				return nil
			}
			return l
		}
		back := takes(old)
		steal(t, path, "w")
		if takes(heir) != nil {
			t.Fatal("two have the lease")
		}
		queuetest.Must(t, back.Release())
		mine := takes(heir)
		if mine == nil {
			t.Fatal("a lease that was given back is not free")
		}
		queuetest.Must(t, mine.Release())

		last := takes(old)
		steal(t, path, "w")
		for range 60 {
			if time.Sleep(time.Second); takes(heir) != nil {
				t.Fatal("taken from who renews it")
			}
		}
		queuetest.Must(t, dies.Close()) // its beats come to nothing: it is dead
		waited := 0
		for mine = nil; mine == nil; waited++ {
			if waited > 40 {
				t.Fatal("a dead one's lease is never taken over")
			}
			time.Sleep(time.Second)
			mine = takes(heir)
		}
		if waited < 15 || mine.Fence() <= last.Fence() {
			t.Errorf("taken over after %d s, with the number %d behind %d", waited, mine.Fence(), last.Fence())
		}
		_ = old.Close()
	})
}
