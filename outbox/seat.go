package outbox

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"leadpad/queue"
)

// Who is somebody at a sender: a session, and the user that it belongs to.
type Who struct {
	Session queue.ID
	User    string // "" where there is one person
	All     bool   // sees and sends everybody's leads
}

// is says that both are the same session.
func (w Who) is(other Who) bool { return w.Session == other.Session }

// Seat is a sender as one session has it. A submission belongs to the session
// that began it: only its seat takes its hold back. Pause, CancelRest and Look are
// about all sessions of one person, and are told with who did it; who leads a team and
// has nothing under way touches what is on show.
type Seat struct {
	*Sender
	who  Who
	left bool // the session is over; owned by the actor's goroutine
	// unattended: nobody is there to take back a hold or to look at a first lead.
	unattended bool
}

// Seat gives a session its seat.
func (s *Sender) Seat(who Who) *Seat { return &Seat{Sender: s, who: who} }

// Unattended is for a session whose person has agreed beforehand and is asked nothing:
// what it plans and submits from now on has no hold, and no look at the first lead. That
// look stays due for others.
func (s *Seat) Unattended() { s.unattended = true }

// ownHold is how long a submission of this session can be taken back.
func (s *Seat) ownHold() time.Duration {
	if s.unattended {
		return 0
	}
	return s.holds()
}

// Submit claims the plan's leads and starts the hold, or queues the submission
// behind the one of this person that runs; other people's requests take turns with it. It returns after the claim is on disk; while
// another process sends for the workspace the leads stay Ready and are claimed
// when it is done. ErrNothing: none of the leads is ready any more. ErrChanged:
// first somebody has to say that it is the SameWorkspace. ErrRenamed: the plan
// was made for other names on the wire.
func (s *Seat) Submit(ctx context.Context, p Plan) (queue.ID, error) {
	var id queue.ID
	if s.keyChanged(ctx) {
		return id, ErrChanged
	}
	err := s.ask(ctx, func() (err error) {
		if p.names != "" && p.names != s.names() {
			return ErrRenamed
		}
		sub := newSubmission(p.IDs, s.o.size, s.ownHold())
		sub.baskets = p.baskets
		if p.listed != nil {
			sub.onItsWay(s, p.listed)
		}
		if id, err = s.accept(sub); err != nil {
			sub.endReading()
		}
		return err
	})
	return id, err
}

// FindAtFault claims the leads of a refused batch that are still ready and
// sends them in ever smaller requests, at once and inside the rate budget,
// until those at fault have failed and the others are sent. It takes at most
// 2·k·⌈log2 n⌉ requests (Price) for k of n leads at fault. ErrRefused: the
// batch was not refused for its content; ErrNothing: its leads were changed.
func (s *Seat) FindAtFault(ctx context.Context, batch queue.ID) (submission queue.ID, err error) {
	b, err := s.o.own(s.who).Batch(ctx, s.o.Workspace, batch)
	if err != nil {
		return queue.ID{}, fmt.Errorf("read the refused batch: %w", err)
	}
	if b.State != queue.BatchRefused {
		return queue.ID{}, ErrRefused
	}
	answer, _ := AnswerIn(b.Receipt)
	err = s.ask(ctx, func() (err error) {
		submission, err = s.accept(newSearch(b.Leads, s.o.size, answer.Places()))
		return err
	})
	return submission, err
}

// accept takes a submission in as this session's, unless that is over.
func (s *Seat) accept(sub *submission) (queue.ID, error) {
	if s.left {
		return queue.ID{}, ErrClosed
	}
	sub.by, sub.unattended = s.who, s.unattended
	return s.Sender.accept(sub)
}

// TakeBack ends a hold of this session: all its leads are Ready again, and it
// says how many. With several submissions it takes back the newest that was in
// its hold when TakeBack was called. False when there is none.
func (s *Seat) TakeBack(ctx context.Context) (int, bool) {
	return s.taking(ctx, func(pressed time.Time) (int, bool) { return s.takeBack(s.who, pressed) })
}

// Leave takes back all that this session has in a hold; it submits nothing more.
// What is being sent already goes on.
func (s *Seat) Leave(ctx context.Context) {
	s.taking(ctx, func(pressed time.Time) (int, bool) {
		s.left = true
		if of := s.look.of; of != nil && s.look.waits && of.by.is(s.who) {
			of.cancelled = true // nobody is there to look, and everybody would wait
		}
		all := 0
		for {
			n, ok := s.takeBack(s.who, pressed)
			if !ok {
				return all, all > 0
			}
			all += n
		}
	})
}

// taking runs f, which takes back what was in its hold now. When ctx ends first f
// still runs: it was pressed in the hold, so it counts.
func (s *Seat) taking(ctx context.Context, f func(pressed time.Time) (int, bool)) (int, bool) {
	pressed := time.Now()
	type taken struct {
		n  int
		ok bool
	}
	answer := make(chan taken, 1)
	var begun atomic.Bool
	s.inbox.post(func() {
		begun.Store(true)
		n, ok := f(pressed)
		answer <- taken{n, ok}
	})
	select {
	case t := <-answer:
		return t.n, t.ok
	case <-s.ended:
		return 0, false
	case <-ctx.Done():
		if !begun.Load() {
			return 0, false
		}
	}
	select {
	case t := <-answer:
		return t.n, t.ok
	case <-s.ended:
		return 0, false
	}
}

// Pause stops before this person's next request; what is in flight finishes, and
// other people's requests go on.
func (s *Seat) Pause() { s.inbox.post(func() { s.setPaused(true, s.who) }) }

// Resume goes on, at once also where a failed connection is waited for.
func (s *Seat) Resume() { s.inbox.post(func() { s.setPaused(false, s.who) }) }

// CancelRest puts what this person has not sent yet back to Ready, submissions queued
// behind included; the request in flight finishes and is recorded.
func (s *Seat) CancelRest() { s.inbox.post(func() { s.cancelRest(s.who, true) }) }

// CancelOwn is CancelRest for the submissions of this session alone.
func (s *Seat) CancelOwn() { s.inbox.post(func() { s.cancelRest(s.who, false) }) }

// Look answers the question after the canary (Progress.Look): with there the
// rest is sent and the canary is not due again; without, all that is under way is
// Ready, and Progress says which leads of this submission those are (Incomplete, Kept).
func (s *Seat) Look(there bool) { s.inbox.post(func() { s.looked(there, s.who) }) }

// Progress is the picture of what this person has under way, or had last; where there
// is neither, of what others send, without what their leads say. With the hold that
// TakeBack would end.
func (s *Seat) Progress() Progress {
	p := s.shownTo(s.who)
	for _, h := range p.holds {
		if h.by.is(s.who) {
			p.BehindHold = h.until
		}
	}
	return p
}

// Busy says how many of this session's requests are in flight and of its leads
// not yet settled, for the question before leaving; timeout is what the request
// in flight has left.
func (s *Seat) Busy() (inFlight int, leadsInFlight int, waiting int, timeout time.Duration) {
	b := s.busy.Load()
	for _, w := range b.waiting {
		if w.by.is(s.who) {
			waiting += w.leads
		}
	}
	if !b.by.is(s.who) {
		return 0, 0, waiting, 0
	}
	inFlight, leadsInFlight, timeout = b.inFlight()
	return inFlight, leadsInFlight, waiting, timeout
}
