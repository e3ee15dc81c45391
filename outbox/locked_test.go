package outbox

import (
	"context"
	"database/sql"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/queue"
)

func fileBubble(t *testing.T, n int, change func(*Options), f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newFileRig(t, n, change)
		f(t, r)
		r.once()
		r.end()
	})
}

// locked holds the queue's write lock, as another program does, until free.
func locked(t *testing.T, path string) (free func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, _ = c.ExecContext(context.Background(), "ROLLBACK")
		_ = c.Close()
		_ = db.Close()
	}
}

// settles waits until what a dead sender left is settled: on a slow machine that
// is only after the start.
func (r *rig) settles() {
	r.t.Helper()
	if err := r.s.Settled(r.t.Context()); err != nil {
		r.t.Error(err)
	}
}

// A sender that starts while another program holds the queue says when it has
// settled what a dead one left: until then its leads are not ready.
func TestSettledSaysWhenTheLeadsAreReady(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 10, nil)
	if err := r.s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	l, okay, err := r.q.TakeLease(t.Context(), workspace)
	if err != nil || !okay {
		t.Fatal(okay, err)
	}
	if _, err := r.q.Claim(t.Context(), workspace, newID(), r.ids); err != nil {
		t.Fatal(err)
	}
	_ = l.Release() // as a process that dies does
	free := locked(t, r.path)
	time.AfterFunc(2*settleWithin, free)
	r.start()
	r.settles()
	wantStates(t, r, map[queue.State]int{queue.Ready: 10})
	r.end()
}

// Close comes to an end also when another program holds the queue.
func TestCloseWhileTheQueueIsLocked(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 100, nil)
	r.f.latency = 2 * time.Second
	r.submit(r.ids)
	r.until("in flight", func(p Progress) bool { return len(p.Requests) > 0 && p.Requests[0].State == InFlight })
	free := locked(t, r.path)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	done := make(chan struct{})
	go func() { _ = r.s.Close(ctx); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("Close(1 s) has not returned after 20 s")
	}
	free()
	<-done
	r.restart()
	r.settles()
	wantStates(t, r, map[queue.State]int{queue.Unsure: 100})
	r.end()
}

// The hold begins when the leads are claimed, however long the disk took.
func TestHoldBeginsWhenTheLeadsAreClaimed(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 10, func(o *Options) { o.Hold = 2 * time.Second })
	p, err := r.s.Plan(t.Context(), r.ids)
	if err != nil {
		t.Fatal(err)
	}
	free := locked(t, r.path)
	time.AfterFunc(3*time.Second, free)
	id, err := r.s.Submit(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if n, taken := r.s.TakeBack(t.Context()); !taken {
		t.Errorf("Submit with a hold of 2 s has just returned, and u takes back %d, %v", n, taken)
	}
	r.done(id)
	r.end()
}

// What Submit says is what happens: once the claim began, it waits for it.
func TestSubmitWaitsForAClaimThatBegan(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 10, nil)
	p, err := r.s.Plan(t.Context(), r.ids)
	if err != nil {
		t.Fatal(err)
	}
	free := locked(t, r.path)
	time.AfterFunc(3*time.Second, free)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	id, err := r.s.Submit(ctx, p)
	if err != nil {
		t.Fatalf("the claim had begun, and Submit gave up: %v", err)
	}
	if p := r.done(id); p.Sent != 10 {
		t.Errorf("it ended %+v", p)
	}
	r.end()
}

// What TakeBack says is what happened.
func TestTakeBackThatBeganIsWaitedFor(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 10, func(o *Options) { o.Hold = 30 * time.Second })
	r.submit(r.ids)
	r.until("holding", func(p Progress) bool { return p.Phase == Holding })
	free := locked(t, r.path)
	time.AfterFunc(3*time.Second, free)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	n, okay := r.s.TakeBack(ctx)
	t.Log(n, okay)
	time.Sleep(4 * time.Second)
	if got := r.states(); !okay && got[queue.Ready] == 10 {
		t.Errorf("TakeBack said %d, %v (“Nothing was in a hold any more.”), and all were taken back", n, okay)
	}
	r.end()
}
