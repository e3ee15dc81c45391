package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// benchRows is the size of the queue that the budgets speak of.
const benchRows = 100_000

// bigQueue gives the path of a queue with benchRows leads.
func bigQueue(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "d", "queue.db")
	q, err := Open(b.Context(), path, queue.Options{})
	if err != nil {
		b.Fatal(err)
	}
	queuetest.Fill(b, q, benchRows)
	if err := q.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func mustOpen(tb testing.TB, path string) queue.Queue {
	tb.Helper()
	q, err := Open(context.Background(), path, queue.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

func BenchmarkAdd(b *testing.B) {
	for b.Loop() {
		q := mustOpen(b, filepath.Join(b.TempDir(), "d", "queue.db"))
		queuetest.Fill(b, q, 20_000)
		_ = q.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/20_000, "µs/lead")
}

// BenchmarkBig measures what a rep with 100,000 drafts waits for.
func BenchmarkBig(b *testing.B) {
	path := bigQueue(b)
	ctx := context.Background()
	plain := queue.Query{Workspace: "w"}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			q := mustOpen(b, path)
			if _, err := q.Counts(ctx, "w"); err != nil {
				b.Fatal(err)
			}
			if rows, err := q.Rows(ctx, plain, 0, 60); err != nil || len(rows) != 60 {
				b.Fatal(err, len(rows))
			}
			b.StopTimer()
			_ = q.Close()
			b.StartTimer()
		}
	})
	q := mustOpen(b, path)
	defer func() { _ = q.Close() }()
	if _, err := q.IDs(ctx, plain); err != nil {
		b.Fatal(err)
	}
	for _, offset := range []int{0, benchRows / 2, benchRows - 60} {
		b.Run(fmt.Sprintf("rows/%d", offset), func(b *testing.B) {
			for b.Loop() {
				if rows, err := q.Rows(ctx, plain, offset, 60); err != nil || len(rows) != 60 {
					b.Fatal(err, len(rows))
				}
			}
		})
	}
	b.Run("save", func(b *testing.B) {
		e, err := q.Save(ctx, queue.Entry{Workspace: "w", State: queue.Draft, Lead: queuetest.FakeLead(1)})
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			e.Lead.Notes = fmt.Sprint(i)
			if e, err = q.Save(ctx, e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("save+rows", func(b *testing.B) {
		e, err := q.Save(ctx, queue.Entry{Workspace: "w", State: queue.Draft, Lead: queuetest.FakeLead(1)})
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			e.Lead.Name = fmt.Sprint("Acme ", i)
			if e, err = q.Save(ctx, e); err != nil {
				b.Fatal(err)
			}
			if _, err := q.Rows(ctx, plain, 0, 60); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRequest is what a request of 100 leads costs on disk: written ahead,
// launched, departed and settled. Only the second stands between an answer and
// the next request.
func BenchmarkRequest(b *testing.B) {
	q := openQueue(b, filePath(b))
	queuetest.Lease(b, q)
	const size = 100
	entries := make([]queue.Entry, 20_000)
	for i := range entries {
		entries[i] = queuetest.Company(fmt.Sprintf("Company %d", i))
		entries[i].Lead.Industry = "Industry"
		entries[i].Lead.Emails = []string{fmt.Sprintf("email%d@example.com", i)}
		entries[i].Lead.Phones = []string{"+1-555-204-7789"}
	}
	entries, err := q.Add(b.Context(), entries)
	queuetest.Must(b, err)
	ids := make([]queue.ID, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	sub := queuetest.NewID()
	if _, err := q.Claim(b.Context(), "w", sub, ids); err != nil {
		b.Fatal(err)
	}
	var spent [4]time.Duration
	n := 0
	for b.Loop() {
		if len(ids) < size {
			break
		}
		batch := queue.Batch{ID: queuetest.NewID(), Submission: sub, Workspace: "w", Seq: n + 1, Leads: ids[:size], Payload: make([]byte, 15_000)}
		ids = ids[size:]
		n++
		for i, step := range []func() error{
			func() error { return q.Prepare(b.Context(), batch) },
			func() error { return q.Launch(b.Context(), batch) },
			func() error { return q.Depart(b.Context(), "w", batch.ID) },
			func() error {
				batch.State = queue.BatchSent
				return q.Settle(b.Context(), batch, queuetest.All(batch.Leads, queue.Sent), nil)
			},
		} {
			begun := time.Now()
			queuetest.Must(b, step())
			spent[i] += time.Since(begun)
		}
	}
	for i, what := range []string{"prepare", "launch", "depart", "settle"} {
		b.ReportMetric(float64(spent[i].Microseconds())/float64(n), "µs-"+what)
	}
}
