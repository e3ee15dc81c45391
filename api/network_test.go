package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leadpad/api/apitest"
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
	n := trials(25)
	var reached atomic.Int64
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	proxy := newScripted(t, func(c net.Conn, r *http.Request, _ []byte) {
		if r.Method != http.MethodConnect || r.Header.Get("X-API-Key") != "" {
			reached.Add(1)
		}
		_, _ = io.WriteString(c, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
	})
	proxyURL, _ := url.Parse(proxy.URL())
	tests := map[string]struct {
		base   string
		change func(*Options)
		sees   Trouble
	}{
		"refused":           {"http://" + apitest.Nowhere(t), nil, NothingThere},
		"DNS, no such name": {"https://crm.example", resolvedBy(stubDNS(t, 3)), UnknownHost},
		"DNS, broken":       {"https://crm.example", resolvedBy(stubDNS(t, 2)), NoNameServer},
		"certificate":       {secure.URL, nil, UnknownIssuer},
		"proxy":             {"https://crm.example", func(o *Options) { o.Proxy = always(proxyURL) }, ProxyRefused},
	}
	t.Run("all", func(t *testing.T) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				c := newClient(t, test.base, test.change)
				for range n {
					a := c.Create(t.Context(), theBody(t))
					told(t, a)
					if a.Outcome != NotSent || a.Bytes != 0 || a.Connected || a.Status != 0 || a.Err == "" || a.Trouble != test.sees {
						t.Fatalf("got %+v", a)
					}
				}
			})
		}
	})
	if reached.Load() != 0 || proxy.conns.Load() != int64(n) {
		t.Errorf("a request reached a server %d times; %d CONNECTs of %d", reached.Load(), proxy.conns.Load(), n)
	}
	t.Logf("%d kinds, %d trials each", len(tests), n)
}

// stubDNS is a name server that answers every question with one response code:
// 2 is SERVFAIL, 3 is NXDOMAIN.
func stubDNS(t *testing.T, code byte) string {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	t.Cleanup(func() { _ = c.Close(); wait.Wait() })
	wait.Go(func() {
		packet := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(packet)
			if err != nil {
				return
			}
			if n < 12 {
				continue
			}
			packet[2] |= 0x80 // a response
			packet[3] = packet[3]&0xf0 | code
			_, _ = c.WriteTo(packet[:n], from)
		}
	})
	return c.LocalAddr().String()
}

// resolvedBy makes a client ask one name server.
func resolvedBy(server string) func(*Options) {
	d := net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server)
	}}}
	return func(o *Options) { o.Dial = d.DialContext }
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
	if a.Outcome != BadKey || a.Bytes != 0 || a.Trouble != ProxyRefused || !a.WantsProxyAuth() {
		t.Errorf("got %+v", a)
	}
}

// TestProxyPasswordIsRedacted: a proxy repeats what it was sent in its refusal, and
// the address of one cannot be read.
func TestProxyPasswordIsRedacted(t *testing.T) {
	t.Parallel()
	const password = "hunter2-ß/0000&"
	user := url.UserPassword("ana", password)
	_, encoded, _ := strings.Cut(user.String(), ":")
	for _, said := range []string{
		password, encoded, url.QueryEscape(password), "ana:" + password, base64.StdEncoding.EncodeToString([]byte("ana:" + password)),
		"http://" + user.String() + "@proxy.example",
	} {
		for _, status := range []string{"403", "407", "502"} {
			proxy := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
				_, _ = fmt.Fprintf(c, "HTTP/1.1 %s No %s\r\nContent-Length: %d\r\n\r\n%s", status, said, len(said), said)
			})
			proxyURL, _ := url.Parse(proxy.URL())
			proxyURL.User = user
			a := newClient(t, "https://crm.example", func(o *Options) { o.Proxy = always(proxyURL) }).Create(t.Context(), theBody(t))
			seen, _ := json.Marshal(a)
			if text := string(seen) + string(a.Envelope.Raw); strings.Contains(text, said) || strings.Contains(text, "hunter2") || !strings.Contains(text, proxyRedaction) {
				t.Errorf("%s %q: %s", status, said, text)
			}
		}
	}
	wrong := func(*url.URL) (*url.URL, error) { return nil, errors.New("invalid proxy address: " + password) }
	a := newClient(t, "https://crm.example", func(o *Options) { o.Proxy = wrong }).Create(t.Context(), theBody(t))
	if text := fmt.Sprintf("%+v", a); strings.Contains(text, password) || a.Trouble != ProxyAway || a.Detail == "" || a.Outcome != NotSent {
		t.Errorf("got %s", text)
	}
}

// TestShortKeyLeavesWordsAlone: it is blotted out where it stands alone.
func TestShortKeyLeavesWordsAlone(t *testing.T) {
	t.Parallel()
	r := newRedactor("at")
	const said = `{"message":"state of at: late, \u0061t and 6174 at"}`
	if got, want := string(r.body([]byte(said))), `{"message":"state of [API key]: late, [API key] and [API key] [API key]"}`; got != want {
		t.Errorf("got %s", got)
	}
	if got := r.text("a station at Atlanta (at)"); got != "a station [API key] Atlanta ([API key])" {
		t.Errorf("got %s", got)
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
	for address, refused := range map[string]bool{"http://localhost": true, "https://localhost": false} {
		c := newClient(t, address, nil)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := c.transport(&exchange{client: c}).DialContext(ctx, "tcp", "192.0.2.1:80")
		cancel()
		if err == nil || strings.Contains(err.Error(), "this computer") != refused {
			t.Errorf("%s: dialled another computer: %v", address, err)
		}
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

// S2: the request is cut after k bytes, for every k that it has.
func TestCutAfterEveryByte(t *testing.T) {
	t.Parallel()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()) })
	body := []byte(`[{"isContact":false,"name":"` + strings.Repeat("x", 1200) + `"}]`)
	cuts, sweeps := 0, 1
	if os.Getenv("LEADPAD_LONG") != "" {
		sweeps = 30
	}
	for range sweeps {
		whole := -1
		for k := 0; whole < 0; k++ {
			c := newClient(t, s.URL(), func(o *Options) {
				o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
					var d net.Dialer
					conn, err := d.DialContext(ctx, network, addr)
					return &cutConn{Conn: conn, left: k}, err
				}
			})
			a := c.Create(t.Context(), body)
			told(t, a)
			switch {
			case a.Outcome == Created:
				whole = k
				continue
			case k == 0 && (a.Outcome != NotSent || a.Bytes != 0):
				t.Fatalf("k=0: %+v", a)
			case k > 0 && (a.Outcome != Unsure || a.Bytes != int64(k)):
				t.Fatalf("k=%d: %+v", k, a)
			}
			cuts++
		}
		if whole < len(body) {
			t.Fatalf("a request of %d bytes and more was whole after %d", len(body), whole)
		}
	}
	s.stop() // it has read to the end what ever came
	if got := s.whole.Load(); got != int64(sweeps) {
		t.Errorf("the server saw %d bodies, %d requests were not cut", got, sweeps)
	}
	if cuts < 1300 {
		t.Errorf("only %d cuts", cuts)
	}
	t.Logf("%d cuts", cuts)
}

// misbehaviours are what S3's server does when it has read the body.
func misbehaviours() map[string]func(net.Conn, *http.Request, []byte) {
	full := envelopeBody(true, 200, "")
	raw := func(b []byte) func(net.Conn, *http.Request, []byte) {
		return func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(b) }
	}
	truncated := say(200, "application/json", full)
	return map[string]func(net.Conn, *http.Request, []byte){
		"FIN":            func(net.Conn, *http.Request, []byte) {},
		"RST":            func(c net.Conn, _ *http.Request, _ []byte) { _ = c.(*net.TCPConn).SetLinger(0) },
		"hang":           func(c net.Conn, _ *http.Request, _ []byte) { _, _ = io.Copy(io.Discard, c) },
		"half header":    raw([]byte("HTTP/1.1 200 OK\r\nContent-Ty")),
		"truncated JSON": raw(truncated[:len(truncated)-5]),
		"empty 200":      raw(say(200, "application/json", nil)),
		"200 HTML":       raw(say(200, "text/html", []byte("<html><title>Log in to\n the \x1b[31mhotel</title>"))),
		"wrong envelope": raw(say(200, "application/json", []byte(`{"success":true,"data":[]}`))),
		"1 GiB body": func(c net.Conn, _ *http.Request, _ []byte) {
			gigabyte(c, "Content-Length: 1073741824\r\n", " ")
		},
		"endless page": func(c net.Conn, _ *http.Request, _ []byte) {
			gigabyte(c, "Content-Type: text/html\r\n", "<p>")
		},
	}
}

// gigabyte answers with a gibibyte of junk, as far as somebody reads it.
func gigabyte(c net.Conn, header, junk string) {
	_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n"+header+"\r\n")
	b := bytes.Repeat([]byte(junk), 64<<10/len(junk))
	for range 1 << 14 {
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

// S3: the server reads the body and then misbehaves. Not parallel: it looks at
// the memory of the whole process.
func TestServerMisbehavesAfterTheBody(t *testing.T) {
	n := trials(50)
	for name, script := range misbehaviours() {
		t.Run(name, func(t *testing.T) {
			s := newScripted(t, script)
			var most uint64
			if name == "hang" {
				most = hangs(t, s, n)
			} else {
				c := newClient(t, s.URL(), nil)
				for range n {
					most = max(most, allocated(func() {
						a := c.Create(t.Context(), theBody(t))
						told(t, a)
						if a.Outcome != Unsure || a.Bytes == 0 || !a.Connected || len(a.Envelope.Raw) > maxBody {
							t.Fatalf("got %+v", a)
						}
						if strings.HasSuffix(name, "page") && !strings.Contains(a.Other, "1 MiB") {
							t.Errorf("the answer is summed up as %q", a.Other)
						}
					}))
				}
			}
			s.stop()
			if got := s.whole.Load(); got != int64(n) {
				t.Errorf("the server saw %d bodies of %d requests", got, n)
			}
			if most > 16<<20 {
				t.Errorf("a request took %d MiB of memory", most>>20)
			}
			t.Logf("%d trials, at most %d KiB of memory", n, most>>10)
		})
	}
}

// hangs has n requests wait at the same time for answers that never come.
func hangs(t *testing.T, s *scripted, n int) uint64 {
	t.Helper()
	c := newClient(t, s.URL(), func(o *Options) { o.Timeout = 2 * time.Second })
	const together = 50
	return allocated(func() {
		for done := 0; done < n; done += together {
			var wait sync.WaitGroup
			for range min(together, n-done) {
				wait.Go(func() {
					a := c.Create(t.Context(), theBody(t))
					told(t, a)
					if a.Outcome != Unsure || a.Bytes == 0 || a.Trouble != NoAnswer || a.Timeout != 2*time.Second {
						t.Errorf("got %+v", a)
					}
				})
			}
			wait.Wait()
		}
	}) / uint64((n+together-1)/together)
}

// allocated is how many bytes of memory f asked for, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// K2: a redirect to another host, a subdomain, another port or plain HTTP is not
// followed. Whatever name or port the client dials but the one that it was told
// leads to the target, so that following would be seen.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Int64
	target := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()) })
	want := map[int]Outcome{
		301: Misdirected, 302: Misdirected, 303: Unsure, 304: Unsure, 305: Unsure, 306: Unsure, 307: Misdirected, 308: Misdirected,
	}
	trials := 0
	for status, outcome := range want {
		for _, to := range []string{
			"https://other.example/", "https://sub.crm.example" + Path, "https://crm.example:8443" + Path, "http://crm.example" + Path,
			"//other.example/x", "https://other.example/?key=" + canaryKey,
		} {
			trials++
			requests := 0
			crm := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				requests++
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			}))
			pool := crm.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
			a := newClient(t, "https://example.com", func(o *Options) {
				o.Transport = func(tr *http.Transport) { tr.TLSClientConfig.RootCAs = pool }
				o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
					var d net.Dialer
					if addr == "example.com:443" && requests == 0 {
						return d.DialContext(ctx, network, crm.Listener.Addr().String())
					}
					reached.Add(1)
					return d.DialContext(ctx, network, target.Addr().String())
				}
			}).Create(t.Context(), theBody(t))
			crm.Close()
			told(t, a)
			if a.Outcome != outcome || a.Status != status || requests != 1 {
				t.Errorf("%d to %s: %d requests, %+v", status, to, requests, a)
			}
			if a.Location == "" || strings.Contains(fmt.Sprintf("%+v", a), canaryKey) {
				t.Errorf("%d to %s is shown as %q: %+v", status, to, a.Location, a)
			}
		}
	}
	if n := target.conns.Load() + reached.Load(); n != 0 {
		t.Errorf("the target was connected to %d times", n)
	}
	t.Logf("%d redirects", trials)
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
	if a := c.Create(dialling, theBody(t)); a.Outcome != NotSent || a.Trouble != GivenUp {
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

// An answer is read up to the most bytes; one byte more is none that can be trusted.
func TestTheLongestAnswer(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]Outcome{maxBody: Created, maxBody + 1: Unsure} {
		body := append(envelopeBody(true, 200, ""), bytes.Repeat([]byte(" "), n)...)[:n]
		if a := answerOf(t, say(200, "application/json", body)); a.Outcome != want || len(a.Envelope.Raw) > maxBody {
			t.Errorf("%d bytes: got %v with %d bytes", n, a.Outcome, len(a.Envelope.Raw))
		}
	}
}

// Who asks is said, "leadpad" where nothing else is.
func TestUserAgent(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"": "leadpad", "leadpad/1.2": "leadpad/1.2"} {
		var got atomic.Value
		s := newScripted(t, func(c net.Conn, r *http.Request, _ []byte) {
			got.Store(r.UserAgent())
			_, _ = c.Write(created())
		})
		newClient(t, s.URL(), func(o *Options) { o.UserAgent = given }).Create(t.Context(), theBody(t))
		if got.Load() != want {
			t.Errorf("%q: got %v, want %s", given, got.Load(), want)
		}
	}
}
