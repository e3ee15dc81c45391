package queue

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"leadpad/lead"
)

func TestSmoke(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "d", "queue.db")} {
		ctx := context.Background()
		q, err := Open(ctx, Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		var ids []ID
		for _, name := range []string{"Acme", "Zürich AG", "Łódź"} {
			e, err := q.Save(ctx, Entry{Workspace: "w", State: Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: name, Emails: []string{name + "@x.com"}}}})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, e.ID)
		}
		for _, f := range []string{"", "lodz", "zurich", "-zur", "email:acme", "state:ready", `"zurich ag"`} {
			rows, err := q.Rows(ctx, Query{Workspace: "w", Text: f}, 0, 10)
			t.Log(f, len(rows), err)
		}
		l, ok, err := q.TakeLease(ctx, "w")
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		sub := uuid.Must(uuid.NewV7())
		es, err := q.Claim(ctx, "w", sub, ids)
		if err != nil || len(es) != 3 {
			t.Fatal(err, len(es))
		}
		b := Batch{ID: uuid.Must(uuid.NewV7()), Submission: sub, Workspace: "w", Leads: ids, Payload: []byte("x")}
		if err := q.Begin(ctx, b); err != nil {
			t.Fatal(err)
		}
		b.State = BatchUnsure
		if err := q.Settle(ctx, b, map[ID]State{ids[0]: Unsure, ids[1]: Unsure, ids[2]: Unsure}, nil); err != nil {
			t.Fatal(err)
		}
		ms, err := q.SentLike(ctx, "w", es[0].Lead)
		t.Log(ms, err)
		n, err := q.Resolve(ctx, "w", b.ID, Sent)
		t.Log(n, err)
		bs, err := q.Batches(ctx, "w", 0, 10)
		t.Log(bs, err)
		c, err := q.Counts(ctx, "w")
		t.Log(c, err)
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
