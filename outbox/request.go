package outbox

import (
	"context"
	"runtime"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// leaveGrace is how long an answer is waited for after Close cannot wait any
// longer: enough for a connection that is still being made to give up.
const leaveGrace = 50 * time.Millisecond

// followWithin is how long the next request may have to wait for its slot and
// still go before the outcome of the last one is written: less than writing
// takes would be lost of the window.
const followWithin = 15 * time.Millisecond

// acquire takes a slot of the window for p, waiting for it. False: not now.
func (s *Sender) acquire(sub *submission, p *parcel) bool {
	p.batch.Submission, p.batch.Seq = sub.id, sub.seq+1
	if !p.slot.IsZero() {
		return s.slotFree(p)
	}
	for !s.interrupted() {
		turn, err := s.window.acquire(s.ctx, p.batch.ID, sub.by.User)
		if err != nil {
			s.unwritable(sub, "note the request in the window", err)
			return false
		}
		if turn.granted {
			s.o.crash("slot")
			return true
		}
		s.waiting(turn.at, turn.why)
		s.attend(turn.wait, s.interrupted)
	}
	return false
}

// flight is a request whose answer is not settled yet.
type flight struct {
	p       *parcel
	shown   Request
	begun   time.Time // monotonic
	cancel  context.CancelFunc
	answers chan api.Answer
}

// request sends p, and after it what follows without a wait. The order of each:
// a slot, the payload on disk, the request, its outcome on disk, and only then
// it is told. While the next request is on its way the outcome of the one
// before is written, so that the disk costs no time of the window.
func (s *Sender) request(sub *submission, p *parcel) {
	f, err := s.launch(sub, p)
	if err != nil {
		s.unwritable(sub, "write the request down", err)
		return
	}
	s.pic.flight = &f.shown
	s.countBusy() // the picture may come a moment later
	if s.pic.now.Phase == Running {
		s.changed()
	} else {
		s.phase(Running)
	}
	for f != nil {
		if s.prefetch(sub, f.p); sub.prefetched == nil || sub.prefetched.slot.IsZero() {
			// Others, and the meter, see when this one really began.
			s.syncSoon()
		}
		s.claimBeside(sub)
		a, heard := s.listen(f)
		if heard {
			s.window.end(f.p.batch.ID, time.Now())
		}
		s.o.crash("answered")
		next := s.follow(sub, a)
		s.conclude(sub, f, next, a)
		f = next
	}
	if p := sub.prefetched; p != nil && s.interrupted() {
		s.unreserve(p)
	}
}

// slotFree waits until p's reserved slot is free. False: p does
// not go now, and the slot is given back.
func (s *Sender) slotFree(p *parcel) bool {
	if wait := time.Until(p.slot); wait > 0 {
		s.attend(wait, s.interrupted)
	}
	if s.interrupted() {
		s.unreserve(p)
		return false
	}
	return true
}

// unreserve gives back the slot that was taken early for p.
func (s *Sender) unreserve(p *parcel) {
	if !p.slot.IsZero() {
		p.slot = time.Time{}
		s.window.forget(s.ctx, p.batch.ID)
	}
}

// launch writes p down and lets it go. The slot of a request that could not be
// written down is given back.
func (s *Sender) launch(sub *submission, p *parcel) (*flight, error) {
	b := &p.batch
	b.Receipt = queue.Receipt{Begun: s.o.Now()}
	if err := s.o.Queue.Launch(s.ctx, *b); err != nil {
		s.window.forget(s.ctx, b.ID)
		return nil, err
	}
	s.window.begin(b.ID)
	s.pic.disk = nil // it takes what is written again
	s.o.crash("begun")
	sub.seq++
	s.turns.serve(sub.by.User)
	f := &flight{
		p: p, begun: time.Now(), answers: make(chan api.Answer, 1),
		shown: Request{Batch: b.ID, Leads: len(b.Leads), State: InFlight, Begun: b.Receipt.Begun, Note: p.note},
	}
	var ctx context.Context
	ctx, f.cancel = context.WithCancel(s.ctx)
	s.flightEnds = f.begun.Add(s.o.Timeout)
	go func() { f.answers <- s.o.create(ctx, b.Payload) }()
	runtime.Gosched() // the request goes before the work that follows
	s.o.crash("gone")
	// When this fails, Settle makes up for it; the request is under way.
	_ = s.o.Queue.Depart(s.ctx, b.Workspace, b.ID)
	s.o.crash("departed")
	return f, nil
}

// listen waits for the answer while commands are run. heard is false when
// Close could not wait for it.
func (s *Sender) listen(f *flight) (a api.Answer, heard bool) {
	defer f.cancel()
	for {
		s.runCommands()
		select {
		case a := <-f.answers:
			s.learn(a, time.Since(f.begun))
			return a, true
		case <-s.inbox.bell:
		case <-s.told.timer.C:
			s.told.due = false
			s.publish()
		case <-s.leaveNow:
			return s.giveUp(f)
		}
	}
}

// giveUp ends a connection that is still being made, and leaves a request that
// is under way alone.
func (s *Sender) giveUp(f *flight) (a api.Answer, heard bool) {
	f.cancel()
	t := time.NewTimer(leaveGrace)
	defer t.Stop()
	select {
	case a := <-f.answers:
		return a, true
	case <-t.C:
		return s.unheard(f.p), false
	}
}

// follow launches the next request before the outcome of the last one is on
// disk, when that one was created, nothing was asked meanwhile and the slot
// reserved for it is as good as free. nil: it has to wait, or what it waits for
// has to be found out.
func (s *Sender) follow(sub *submission, a api.Answer) *flight {
	p := sub.prefetched
	s.runCommands()
	if p == nil || p.slot.IsZero() {
		return nil
	}
	if a.Outcome != api.Created || s.caution.doubt.Single || s.interrupted() || s.yields(sub) {
		s.unreserve(p)
		return nil
	}
	if time.Until(p.slot) > followWithin {
		return nil
	}
	if !s.slotFree(p) {
		return nil
	}
	s.o.crash("slot")
	sub.prefetched = nil
	f, err := s.launch(sub, p)
	if err != nil {
		return nil // the next step meets the same error and tells it
	}
	return f
}

// unheard is the answer of a request that was left alone.
func (s *Sender) unheard(p *parcel) api.Answer {
	return api.Answer{
		Outcome: api.Unsure, Connected: true, Begun: p.batch.Receipt.Begun, Ended: s.o.Now(),
		Err: "leadpad was left before the answer came", Seen: api.Seen{Trouble: api.Left},
	}
}

// learn keeps a mean of recent requests' durations, for forecasts.
func (s *Sender) learn(a api.Answer, took time.Duration) {
	if a.Status == 0 {
		return
	}
	mean := time.Duration(s.latency.Load())
	if mean == 0 {
		mean = took
	}
	s.latency.Store(int64(mean + (took-mean)/4))
}

// answered is the request as it stands on the Send screen afterwards.
func answered(f Request, a api.Answer, took time.Duration) Request {
	f.State, f.Took = Answered, took
	f.Outcome, f.Status, f.Envelope, f.Seen, f.Err = a.Outcome, a.Status, a.Envelope, a.Seen, a.Err
	if len(f.Envelope.Raw) > rawShown {
		f.Envelope.Raw = nil
	}
	return f
}

// syncSoon writes the window, unless it is locked: nothing waits for that.
func (s *Sender) syncSoon() {
	ctx, cancel := context.WithTimeout(s.ctx, aheadWithin)
	defer cancel()
	_ = s.window.sync(ctx)
}
