//go:build unix

package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// odd is a server that reads each request and answers as its script says.
type odd struct {
	*server
	mu    sync.Mutex
	sizes []int // leads of each request
	times []time.Time
	bell  chan struct{}
	quiet bool // keeps the first request waiting for ever
}

func newOdd(t *testing.T, answer func(w http.ResponseWriter)) *odd {
	t.Helper()
	o := &odd{bell: make(chan struct{}, 100)}
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var leads []json.RawMessage
		if json.NewDecoder(r.Body).Decode(&leads) != nil {
			return
		}
		o.mu.Lock()
		o.sizes, o.times = append(o.sizes, len(leads)), append(o.times, time.Now())
		quiet := o.quiet && len(o.sizes) == 1
		o.mu.Unlock()
		o.bell <- struct{}{}
		if quiet {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return
		}
		answer(w)
	}))
	t.Cleanup(ts.Close)
	o.server = &server{t: t, url: ts.URL}
	return o
}

// asked waits for the next request.
func (o *odd) asked() {
	o.t.Helper()
	select {
	case <-o.bell:
	case <-time.After(patience):
		o.t.Fatal("no request came")
	}
}

func (o *odd) seen() ([]int, []time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]int(nil), o.sizes...), append([]time.Time(nil), o.times...)
}

func yes(w http.ResponseWriter) {
	_, _ = io.WriteString(w, `{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`)
}

// rated is a workspace whose window is this long.
func (m *machine) rated(s *server, window time.Duration, lines ...string) {
	m.acme(s, append(lines, "[rate]", "requests = 100", fmt.Sprintf("window = %q", window))...)
}

func numbered(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("Company %03d", i))
	}
	return names
}

// TestKilledInFlightOneLeadGoesNext is S14: killed while its first request is under
// way, the next leadpad sends one lead, a window later, and not after the time-out
// of a request that nobody waits for any more.
func TestKilledInFlightOneLeadGoesNext(t *testing.T) {
	t.Parallel()
	const (
		window      = 6 * time.Second  // long beside what a busy machine needs to start
		deadRequest = 60 * time.Second // the time-out of a request
	)
	n := trials(30)
	for i := range n {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			o := newOdd(t, yes)
			o.quiet = true
			m.rated(o.server, window, "canary = false")
			m.imports(numbered(350)...)
			c := m.command("submit", "--yes")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			o.asked()
			time.Sleep(time.Duration(i%5) * 3 * time.Millisecond)
			_ = c.Process.Kill()
			_ = c.Wait()
			killed := time.Now()
			args := []string{"submit", "--yes"}
			if i%2 == 1 {
				args = append(args, "--json")
			}
			r := m.run(args...)
			sizes, times := o.seen()
			if r.code != 0 || fmt.Sprint(sizes) != "[100 1 100 100 49]" {
				t.Fatalf("exit code %d, requests of %v leads\n%s%s\nleadpad status says:\n%s", r.code, sizes, r.out, r.err, m.run("status").out)
			}
			gap := times[1].Sub(killed)
			if gap < window-50*time.Millisecond || gap > window+deadRequest/2 {
				t.Errorf("the next request went %v after the kill", gap)
			}
			switch want := "leadpad: the last request is not sure: going on in "; {
			case gap > window+time.Second/2: // a busy machine began so late that there was nothing to wait for
			case i%2 == 1:
				waitsIn(t, r.out)
			case !strings.Contains(r.err, want):
				t.Errorf("it does not say %q:\n%s", want, r.err)
			}
		})
	}
	t.Logf("%d trials", n)
}

// waitsIn checks the events of a submission that waits and says so before it goes.
func waitsIn(t *testing.T, out string) {
	t.Helper()
	var plan, wait map[string]any
	lines := bufio.NewScanner(strings.NewReader(out))
	for lines.Scan() {
		var e map[string]any
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		switch e["event"] {
		case "plan":
			plan = e
		case "wait":
			wait = e
		}
	}
	if plan == nil || plan["notSureInARow"] != 1.0 || plan["estimateSeconds"].(float64) <= 0 {
		t.Errorf("planned %v", plan)
	}
	if wait == nil || wait["why"] != "last request not sure" || wait["seconds"].(float64) <= 0 {
		t.Errorf("it waits %v", wait)
	}
}

// useless are servers that answer everything with nothing that helps.
func useless() map[string]func(http.ResponseWriter) {
	return map[string]func(http.ResponseWriter){
		"204":     func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) },
		"HTML":    func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html><title>Sign in</title></html>") },
		"nothing": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	}
}

// doubtful is a machine with ten leads and a short window, whose server answers so.
func doubtful(t *testing.T, answer func(http.ResponseWriter)) (*machine, *odd) {
	t.Helper()
	m, o := newMachine(t), newOdd(t, answer)
	m.rated(o.server, 100*time.Millisecond, "hold_seconds = 0")
	m.imports(numbered(10)...)
	return m, o
}

// TestUselessServerStopsAfterTwo is S15 without a terminal: two requests, then it
// stops, and the next time nothing goes until a person settles.
func TestUselessServerStopsAfterTwo(t *testing.T) {
	t.Parallel()
	n := trials(2)
	for name, answer := range useless() {
		for i := range n {
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
				t.Parallel()
				m, o := doubtful(t, answer)
				r := m.run("submit", "--yes")
				expect := func(r result, what string) {
					t.Helper()
					sizes, _ := o.seen()
					if r.code != 4 || fmt.Sprint(sizes) != "[1 1]" || !strings.Contains(r.err, "leadpad resolve BATCH --sent` or `--ready`") ||
						!strings.Contains(r.err, "The last 2 requests are not sure") {
						t.Fatalf("%s: exit code %d, requests of %v leads\n%s%s", what, r.code, sizes, r.out, r.err)
					}
				}
				expect(r, "first")
				expect(m.run("submit", "--yes", "--split"), "again")
				expect(m.run("submit", "--yes", "--json"), "in JSON")
				if out := m.run("status", "--json").out; !strings.Contains(out, `"ready": 8`) || !strings.Contains(out, `"unsure": 2`) {
					t.Fatalf("leadpad status says:\n%s", out)
				}
				batches := strings.TrimSuffix(r.err[strings.Index(r.err, "(BATCH: ")+8:], ").\n")
				if r := m.run("resolve", strings.Split(batches, ", ")[0], "--ready"); r.code != 0 {
					t.Fatalf("resolve: %s%s", r.out, r.err)
				}
				m.run("submit", "--yes")
				if sizes, _ := o.seen(); fmt.Sprint(sizes) != "[1 1 1 1]" {
					t.Errorf("after one was settled: requests of %v leads", sizes)
				}
			})
		}
	}
	t.Logf("3 servers, %d trials each", n)
}

// TestUselessServerAsksOnSend is S15 at a screen: two requests, then a question in a
// line, again after a restart.
func TestUselessServerAsksOnSend(t *testing.T) {
	t.Parallel()
	n := trials(2)
	for name, answer := range useless() {
		for i := range n {
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
				t.Parallel()
				m, o := doubtful(t, answer)
				x := m.submitting(10)
				x.Wait("The last 2 requests are not sure.", "Space sends one lead more", "c puts the rest back to Ready")
				x.Key("ctrl+c")
				x.Ended()
				x = m.form("8 ready", "2 not sure")
				x.Key("f3")
				x.Wait("10 to do")
				submitAll(x, "8 leads")
				x.Wait("The last 2 requests are not sure.", "settle the batch in History")
				if sizes, _ := o.seen(); fmt.Sprint(sizes) != "[1 1]" {
					t.Fatalf("requests of %v leads", sizes)
				}
				x.Key("space")
				x.Wait("The last 3 requests are not sure.")
				if sizes, _ := o.seen(); fmt.Sprint(sizes) != "[1 1 1]" {
					t.Fatalf("requests of %v leads", sizes)
				}
				x.Key("c")
				x.Wait("7 ready", "3 not sure")
			})
		}
	}
	t.Logf("3 servers, %d trials each", n)
}
