// Package app is what a person can do with leadpad: open a workspace, list,
// save, plan, submit, settle, import, export, connect, change a key. cli, the
// screens and later sshd are thin users of it. It reads no environment, no
// clipboard and no terminal (Settings brings what those say), and it tells facts:
// words makes sentences of them. Start reading at Open, then at Session.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// RequestTimeout is the time that a request has.
const RequestTimeout = 60 * time.Second

// App holds what one process shares: one queue, one window ledger, and for each
// workspace one sender.
type App struct {
	queue   queue.Queue
	windows queue.Windows
	owns    *owns
	unshare func() // gives back that this program has the leads open
	demo    bool   // nothing but the demo can be opened, and nothing is kept

	// settings are the ones in force. Reading them waits for nobody; who changes
	// them holds writing.
	settings atomic.Pointer[Settings]
	writing  sync.Mutex

	importing atomic.Int32 // imports of people on lines

	mu     sync.Mutex // over what follows; never held while anything is waited for
	open   map[string]*opening
	closed bool
}

// opening is a workspace that is open, or about to be.
type opening struct {
	done chan struct{} // closed when the others are set
	w    *Workspace
	err  error
}

// Open opens queue and window ledger on disk, making them where they are missing.
func Open(ctx context.Context, s Settings) (*App, error) {
	if err := s.MakeDir(); err != nil {
		return nil, err
	}
	unshare, err := s.share(ctx)
	if err != nil {
		return nil, err
	}
	a, err := open(ctx, s)
	if err != nil {
		unshare()
		return nil, err
	}
	a.unshare = unshare
	return a, nil
}

// open opens the files.
func open(ctx context.Context, s Settings) (*App, error) {
	people := &owns{}
	q, err := sqlite.Open(ctx, s.queueFile(), queue.Options{Now: time.Now, Keys: s.leadKeys(people), Upgrading: s.Upgrading, Watch: s.Watch})
	if err != nil {
		return nil, &Unopened{s.Dir, err}
	}
	if err := people.read(ctx, q); err != nil {
		return nil, errors.Join(&Unopened{s.Dir, err}, q.Close())
	}
	w, err := s.openWindows(ctx, q)
	if err != nil {
		return nil, errors.Join(err, q.Close())
	}
	return newApp(q, &ledgers{Windows: w, queue: q, dir: filepath.Dir(s.windowFile())}, people, s), nil
}

// Unopened is a folder whose leads cannot be opened.
type Unopened struct {
	Dir string
	Err error
}

func (e *Unopened) Error() string { return "open the leads in " + e.Dir + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *Unopened) Unwrap() error { return e.Err }

// openWindows opens the user's ledger. One that cannot be used keeps nobody from
// reading leads: it refuses those who would send.
func (s Settings) openWindows(ctx context.Context, q queue.Queue) (queue.Windows, error) {
	w, err := sqlite.OpenWindows(ctx, s.windowFile())
	switch {
	case unwritable(err):
		if w, err = sqlite.OpenWindows(ctx, ""); err != nil {
			return nil, err
		}
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return noWindows{q, fmt.Errorf("open the request window in %s: %w", filepath.Dir(s.windowFile()), err)}, nil
	}
	if err := s.moveLedger(ctx, q, w); err != nil && !unwritable(err) {
		return nil, errors.Join(fmt.Errorf("move the request window to %s: %w", s.State, err), w.Close())
	}
	return w, nil
}

// unwritable says that err is of a disk or a folder that takes nothing.
func unwritable(err error) bool {
	_, ok := errors.AsType[*fs.PathError](err)
	return ok || queue.Refuses(err)
}

// OpenDemo makes an app whose one workspace is the demo, all in memory.
func OpenDemo(ctx context.Context, s Settings) (*App, error) {
	q, err := sqlite.Open(ctx, "", queue.Options{Now: time.Now, Keys: s.leadKeys(&owns{})})
	if err != nil {
		return nil, fmt.Errorf("open the demo's queue: %w", err)
	}
	w, err := sqlite.OpenWindows(ctx, "")
	if err != nil {
		return nil, errors.Join(err, q.Close())
	}
	a := newApp(q, w, &owns{}, s)
	a.demo = true
	return a, nil
}

func newApp(q queue.Queue, w queue.Windows, people *owns, s Settings) *App {
	a := &App{queue: q, windows: w, owns: people, unshare: func() {}, open: map[string]*opening{}}
	a.settings.Store(&s)
	return a
}

func (s Settings) queueFile() string { return filepath.Join(s.Dir, "queue.db") }

// leadKeys gives the keys by which leads are known again: phones without "+" are
// read in their owner's region, else in the config's. A config whose rules cannot be read is refused
// when a workspace opens.
func (s Settings) leadKeys(people *owns) func(owner string, l lead.Lead) []lead.Key {
	rules, err := s.rules()
	if err != nil {
		return nil
	}
	return func(owner string, l lead.Lead) []lead.Key {
		own := rules
		if region, ok := people.region(owner); ok {
			own.Region = region
		}
		return own.Keys(l)
	}
}

// Check looks whether the whole queue can be read.
func (a *App) Check(ctx context.Context) error { return a.queue.Check(ctx) }

// errClosed is said to who opens a workspace while the program ends.
var errClosed = errors.New("leadpad is closing")

// workspace opens a workspace, or gives the open one. Opening one makes nobody
// wait who wants another.
func (a *App) workspace(ctx context.Context, name string) (*Workspace, error) {
	for {
		a.mu.Lock()
		if a.closed {
			a.mu.Unlock()
			return nil, errClosed
		}
		o, ok := a.open[name]
		if !ok {
			o = &opening{done: make(chan struct{})}
			a.open[name] = o
		}
		a.mu.Unlock()
		if !ok {
			a.carryOut(ctx, name, o)
			return o.w, o.err
		}
		select {
		case <-o.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Another's patience was at its end, and not ours: try again.
		given := errors.Is(o.err, context.Canceled) || errors.Is(o.err, context.DeadlineExceeded)
		if !given || ctx.Err() != nil {
			return o.w, o.err
		}
	}
}

// carryOut opens; what failed can be tried again.
func (a *App) carryOut(ctx context.Context, name string, o *opening) {
	open := a.real
	switch {
	case a.demo && name != DemoName:
		open = func(context.Context, string) (*Workspace, error) { return nil, ErrDemo }
	case name == PracticeName || a.demo:
		open = a.practice
	}
	o.w, o.err = open(ctx, name)
	if o.err != nil {
		a.mu.Lock()
		delete(a.open, name)
		a.mu.Unlock()
	}
	close(o.done)
}

// opened are the workspaces that are open now.
func (a *App) opened() []*Workspace {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []*Workspace
	for _, o := range a.open {
		select {
		case <-o.done:
			list = append(list, o.w)
		default:
		}
	}
	return list
}

// real makes a workspace that speaks to ClosingDealz.
func (a *App) real(ctx context.Context, name string) (*Workspace, error) {
	s := a.settings.Load()
	p, err := s.Named(name)
	if err != nil {
		return nil, err
	}
	w := &Workspace{
		Name: name, Title: title(name), Color: p.Color, Address: p.BaseURL,
		KeySource: s.keySource(p), windows: a.windows, profile: p, keeper: &keeper{keys: s.Keychain(), profile: p},
	}
	e, err := s.Encoding(p)
	if err != nil {
		return nil, err
	}
	w.client, err = api.NewClient(api.Options{
		BaseURL: p.BaseURL, Key: w.keeper.last, Proxy: s.Proxy,
		Timeout: RequestTimeout, UserAgent: s.Agent,
	})
	if err != nil {
		return nil, fmt.Errorf("workspace %s: %w", name, err)
	}
	place := s.newPlace(name, a.queue)
	place.noWindow = refused(a.windows)
	if err := a.sender(ctx, place.q, w, e, s.window(p, e.Form)); err != nil {
		return w, err
	}
	w.stop = append(w.stop, place.close)
	// What cannot be settled now is no reason not to read: it keeps leads from going.
	_ = place.settle(ctx)
	w.Doubted = place.doubted
	return w, nil
}

// sender gives a workspace its sender.
func (a *App) sender(ctx context.Context, q queue.Queue, w *Workspace, e api.Encoding, window ratelimit.Window) error {
	s := a.settings.Load()
	var err error
	w.sender, err = outbox.New(ctx, outbox.Options{
		Queue: q, Windows: w.windows, Client: w.client, Encoding: e, Window: window,
		Workspace: w.Name, Practice: w.Practice, Address: w.Address,
		Hold:   time.Duration(s.HoldSeconds) * time.Second,
		Canary: s.Canary, CanaryLook: s.Look && !w.Practice, Key: w.fingerprint,
		Timeout: RequestTimeout, Now: time.Now, Region: a.owns.region,
	})
	if err != nil {
		return fmt.Errorf("open the sender of %s: %w", w.Name, err)
	}
	w.Encoding = w.sender.Encoding
	return nil
}

// window is a workspace's request window: its own, else the config's, else the
// form's.
func (s Settings) window(p config.Profile, f api.Form) ratelimit.Window {
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

// Close lets every sender finish: a hold is taken back, the request in flight
// is waited for and recorded. When ctx ends first, it is recorded as unsure.
func (a *App) Close(ctx context.Context) error {
	a.mu.Lock()
	a.closed = true
	var list []*opening
	for _, o := range a.open {
		list = append(list, o)
	}
	clear(a.open)
	a.mu.Unlock()
	var all error
	for _, o := range list {
		<-o.done
		if o.err != nil {
			continue
		}
		all = errors.Join(all, o.w.sender.Close(ctx))
		for _, stop := range o.w.stop {
			all = errors.Join(all, stop())
		}
	}
	all = errors.Join(all, a.windows.Close(), a.queue.Close())
	a.unshare()
	return all
}

// InFlight says for how many requests, and how long at most, Close would wait.
func (a *App) InFlight() (requests int, most time.Duration) {
	for _, w := range a.opened() {
		n, _, _, timeout := w.sender.Busy()
		requests += n
		most = max(most, timeout)
	}
	return requests, most
}
