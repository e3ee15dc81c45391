package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func newReader(c net.Conn) *bufio.Reader { return bufio.NewReader(c) }

func TestCreatedWithTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	var seen atomic.Pointer[http.Request]
	s := newScripted(t, func(c net.Conn, r *http.Request, _ []byte) {
		seen.Store(r)
		_, _ = c.Write(created())
	})
	a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
	told(t, a)
	r := seen.Load()
	if a.Outcome != Created || a.Status != 200 || !a.IsEnvelope || !a.Connected || s.whole.Load() != 1 {
		t.Fatalf("got %+v", a)
	}
	if r.URL.Path != Path || r.Proto != "HTTP/1.1" || r.Header.Get("X-API-Key") != canaryKey ||
		r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Idempotency-Key") != "" || !r.Close {
		t.Errorf("got %s %s %v", r.Method, r.URL, r.Header)
	}
	if a.Bytes < int64(len(theBody(t))) {
		t.Errorf("counted %d bytes, the body alone has %d", a.Bytes, len(theBody(t)))
	}
}

// S1: dial refused, DNS failure, bad certificate, proxy CONNECT 403.
func TestNoConnectionIsNotSent(t *testing.T) {
	t.Parallel()
	const trials = 25
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused := "http://" + closed.Addr().String()
	_ = closed.Close()

	var reached atomic.Int64
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	proxy := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
		_, _ = io.WriteString(c, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
	})
	proxyURL, _ := url.Parse(proxy.URL())

	tests := map[string]struct {
		base   string
		change func(*Options)
		says   string
	}{
		"refused": {refused, nil, "refused"},
		"DNS": {"https://crm.invalid", func(o *Options) {
			o.Transport = func(t *http.Transport) {
				t.DialContext = func(context.Context, string, string) (net.Conn, error) {
					return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "crm.invalid", IsNotFound: true}}
				}
			}
		}, "not known (DNS)"},
		"certificate": {secure.URL, nil, "certificate"},
		"proxy":       {"https://crm.example", func(o *Options) { o.Proxy = always(proxyURL) }, "proxy did not let"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, test.base, test.change)
			for range trials {
				a := c.Create(t.Context(), theBody(t))
				told(t, a)
				if a.Outcome != NotSent || a.Bytes != 0 || a.Connected || a.Err == "" || !strings.Contains(a.What, test.says) {
					t.Fatalf("got %+v", a)
				}
			}
		})
	}
	t.Cleanup(func() {
		if reached.Load() != 0 {
			t.Errorf("the server was reached %d times", reached.Load())
		}
	})
}

func always(proxy *url.URL) func(*url.URL) (*url.URL, error) {
	return func(*url.URL) (*url.URL, error) { return proxy, nil }
}

func TestProxyThatWantsAPassword(t *testing.T) {
	t.Parallel()
	proxy := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
		_, _ = io.WriteString(c, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
	})
	proxyURL, _ := url.Parse(proxy.URL())
	a := newClient(t, "https://crm.example", func(o *Options) { o.Proxy = always(proxyURL) }).Create(t.Context(), theBody(t))
	told(t, a)
	if a.Outcome != BadKey || a.Bytes != 0 || !strings.Contains(a.What, "proxy") {
		t.Errorf("got %+v", a)
	}
}

func TestPlainHTTPNeverTakesAProxyNorLeavesThisComputer(t *testing.T) {
	t.Parallel()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()) })
	used := false
	a := newClient(t, s.URL(), func(o *Options) {
		o.Proxy = func(*url.URL) (*url.URL, error) { used = true; return nil, nil }
	}).Create(t.Context(), theBody(t))
	if a.Outcome != Created || used {
		t.Errorf("proxy asked: %t, %+v", used, a)
	}
	c := newClient(t, "http://localhost", nil)
	if _, err := c.dial(t.Context(), "tcp", "192.0.2.1:80", true); err == nil || !strings.Contains(err.Error(), "this computer") {
		t.Errorf("dialled another computer: %v", err)
	}
}

// cutConn lets the first k bytes of the request out and then fails.
type cutConn struct {
	net.Conn
	left int
}

func (c *cutConn) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	if n > 0 {
		if _, err := c.Conn.Write(p[:n]); err != nil {
			return 0, err
		}
	}
	c.left -= n
	if n < len(p) {
		_ = c.Conn.Close()
		return n, errors.New("cut")
	}
	return n, nil
}

// S2: the request is cut after k bytes, for every k.
func TestCutAfterEveryByte(t *testing.T) {
	t.Parallel()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()) })
	body := theBody(t)[:0]
	body = append(body, `[{"isContact":false,"name":"`...)
	body = append(body, bytes.Repeat([]byte("x"), 1000)...)
	body = append(body, `"}]`...)
	whole := -1
	trials := 0
	for k := 0; whole < 0; k++ {
		before := s.whole.Load()
		c := newClient(t, s.URL(), func(o *Options) {
			o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
				var d net.Dialer
				conn, err := d.DialContext(ctx, network, addr)
				return &cutConn{Conn: conn, left: k}, err
			}
		})
		a := c.Create(t.Context(), body)
		trials++
		switch {
		case a.Outcome == Created:
			whole = k
		case k == 0 && (a.Outcome != NotSent || a.Bytes != 0):
			t.Fatalf("k=0: %+v", a)
		case k > 0 && (a.Outcome != Unsure || a.Bytes != int64(k)):
			t.Fatalf("k=%d: %+v", k, a)
		}
		if got := s.whole.Load() - before; got > 1 {
			t.Fatalf("k=%d: the server saw %d bodies", k, got)
		}
	}
	if trials < 1200 {
		t.Errorf("only %d cuts", trials)
	}
	t.Logf("%d cuts, whole at %d bytes", trials, whole)
}

// S3: the server reads the body and then misbehaves.
func TestServerMisbehavesAfterTheBody(t *testing.T) {
	t.Parallel()
	const trials = 50
	full := envelopeBody(true, 200, "")
	scripts := map[string]func(net.Conn, *http.Request, []byte){
		"FIN": func(net.Conn, *http.Request, []byte) {},
		"RST": func(c net.Conn, _ *http.Request, _ []byte) { _ = c.(*net.TCPConn).SetLinger(0) },
		"half header": func(c net.Conn, _ *http.Request, _ []byte) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Ty")
		},
		"truncated JSON": func(c net.Conn, _ *http.Request, _ []byte) {
			whole := say(200, "application/json", full)
			_, _ = c.Write(whole[:len(whole)-5])
		},
		"empty 200": func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(say(200, "application/json", nil)) },
		"200 HTML": func(c net.Conn, _ *http.Request, _ []byte) {
			_, _ = c.Write(say(200, "text/html", []byte("<html><title>Log in to\n the \x1b[31mhotel</title>")))
		},
		"wrong envelope": func(c net.Conn, _ *http.Request, _ []byte) {
			_, _ = c.Write(say(200, "application/json", []byte(`{"success":true,"data":[]}`)))
		},
		"1 GiB body": func(c net.Conn, _ *http.Request, _ []byte) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
			junk := bytes.Repeat([]byte(" "), 64<<10)
			for range 1 << 14 {
				if _, err := c.Write(junk); err != nil {
					return
				}
			}
		},
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScripted(t, script)
			c := newClient(t, s.URL(), nil)
			for i := range trials {
				a := c.Create(t.Context(), theBody(t))
				told(t, a)
				if a.Outcome != Unsure || a.Bytes == 0 || !a.Connected {
					t.Fatalf("got %+v", a)
				}
				if got := s.whole.Load(); got != int64(i+1) {
					t.Fatalf("the server saw %d bodies after %d requests", got, i+1)
				}
				if len(a.Envelope.Raw) > maxBody {
					t.Fatalf("kept %d bytes", len(a.Envelope.Raw))
				}
			}
		})
	}
}

// S3, the row "hang": all trials wait at the same time.
func TestServerHangsAfterTheBody(t *testing.T) {
	t.Parallel()
	const trials = 50
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = io.Copy(io.Discard, c) })
	c := newClient(t, s.URL(), func(o *Options) { o.Timeout = 2 * time.Second })
	var wait sync.WaitGroup
	for range trials {
		wait.Go(func() {
			a := c.Create(t.Context(), theBody(t))
			told(t, a)
			if a.Outcome != Unsure || a.Bytes == 0 || !strings.Contains(a.What, "within 2 s") {
				t.Errorf("got %+v", a)
			}
		})
	}
	wait.Wait()
	if got := s.whole.Load(); got != trials {
		t.Errorf("the server saw %d bodies of %d requests", got, trials)
	}
}

func TestHugeAnswerStaysSmallInMemory(t *testing.T) {
	// Not parallel: it looks at the memory of the whole process.
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
		junk := bytes.Repeat([]byte("<p>"), 20<<10)
		for range 1 << 14 {
			if _, err := c.Write(junk); err != nil {
				return
			}
		}
	})
	c := newClient(t, s.URL(), nil)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a := c.Create(t.Context(), theBody(t))
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; a.Outcome != Unsure || grown > 16<<20 {
		t.Errorf("allocated %d bytes, %v", grown, a.Outcome)
	}
	if !strings.Contains(a.Envelope.Summary, "1 MiB") {
		t.Errorf("got %q", a.Envelope.Summary)
	}
}

// K2: a redirect is never followed.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	target := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()) })
	port := target.Addr().(*net.TCPAddr).Port
	locations := []string{
		target.URL() + Path, fmt.Sprintf("http://localhost:%d/", port), fmt.Sprintf("//127.0.0.1:%d/x", port), fmt.Sprintf("https://sub.example:%d/", port),
	}
	want := map[int]Outcome{301: Misdirected, 302: Misdirected, 303: Unsure, 307: Misdirected, 308: Misdirected}
	for status, outcome := range want {
		for _, to := range locations {
			s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
				_, _ = c.Write(say(status, "text/html", []byte("moved"), "Location: "+to))
			})
			a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
			told(t, a)
			if a.Outcome != outcome || a.Location != to || s.whole.Load() != 1 {
				t.Errorf("%d to %s: %+v", status, to, a)
			}
		}
	}
	if n := target.conns.Load(); n != 0 {
		t.Errorf("the target was connected to %d times", n)
	}
}

// ctx ends connecting at once, but never a request of which a byte has left.
func TestContextBoundsConnectingOnly(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
		cancel()
		_, _ = c.Write(created())
	})
	if a := newClient(t, s.URL(), nil).Create(ctx, theBody(t)); a.Outcome != Created {
		t.Errorf("given up in flight: %+v", a)
	}
	a := newClient(t, s.URL(), nil).Create(ctx, theBody(t))
	told(t, a)
	if a.Outcome != NotSent || s.whole.Load() != 1 {
		t.Errorf("sent although it was stopped: %+v", a)
	}
	dialling, stop := context.WithCancel(t.Context())
	c := newClient(t, "http://127.0.0.1:1", func(o *Options) {
		o.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
			stop()
			<-ctx.Done()
			return nil, ctx.Err()
		}
	})
	if a := c.Create(dialling, theBody(t)); a.Outcome != NotSent || !strings.Contains(a.What, "stopped before") {
		t.Errorf("got %+v", a)
	}
}

// A write that is stuck in the network has sent nobody knows what.
func TestStuckWriteIsUnsure(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	t.Cleanup(func() { _ = there.Close() })
	go func() { _, _ = io.ReadFull(there, make([]byte, 100)) }()
	c := newClient(t, "http://localhost", func(o *Options) {
		o.Timeout = 200 * time.Millisecond
		o.Dial = func(context.Context, string, string) (net.Conn, error) { return here, nil }
	})
	a := c.Create(t.Context(), theBody(t))
	if a.Outcome != Unsure || a.Bytes == 0 {
		t.Errorf("got %+v", a)
	}
}

func TestInMemoryConnection(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	go func() {
		defer there.Close()
		r, err := http.ReadRequest(bufio.NewReader(there))
		if err == nil && json.NewDecoder(r.Body).Decode(new([]any)) == nil {
			_, _ = there.Write(created())
		}
	}()
	c := newClient(t, "http://localhost", func(o *Options) {
		o.Dial = func(context.Context, string, string) (net.Conn, error) { return here, nil }
	})
	if a := c.Create(t.Context(), theBody(t)); a.Outcome != Created {
		t.Errorf("got %+v", a)
	}
}
