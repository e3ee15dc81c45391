package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
)

// requestTimeout is the time a request has, by DESIGN.md.
const requestTimeout = 60 * time.Second

// host holds what one process shares: one queue, one window ledger and one
// sender for each workspace. It is the kit.Host of the screens and serves the
// commands too.
type host struct {
	queue   queue.Queue
	windows queue.Windows
	// look makes a real workspace's senders wait, after the first lead, until a
	// person has looked at it: where there are screens that ask.
	look bool

	mu       sync.Mutex
	settings settings
	open     map[string]*room
}

// room is an open workspace with what must be closed behind it.
type room struct {
	kit.Workspace
	client *api.Client
	keeper *keeper
	// fingerprint is the ledger's name for key and address.
	fingerprint func(ctx context.Context) (string, error)
	windows     queue.Windows
	stop        []func() error
}

// openHost opens queue and window on disk, making them where they are missing.
func openHost(ctx context.Context, s settings) (*host, error) {
	if err := s.makeDir(); err != nil {
		return nil, err
	}
	q, err := sqlite.Open(ctx, filepath.Join(s.dir, "queue.db"), queue.Options{Now: time.Now, Keys: s.leadKeys()})
	if errors.Is(err, queue.ErrNewer) {
		return nil, fmt.Errorf("the leads in %s were %w; install that version, or set LEADPAD_DATA to another folder", s.dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the leads in %s: %w", s.dir, err)
	}
	w, err := sqlite.OpenWindows(ctx, filepath.Join(s.dir, "window.db"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the request window in %s: %w", s.dir, err), q.Close())
	}
	return &host{queue: q, windows: w, settings: s, open: map[string]*room{}}, nil
}

// leadKeys gives the keys by which leads are known again: phones without "+" are
// read in the config's region. A config whose rules cannot be read is refused
// when a workspace opens.
func (s settings) leadKeys() func(workspace string, l lead.Lead) []lead.Key {
	rules, err := s.rules()
	if err != nil {
		return nil
	}
	return func(_ string, l lead.Lead) []lead.Key { return rules.Keys(l) }
}

// Workspaces lists what can be opened, the practice one last.
func (h *host) Workspaces() []kit.WorkspaceInfo {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []kit.WorkspaceInfo
	for _, name := range h.settings.names() {
		if p, err := h.settings.named(name); err == nil {
			list = append(list, kit.WorkspaceInfo{Name: name, Title: title(name), Color: p.Color, Address: p.BaseURL})
		}
	}
	return append(list, kit.WorkspaceInfo{Name: practiceName, Title: practiceTitle, Practice: true, Address: practicePlace})
}

// title is what the header's chip says of a real workspace.
func title(name string) string { return strings.ToUpper(name) }

// Open gives an open workspace; the same one every time.
func (h *host) Open(ctx context.Context, name string) (*kit.Workspace, error) {
	r, err := h.room(ctx, name)
	if err != nil {
		return nil, err
	}
	return &r.Workspace, nil
}

// room opens a workspace, or gives the open one.
func (h *host) room(ctx context.Context, name string) (*room, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r, ok := h.open[name]; ok {
		return r, nil
	}
	make := h.real
	if name == practiceName {
		make = h.practice
	}
	r, err := make(ctx, name)
	if err != nil {
		return nil, err
	}
	h.open[name] = r
	return r, nil
}

// real makes the room of a workspace that speaks to ClosingDealz.
func (h *host) real(ctx context.Context, name string) (*room, error) {
	p, err := h.settings.named(name)
	if err != nil {
		return nil, err
	}
	r := &room{windows: h.windows, keeper: &keeper{keys: h.settings.keys(), profile: p}}
	r.Workspace = kit.Workspace{
		Name: name, Title: title(name), Color: p.Color, Address: p.BaseURL, Queue: h.queue,
	}
	if r.Encoding, err = h.settings.encoding(p); err != nil {
		return nil, err
	}
	r.client, err = api.NewClient(api.Options{
		BaseURL: p.BaseURL, Key: r.keeper.last, Proxy: h.settings.env.Proxy,
		Timeout: requestTimeout, UserAgent: userAgent(),
	})
	if err != nil {
		return nil, fmt.Errorf("workspace %s: %w", name, err)
	}
	return r, h.sender(ctx, r, h.settings.window(p, r.Encoding.Form))
}

// sender gives a room its sender.
func (h *host) sender(ctx context.Context, r *room, w ratelimit.Window) error {
	r.fingerprint = func(ctx context.Context) (string, error) {
		key, err := r.keeper.look(ctx)
		if err != nil {
			return "", err
		}
		return r.windows.Fingerprint(ctx, key.Reveal(), r.Address)
	}
	if !r.Demo {
		r.ExportBatch = h.exporter(&r.Workspace)
	}
	sender, err := outbox.New(ctx, outbox.Options{
		Queue: h.queue, Windows: r.windows, Client: r.client, Encoding: r.Encoding, Window: w,
		Workspace: r.Name, Practice: r.Practice, Address: r.Address,
		Hold:   time.Duration(h.settings.HoldSeconds) * time.Second,
		Canary: h.settings.Canary, CanaryLook: h.look && !r.Practice, Key: r.fingerprint,
		Timeout: requestTimeout, Now: time.Now,
	})
	if err != nil {
		return fmt.Errorf("open the sender of %s: %w", r.Name, err)
	}
	r.Sender = sender.Seat(outbox.Who{})
	return nil
}

// window is a workspace's request window: its own, else the config's, else the
// form's.
func (s settings) window(p config.Profile, f api.Form) ratelimit.Window {
	n, per := f.Limit()
	w := ratelimit.Window{Requests: n, Per: per}
	for _, r := range []config.Rate{s.Rate, p.Rate} {
		if r.Requests > 0 {
			w.Requests = r.Requests
		}
		if r.Window > 0 {
			w.Per = r.Window
		}
	}
	return w
}

func userAgent() string { return "leadpad/" + strings.ReplaceAll(version(), " ", "-") }

// Close lets every sender finish: a hold is taken back, the request in flight
// is waited for and recorded. When ctx ends first, it is recorded as unsure.
func (h *host) Close(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all error
	for name, r := range h.open {
		all = errors.Join(all, r.Sender.Close(ctx))
		for _, stop := range r.stop {
			all = errors.Join(all, stop())
		}
		delete(h.open, name)
	}
	return errors.Join(all, h.windows.Close(), h.queue.Close())
}

// inFlight says for how many requests, and how long at most, Close would wait.
func (h *host) inFlight() (requests int, most time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.open {
		n, _, _, timeout := r.Sender.Busy()
		requests += n
		most = max(most, timeout)
	}
	return requests, most
}
