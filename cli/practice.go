package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
)

// What the practice workspaces are called on screen.
const (
	practiceTitle = "SANDBOX"
	demoTitle     = "DEMO · nothing is kept"
	practicePlace = "practice server inside leadpad"
)

// practiceKey and practiceURL reach the sandbox in memory: the address names a
// host for HTTP's sake and is never dialled.
const (
	practiceKey = "sandbox-key"
	practiceURL = "http://127.0.0.1/"
)

// demoLatency is how long the demo's server takes for an answer: about what a
// request to a server far away takes, so that the steps of a submission are seen.
const demoLatency = 300 * time.Millisecond

// practice makes the room of the built-in sandbox or of the demo. Its server,
// and so its window, live as long as this process.
func (h *host) practice(ctx context.Context, name string) (_ *room, err error) {
	o := sandbox.Options{Keys: []string{practiceKey}}
	if name == demoName {
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
	r := &room{
		windows: windows,
		keeper:  &keeper{keys: config.Keys{Env: practiceKey, NoKeyring: true}, profile: p},
		stop:    []func() error{page.close, server.Close, windows.Close},
	}
	r.Workspace = kit.Workspace{
		Name: name, Title: practiceTitle, Practice: true, Address: practicePlace,
		Queue: h.queue, Sandbox: server, OpenPage: page.open, SampleLeads: r.addSamples,
	}
	if name == demoName {
		r.Title, r.Demo = demoTitle, true
	}
	if r.Encoding, err = h.settings.encoding(p); err != nil {
		return nil, err
	}
	r.client, err = api.NewClient(api.Options{
		BaseURL: practiceURL, Key: r.keeper.last, Dial: server.Dial,
		Timeout: requestTimeout, UserAgent: userAgent(),
	})
	if err != nil {
		return nil, fmt.Errorf("reach the practice server: %w", err)
	}
	n, per := r.Encoding.Form.Limit()
	return r, h.sender(ctx, r, ratelimit.Window{Requests: n, Per: per})
}

// openDemo makes a host whose one workspace is the demo, all in memory.
func openDemo(ctx context.Context, s settings) (*host, error) {
	q, err := sqlite.Open(ctx, "", queue.Options{Now: time.Now, Keys: s.leadKeys()})
	if err != nil {
		return nil, fmt.Errorf("open the demo's queue: %w", err)
	}
	w, err := sqlite.OpenWindows(ctx, "")
	if err != nil {
		return nil, errors.Join(err, q.Close())
	}
	return &host{queue: q, windows: w, settings: s, open: map[string]*room{}}, nil
}

// demoHost is a host that shows nothing but the demo: a real workspace on its
// queue in memory would lose what is typed for it.
type demoHost struct{ *host }

// Workspaces is the demo alone.
func (demoHost) Workspaces() []kit.WorkspaceInfo {
	return []kit.WorkspaceInfo{{Name: demoName, Title: demoTitle, Practice: true, Address: practicePlace}}
}

// Open gives the demo.
func (d demoHost) Open(ctx context.Context, name string) (*kit.Workspace, error) {
	if name != demoName {
		return nil, errNotInDemo
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if r, ok := d.open[name]; ok {
		return &r.Workspace, nil
	}
	r, err := d.practice(ctx, name)
	if err != nil {
		return nil, err
	}
	d.open[name] = r
	return &r.Workspace, nil
}

var errNotInDemo = errors.New("the demo keeps nothing; leave it and start leadpad to connect a workspace")

// CheckConnection always refuses.
func (demoHost) CheckConnection(kit.Connection) string { return errNotInDemo.Error() }

// Connect always refuses.
func (demoHost) Connect(context.Context, kit.Connection) (string, error) { return "", errNotInDemo }

// KeepKey always refuses.
func (demoHost) KeepKey(context.Context, string, config.Secret) (string, error) {
	return "", errNotInDemo
}

// Rewire always refuses.
func (demoHost) Rewire(context.Context, string, string) (*kit.Workspace, error) {
	return nil, errNotInDemo
}

// addSamples puts n sample leads into the queue. Beyond the first round of
// samples they are numbered, so that no two are duplicates of each other.
func (r *room) addSamples(ctx context.Context, n int) error {
	before, err := r.Queue.Count(ctx, queue.Query{Workspace: r.Name, Sent: true})
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
		e := queue.Entry{Workspace: r.Name, Lead: l, Sample: true, Finished: true}
		judge(&e, r.Encoding)
		entries = append(entries, e)
	}
	_, err = r.Queue.Add(ctx, entries)
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

// newID is a fresh UUIDv7.
func newID() queue.ID { return uuid.Must(uuid.NewV7()) }

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
func (p *page) open(context.Context) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.url != "" {
		return p.url, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("open a port for the page: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
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
