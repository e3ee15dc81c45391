package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// What the practice workspaces are called on screen.
const (
	practiceTitle = "SANDBOX"
	demoTitle     = "DEMO · nothing is kept"
	practicePlace = "practice server inside leadpad"
)

// PracticeKey is the key of the sandbox, in memory and as `leadpad sandbox` has it
// by default.
const PracticeKey = "sandbox-key"

// practiceURL names a host for HTTP's sake and is never dialled.
const practiceURL = "http://127.0.0.1/"

// demoLatency is how long the demo's server takes for an answer: about what a
// request to a server far away takes, so that the steps of a submission are seen.
const demoLatency = 300 * time.Millisecond

// practice makes the workspace of the built-in sandbox or of the demo. Its server,
// and so its window, live as long as this process.
func (a *App) practice(ctx context.Context, name string) (_ *Workspace, err error) {
	o := sandbox.Options{Keys: []string{PracticeKey}}
	if name == DemoName {
		o.Latency = demoLatency
	}
	server, err := sandbox.New(o)
	if err != nil {
		return nil, fmt.Errorf("start the practice server: %w", err)
	}
	windows, err := sqlite.OpenWindows(ctx, "")
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	p := config.Profile{Name: name}
	page := &page{server: server}
	w := &Workspace{
		Name: name, Title: practiceTitle, Practice: true, Address: practicePlace,
		Sandbox: server, OpenPage: page.open,
		windows: windows, profile: p, keeper: &keeper{keys: config.Keys{Env: PracticeKey, NoKeyring: true}, profile: p},
		stop: []func() error{page.close, server.Close, windows.Close},
	}
	if name == DemoName {
		w.Title, w.Demo = demoTitle, true
	}
	s := a.settings.Load()
	e, err := s.Encoding(p)
	if err != nil {
		return nil, err
	}
	w.client, err = api.NewClient(api.Options{
		BaseURL: practiceURL, Key: w.keeper.last, Dial: server.Dial,
		Timeout: RequestTimeout, UserAgent: s.Agent,
	})
	if err != nil {
		return nil, fmt.Errorf("reach the practice server: %w", err)
	}
	n, per := e.Form.Limit()
	return w, a.sender(ctx, a.queue, w, e, ratelimit.Window{Requests: n, Per: per})
}

// ErrDemo is why nothing but the demo can be opened or connected in it.
var ErrDemo = errors.New("the demo keeps nothing")

// addSamples puts n sample leads into the queue. Beyond the first round of
// samples they are numbered, so that no two are duplicates of each other.
func (s *Session) addSamples(ctx context.Context, n int) error {
	before, err := s.Queue.Count(ctx, queue.Query{Workspace: s.Name, Sent: true})
	if err != nil {
		return err
	}
	samples := intake.Samples()
	entries := make([]queue.Entry, 0, n)
	for i := before; i < before+n; i++ {
		l := samples[i%len(samples)].Clone()
		if round := i / len(samples); round > 0 {
			number(&l, round+1)
		}
		e := queue.Entry{Workspace: s.Name, Lead: l, Sample: true, Finished: true}
		judge(&e, s.Encoding())
		entries = append(entries, e)
	}
	_, err = s.Queue.Add(ctx, entries)
	return err
}

// number makes a lead different from its sample.
func number(l *lead.Lead, n int) {
	l.Name = fmt.Sprintf("%s %d", l.Name, n)
	for i, e := range l.Emails {
		if user, host, ok := strings.Cut(e, "@"); ok {
			l.Emails[i] = fmt.Sprintf("%s+%d@%s", user, n, host)
		}
	}
}

// page serves the sandbox's page on a loopback port, from the first time it is
// asked for until the process ends.
type page struct {
	server *sandbox.Server

	mu   sync.Mutex
	url  string
	stop context.CancelFunc
	done chan error
}

// open gives the page's address.
func (p *page) open(ctx context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.url != "" {
		return p.url, nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("open a port for the page: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // it is served longer than it takes to open
	p.url, p.stop, p.done = "http://"+l.Addr().String()+"/", cancel, make(chan error, 1)
	go func() { p.done <- p.server.Serve(ctx, l) }()
	return p.url, nil
}

// close ends the serving, when it was begun.
func (p *page) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil {
		return nil
	}
	p.stop()
	return <-p.done
}
