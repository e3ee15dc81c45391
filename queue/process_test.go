package queue

import (
	"context"
	"fmt"
	"os/exec"
	"testing"
	"time"
)

// childSend takes the lease over and over and sends what is ready, ten leads a
// request, until nothing is left. Each request it prints, as the server would
// have seen it.
func childSend(args []string) error {
	ctx := context.Background()
	q, err := Open(ctx, Options{Path: args[0]})
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
func sendSome(ctx context.Context, q *Queue) (left int, err error) {
	c, err := q.Counts(ctx, "w")
	if err != nil {
		return 0, err
	}
	left = c.ByState[Ready] + c.ByState[Held] + c.ByState[Sending]
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
	ids, err := q.IDs(ctx, Query{Workspace: "w", Text: "state:ready"})
	if err != nil || len(ids) == 0 {
		return left, err
	}
	sub := newID()
	es, err := q.Claim(ctx, "w", sub, ids[:min(10, len(ids))])
	if err != nil {
		return 0, err
	}
	b := Batch{ID: newID(), Submission: sub, Workspace: "w", State: BatchSent, Payload: []byte("[]")}
	for _, e := range es {
		b.Leads = append(b.Leads, e.ID)
	}
	if err := q.Begin(ctx, b); err != nil {
		return 0, err
	}
	for _, id := range b.Leads {
		fmt.Println(id)
	}
	return left, q.Settle(ctx, b, all(b.Leads, Sent), nil)
}

// TestManyProcesses is FAULTS.md's S9 as far as it is the queue's: 8 processes
// send 200 batches from one queue, each lead once.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	q := openQueue(t, path)
	want := trials(200) * 10
	fill(t, q, want)
	es := map[ID]bool{}
	if _, err := q.Edit(t.Context(), "w", mustIDs(t, q, Query{Workspace: "w"}), func(e Entry) Entry {
		e.State, e.Problems = Ready, nil
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
	if err != nil || len(sent) != want || c.ByState[Sent] != want {
		t.Fatalf("%d leads sent, %d counted, want %d: %v", len(sent), c.ByState[Sent], want, err)
	}
}

// mustIDs lists ids or ends the test.
func mustIDs(t testing.TB, q *Queue, qu Query) []ID {
	t.Helper()
	ids, err := q.IDs(context.Background(), qu)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
