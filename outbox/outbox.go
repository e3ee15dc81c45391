// Package outbox is the sender: it plans a submission, holds it, sends it
// request by request within the window, writes every outcome to disk before it
// tells anyone, and tells its progress to whoever subscribes. It knows no
// terminal. Start reading at Sender, then at perform and request.
//
// One goroutine, the actor, owns a sender's state:
//
//	Submit, Pause, … ──commands──▶ actor ──Begin──▶ queue      (payload on disk)
//	                                 │  ──Create─▶ api         (one request in flight)
//	                                 │  ──Settle─▶ queue       (outcome on disk)
//	Progress, Subscribe ◀──picture───┘                         (then it is told)
package outbox

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
)

// MaxHold is the longest hold (docs/config.md, hold_seconds).
const MaxHold = 30 * time.Second

// closeGrace is how long Close waits for the disk once it cannot wait for an
// answer any longer.
const closeGrace = 2 * time.Second

// defaultTimeout of one request.
const defaultTimeout = 60 * time.Second

// Errors that callers tell apart.
var (
	ErrClosed  = errors.New("the sender is closed")
	ErrNothing = errors.New("none of these leads is ready to go")
	ErrRefused = errors.New("this batch was not refused for its content")
	ErrChanged = errors.New("key or address changed since the last submission")
	ErrRenamed = errors.New("the names on the wire were changed since this was planned")
)

// Options of a sender.
type Options struct {
	Queue     queue.Queue
	Windows   queue.Windows
	Client    *api.Client
	Encoding  api.Encoding
	Window    ratelimit.Window // zero: what the form's documentation states
	Workspace string
	Practice  bool // a sandbox: its receipts say so
	Address   string
	Hold      time.Duration // 0 to MaxHold
	Canary    bool
	// CanaryLook makes the rest of a submission wait, after the first lead that
	// went to this address with these names on the wire was created, until a
	// person has looked at it in the CRM and Look was called.
	CanaryLook bool
	// Key gives the fingerprint of key and address for the window ledger.
	Key     func(ctx context.Context) (string, error)
	Timeout time.Duration // of one request; 0: 60 s
	Now     func() time.Time
	// Region is the country in which phones of an owner's leads are read without "+"; ok
	// is false where it is Encoding's. nil: it always is. It waits for nobody.
	Region func(owner string) (region string, ok bool)

	// crash is called at each named point of a request; a test's child ends
	// itself there.
	crash func(point string)
	// size is the most leads in a request, api.MaxLeads but in tests.
	size int
	// atOnce and claims are readAtOnce and claimStep but in tests.
	atOnce, claims int
	// create stands in for Client.Create in tests.
	create func(ctx context.Context, body []byte) api.Answer
}

// Sender sends for one workspace; one of it lives in a process, and every session
// has a Seat at it. All methods are safe for concurrent use.
type Sender struct {
	o      Options
	ctx    context.Context // the actor's own, for its queue calls
	cancel context.CancelFunc
	ended  chan struct{}
	// settled is closed when what a dead process left is settled, or cannot be.
	settled chan struct{}
	// leaveNow is closed when Close cannot wait any longer.
	leaveNow chan struct{}
	leaving  sync.Once

	inbox   inbox
	subs    subscribers
	results results
	shown   atomic.Pointer[Progress]
	crowd   atomic.Pointer[crowd] // nil while there is one person
	busy    atomic.Pointer[busy]
	latency atomic.Int64 // mean of recent requests, ns
	// encoding is how leads look on the wire; Rename and ReadPhonesIn change it.
	encoding atomic.Pointer[api.Encoding]
	holdFor  atomic.Int64 // ns; Adapt changes it, and canary
	canary   atomic.Bool

	keyMu sync.Mutex
	key   string // the last fingerprint, "" when it has to be asked for

	actor // owned by the actor's goroutine
}

// settleWithin is how long New waits for another program's lock; after that the
// actor settles what a dead process left, as soon as it can.
const settleWithin = 500 * time.Millisecond

// New makes a sender and, when the lease is free, settles what a dead process
// left: its held leads are Ready again, what it was sending is not sure.
func New(ctx context.Context, o Options) (*Sender, error) {
	if o.Queue == nil || o.Windows == nil {
		return nil, errors.New("a sender needs a queue and a window ledger")
	}
	o = o.withDefaults()
	s := &Sender{o: o, ended: make(chan struct{}), settled: make(chan struct{}), leaveNow: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.inbox.bell = make(chan struct{}, 1)
	s.pic = s.blank()
	s.shown.Store(&s.pic.now)
	s.busy.Store(&busy{})
	s.encoding.Store(&o.Encoding)
	s.Adapt(o.Hold, o.Canary)
	s.window = newWindow(o)
	late, err := s.makeUp(ctx)
	if err != nil {
		s.cancel()
		return nil, err
	}
	go s.loop(late)
	return s, nil
}

// makeUp settles what a dead process left. Mostly that is nothing, which a look tells
// without a write that a start would wait for. late: it could not be settled now.
func (s *Sender) makeUp(ctx context.Context) (late bool, err error) {
	left, err := s.o.Queue.Claimed(ctx, s.o.Workspace)
	if err == nil && left == (queue.ID{}) {
		return false, nil
	}
	early, stop := context.WithTimeout(ctx, settleWithin)
	defer stop()
	held, err := s.takeLease(early)
	if held {
		s.dropLease()
	}
	if late = err != nil && ctx.Err() == nil && (early.Err() != nil || queue.Refuses(err)); late {
		return true, nil
	}
	return false, err
}

// Settled waits until what a dead process left is settled, which on a slow disk
// New leaves to the sender, or until that has failed: then the next submission
// does it. Before, leads of the dead one are not ready yet.
func (s *Sender) Settled(ctx context.Context) error {
	select {
	case <-s.settled:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o Options) withDefaults() Options {
	o.Queue = o.Queue.As(queue.Scope{All: true}) // it sends for everybody
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	requests, per := o.Encoding.Form.Limit()
	if o.Window.Requests <= 0 {
		o.Window.Requests = requests
	}
	if o.Window.Per <= 0 {
		o.Window.Per = per
	}
	if o.size <= 0 {
		o.size = api.MaxLeads
	}
	if o.atOnce <= 0 {
		o.atOnce = readAtOnce
	}
	if o.claims <= 0 {
		o.claims = claimStep
	}
	if o.crash == nil {
		o.crash = func(string) {}
	}
	if o.create == nil {
		o.create = o.Client.Create
	}
	if o.Key == nil {
		workspace := o.Workspace
		o.Key = func(context.Context) (string, error) { return "workspace " + workspace, nil }
	}
	return o
}

// Busy says how many requests are in flight and leads not yet settled, whoever's
// they are; timeout is what the request in flight has left.
func (s *Sender) Busy() (inFlight int, leadsInFlight int, waiting int, timeout time.Duration) {
	b := s.busy.Load()
	for _, w := range b.waiting {
		waiting += w.leads
	}
	inFlight, leadsInFlight, timeout = b.inFlight()
	return inFlight, leadsInFlight, waiting, timeout
}

// busy is what Busy tells.
type busy struct {
	leads   int       // in flight
	by      Who       // whose those are
	until   time.Time // monotonic end of the request in flight
	waiting []share   // claimed, not sent yet
}

// share is how many leads of somebody wait.
type share struct {
	by    Who
	leads int
}

func (b *busy) inFlight() (requests, leads int, timeout time.Duration) {
	if b.leads == 0 {
		return 0, 0, 0
	}
	return 1, b.leads, max(time.Until(b.until), 0)
}

// Close takes a hold back, sends nothing new, waits for the request in flight
// and records it. When ctx ends first, what is in flight is recorded as unsure;
// when the disk does not take that within closeGrace, the next start does it. It
// may be called more than once.
func (s *Sender) Close(ctx context.Context) error {
	s.inbox.post(func() { s.closing = true })
	select {
	case <-s.ended:
		return nil
	case <-ctx.Done():
	}
	s.leaving.Do(func() { close(s.leaveNow) })
	t := time.NewTimer(closeGrace)
	defer t.Stop()
	select {
	case <-s.ended:
		return nil
	case <-t.C:
	}
	s.cancel() // ends the waiting for a locked queue
	<-s.ended
	return nil
}

// ask runs f in the actor's goroutine and waits for it. When ctx ends before f
// began, f does not run; once it began, what came of it has to be known.
func (s *Sender) ask(ctx context.Context, f func() error) error {
	return s.askWhen(ctx, func(run func()) { run() }, f)
}

// askWhen is ask for what may have to wait for its moment: now is called in the
// actor's goroutine, with what has to run then or later.
func (s *Sender) askWhen(ctx context.Context, now func(run func()), f func() error) error {
	var taken atomic.Bool // by the actor, or by giving up
	answer := make(chan error, 1)
	s.inbox.post(func() {
		now(func() {
			if taken.CompareAndSwap(false, true) {
				answer <- f()
			}
		})
	})
	select {
	case err := <-answer:
		return err
	case <-s.ended:
		return ErrClosed
	case <-ctx.Done():
	}
	if taken.CompareAndSwap(false, true) {
		return ctx.Err()
	}
	select {
	case err := <-answer:
		return err
	case <-s.ended:
		return ErrClosed
	}
}

// newID makes a UUIDv7. Its only error is a system without randomness.
func newID() queue.ID { return uuid.Must(uuid.NewV7()) }

// inbox holds the commands that wait for the actor. Posting never blocks.
type inbox struct {
	mu   sync.Mutex
	list []func()
	bell chan struct{}
}

func (i *inbox) post(f func()) {
	i.mu.Lock()
	i.list = append(i.list, f)
	i.mu.Unlock()
	select {
	case i.bell <- struct{}{}:
	default:
	}
}

func (i *inbox) take() []func() {
	i.mu.Lock()
	defer i.mu.Unlock()
	list := i.list
	i.list = nil
	return list
}
