package sqlite

import (
	"errors"
	"strings"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// TestSeals changes what will be sent behind the queue's back: none of it is
// claimed.
func TestSeals(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		`UPDATE leads SET state = 2 WHERE state = 1`,
		`UPDATE bodies SET lead = CAST(replace(CAST(lead AS TEXT), 'Acme', 'Akme') AS BLOB)`,
		`UPDATE bodies SET lead = CAST('{"kind":0,"name":"Acme"' AS BLOB)`,
		`UPDATE bodies SET problems = CAST('[]' AS BLOB)`,
	} {
		path := filePath(t)
		q := openQueue(t, path)
		e := queuetest.Company("Acme")
		e.State, e.Problems = queue.Draft, []lead.Problem{{Text: "wrong"}}
		queuetest.Save(t, q, e)
		ready := queuetest.SaveAll(t, q, "ready")
		if strings.Contains(query, "bodies") {
			e.State, e.Problems = queue.Ready, []lead.Problem{{Text: "note", Note: true}}
			ready = append(ready, queuetest.Save(t, q, e).ID)
		}
		rawExec(t, path, query)
		queuetest.Lease(t, q)
		ids := append(queuetest.IDs(t, q, queue.Query{Workspace: "w"}), ready...)
		if got, err := q.Claim(t.Context(), "w", queuetest.NewID(), ids); !errors.Is(err, queue.ErrDamaged) || len(got) != 0 {
			t.Errorf("after %s claimed %d: %v", query, len(got), err)
		}
		// What is claimed without a look is found when it is read to be sent.
		if _, err := q.ClaimAt(t.Context(), "w", queuetest.NewID(), ids, 1<<60); err != nil {
			t.Error(err)
		}
		if _, err := q.Entries(t.Context(), "w", ids); !errors.Is(err, queue.ErrDamaged) {
			t.Errorf("after %s and a claim all can be read: %v", query, err)
		}
	}
}
