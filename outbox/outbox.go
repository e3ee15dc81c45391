// Package outbox is the sender: it plans a submission, holds it, sends it
// request by request within the window, writes every outcome to disk before it
// tells anyone, and tells its progress to whoever subscribes. It knows no
// terminal. Start reading at Sender and Progress.
package outbox

import (
	"context"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
)

// Options of a sender.
type Options struct {
	Queue     *queue.Queue
	Windows   *queue.Windows
	Client    *api.Client
	Encoding  api.Encoding
	Window    ratelimit.Window
	Workspace string
	Practice  bool // a sandbox: its receipts say so
	Address   string
	Hold      time.Duration // 0 to 30 s
	Canary    bool
	// Key gives the fingerprint of key and address for the window ledger.
	Key     func(ctx context.Context) (string, error)
	Timeout time.Duration // of one request; 0: 60 s
	Now     func() time.Time
}

// Sender sends for one workspace; one of it lives in a process.
type Sender struct{}

// New makes a sender and, when the lease is free, settles what a dead process left.
func New(ctx context.Context, o Options) (*Sender, error) { return &Sender{}, nil }

// Plan says what submitting ids would do. It changes nothing.
type Plan struct {
	Workspace  string
	IDs        []queue.ID // those that would go, in order
	Batches    []int      // leads of each request
	NotReady   int        // asked for, but a draft, or failed
	NeedsFixes int        // ready, but with problems under today's rules
	Gone       int        // asked for, but sent, held, sending, unsure or deleted
	Duplicates []Duplicate
	Omitted    []string // "socials of 3 leads": what will not be sent
	Returned   int      // of IDs, refused in a batch before
	Canary     bool     // the first request carries one lead
	Estimate   time.Duration
	Hold       time.Duration
}

// Duplicate is a lead that may have been sent from this queue before.
type Duplicate struct {
	ID     queue.ID
	Of     queue.ID
	Name   string
	Reason string // "same email", …
}

// Plan makes one.
func (s *Sender) Plan(ctx context.Context, ids []queue.ID) (Plan, error) { return Plan{}, nil }

// Submit claims the plan's leads and starts the hold, or queues the
// submission behind the one that runs. It returns after the claim is on disk.
func (s *Sender) Submit(ctx context.Context, p Plan) (queue.ID, error) { return queue.ID{}, nil }

// TakeBack ends a hold: all its leads are Ready again. False when there is none.
func (s *Sender) TakeBack(ctx context.Context) (int, bool) { return 0, false }

// Pause stops before the next request; what is in flight finishes.
func (s *Sender) Pause() {}

// Resume goes on.
func (s *Sender) Resume() {}

// CancelRest puts what was not sent yet back to Ready; the request in flight
// finishes and is recorded.
func (s *Sender) CancelRest() {}

// FindAtFault splits a refused batch to find the leads at fault.
func (s *Sender) FindAtFault(ctx context.Context, batch queue.ID) error { return nil }

// Phase of the sender.
type Phase uint8

// The phases.
const (
	Idle    Phase = iota // nothing was submitted yet
	Holding              // counting down; one key takes everything back
	Running              // a request is in flight or about to be
	Waiting              // for the window, or after a failed connection
	Paused               // by a person
	Stopped              // ended before all leads went; Stop says why
	Done                 // ended
)

// Progress is one immutable picture of what the sender is doing.
type Progress struct {
	Phase      Phase
	Submission queue.ID
	Workspace  string
	Practice   bool
	Begun      time.Time
	Ended      time.Time
	HoldUntil  time.Time
	// NextAt is when a Waiting sender goes on, and Why for what it waits.
	NextAt   time.Time
	Why      string
	Total    int // leads of the submission
	Sent     int
	Failed   int
	Unsure   int
	Returned int       // back to Ready
	Rest     int       // still to go, the ones in flight included
	Forecast time.Time // when it will be done, zero when unknown
	Requests []Request // oldest first; those still to come at the end
	Last     Report    // what was last worth telling; zero for nothing
	Behind   []int     // leads of the submissions queued behind this one
	Took     int       // leads that a TakeBack gave back
	Foreign  bool      // another process is sending
}

// Report is three sentences for people: what went wrong, what is certain, and
// what happens next or which key does it.
type Report struct {
	Outcome             api.Outcome
	Batch               queue.ID
	Bad                 bool // something to be settled by a person
	What, Certain, Next string
}

// RequestState of one request of a submission.
type RequestState uint8

// The states of a request.
const (
	Waits RequestState = iota
	InFlight
	Answered
)

// Request is one request on the Send screen.
type Request struct {
	Batch    queue.ID // zero while it waits
	Leads    int
	State    RequestState
	Begun    time.Time
	Took     time.Duration
	Outcome  api.Outcome
	Status   int
	Envelope api.Envelope
	Err      string
	Note     string // "half of the refused 100, to find the lead at fault"
}

// Progress gives the current picture.
func (s *Sender) Progress() Progress { return Progress{} }

// Subscribe gives a channel that receives (never blocking, newest wins) after
// every change of Progress or Meter; it ends with ctx.
func (s *Sender) Subscribe(ctx context.Context) <-chan struct{} { return nil }

// Meter is the window as the header draws it.
type Meter struct {
	Used, Limit int
	Window      time.Duration
	// Frees are the times at which the used slots become free, oldest first.
	Frees      []time.Time
	PauseUntil time.Time
}

// Meter reads the window.
func (s *Sender) Meter(ctx context.Context) (Meter, error) { return Meter{}, nil }

// Busy says how many requests are in flight and leads not yet settled, for the
// question before leaving.
func (s *Sender) Busy() (inFlight int, leadsInFlight int, waiting int, timeout time.Duration) {
	return 0, 0, 0, 0
}

// Close takes a hold back, sends nothing new, waits for the request in flight
// and records it. When ctx ends first, what is in flight is recorded as unsure.
func (s *Sender) Close(ctx context.Context) error { return nil }
