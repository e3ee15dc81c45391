package queue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
)

// benchRows is the size of the queue that DESIGN.md's budgets speak of.
const benchRows = 100_000

// fakeLead makes a lead as a rep would type it, always the same for i.
func fakeLead(i int) lead.Lead {
	r := rand.New(rand.NewPCG(7, uint64(i)))
	first := []string{"Anna", "Boris", "Chloé", "Dmitri", "Émile", "Fatima", "Gözde", "Hans", "Ines", "Jürgen", "Kaito", "Łukasz"}
	last := []string{"Schmidt", "Nakamura", "Okafor", "Ångström", "Petrov", "García", "Müller", "Dubois", "Rossi", "Silva"}
	trade := []string{"Logistics", "Software", "Bakery", "Shipping", "Energy", "Foods", "Design", "Robotics", "Textiles", "Clinics"}
	f, l, tr := first[r.IntN(len(first))], last[r.IntN(len(last))], trade[r.IntN(len(trade))]
	name := fmt.Sprintf("%s %s %d", l, tr, i)
	host := strings.ToLower(fmt.Sprintf("%s%d.example", tr, i))
	return lead.Lead{
		Person: lead.Person{
			Name: name, Industry: tr,
			Emails:    []string{"info@" + host, strings.ToLower("sales."+tr) + "@" + host},
			Phones:    []string{fmt.Sprintf("+1-555-%03d-%04d", r.IntN(1000), r.IntN(10000))},
			Addresses: []lead.Address{{Street: "1 Main St", City: "Springfield", Country: "US"}},
		},
		Labels:   []string{"fair", tr},
		Contacts: []lead.Person{{Name: f, LastName: l, Role: "Buyer"}},
	}
}

// fill adds n leads to w, every tenth a draft with a problem.
func fill(tb testing.TB, q *Queue, n int) {
	tb.Helper()
	const step = 5000
	for from := 0; from < n; from += step {
		es := make([]Entry, 0, step)
		for i := from; i < min(n, from+step); i++ {
			e := Entry{Workspace: "w", State: Ready, Finished: true, Lead: fakeLead(i)}
			if i%10 == 0 {
				e.State = Draft
				e.Problems = []lead.Problem{{Path: lead.Path{Field: lead.Emails}, Text: "an address needs a domain"}}
			}
			es = append(es, e)
		}
		if _, err := q.Add(context.Background(), es); err != nil {
			tb.Fatal(err)
		}
	}
}

// bigQueue gives the path of a queue with benchRows leads.
func bigQueue(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "d", "queue.db")
	q, err := Open(b.Context(), Options{Path: path})
	if err != nil {
		b.Fatal(err)
	}
	fill(b, q, benchRows)
	if err := q.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func mustOpen(tb testing.TB, path string) *Queue {
	tb.Helper()
	q, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

func BenchmarkAdd(b *testing.B) {
	for b.Loop() {
		q := mustOpen(b, filepath.Join(b.TempDir(), "d", "queue.db"))
		fill(b, q, 20_000)
		_ = q.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/20_000, "µs/lead")
}

// BenchmarkBig measures what a rep with 100,000 drafts waits for.
func BenchmarkBig(b *testing.B) {
	path := bigQueue(b)
	ctx := context.Background()
	plain := Query{Workspace: "w"}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			q := mustOpen(b, path)
			if _, err := q.Counts(ctx, "w"); err != nil {
				b.Fatal(err)
			}
			if rows, err := q.plainRows(ctx, plain, 0, 60); err != nil || len(rows) != 60 {
				b.Fatal(err, len(rows))
			}
			b.StopTimer()
			_ = q.Close()
			b.StartTimer()
		}
	})
	q := mustOpen(b, path)
	defer func() { _ = q.Close() }()
	b.Run("view", func(b *testing.B) {
		for b.Loop() {
			v := &view{workspace: "w"}
			if err := q.s.read(ctx, "", func(t *tx) error { return v.build(ctx, t) }); err != nil {
				b.Fatal(err)
			}
			v.order(ByAge)
		}
	})
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			v := &view{workspace: "w"}
			if err := q.s.read(ctx, "", func(t *tx) error { return v.build(ctx, t) }); err != nil {
				b.Fatal(err)
			}
			v.order(ByAge)
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
			runtime.KeepAlive(v)
		}
	})
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
	for _, key := range []SortKey{ByAge, ByName, ByState, ByEmail, ByProblems} {
		b.Run(fmt.Sprintf("sort/%d", key), func(b *testing.B) {
			v := q.view("w")
			for b.Loop() {
				v.orders[key] = nil
				v.order(key)
			}
		})
	}
	for _, text := range []string{"a", "so", "software", "mull", "99", "software -99 label:fair", "zzz", "state:draft", "email:info", "phone:555 1"} {
		b.Run("filter/"+text, func(b *testing.B) {
			v := q.view("w")
			for b.Loop() {
				clear(v.results)
				qu := Query{Workspace: "w", Text: text}
				if _, err := q.Count(ctx, qu); err != nil {
					b.Fatal(err)
				}
				if _, err := q.Rows(ctx, qu, 0, 60); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("save", func(b *testing.B) {
		e, err := q.Save(ctx, Entry{Workspace: "w", State: Draft, Lead: fakeLead(1)})
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
		e, err := q.Save(ctx, Entry{Workspace: "w", State: Draft, Lead: fakeLead(1)})
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
	lease(b, q)
	const size = 100
	entries := make([]Entry, 20_000)
	for i := range entries {
		entries[i] = company(fmt.Sprintf("Company %d", i))
		entries[i].Lead.Industry = "Industry"
		entries[i].Lead.Emails = []string{fmt.Sprintf("email%d@example.com", i)}
		entries[i].Lead.Phones = []string{"+1-555-204-7789"}
	}
	entries, err := q.Add(b.Context(), entries)
	must(b, err)
	ids := make([]ID, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	sub := newID()
	if _, err := q.Claim(b.Context(), "w", sub, ids); err != nil {
		b.Fatal(err)
	}
	var spent [4]time.Duration
	n := 0
	for b.Loop() {
		if len(ids) < size {
			break
		}
		batch := Batch{ID: newID(), Submission: sub, Workspace: "w", Seq: n + 1, Leads: ids[:size], Payload: make([]byte, 15_000)}
		ids = ids[size:]
		n++
		for i, step := range []func() error{
			func() error { return q.Prepare(b.Context(), batch) },
			func() error { return q.Launch(b.Context(), batch) },
			func() error { return q.Depart(b.Context(), "w", batch.ID) },
			func() error {
				batch.State = BatchSent
				return q.Settle(b.Context(), batch, all(batch.Leads, Sent), nil)
			},
		} {
			begun := time.Now()
			must(b, step())
			spent[i] += time.Since(begun)
		}
	}
	for i, what := range []string{"prepare", "launch", "depart", "settle"} {
		b.ReportMetric(float64(spent[i].Microseconds())/float64(n), "µs-"+what)
	}
}
