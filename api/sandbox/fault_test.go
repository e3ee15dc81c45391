package sandbox

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want Fault
	}{
		{"429", Fault{"429", "", 1}},
		{"429:3", Fault{"429", "", 3}},
		{"status=500:3", Fault{"status", "500", 3}},
		{"reject=leads[3]: too long", Fault{"reject", "leads[3]: too long", 1}},
		{"reject=a=b:c:2", Fault{"reject", "a=b:c", 2}},
		{"problem:2", Fault{"problem", "", 2}},
		{"reset-before", Fault{"reset-before", "", 1}},
		{"status-after=503", Fault{"status-after", "503", 1}},
		{"hang:2", Fault{"hang", "", 2}},
		{"slow=1m30s", Fault{"slow", "1m30s", 1}},
		{"slow=0s", Fault{"slow", "0s", 1}},
		{"status=200", Fault{"status", "200", 1}},
		{"status=599", Fault{"status", "599", 1}},
	} {
		got, err := ParseFault(c.in)
		if err != nil || got != c.want {
			t.Errorf("%q: got %+v, %v; want %+v", c.in, got, err, c.want)
		}
	}
	for in, want := range map[string]string{
		"":                         "the kinds are 429, status=CODE, reject=TEXT, problem, reset-before, status-after=CODE, hang, reset-after, truncate, html, slow=DUR",
		"explode":                  "the kinds are 429, status=CODE",
		"status":                   "needs a status from 200 to 599",
		"status=99":                "needs a status from 200 to 599",
		"status=199":               "needs a status from 200 to 599",
		"status=600":               "needs a status from 200 to 599",
		"slow=-1s":                 "needs a duration",
		"reject":                   "needs a message",
		"slow=soon":                "needs a duration",
		"hang=5":                   "takes no argument",
		"429:0":                    "from 1 up",
		"429:99999999999999999999": "from 1 up",
	} {
		if _, err := ParseFault(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", in, err, want)
		}
	}
}

// What each fault leaves behind: leads, the ledger, and what the client saw.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault   string
		creates bool
		verdict string // in the ledger's line
		// What the client sees: a status with its message, or an error.
		status  int
		message string
		err     error
	}{
		{"429", false, `"status":429,"fault":"429"`, 429, msgLimited, nil},
		{"status=500", false, `"status":500,"fault":"status=500"`, 500, "Fault switched on in the sandbox: Internal Server Error.", nil},
		{"status=401", false, `"status":401,"fault":"status=401"`, 401, msgBadKey, nil},
		{"status=599", false, `"status":599,"fault":"status=599"`, 599, "Fault switched on in the sandbox: status 599.", nil},
		{"reject=No <good>", false, `"status":400,"fault":"reject=No \u003cgood\u003e"`, 400, "No <good>", nil},
		{"reset-before", false, `"status":0,"fault":"reset-before"`, 0, "", syscall.ECONNRESET},
		{"status-after=503", true, `"status":200,"fault":"status-after=503"`, 503, "Fault switched on in the sandbox: Service Unavailable.", nil},
		{"status-after=201", true, `"status":200,"fault":"status-after=201"`, 201, "", nil},
		{"reset-after", true, `"status":200,"fault":"reset-after"`, 0, "", syscall.ECONNRESET},
		{"truncate", true, `"status":200,"fault":"truncate"`, 0, "", io.ErrUnexpectedEOF},
		{"html", true, `"status":200,"fault":"html"`, 0, "", errNotEnvelope},
		{"slow=20ms", true, `"status":200,"fault":"slow=20ms"`, 200, "", nil},
	} {
		for _, over := range []string{"memory", "loopback"} {
			t.Run(c.fault+" over "+over, func(t *testing.T) {
				t.Parallel()
				l := &ledger{}
				s := newServer(t, Options{Ledger: l})
				hc, host := client(t, s), "sandbox"
				if over == "loopback" {
					tr := &http.Transport{DisableKeepAlives: true}
					hc, host = &http.Client{Transport: tr}, serve(t, s)
				}
				f, err := ParseFault(c.fault)
				if err != nil {
					t.Fatal(err)
				}
				if err := s.SetFault(f); err != nil {
					t.Fatal(err)
				}
				r := newRequest(t, http.MethodPost, "http://"+host+leadsPath, `[{"company":"A"}]`)
				r.GetBody = nil // exactly once
				if c.err != nil {
					if err := seenError(hc, r); !errors.Is(err, c.err) {
						t.Errorf("the client saw %v, want %v", err, c.err)
					}
				} else if got := do(t, hc, r); got.HTTP != c.status || got.message() != c.message {
					t.Errorf("the client saw %d %s, want %d %s", got.HTTP, got.Raw, c.status, c.message)
				}
				lines := l.all()
				if want := map[bool]int{false: 1, true: 2}[c.creates]; len(lines) != want {
					t.Fatalf("%d ledger lines, want %d: %v", len(lines), want, lines)
				}
				if !strings.Contains(lines[0], c.verdict) {
					t.Errorf("ledger %s, want %s", lines[0], c.verdict)
				}
				if len(s.Faults()) != 0 {
					t.Errorf("still pending: %v", s.Faults())
				}
				if got := do(t, hc, newRequest(t, http.MethodPost, "http://"+host+leadsPath, `[{"company":"B"}]`)); got.HTTP != 200 {
					t.Errorf("the next request: %d", got.HTTP)
				}
			})
		}
	}
}

var errNotEnvelope = errors.New("not JSON")

// seenError is what the client can tell of a spoilt answer.
func seenError(c *http.Client, r *http.Request) error {
	res, err := c.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusOK && strings.HasPrefix(string(b), "<!DOCTYPE html>") {
		return errNotEnvelope
	}
	return err
}

// A hang creates, never answers, and ends with its client.
func TestHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{Faults: []Fault{{Kind: FaultHang}}})
		c := client(t, s)
		c.Timeout = time.Minute
		began := time.Now()
		_, err := c.Do(newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, `[{"company":"A"}]`))
		if err == nil || time.Since(began) != time.Minute {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
		if got := s.Stats().Created; got != 1 {
			t.Errorf("%d created, want 1", got)
		}
	})
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, Options{Latency: 300 * time.Millisecond, Faults: []Fault{{FaultSlow, "2s", 0}}})
		c := client(t, s)
		for _, want := range []time.Duration{2300 * time.Millisecond, 300 * time.Millisecond} {
			began := time.Now()
			post(t, c, `[{"company":"A"}]`)
			if got := time.Since(began); got != want {
				t.Errorf("answered after %s, want %s", got, want)
			}
		}
	})
}

// Faults strike in the order in which they were set, each as often as asked,
// and only requests whose key is right.
func TestFaultQueue(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Faults: []Fault{{"status", "500", 2}, {"429", "", 0}}})
	c := client(t, s)
	bad := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, "[]")
	bad.Header.Set("X-API-Key", "wrong")
	if got := do(t, c, bad); got.HTTP != 401 {
		t.Fatalf("a wrong key: %d", got.HTTP)
	}
	for _, want := range []int{500, 500, 429, 200} {
		if got := post(t, c, `[{"company":"A"}]`); got.HTTP != want {
			t.Errorf("got %d, want %d", got.HTTP, want)
		}
	}
	if err := s.SetFault(Fault{"hang", "", 3}); err != nil {
		t.Fatal(err)
	}
	if got := s.Faults(); len(got) != 1 || got[0] != (Fault{"hang", "", 3}) {
		t.Errorf("pending: %v", got)
	}
	s.ClearFaults()
	if got := post(t, c, `[{"company":"A"}]`); got.HTTP != 200 || len(s.Faults()) != 0 {
		t.Errorf("after ClearFaults: %d, %v", got.HTTP, s.Faults())
	}
	if err := s.SetFault(Fault{Kind: "hang", N: -1}); err == nil {
		t.Error("a negative count was taken")
	}
}
