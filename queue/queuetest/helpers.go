package queuetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
)

// FakeLead makes a lead as a rep would type it, always the same for i.
func FakeLead(i int) lead.Lead {
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

// Fill adds n leads to w, every tenth a draft with a problem.
func Fill(tb testing.TB, q queue.Queue, n int) {
	tb.Helper()
	const step = 5000
	for from := 0; from < n; from += step {
		es := make([]queue.Entry, 0, step)
		for i := from; i < min(n, from+step); i++ {
			e := queue.Entry{Workspace: "w", State: queue.Ready, Finished: true, Lead: FakeLead(i)}
			if i%10 == 0 {
				e.State = queue.Draft
				e.Problems = []lead.Problem{{Path: lead.Path{Field: lead.Emails}, Text: "an address needs a domain"}}
			}
			es = append(es, e)
		}
		if _, err := q.Add(context.Background(), es); err != nil {
			tb.Fatal(err)
		}
	}
}

// Seeded draws from LEADPAD_SEED, else from a new seed, and prints it: with it
// the same run can be had again, as far as the instants of a kill can be.
func Seeded(t *testing.T) *rand.Rand {
	t.Helper()
	n, err := Seed()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("LEADPAD_SEED=%d", n)
	return rand.New(rand.NewPCG(n, 0))
}

// Seed is LEADPAD_SEED, else a new seed.
func Seed() (uint64, error) {
	text := os.Getenv("LEADPAD_SEED")
	if text == "" {
		return uint64(time.Now().UnixNano()), nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("LEADPAD_SEED: %w", err)
	}
	return n, nil
}

// Trials is n, thirty times as many with LEADPAD_LONG, a tenth with -short.
func Trials(n int) int {
	switch {
	case os.Getenv("LEADPAD_LONG") != "":
		return n * 30
	case testing.Short():
		return max(n/10, 1)
	}
	return n
}

// MemoryDir makes a folder that goes with the test, on a disk in memory where
// there is one: for tests that kill processes and do not ask what a disk keeps.
func MemoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(memory(), "leadpad-*")
	Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// NewID makes an id.
func NewID() queue.ID { return uuid.Must(uuid.NewV7()) }

// Company is a ready lead called name.
func Company(name string) queue.Entry {
	return queue.Entry{Workspace: "w", State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: name}}}
}

// Save saves e or ends the test.
func Save(t testing.TB, q queue.Queue, e queue.Entry) queue.Entry {
	t.Helper()
	e, err := q.Save(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// SaveAll saves a ready lead for each name and gives their ids.
func SaveAll(t testing.TB, q queue.Queue, names ...string) []queue.ID {
	t.Helper()
	var ids []queue.ID
	for _, name := range names {
		ids = append(ids, Save(t, q, Company(name)).ID)
	}
	return ids
}

// Lease takes w's lease until the test ends.
func Lease(t testing.TB, q queue.Queue) queue.Lease {
	t.Helper()
	l, ok, err := q.TakeLease(context.Background(), "w")
	if err != nil || !ok {
		t.Fatalf("take the lease: %v, %v", ok, err)
	}
	return l
}

// Begin claims ids and begins a batch of them.
func Begin(t testing.TB, q queue.Queue, ids []queue.ID) queue.Batch {
	t.Helper()
	sub := NewID()
	if got, err := q.Claim(context.Background(), "w", sub, ids); err != nil || len(got) != len(ids) {
		t.Fatalf("claim: %d of %d, %v", len(got), len(ids), err)
	}
	b := queue.Batch{ID: NewID(), Submission: sub, Workspace: "w", Seq: 1, Leads: ids, Payload: []byte(`[{"name":"x"}]`)}
	if err := q.Begin(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	return b
}

// Settle ends a batch with all its leads in one state.
func Settle(t testing.TB, q queue.Queue, b queue.Batch, state queue.BatchState, to queue.State) {
	t.Helper()
	b.State = state
	if err := q.Settle(context.Background(), b, All(b.Leads, to), nil); err != nil {
		t.Fatal(err)
	}
}

// All gives every id the same state.
func All(ids []queue.ID, to queue.State) map[queue.ID]queue.State {
	m := map[queue.ID]queue.State{}
	for _, id := range ids {
		m[id] = to
	}
	return m
}

// StateOf reads a lead's state.
func StateOf(t testing.TB, q queue.Queue, id queue.ID) queue.State {
	t.Helper()
	e, err := q.Get(context.Background(), "w", id)
	if err != nil {
		t.Fatal(err)
	}
	return e.State
}

// IDs lists ids or ends the test.
func IDs(t testing.TB, q queue.Queue, qu queue.Query) []queue.ID {
	t.Helper()
	ids, err := q.IDs(context.Background(), qu)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// Must ends the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
