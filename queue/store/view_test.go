package store_test

import (
	"context"
	"testing"
	"testing/synctest"

	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/sqlite"
	"leadpad/queue/store"
)

// TestViewIsBuiltForAllWhoGiveUp types a filter faster than the view is built:
// every query is given up at the next key, and the view is there all the same.
func TestViewIsBuiltForAllWhoGiveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, err := sqlite.Open(t.Context(), "", queue.Options{})
		queuetest.Must(t, err)
		defer func() { queuetest.Must(t, q.Close()) }()
		queuetest.SaveAll(t, q, "Acme", "Zeta")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 {
			_, _ = q.Rows(gone, queue.Query{Workspace: "w", Text: "acme"}, 0, 10)
		}
		synctest.Wait()
		if !store.Indexed(q, "w") {
			t.Error("nobody built the view")
		}
	})
}
