package outbox

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// BenchmarkThroughput sends 20,000 leads to the sandbox, whose window is scaled
// to 100 requests in 3 s, with 20 ms latency, and gives how much longer it took,
// plan and claim included, than the window and the requests one after the other allow.
func BenchmarkThroughput(b *testing.B) {
	for _, kind := range []string{"exact", "segmented", "weighted", "fixed", "leaky"} {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				throughput(b, kind, 20_000)
			}
		})
	}
}

// statuses counts answers by status.
type statuses struct {
	mu     sync.Mutex
	count  map[int]int
	served time.Duration
}

func throughput(b *testing.B, kind string, n int) {
	b.StopTimer()
	ctx := context.Background()
	server, err := sandbox.New(sandbox.Options{Requests: 100, Window: 3 * time.Second, WindowKind: kind, Latency: 20 * time.Millisecond})
	if err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	client, err := api.NewClient(api.Options{
		BaseURL: "http://127.0.0.1/",
		Key:     func(context.Context) (config.Secret, error) { return config.NewSecret("sandbox-key"), nil },
		Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return server.Dial(ctx, network, addr)
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	q, err := sqlite.Open(ctx, filepath.Join(dir, "queue.db"), queue.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Close()
	w, err := sqlite.OpenWindows(ctx, filepath.Join(dir, "window.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	entries := make([]queue.Entry, n)
	for i := range entries {
		entries[i] = queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{
			Name: fmt.Sprintf("Company %d", i), Industry: "Industry",
			Emails: []string{fmt.Sprintf("email%d@example.com", i)}, Phones: []string{"+1-555-204-7789"},
		}}}
	}
	if _, err = q.Add(ctx, entries); err != nil {
		b.Fatal(err)
	}
	st := &statuses{count: map[int]int{}}
	create := func(ctx context.Context, body []byte) api.Answer {
		begun := time.Now()
		a := client.Create(ctx, body)
		st.mu.Lock()
		defer st.mu.Unlock()
		st.count[a.Status]++
		st.served += time.Since(begun)
		return a
	}
	sender, err := New(ctx, Options{
		Queue: q, Windows: w, Client: client, Workspace: workspace, Encoding: encoding(),
		Window: ratelimit.Window{Requests: 100, Per: 3 * time.Second}, create: create,
	})
	if err != nil {
		b.Fatal(err)
	}
	s := sender.Seat(Who{})
	defer s.Close(ctx)
	r := &rig{t: b, q: q, s: s}
	b.StartTimer()
	begun := time.Now()
	plan, err := s.PlanAll(ctx)
	if err != nil {
		b.Fatal(err)
	}
	id, err := s.Submit(ctx, plan)
	if err != nil {
		b.Fatal(err)
	}
	p := r.done(id)
	took := p.Ended.Sub(begun)
	b.StopTimer()
	if p.Sent != n {
		b.Fatalf("sent %d of %d: %+v", p.Sent, n, p.Last)
	}
	each := st.served / time.Duration(n/100+st.count[429])
	b.ReportMetric(p.Requests[0].Begun.Sub(begun).Seconds(), "first-s")
	b.ReportMetric(took.Seconds(), "s")
	b.ReportMetric(float64(took)/float64(allowed(n/100, each)), "ratio")
	b.ReportMetric(float64(each)/1e6, "ms/request")
	b.ReportMetric(100*float64(st.count[429])/float64(n/100+st.count[429]), "%429")
	b.StartTimer()
}

// allowed is the time that a window of 100 in 3 s and requests of each, one
// after the other, allow: a slot is held until 3 s after its answer.
func allowed(n int, each time.Duration) time.Duration {
	ends := make([]time.Duration, n)
	var at time.Duration
	for i := range ends {
		if i >= 100 {
			at = max(at, ends[i-100]+3*time.Second)
		}
		at += each
		ends[i] = at
	}
	return at
}
