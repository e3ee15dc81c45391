package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const testKey = "sandbox-key"

func newServer(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// client speaks to s in memory.
func client(t testing.TB, s *Server) *http.Client {
	t.Helper()
	tr := &http.Transport{DialContext: s.Dial, MaxIdleConnsPerHost: 8}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

// serve opens a loopback port and gives its address.
func serve(t testing.TB, s *Server) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func newRequest(t testing.TB, method, url, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-API-Key", testKey)
	return r
}

type reply struct {
	Succeeded  *bool   `json:"succeeded"`
	StatusCode *int    `json:"statusCode"`
	Desc       *string `json:"statusCodeDescription"`
	Message    *string `json:"message"`
	HTTP       int     `json:"-"`
	Raw        string  `json:"-"`
}

func (r reply) message() string {
	if r.Message == nil {
		return ""
	}
	return *r.Message
}

func do(t testing.TB, c *http.Client, r *http.Request) reply {
	t.Helper()
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := reply{HTTP: res.StatusCode, Raw: string(b)}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%d %q: %v", res.StatusCode, b, err)
	}
	if out.Succeeded == nil || out.StatusCode == nil || out.Desc == nil || *out.StatusCode != res.StatusCode || *out.Desc != "NONE" {
		t.Fatalf("not an envelope with the status %d: %s", res.StatusCode, b)
	}
	return out
}

func post(t testing.TB, c *http.Client, body string) reply {
	t.Helper()
	return do(t, c, newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, body))
}

// batchOf repeats one lead.
func batchOf(n int, lead string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(lead+",", n), ",") + "]"
}

// ledger is a writer that keeps each Write.
type ledger struct {
	mu    sync.Mutex
	lines []string
}

func (l *ledger) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(p))
	return len(p), nil
}

func (l *ledger) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.lines...)
}

// exchange sends raw bytes over one connection and reads n answers.
func exchange(t testing.TB, conn net.Conn, raw []byte, n int) []*http.Response {
	t.Helper()
	go func() { _, _ = conn.Write(raw) }()
	br := bufio.NewReader(conn)
	var out []*http.Response
	for range n {
		res, err := http.ReadResponse(br, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		res.Body = io.NopCloser(bytes.NewReader(b))
		out = append(out, res)
	}
	return out
}

func newLedgerFile(t testing.TB) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
