package outbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
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
	"leadpad/queue/sqlite"
)

// childEnv makes the test binary a child that sends; its value is a childOrder.
const childEnv = "LEADPAD_TEST_SENDER"

// childOrder is what a child has to do.
type childOrder struct {
	Queue, Window, URL string
	Each               int           // leads of one submission; 0: all that are ready
	Rest               time.Duration // the longest between two submissions
	Size               int           // leads of a request
	Listed             bool          // with Each 0: they are read and claimed on their way
	Requests           int           // of the window; 0: as good as none
	Per                time.Duration
	Timeout            time.Duration // of a request; 0: 5 s
	// Crash is the point at which the child kills itself, as kill -9 does.
	Crash string
	// Spoil is what befalls the disk between answer and commit: "full", or "wait"
	// for a line on stdin, before which the parent can take the lock.
	Spoil string
}

// hook is what the child does at the named points of a request.
func (o childOrder) hook(q queue.Queue) func(point string) {
	spoilt := false
	return func(point string) {
		if point == o.Crash {
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Kill()
			}
			select {} // the signal is on its way
		}
		if point != "answered" || o.Spoil == "" || spoilt {
			return
		}
		spoilt = true
		if o.Spoil == "full" {
			if err := q.SetQuota(context.Background(), 1); err != nil {
				panic(err)
			}
		}
		fmt.Println("answered")
		if o.Spoil == "wait" {
			_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		}
	}
}

func TestMain(m *testing.M) {
	if order := os.Getenv(childEnv); order != "" {
		go dieWithParent()
		if err := child(order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// Tests with processes wait more than they work: more of them at a time than
	// processors, unless the command line says otherwise.
	if err := errors.Join(drawFrom(), flag.Set("test.parallel", "8")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// dieWithParent ends a child whose test was ended from outside, with nobody left
// to kill it.
func dieWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second / 4)
	}
	os.Exit(1)
}

// drawFrom sets where rapid draws from, as flags of the command line would.
func drawFrom() error {
	seed, err := seedNow()
	if err != nil {
		return err
	}
	checks := "100"
	if os.Getenv("LEADPAD_LONG") != "" {
		checks = "3000"
	}
	return errors.Join(flag.Set("rapid.seed", strconv.FormatUint(seed, 10)), flag.Set("rapid.checks", checks))
}

// seedNow is LEADPAD_SEED, else a new seed.
func seedNow() (uint64, error) {
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

// child sends ready leads until none are left.
func child(text string) error {
	var o childOrder
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	ctx := context.Background()
	q, err := sqlite.Open(ctx, o.Queue, queue.Options{})
	if err != nil {
		return err
	}
	w, err := sqlite.OpenWindows(ctx, o.Window)
	if err != nil {
		return err
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	limit := ratelimit.Window{Requests: o.Requests, Per: o.Per}
	if o.Requests == 0 {
		limit = ratelimit.Window{Requests: math.MaxInt32, Per: time.Millisecond}
	}
	client, err := api.NewClient(api.Options{
		BaseURL: o.URL, Timeout: o.Timeout,
		Key: func(context.Context) (config.Secret, error) { return config.NewSecret("a-key"), nil },
	})
	if err != nil {
		return err
	}
	sender, err := New(ctx, Options{
		Queue: q, Windows: w, Client: client, Workspace: workspace, Encoding: encoding(), Timeout: o.Timeout,
		Window: limit, size: o.Size, crash: o.hook(q), atOnce: 1, claims: 40,
	})
	if err != nil {
		return err
	}
	if err := sender.Settled(ctx); err != nil { // or leads of a dead one are not ready yet
		return err
	}
	s := sender.Seat(Who{})
	news := s.Subscribe(ctx) // before the first question, which rings once
	go func() {              // a person who says each time that one more goes
		for range news {
			if s.Progress().Asks {
				s.Resume()
			}
		}
	}()
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
		plan := Plan{IDs: ids}
		if o.Listed {
			if plan, err = s.PlanAll(ctx); err != nil {
				return err
			}
		}
		id, err := s.Submit(ctx, plan)
		if errors.Is(err, ErrNothing) {
			continue // another process was quicker
		}
		if err != nil {
			return err
		}
		if _, err := s.Wait(ctx, id); err != nil {
			return err
		}
		if o.Rest > 0 {
			time.Sleep(rand.N(o.Rest))
		}
	}
	return s.Close(ctx)
}

// truth is a server that records every lead that it created.
type truth struct {
	mu      sync.Mutex
	created map[string]int
	seen    int
	turns   int           // how often a request came by another path than the one before
	path    string        // of the last one
	bell    chan struct{} // rings at a request, newest wins
	latency time.Duration // before anything of the answer leaves
	// script answers the n-th request, counted from 1, and says whether its leads
	// were created; nil: they were.
	script func(n int, w http.ResponseWriter) (lands bool)
}

func (s *truth) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var list []struct {
		Name string `json:"name"`
	}
	if err != nil || json.Unmarshal(body, &list) != nil {
		return // the process died while it sent
	}
	defer time.Sleep(s.latency)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen++
	select {
	case s.bell <- struct{}{}:
	default:
	}
	if s.path != r.URL.Path {
		s.path = r.URL.Path
		s.turns++
	}
	if s.script != nil {
		answer := httptest.NewRecorder()
		defer func() { pass(w, answer) }()
		if !s.script(s.seen, answer) {
			return
		}
	} else {
		defer func() { _, _ = io.WriteString(w, created) }()
	}
	for _, l := range list {
		s.created[l.Name]++
	}
}

// requests is how many it has seen.
func (s *truth) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

const created = `{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`

// pass hands an answer on; one without a status is a connection that breaks.
func pass(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	if answer.Code == broken {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// broken stands for the status of an answer that never comes.
const broken = 999

// hall is the files and the server that children share.
type hall struct {
	t     *testing.T
	order childOrder
	srv   *truth
	total int
	stdin io.Writer // of the child that was started last
}

func newHall(t *testing.T) *hall {
	srv := &truth{created: map[string]int{}, bell: make(chan struct{}, 1)}
	ts := httptest.NewServer(srv)
	t.Cleanup(ts.Close)
	dir := t.TempDir()
	return &hall{t: t, srv: srv, order: childOrder{Queue: filepath.Join(dir, "queue.db"), Window: filepath.Join(dir, "window.db"), URL: ts.URL}}
}

// with runs f on the queue, opened for that alone.
func (h *hall) with(f func(ctx context.Context, q queue.Queue) error) {
	h.t.Helper()
	ctx := context.Background()
	q, err := sqlite.Open(ctx, h.order.Queue, queue.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := errors.Join(f(ctx, q), q.Close()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) fill(n int) {
	h.t.Helper()
	h.with(func(ctx context.Context, q queue.Queue) error {
		list := make([]queue.Entry, n)
		for i := range list {
			l := lead.Lead{Person: lead.Person{Name: "lead-" + strconv.Itoa(h.total+i)}}
			list[i] = queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: l}
		}
		h.total += n
		_, err := q.Add(ctx, list)
		return err
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
	c.WaitDelay = 5 * time.Second
	out, err := c.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if h.stdin, err = c.StdinPipe(); err != nil {
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
	h.with(func(ctx context.Context, q queue.Queue) error {
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

// trials is n, thirty times as many with LEADPAD_LONG, a tenth with -short.
func trials(n int) int {
	switch {
	case os.Getenv("LEADPAD_LONG") != "":
		return n * 30
	case testing.Short():
		return max(n/10, 1)
	}
	return n
}

// seeded draws from LEADPAD_SEED, else from a new seed, and prints it: with it
// the same run can be had again, as far as the instants of a kill can be.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	n, err := seedNow()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("LEADPAD_SEED=%d", n)
	return rand.New(rand.NewPCG(n, 0))
}
