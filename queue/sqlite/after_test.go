package sqlite

import (
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// What a practice or demo workspace holds in memory is there after an error.
func TestMemoryIsThereAfterAnError(t *testing.T) {
	q := openQueue(t, "")
	ids := queuetest.SaveAll(t, q, "a")
	queuetest.Lease(t, q)
	b := queuetest.Begin(t, q, ids)
	if err := q.SetQuota(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	b.State, b.Receipt.Body = queue.BatchSent, make([]byte, 500_000)
	t.Log(q.Settle(t.Context(), b, queuetest.All(ids, queue.Sent), nil))
	if err := q.SetQuota(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Get(t.Context(), "w", ids[0]); err != nil {
		t.Error(err)
	}
}
