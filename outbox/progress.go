package outbox

import (
	"context"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// publishEvery is the least time between two pictures while nothing but
// numbers changes; a change of phase is told at once.
const publishEvery = 50 * time.Millisecond

// rawShown is the longest envelope that a picture carries verbatim; a longer
// one is read from its batch.
const rawShown = 4 << 10

// Phase of the sender.
type Phase uint8

// The phases.
const (
	Idle    Phase = iota // nothing was submitted yet
	Holding              // counting down; one key takes everything back
	Running              // a request is in flight or about to be
	Waiting              // for the window, or after a failed connection
	Paused               // by a person
	Stopped              // ended before all leads went; Last says why
	Done                 // ended
)

// Progress is one immutable picture of what the sender is doing.
type Progress struct {
	Phase      Phase
	Submission queue.ID
	By         Who // whose submission it is
	Workspace  string
	Practice   bool
	Begun      time.Time
	Ended      time.Time
	HoldUntil  time.Time
	// NextAt is when a Waiting sender goes on, and Why for what it waits.
	NextAt   time.Time
	Why      Reason
	Claimed  bool // its leads are on disk as its own: nothing else sends them
	Total    int  // leads of the submission
	Sent     int
	Failed   int
	Unsure   int
	Returned int       // back to Ready
	Unfit    int       // of those, that need fixes by today's rules and were not read before
	Moved    int       // planned, and changed or taken away before they were claimed: they did not go
	Rest     int       // still to go, the ones in flight included
	Forecast time.Time // when it will be done, zero when unknown
	Requests []Request // oldest first; those still to come at the end
	Last     Report    // what was last worth telling; zero for nothing
	Behind   []int     // leads of the submissions that the same person has queued behind this one
	Beside   []string  // the other people whose requests take turns with these
	// BehindHold is until when the newest of this session's among them is in its
	// hold, zero when none is.
	BehindHold time.Time
	holds      []hold // of those behind, oldest first
	Took       int    // leads that a TakeBack kept from going
	Foreign    bool   // another process is sending
	Search     bool   // this submission looks for the leads at fault
	// Canary is the batch of the canary once it was created, zero before.
	Canary queue.ID
	// Look: the canary is on its own in the CRM, and Look says whether it is
	// whole. What is left to send waits for it.
	Look bool
	// Doubt is what the last requests of the workspace left behind.
	Doubt Doubt
	// Asks: the sender is Paused, for Doubt.Batches are not sure one after the other,
	// and Resume says that one request more goes.
	Asks bool
	// Cancelling: a person cancelled the rest, and the request in flight is waited
	// for.
	Cancelling bool
	// Pausing: a person paused, and the request in flight, or what the sender is
	// Waiting for, comes to its end first.
	Pausing bool
	// Incomplete: it was not whole. Kept are the leads that did not go for that.
	Incomplete bool
	Kept       []queue.ID
	// PausedBy, CancelledBy and LookedBy are who did it.
	PausedBy, CancelledBy, LookedBy Who
	// Renamed is how often the names on the wire were changed.
	Renamed int
	// Plan is set when a Free Plan refused a request.
	Plan *PlanFacts
}

// PlanFacts are what is known of a Free Plan that refused a request.
type PlanFacts struct {
	Limit int // leads that the server says the plan has, 0 when it names none
	Sent  int // leads sent from this queue; others may be in the workspace
}

// Room is how many leads more may fit at most; -1 when nothing is known.
func (f PlanFacts) Room() int {
	if f.Limit == 0 {
		return -1
	}
	return max(f.Limit-f.Sent, 0)
}

// Reason is what a Waiting sender waits for.
type Reason uint8

// The reasons.
const (
	NoReason        Reason = iota
	ForWindow              // it is full
	ForPause               // after a 429
	ForPace                // it goes slower since a 429
	ForOtherRequest        // of this key, in flight elsewhere
	ForConnection          // the last one could not be made
	ForLastUnsure          // the last request is not sure
	ForDisk                // the queue cannot be read or written
	ForOtherSender         // another process sends for this workspace
	ForTurn                // of others, whose requests take turns with these
	ForLook                // at the first lead of somebody else
)

// String is the reason's name in JSON, "" for none.
func (r Reason) String() string {
	names := []string{
		ForWindow: "window", ForPause: "pause", ForPace: "pace", ForOtherRequest: "other request", ForConnection: "connection",
		ForLastUnsure: "last request not sure", ForDisk: "disk", ForOtherSender: "other sender",
		ForTurn: "turn", ForLook: "look",
	}
	if int(r) < len(names) {
		return names[r]
	}
	return ""
}

// NoteKind is what is special about a request.
type NoteKind uint8

// The kinds of notes.
const (
	NoNote        NoteKind = iota
	RefusedBefore          // its leads were refused in an earlier batch
	NamedAlone             // the lead that a refusal names, alone
	LastOfGroup            // alone: all others of its group were created
	PartOfRefused          // Leads of the refused Of, to find the one at fault
	RestOfRefused          // of the refused Of
)

// Note is why a request carries the leads that it carries.
type Note struct {
	Kind      NoteKind
	Leads, Of int
}

// hold is somebody's submission that counts down behind another.
type hold struct {
	by    Who
	until time.Time
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
	Envelope api.Envelope // without Raw when that is long: read the batch
	Seen     api.Seen
	Err      string
	Note     Note
}

// Progress gives the current picture.
func (s *Sender) Progress() Progress { return *s.shown.Load() }

// Subscribe gives a channel that receives (never blocking, newest wins) after
// every change of Progress or Meter; it is closed when ctx ends.
func (s *Sender) Subscribe(ctx context.Context) <-chan struct{} { return s.subs.add(ctx) }

// Wait gives the last picture of a submission once it has ended, also when the
// sender went on to something else since. It is kept for the last hundred.
func (s *Sender) Wait(ctx context.Context, submission queue.ID) (Progress, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for c := s.Subscribe(ctx); ; {
		if p, ok := s.results.get(submission); ok {
			return p, nil
		}
		select {
		case <-c:
			if err := ctx.Err(); err != nil {
				return s.Progress(), err
			}
		case <-s.ended:
			if p, ok := s.results.get(submission); ok {
				return p, nil
			}
			return s.Progress(), ErrClosed
		}
	}
}

// Ended gives the last picture of a submission that has ended; false while it goes
// on, and for one that is not remembered.
func (s *Sender) Ended(submission queue.ID) (Progress, bool) { return s.results.get(submission) }

// resultsKept is how many ended submissions are remembered.
const resultsKept = 100

// telling is when pictures are published.
type telling struct {
	timer *time.Timer // publishes what was held back
	due   bool        // timer is running
	last  time.Time   // of the last picture
}

// picture is what the actor publishes of one submission.
type picture struct {
	now     Progress                   // all but Requests, Last and Behind
	past    []Request                  // answered; only ever appended to
	flight  *Request                   // in flight
	foreign []int                      // leads of the requests that another process has to send yet
	report  func(now time.Time) Report // Last, made anew with each picture
	disk    func(now time.Time) Report // stands over report while the disk refuses
	also    int                        // leads of a second request, while the outcome of the first is being written
}

// blank is the picture of a sender of which nothing is to be told.
func (s *Sender) blank() *picture {
	return &picture{now: Progress{Workspace: s.o.Workspace, Practice: s.o.Practice}}
}

// changed publishes soon: at once when the last picture is old enough.
func (s *Sender) changed() {
	wait := publishEvery - time.Since(s.told.last)
	if wait <= 0 {
		s.publish()
		return
	}
	if !s.told.due {
		s.told.due = true
		s.told.timer.Reset(wait)
	}
}

// publish makes a picture and tells that there is one.
func (s *Sender) publish() {
	s.told.last = time.Now()
	if s.told.due {
		s.told.due = false
		s.told.timer.Stop()
	}
	now := s.o.Now()
	p := s.pic.now
	s.queued(&p)
	p.Doubt = s.caution.doubt
	if s.sub != nil {
		p.Rest = s.sub.left()
		p.Forecast = s.forecast(now)
	}
	p.Requests = s.requests()
	switch {
	case s.pic.disk != nil:
		p.Last = s.pic.disk(now)
		if p.Phase == Running {
			p.Phase, p.Why, p.NextAt = Waiting, ForDisk, time.Time{}
		}
	case s.pic.report != nil:
		p.Last = s.pic.report(now)
	}
	p.Cancelling = s.sub != nil && s.sub.cancelled && s.pic.flight != nil
	pauser, paused := s.turns.paused[p.By.User]
	p.Pausing = !p.Cancelling && paused && s.sub != nil && (p.Phase == Running || p.Phase == Waiting) && !s.look.waits
	if p.Pausing || p.Phase == Paused {
		p.PausedBy = pauser
	}
	p.Renamed = s.renamed
	s.countBusy()
	s.shown.Store(&p)
	s.showCrowd(p)
	s.subs.ring()
}

// countBusy counts what Busy tells.
func (s *Sender) countBusy() {
	b := &busy{}
	for _, sub := range s.behind {
		b.waiting = append(b.waiting, share{sub.by, sub.left()})
	}
	if s.pic.flight != nil {
		b.leads = s.pic.flight.Leads + s.pic.also
		b.until = s.flightEnds
	}
	if s.sub != nil {
		b.by = s.sub.by
		b.waiting = append(b.waiting, share{b.by, s.sub.left() - b.leads})
	}
	s.busy.Store(b)
}

// requests lists the answered ones, the one in flight and those to come.
func (s *Sender) requests() []Request {
	var coming []int
	if s.sub != nil {
		flying := 0
		if s.pic.flight != nil {
			flying = s.pic.flight.Leads
		}
		coming = s.coming(s.sub, flying)
	}
	list := make([]Request, 0, len(s.pic.past)+1+len(coming))
	list = append(list, s.pic.past...)
	if s.pic.flight != nil {
		list = append(list, *s.pic.flight)
	}
	coming = append(coming, s.pic.foreign...)
	for _, n := range coming {
		list = append(list, Request{Leads: n})
	}
	return list
}

// phase changes it and publishes.
func (s *Sender) phase(p Phase) {
	s.pic.now.Phase = p
	s.pic.now.Why, s.pic.now.NextAt = NoReason, time.Time{}
	s.publish()
}

// tell keeps a report that stays as it is.
func (s *Sender) tell(r Report) { s.pic.report = func(time.Time) Report { return r } }

// refused shows r for as long as the disk refuses what has to be written now.
func (s *Sender) refused(r Report) {
	s.pic.disk = func(time.Time) Report { return r }
	s.publish()
}
