package outbox

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"leadpad/queue"
)

// strict is a server with an exact log: it turns away what is more than it
// allows in any window, and counts that.
type strict struct {
	inner    http.Handler
	requests int
	per      time.Duration
	latency  time.Duration

	mu      sync.Mutex
	log     []time.Time // of those let in, within one window
	passed  int
	turned  int
	flying  int
	crowded int // requests that met another in flight
}

func (s *strict) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"succeeded":false,"statusCode":429,"statusCodeDescription":"NONE","message":"Too many requests. Please try again later."}`)
	} else {
		s.inner.ServeHTTP(w, r) // rings
		time.Sleep(s.latency)   // before anything of the answer leaves
	}
	s.mu.Lock()
	s.flying--
	s.mu.Unlock()
}

func (s *strict) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flying++; s.flying > 1 {
		s.crowded++
	}
	now := time.Now()
	for len(s.log) > 0 && now.Sub(s.log[0]) >= s.per {
		s.log = s.log[1:]
	}
	if len(s.log) >= s.requests {
		s.turned++
		return false
	}
	s.log = append(s.log, now)
	s.passed++
	return true
}

// result is what it counted; handlers of clients that died may still be at work.
func (s *strict) result() (passed, turned, crowded int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.passed, s.turned, s.crowded
}

// guard puts an exact log in front of a hall's server.
func (h *hall) guard(requests int, per time.Duration) *strict {
	s := &strict{inner: h.srv, requests: requests, per: per}
	ts := httptest.NewServer(s)
	h.t.Cleanup(ts.Close)
	h.order.URL, h.order.Requests, h.order.Per = ts.URL, requests, per
	return s
}

// TestKilledInsideTheWindow is R2: processes die by kill -9 and the next one
// goes on at once, while the window of one second is full. No 429 comes of it.
func TestKilledInsideTheWindow(t *testing.T) {
	t.Parallel()
	const halls = 3
	n, random := trials(30), seeded(t)
	for i := range halls {
		kills := n / halls
		lives := make([]time.Duration, kills)
		for i := range lives {
			longest := 500 * time.Millisecond
			if i%2 == 0 {
				longest /= 20 // with a request in flight, or just answered
			}
			lives[i] = time.Duration(random.Int64N(int64(longest)))
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			h := newHall(t)
			srv := h.guard(4, time.Second)
			srv.latency = 15 * time.Millisecond
			h.order.Size, h.order.Timeout = 2, time.Second
			for _, life := range lives {
				h.fill(12)
				before := h.srv.requests()
				c, _ := h.start()
				h.hear(before + 1) // it dies while the window has its requests
				time.Sleep(life)
				_ = c.Process.Kill()
				_ = c.Wait()
			}
			c, _ := h.start()
			if err := c.Wait(); err != nil {
				t.Error(err)
			}
			passed, turned, _ := srv.result()
			if turned > 0 || passed < kills {
				t.Errorf("%d × 429 in %d requests", turned, passed)
			}
			if got := h.check(); got[queue.Sent]+got[queue.Unsure] != h.total {
				t.Errorf("states %v of %d leads", got, h.total)
			}
			t.Logf("%d kills, %d requests, %d × 429", kills, passed, turned)
		})
	}
}

// hear waits until the server has seen n requests.
func (h *hall) hear(n int) {
	h.t.Helper()
	late := time.After(time.Minute)
	for h.srv.requests() < n {
		select {
		case <-h.srv.bell:
		case <-late:
			h.t.Fatalf("only %d requests of %d came", h.srv.requests(), n)
		}
	}
}

// TestFourProcessesShareOneKey is R4: four processes with queues of their own
// and one key send for 30 s at the rate of 20 in 2 s. No 429 comes of it, and
// never are two requests in flight.
func TestFourProcessesShareOneKey(t *testing.T) {
	t.Parallel()
	const perProcess = 80 // 320 requests: 20 at once, and 30 s for the others
	each := trials(perProcess)
	first := newHall(t)
	srv := first.guard(20, 2*time.Second)
	var all []*exec.Cmd
	var halls []*hall
	for i := range 4 {
		h := *first
		h.srv = &truth{created: map[string]int{}, bell: make(chan struct{}, 1)}
		h.order.Queue = filepath.Join(t.TempDir(), "queue.db")
		h.order.Size, h.total = 1, i*each // names of its own
		h.fill(each)
		halls = append(halls, &h)
	}
	begun := time.Now()
	for _, h := range halls {
		c, _ := h.start()
		all = append(all, c)
	}
	for _, c := range all {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	took := time.Since(begun)
	passed, turned, crowded := srv.result()
	if turned > 0 || crowded > 0 {
		t.Errorf("%d × 429, %d requests met another in flight", turned, crowded)
	}
	first.srv.mu.Lock()
	defer first.srv.mu.Unlock()
	if len(first.srv.created) != 4*each || passed != 4*each {
		t.Errorf("%d leads were created by %d requests, want %d", len(first.srv.created), passed, 4*each)
	}
	for name, n := range first.srv.created {
		if n != 1 {
			t.Errorf("%s was created %d times", name, n)
		}
	}
	t.Logf("4 processes, %d requests in %.1f s, %d × 429", passed, took.Seconds(), turned)
}
