package sshd

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
)

// serveMetrics serves them until the test ends and gives a way to ask.
func serveMetrics(t *testing.T, m *Metrics, healthy func() string) (ask func(path, host string) (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l, err := ListenMetrics(ctx, "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- m.Serve(ctx, l, healthy) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-served)
	})
	return func(path, host string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String()+path, nil)
		must(t, err)
		if host != "" {
			r.Host = host
		}
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		must(t, err)
		return answer.StatusCode, string(body)
	}
}

func TestMetricsTellFiguresAndNobodysName(t *testing.T) {
	t.Parallel()
	var counts queue.Counts
	counts.ByState[queue.Draft], counts.ByState[queue.Unsure] = 4, 1
	var broken error
	m := NewMetrics(Measured{Sessions: func() int { return 3 }, Loads: func(context.Context) ([]app.Load, error) {
		return []app.Load{
			{Workspace: "acme", Counts: counts, Window: outbox.Meter{Used: 37, Limit: 100}},
			{Workspace: "b", NoWindow: errors.New("no key")},
		}, broken
	}})
	m.login(true)
	m.login(false)
	m.login(false)
	m.away(TooFast)
	m.keys.Observe(0.03)
	why := ""
	ask := serveMetrics(t, m, func() string { return why })
	code, page := ask("/metrics", "")
	for _, line := range []string{
		"leadpad_sessions 3", `leadpad_logins_total{result="allowed"} 1`, `leadpad_logins_total{result="denied"} 2`,
		`leadpad_turned_away_total{reason="too many new connections from this address"} 1`, `leadpad_turned_away_total{reason="too many connections"} 0`,
		`leadpad_key_seconds_bucket{le="0.02"} 0`, `leadpad_key_seconds_bucket{le="0.04"} 1`, "leadpad_key_seconds_count 1",
		`leadpad_leads{state="draft",workspace="acme"} 4`, `leadpad_leads{state="unsure",workspace="acme"} 1`, `leadpad_leads{state="sent",workspace="b"} 0`,
		`leadpad_window_used{workspace="acme"} 37`, `leadpad_window_limit{workspace="acme"} 100`,
	} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("%d: no %q in\n%s", code, line, page)
		}
	}
	if strings.Contains(page, `leadpad_window_used{workspace="b"}`) || strings.Contains(page, "go_") {
		t.Error("more than is known, or than was asked for")
	}
	if code, text := ask("/healthz", ""); code != http.StatusOK || text != "ok\n" {
		t.Errorf("%d %q", code, text)
	}
	why = "about to end"
	if code, text := ask("/healthz", ""); code != http.StatusServiceUnavailable || text != "about to end\n" {
		t.Errorf("%d %q", code, text)
	}
	for _, path := range []string{"/", "/debug/pprof/", "/metrics/x"} {
		if code, _ := ask(path, ""); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _ := ask("/metrics", "evil.example:80"); code != http.StatusForbidden {
		t.Errorf("under another name: %d", code)
	}
	if code, _ := ask("/metrics", "localhost:80"); code != http.StatusOK {
		t.Errorf("under this machine's: %d", code)
	}
	broken = errors.New("disk: /secret/path")
	if code, page := ask("/metrics", ""); code != http.StatusInternalServerError || strings.Contains(page, "secret") {
		t.Errorf("a queue that cannot be read: %d %q", code, page)
	}
}

func TestMetricsStayOnThisMachine(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0", "example.com:0", "127.0.0.1", ""} {
		if l, err := ListenMetrics(t.Context(), addr); err == nil {
			_ = l.Close()
			t.Errorf("%s was taken", addr)
		}
	}
	l, err := ListenMetrics(t.Context(), "localhost:0")
	must(t, err)
	defer func() { _ = l.Close() }()
	if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		t.Errorf("it listens on %s", ip)
	}
	if _, err := ListenMetrics(t.Context(), l.Addr().String()); err == nil {
		t.Error("a taken port")
	}
}

func TestKeysAreMeasuredToWhatIsShownNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := NewMetrics(Measured{Sessions: func() int { return 0 }})
		k := keyClock{m: m}
		wait := func(d time.Duration) { time.Sleep(d) }
		k.shown() // the first frame answers nothing
		k.typing()
		wait(15 * time.Millisecond)
		k.typing() // typed ahead
		wait(15 * time.Millisecond)
		k.shown()
		k.shown()
		k.typing() // changes nothing
		wait(time.Minute)
		k.shown()
		families, err := m.registry.Gather()
		must(t, err)
		for _, f := range families {
			if f.GetName() != "leadpad_key_seconds" {
				continue
			}
			if h := f.GetMetric()[0].GetHistogram(); h.GetSampleCount() != 1 || h.GetSampleSum() < 0.0299 || h.GetSampleSum() > 0.0301 {
				t.Errorf("%d keys, %f s", h.GetSampleCount(), h.GetSampleSum())
			}
			return
		}
		t.Error("no keys")
	})
}
