package outbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
)

// childEnv makes the test binary a child that sends; its value is a childOrder.
const childEnv = "LEADPAD_TEST_SENDER"

// childOrder is what a child has to do.
type childOrder struct {
	Queue, Window, URL string
	Each               int // leads of one submission; 0: all that are ready
	Size               int // leads of a request
}

func TestMain(m *testing.M) {
	if order := os.Getenv(childEnv); order != "" {
		if err := child(order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// child sends ready leads until none are left.
func child(text string) error {
	var o childOrder
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	ctx := context.Background()
	q, err := queue.Open(ctx, queue.Options{Path: o.Queue})
	if err != nil {
		return err
	}
	w, err := queue.OpenWindows(ctx, o.Window)
	if err != nil {
		return err
	}
	client, err := api.NewClient(api.Options{
		BaseURL: o.URL, Timeout: 5 * time.Second,
		Key: func(context.Context) (config.Secret, error) { return config.NewSecret("a-key"), nil },
	})
	if err != nil {
		return err
	}
	s, err := New(ctx, Options{
		Queue: q, Windows: w, Client: client, Workspace: workspace, Encoding: encoding(), Timeout: 5 * time.Second,
		Window: ratelimit.Window{Requests: 1 << 20, Per: time.Millisecond}, size: o.Size,
	})
	if err != nil {
		return err
	}
	fmt.Println("begun")
	for {
		ids, err := q.IDs(ctx, queue.Query{Workspace: workspace, Text: "state:ready"})
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		if o.Each > 0 {
			ids = ids[:min(o.Each, len(ids))]
		}
		id, err := s.Submit(ctx, Plan{IDs: ids})
		if errors.Is(err, ErrNothing) {
			continue // another process was quicker
		}
		if err != nil {
			return err
		}
		if _, err := s.Wait(ctx, id); err != nil {
			return err
		}
	}
	return s.Close(ctx)
}

// truth is a server that records every lead it was sent.
type truth struct {
	mu      sync.Mutex
	created map[string]int
	bell    chan struct{} // rings at a request, newest wins
}

func (s *truth) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var list []struct {
		Name string `json:"name"`
	}
	if err != nil || json.Unmarshal(body, &list) != nil {
		return // the process died while it sent
	}
	select {
	case s.bell <- struct{}{}:
	default:
	}
	s.mu.Lock()
	for _, l := range list {
		s.created[l.Name]++
	}
	s.mu.Unlock()
	_, _ = io.WriteString(w, `{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`)
}

// hall is the files and the server that children share.
type hall struct {
	t     *testing.T
	order childOrder
	srv   *truth
	total int
}

func newHall(t *testing.T) *hall {
	srv := &truth{created: map[string]int{}, bell: make(chan struct{}, 1)}
	ts := httptest.NewServer(srv)
	t.Cleanup(ts.Close)
	dir := t.TempDir()
	return &hall{t: t, srv: srv, order: childOrder{Queue: filepath.Join(dir, "queue.db"), Window: filepath.Join(dir, "window.db"), URL: ts.URL}}
}

// with runs f on the queue, opened for that alone.
func (h *hall) with(f func(ctx context.Context, q *queue.Queue) error) {
	h.t.Helper()
	ctx := context.Background()
	q, err := queue.Open(ctx, queue.Options{Path: h.order.Queue})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := errors.Join(f(ctx, q), q.Close()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) fill(n int) {
	h.t.Helper()
	h.with(func(ctx context.Context, q *queue.Queue) error {
		for range n {
			l := lead.Lead{Person: lead.Person{Name: "lead-" + strconv.Itoa(h.total)}}
			if _, err := q.Save(ctx, queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: l}); err != nil {
				return err
			}
			h.total++
		}
		return nil
	})
}

func (h *hall) start() (*exec.Cmd, io.Reader) {
	h.t.Helper()
	order, err := json.Marshal(h.order)
	if err != nil {
		h.t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		h.t.Fatal(err)
	}
	c := exec.CommandContext(h.t.Context(), exe)
	c.Env = append(os.Environ(), childEnv+"="+string(order))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		h.t.Fatal(err)
	}
	return c, out
}

// check is the first promise, lead by lead.
func (h *hall) check() map[queue.State]int {
	h.t.Helper()
	states := map[queue.State]int{}
	h.with(func(ctx context.Context, q *queue.Queue) error {
		if l, ok, err := q.TakeLease(ctx, workspace); err != nil || !ok {
			return fmt.Errorf("the lease is not free: %w", err)
		} else if _, _, err := q.Recover(ctx, workspace); err != nil {
			return err
		} else if err := l.Release(); err != nil {
			return err
		}
		rows, err := q.Rows(ctx, queue.Query{Workspace: workspace, Sent: true}, 0, h.total+1)
		if err != nil {
			return err
		}
		h.srv.mu.Lock()
		defer h.srv.mu.Unlock()
		for _, r := range rows {
			states[r.State]++
			n := h.srv.created[r.Name]
			if n > 1 || n == 1 && r.State != queue.Sent && r.State != queue.Unsure || n == 0 && r.State == queue.Sent {
				h.t.Errorf("%s was created %d times and is %v", r.Name, n, r.State)
			}
		}
		if len(rows) != h.total {
			h.t.Errorf("%d leads of %d are left", len(rows), h.total)
		}
		return nil
	})
	return states
}

// trials is how often a test that costs a process each is repeated.
func trials(n int) int {
	if testing.Short() {
		n /= 10
	}
	if os.Getenv("LEADPAD_LONG") == "1" {
		n *= 30
	}
	return n
}

// TestKilledSender is S7: kill -9 of the sender at a random instant.
func TestKilledSender(t *testing.T) {
	t.Parallel()
	n := trials(300)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	h := newHall(t)
	h.order.Each, h.order.Size = 20, 5
	for i := range n {
		if i%10 == 0 {
			h.fill(100)
		}
		// No child inherits the dead one's slot, or it would wait its time-out.
		h.order.Window = filepath.Join(filepath.Dir(h.order.Queue), fmt.Sprintf("window-%d.db", i))
		c, out := h.start()
		line := bufio.NewScanner(out)
		if !line.Scan() {
			t.Fatalf("trial %d: the child does not begin", i)
		}
		spread := 60 * time.Millisecond
		if i%2 == 1 { // every other one dies while it sends
			select {
			case <-h.srv.bell: // perhaps of the trial before
			default:
			}
			select {
			case <-h.srv.bell:
			case <-time.After(5 * time.Second):
			}
			if spread /= 4; i%4 == 3 { // some after an outcome, also on a slow machine
				spread *= 16
			}
		}
		time.Sleep(time.Duration(random.Int64N(int64(spread))))
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	states := h.check()
	t.Logf("seed %d, %d trials: %v", seed, n, states)
	if states[queue.Sent] == 0 || states[queue.Unsure] == 0 {
		t.Error("no kill met a sender at work")
	}
}

// TestEightProcesses is S9: eight processes on one queue, 200 batches.
func TestEightProcesses(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.order.Each, h.order.Size = 5, 5
	batches := 200
	if testing.Short() {
		batches = 40
	}
	h.fill(batches * h.order.Each)
	var all []*exec.Cmd
	for range 8 {
		c, _ := h.start()
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	if got := h.check(); got[queue.Sent] != h.total {
		t.Errorf("states %v, want %d sent", got, h.total)
	}
}
