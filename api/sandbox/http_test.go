package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func rawRequest(body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-API-Key: %s\r\nContent-Length: %d\r\n\r\n%s",
		leadsPath, testKey, len(body), body)
}

// dial connects in memory or over loopback.
func dial(t testing.TB, s *Server, loopback bool) net.Conn {
	t.Helper()
	open := s.Dial
	addr := ""
	if loopback {
		addr, open = serve(t, s), new(net.Dialer).DialContext
	}
	conn, err := open(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestPipelinedRequests(t *testing.T) {
	t.Parallel()
	for _, loopback := range []bool{false, true} {
		s := newServer(t, Options{})
		raw := strings.Repeat(rawRequest(`[{"company":"A"}]`)+rawRequest(`[]`), 20)
		for i, res := range exchange(t, dial(t, s, loopback), []byte(raw), 40) {
			if want := []int{200, 400}[i%2]; res.StatusCode != want {
				t.Errorf("answer %d: %d, want %d", i, res.StatusCode, want)
			}
		}
		if got := s.Stats(); got.Created != 20 || got.Requests != 40 {
			t.Errorf("%+v, want 20 leads of 40 requests", got)
		}
	}
}

func TestChunkedBody(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	r := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, "")
	// A reader of no known kind goes out in chunks, one for each read.
	r.Body, r.ContentLength = io.NopCloser(byByte(`[{"company":"Ångström"}]`)), -1
	if got := do(t, client(t, s), r); got.HTTP != 200 {
		t.Errorf("got %d %s", got.HTTP, got.Raw)
	}
}

// byByte reads one byte at a time.
func byByte(s string) io.Reader { return &oneByte{strings.NewReader(s)} }

type oneByte struct{ r io.Reader }

func (o *oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(1, len(p))]) }

func TestSlowHeadersAndBodies(t *testing.T) {
	t.Parallel()
	whole := rawRequest(`[{"company":"A"}]`)
	for _, c := range []struct {
		name  string
		cut   int // bytes that are sent
		after time.Duration
		want  int // status, 0: closed without a word
	}{
		{"nothing", 0, idleTime, 0},
		{"header", 40, headerTime, 0},
		{"body", len(whole) - 3, readTime, http.StatusRequestTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServer(t, Options{})
				conn, err := s.Dial(t.Context(), "", "")
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				began := time.Now()
				if _, err := io.WriteString(conn, whole[:c.cut]); err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(conn)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took > c.after+time.Second {
					t.Errorf("held for %s, want %s at most", took, c.after)
				}
				if status := fmt.Sprintf("HTTP/1.1 %d ", c.want); c.want > 0 && !bytes.HasPrefix(got, []byte(status)) {
					t.Errorf("got %q, want %s", got, status)
				}
				if s.Stats().Created != 0 {
					t.Error("a lead was created")
				}
			})
		})
	}
}

// A body that arrives slowly, but in time, is as good as any.
func TestSlowBodyInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{})
		conn, err := s.Dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		go func() {
			for _, b := range []byte(rawRequest(`[{"company":"A"}]`)) {
				time.Sleep(20 * time.Millisecond)
				_, _ = conn.Write([]byte{b})
			}
		}()
		if res := exchange(t, conn, nil, 1); res[0].StatusCode != 200 {
			t.Errorf("got %d", res[0].StatusCode)
		}
	})
}

// endless is n bytes of white space.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.n)
	for i := range p[:n] {
		p[i] = ' '
	}
	e.n -= n
	return int(n), nil
}

// Not in parallel: it measures what the process allocates.
func TestHugeBodyIsCut(t *testing.T) {
	for _, chunked := range []bool{false, true} {
		s := newServer(t, Options{})
		c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		r := newRequest(t, http.MethodPost, "http://"+serve(t, s)+leadsPath, "")
		r.Body, r.ContentLength, r.GetBody = io.NopCloser(&endless{100 << 20}), 100<<20, nil
		if chunked {
			r.ContentLength = -1
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := do(t, c, r)
		runtime.ReadMemStats(&after)
		if want := fmt.Sprintf(msgTooLarge, maxBody); got.HTTP != 413 || got.message() != want {
			t.Errorf("got %d %s, want 413 %s", got.HTTP, got.Raw, want)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 96<<20 {
			t.Errorf("%d MiB allocated for a body that is cut", grown>>20)
		}
	}
}

func TestExpectedHugeBodyIsNotInvited(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	raw := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-API-Key: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		leadsPath, testKey, 100<<20)
	if res := exchange(t, dial(t, s, true), []byte(raw), 1); res[0].StatusCode != 413 {
		t.Errorf("got %d, want 413 at once", res[0].StatusCode)
	}
}

// A body that ends early creates nothing, whatever was complete in it.
func TestBodyCutShort(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	s := newServer(t, Options{Ledger: l})
	conn, err := s.Dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	whole := rawRequest(`[{"company":"A"}]  `)
	if _, err := io.WriteString(conn, whole[:len(whole)-1]); err != nil {
		t.Fatal(err)
	}
	if err := conn.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(conn)
	if err != nil || !bytes.Contains(got, []byte(msgCut)) {
		t.Errorf("got %q, %v", got, err)
	}
	if lines := l.all(); s.Stats().Created != 0 || len(lines) != 1 || !strings.Contains(lines[0], `"bytes":18,`) {
		t.Errorf("%+v, %v", s.Stats(), lines)
	}
}

// Batches are whole or absent, also when eight clients race for a plan's limit.
func TestBatchesAreAtomic(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	s := newServer(t, Options{Plan: "free", Ledger: l})
	c := client(t, s)
	good := batchOf(30, `{"isContact":false,"name":"A"}`)
	bad := strings.TrimSuffix(batchOf(29, `{"isContact":false,"name":"A"}`), "]") + `,{"isContact":false,"name":7}]`
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 4 {
				if got := post(t, c, bad); got.HTTP != 400 {
					t.Errorf("a bad lead: %s", got.Raw)
				}
				post(t, c, good)
			}
		})
	}
	wg.Wait()
	if got := s.Stats().Created; got != 180 {
		t.Errorf("%d created, want 6 batches of 30 under the limit of 200", got)
	}
	if lines := l.all(); len(lines) != 64+180 {
		t.Errorf("%d ledger lines, want 64 requests and 180 leads", len(lines))
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Faults: []Fault{{Kind: FaultHang}}})
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	failed := make(chan error, 1)
	go func() {
		res, err := http.DefaultClient.Do(newRequest(t, http.MethodPost, "http://"+l.Addr().String()+leadsPath, `[{"company":"A"}]`))
		if err == nil {
			_ = res.Body.Close()
		}
		failed <- err
	}()
	for s.Stats().Created == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if err := <-failed; err == nil {
		t.Error("a hanging request was answered")
	}
	if err := s.Serve(context.Background(), l); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve on a closed listener: %v", err)
	}
}

func TestDialAfterClose(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	c := client(t, s)
	post(t, c, "[]")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Dial(t.Context(), "", ""); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want net.ErrClosed", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
}

// A kept connection serves the API, a fault and the page, each with its own time.
func TestKeptConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{})
		conn, err := s.Dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		page := "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
		for _, fault := range []string{"", FaultHTML, "", "page"} {
			raw := rawRequest(`[{"company":"A"}]`)
			if fault == "page" {
				raw = page
			} else if fault != "" {
				if err := s.SetFault(Fault{Kind: fault}); err != nil {
					t.Fatal(err)
				}
			}
			if res := exchange(t, conn, []byte(raw), 1); res[0].StatusCode != 200 {
				t.Errorf("%q: %s", fault, res[0].Status)
			}
			time.Sleep(idleTime - time.Second)
		}
	})
}

// Close leaves nothing running, a request that hangs included. Not in
// parallel: it looks at all goroutines of the process.
func TestCloseLeavesNothingBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	s, err := New(Options{Faults: []Fault{{Kind: FaultHang}}})
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{DialContext: s.Dial}
	failed := make(chan error, 1)
	go func() {
		res, err := (&http.Client{Transport: tr}).Do(newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, `[{"company":"A"}]`))
		if err == nil {
			_ = res.Body.Close()
		}
		failed <- err
	}()
	for s.Stats().Created == 0 {
		runtime.Gosched()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil {
		t.Error("a hanging request was answered")
	}
	tr.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}
