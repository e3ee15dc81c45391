package sshd

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"leadpad/app"
	"leadpad/queue"
)

// Metrics count what a server does, in a registry of their own. Neither people nor
// leads are in them: labels are reasons, states and workspaces.
type Metrics struct {
	registry *prometheus.Registry
	logins   *prometheus.CounterVec
	turned   *prometheus.CounterVec
	keys     prometheus.Histogram
}

// Measured is what Metrics ask for when they are read.
type Measured struct {
	Sessions func() int
	// Loads are the workspaces'; nil where none is of interest, as in a demo.
	Loads func(ctx context.Context) ([]app.Load, error)
}

// NewMetrics makes counts that stand at zero.
func NewMetrics(of Measured) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		logins: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leadpad_logins_total", Help: "Connections that logged in (allowed) or were gone without (denied).",
		}, []string{"result"}),
		turned: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "leadpad_turned_away_total", Help: "Connections that a limit ended.",
		}, []string{"reason"}),
		keys: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "leadpad_key_seconds", Help: "Time from what a client typed to what it was shown next.",
			// 30 frames a second are 33 ms; a hand notices from 100 ms on.
			Buckets: []float64{.005, .01, .02, .04, .06, .1, .2, .5, 1, 2},
		}),
	}
	sessions := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "leadpad_sessions", Help: "Sessions that run now.",
	}, func() float64 { return float64(of.Sessions()) })
	m.registry.MustRegister(m.logins, m.turned, m.keys, sessions)
	for _, result := range []string{allowed, denied} {
		m.logins.WithLabelValues(result)
	}
	for _, why := range []Turned{TooMany, TooManyOfOne, TooFast, GaveWay, HandshakeSlow, NothingStarted} {
		m.turned.WithLabelValues(string(why))
	}
	if of.Loads != nil {
		m.registry.MustRegister(newLoads(of.Loads))
	}
	return m
}

// The results of a login.
const (
	allowed = "allowed"
	denied  = "denied"
)

// login counts one.
func (m *Metrics) login(in bool) {
	result := denied
	if in {
		result = allowed
	}
	m.logins.WithLabelValues(result).Inc()
}

// away counts a connection that a limit ended.
func (m *Metrics) away(why Turned) { m.turned.WithLabelValues(string(why)).Inc() }

// keyClock measures from what somebody typed to what they were shown next.
type keyClock struct {
	m     *Metrics
	mu    sync.Mutex
	typed time.Time // zero when nothing waits for an answer
}

// measured is a client's terminal whose keys are measured.
type measured struct {
	io.ReadWriter
	clock keyClock
}

func (m *Metrics) measure(terminal io.ReadWriter) *measured {
	return &measured{terminal, keyClock{m: m}}
}

func (t *measured) Read(p []byte) (int, error) {
	n, err := t.ReadWriter.Read(p)
	if n > 0 {
		t.clock.typing()
	}
	return n, err
}

func (t *measured) Write(p []byte) (int, error) {
	n, err := t.ReadWriter.Write(p)
	t.clock.shown()
	return n, err
}

// longestKey is after how long what is shown is no answer to what was typed: some
// keys change nothing.
const longestKey = 5 * time.Second

// typing says that bytes came in.
func (k *keyClock) typing() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := time.Now(); k.typed.IsZero() || now.Sub(k.typed) > longestKey {
		k.typed = now
	}
}

// shown says that bytes went out.
func (k *keyClock) shown() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if took := time.Since(k.typed); !k.typed.IsZero() && took <= longestKey {
		k.m.keys.Observe(took.Seconds())
	}
	k.typed = time.Time{}
}

// loads reads the workspaces when it is asked.
type loads struct {
	read                func(ctx context.Context) ([]app.Load, error)
	leads, used, limits *prometheus.Desc
}

func newLoads(read func(ctx context.Context) ([]app.Load, error)) *loads {
	return &loads{
		read:   read,
		leads:  prometheus.NewDesc("leadpad_leads", "Leads in the queue.", []string{"workspace", "state"}, nil),
		used:   prometheus.NewDesc("leadpad_window_used", "Requests that count against the rate now.", []string{"workspace"}, nil),
		limits: prometheus.NewDesc("leadpad_window_limit", "Requests that the rate allows.", []string{"workspace"}, nil),
	}
}

// Describe names what Collect gives.
func (l *loads) Describe(to chan<- *prometheus.Desc) {
	to <- l.leads
	to <- l.used
	to <- l.limits
}

// readTime bounds a reading: the look-up of a key can take two seconds.
const readTime = 3 * time.Second

// Collect reads the workspaces. A queue that cannot be read is an error of the
// whole page, so that nobody takes old figures for new ones.
func (l *loads) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	list, err := l.read(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(l.leads, errors.New("the queue cannot be read"))
		return
	}
	gauge := func(d *prometheus.Desc, n int, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), labels...)
	}
	for _, w := range list {
		for state := queue.Draft; state <= queue.Unsure; state++ {
			gauge(l.leads, w.Counts.ByState[state], w.Workspace, state.String())
		}
		if w.NoWindow == nil {
			gauge(l.used, w.Window.Used, w.Workspace)
			gauge(l.limits, w.Window.Limit, w.Workspace)
		}
	}
}

// ErrNotLoopback is an address for metrics that other machines can reach.
var ErrNotLoopback = errors.New("metrics are for this machine alone")

// ListenMetrics listens for who reads the metrics, on a loopback address alone:
// they say when people work, and ask for no password.
func ListenMetrics(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if host == "localhost" { // whatever it is made to mean here
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, ErrNotLoopback
	}
	return (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, port))
}

// ServeMetrics serves the server's metrics until ctx ends, see Metrics.Serve.
func (s *Server) ServeMetrics(ctx context.Context, l net.Listener) error {
	return s.metrics.Serve(ctx, l, s.people.why)
}

// measure makes the server's metrics.
func (s *Server) measure() *Metrics {
	of := Measured{Sessions: s.people.count}
	if s.o.App != nil {
		of.Loads = s.o.App.Loads
	}
	return NewMetrics(of)
}

// Serve serves /metrics and /healthz until ctx ends. healthy says why the server
// takes nobody, "" for nothing: it is what /healthz answers with 503.
func (m *Metrics) Serve(ctx context.Context, l net.Listener, healthy func() string) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: 2 * readTime}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		text := "ok"
		if why := healthy(); why != "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			text = why
		}
		_, _ = w.Write([]byte(text + "\n"))
	})
	srv := &http.Server{
		Handler: local(mux), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second,
		WriteTimeout: 3 * readTime, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// local refuses a browser that was led here under another name: a page from
// elsewhere could read what is answered to its own.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "not here", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
