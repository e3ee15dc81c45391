package sqlite

import (
	"context"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// childSend takes the lease over and over and sends what is ready, ten leads a
// request, until nothing is left. Each request it prints, as the server would
// have seen it.
func childSend(args []string) error {
	ctx := context.Background()
	q, err := Open(ctx, args[0], queue.Options{})
	if err != nil {
		return err
	}
	for {
		left, err := sendSome(ctx, q)
		if err != nil {
			return err
		}
		if left == 0 {
			return q.Close()
		}
	}
}

// sendSome sends one batch under the lease, and gives how many leads are not
// sent yet.
func sendSome(ctx context.Context, q queue.Queue) (left int, err error) {
	c, err := q.Counts(ctx, "w")
	if err != nil {
		return 0, err
	}
	left = c.ByState[queue.Ready] + c.ByState[queue.Held] + c.ByState[queue.Sending]
	l, ok, err := q.TakeLease(ctx, "w")
	if err != nil {
		return 0, err
	}
	if !ok {
		time.Sleep(time.Millisecond) // the others are at it
		return left, nil
	}
	defer func() { _ = l.Release() }()
	if _, _, err := q.Recover(ctx, "w"); err != nil {
		return 0, err
	}
	ids, err := q.IDs(ctx, queue.Query{Workspace: "w", Text: "state:ready"})
	if err != nil || len(ids) == 0 {
		return left, err
	}
	sub := queuetest.NewID()
	es, err := q.Claim(ctx, "w", sub, ids[:min(10, len(ids))])
	if err != nil {
		return 0, err
	}
	b := queue.Batch{ID: queuetest.NewID(), Submission: sub, Workspace: "w", State: queue.BatchSent, Payload: []byte("[]")}
	for _, e := range es {
		b.Leads = append(b.Leads, e.ID)
	}
	if err := q.Begin(ctx, b); err != nil {
		return 0, err
	}
	for _, id := range b.Leads {
		fmt.Println(id)
	}
	return left, q.Settle(ctx, b, queuetest.All(b.Leads, queue.Sent), nil)
}

// TestManyProcesses has many work at one file: 8 processes
// send 200 batches from one queue, each lead once.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	q := openQueue(t, path)
	want := queuetest.Trials(200) * 10
	queuetest.Fill(t, q, want)
	es := map[queue.ID]bool{}
	if _, err := q.Edit(t.Context(), "w", queuetest.IDs(t, q, queue.Query{Workspace: "w"}), func(e queue.Entry) queue.Entry {
		e.State, e.Problems = queue.Ready, nil
		es[e.ID] = true
		return e
	}); err != nil {
		t.Fatal(err)
	}
	type out struct {
		b   []byte
		err error
	}
	outs := make(chan out)
	for range 8 {
		cmd := child(t, "send", path)
		go func(cmd *exec.Cmd) {
			b, err := cmd.Output()
			outs <- out{b, err}
		}(cmd)
	}
	sent := map[string]int{}
	for range 8 {
		o := <-outs
		if o.err != nil {
			t.Error(o.err)
		}
		for i := 0; i+37 <= len(o.b); i += 37 {
			sent[string(o.b[i:i+36])]++
		}
	}
	for id, n := range sent {
		if n != 1 {
			t.Errorf("lead %s was sent %d times", id, n)
		}
	}
	c, err := q.Counts(t.Context(), "w")
	if err != nil || len(sent) != want || c.ByState[queue.Sent] != want {
		t.Fatalf("%d leads sent, %d counted, want %d: %v", len(sent), c.ByState[queue.Sent], want, err)
	}
}
