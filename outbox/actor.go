package outbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leadpad/queue"
)

// crossed is a canary that was refused, and no other was created since.
type crossed struct{ lead, batch queue.ID }

// leaseEvery is how often a submission asks for the lease that another process
// holds.
const leaseEvery = 200 * time.Millisecond

// actor is what only the actor's goroutine touches.
type actor struct {
	lease   queue.Lease
	sub     *submission   // the one whose turn it is
	behind  []*submission // all others, in the order in which they came
	came    int           // submissions so far
	window  *window
	pic     *picture // of sub, or of what had the last turn
	told    telling
	turns   turns
	caution caution
	closing bool // nothing new is sent
	look    looking
	proved  proof
	nudged  bool // Resume was pressed: do not wait for a connection any longer
	crossed []crossed
	// firstKey: the workspace has no key on record yet.
	firstKey bool

	flightEnds time.Time // monotonic: time-out of the request in flight
	whenIdle   []func()  // what waits until nothing is under way
	renamed    int       // how often the names on the wire were changed
	watch      watcher
	foreseen   struct {
		at  time.Time
		end time.Time
	}
}

// loop is the actor: it gives the submissions their turns until Close.
// late says that New could not settle what a dead process left.
func (s *Sender) loop(late bool) {
	defer close(s.ended)
	defer s.cancel()
	s.told.timer = time.NewTimer(time.Hour)
	s.told.timer.Stop()
	defer s.told.timer.Stop()
	s.watch.start(s.ctx, s.o.Queue, s.o.Workspace)
	if late {
		// What fails here is done before the next submission.
		_, _ = s.takeLease(s.ctx)
		s.dropLease()
	}
	close(s.settled)
	for {
		s.runCommands()
		switch {
		case s.closing:
			s.leave()
			return
		case len(s.behind) > 0:
			sub := s.first()
			s.turn(sub)
			if sub.ended && sub.stopsAll {
				s.putBackBehind(Stopped, s.forOthers(sub))
			}
			s.publish()
		default:
			s.dropLease()
			s.runIdle()
			s.idle()
		}
	}
}

// leave gives back what waits for its turn and the lease.
func (s *Sender) leave() {
	s.putBackBehind(Done, nil)
	s.dropLease()
	s.publish()
}

// putBackBehind puts what waits for its turn back to Ready. why is what people are
// told of it whose submission is not the one that stopped all.
func (s *Sender) putBackBehind(end Phase, why func(sub *submission) Report) {
	list := s.behind
	s.behind = nil
	for _, sub := range list {
		if why != nil {
			r := why(sub)
			sub.pic.report = func(time.Time) Report { return r }
		}
		s.putBack(sub, end)
	}
}

// putBack ends a submission between its turns, or before its first one.
func (s *Sender) putBack(sub *submission, end Phase) {
	n := sub.left()
	s.release(sub)
	sub.endReading()
	sub.ended, sub.asking = true, false
	if s.look.of == sub {
		s.look = looking{}
	}
	p := sub.pic.now
	if !sub.begun {
		p = s.fresh(sub)
		p.Total = n
	}
	p.Phase, p.Why, p.NextAt, p.HoldUntil = end, NoReason, time.Time{}, time.Time{}
	p.Returned, p.Unfit, p.Took, p.Ended = p.Returned+n, sub.unfit, sub.took, s.o.Now()
	p.CancelledBy = sub.pic.now.CancelledBy
	p.Requests = slices.Clone(sub.pic.past)
	if sub.pic.report != nil {
		p.Last = sub.pic.report(s.o.Now())
	}
	s.showEnd(sub, p)
}

// showEnd has everybody see how a submission ended, before who waits for it hears of it.
func (s *Sender) showEnd(sub *submission, p Progress) {
	s.turns.ended(sub, p)
	s.showCrowd(*s.shown.Load())
	s.results.keep(sub.id, p)
	s.subs.ring()
}

// runCommands runs what was posted, in order.
func (s *Sender) runCommands() {
	for _, f := range s.inbox.take() {
		f()
	}
}

// attend runs commands until d is over or until says so; a negative d waits for
// until alone. It is how the actor waits for anything but the queue.
func (s *Sender) attend(d time.Duration, until func() bool) {
	var over <-chan time.Time
	if d >= 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		s.runCommands()
		if until() {
			return
		}
		select {
		case <-over:
			return
		case <-s.inbox.bell:
		case <-s.told.timer.C:
			s.told.due = false
			s.publish()
		case <-second.C:
			if s.sub != nil && s.sub.asking {
				s.askStill()
			} else if s.pic.now.Phase == Waiting {
				s.publish() // its report counts seconds
			}
		}
	}
}

// interrupted says that no request may begin now.
func (s *Sender) interrupted() bool {
	return s.closing || s.sub == nil || s.rests(s.sub) || s.sub.over()
}

// accept takes a submission in: claims its leads when the lease can be had.
func (s *Sender) accept(sub *submission) (queue.ID, error) {
	if s.closing {
		return queue.ID{}, ErrClosed
	}
	if len(sub.ids) == 0 {
		return queue.ID{}, ErrNothing
	}
	held, err := s.takeLease(s.ctx)
	if err != nil {
		return queue.ID{}, err
	}
	if held {
		if err := s.claim(sub); err != nil {
			return queue.ID{}, err // the loop drops the lease
		}
	}
	// From here on: a claim can wait for the disk.
	sub.holdEnds, sub.holdShown = time.Now().Add(sub.hold), s.o.Now().Add(sub.hold)
	s.came++
	sub.came = s.came
	s.behind = append(s.behind, sub)
	s.turns.came(sub)
	s.countBusy()
	s.changed()
	return sub.id, nil
}

// own is the queue as somebody sees it who submits: what goes is theirs,
// and other people's leads go by the hand of who leads a team alone.
func (o Options) own(who Who) queue.Queue {
	return o.Queue.As(queue.Scope{Owner: who.User, All: who.All})
}

// claim moves the submission's leads to Held.
func (s *Sender) claim(sub *submission) error {
	if sub.unclaimed != nil {
		return s.claimFirst(sub)
	}
	entries, err := s.o.own(sub.by).Claim(s.ctx, s.o.Workspace, sub.id, sub.ids)
	if err != nil {
		return fmt.Errorf("claim the leads: %w", err)
	}
	if len(entries) == 0 {
		return ErrNothing
	}
	sub.take(entries)
	s.o.crash("claimed")
	return nil
}

// takeLease takes the workspace's lease if it is free, and then settles what a
// dead process left.
func (s *Sender) takeLease(ctx context.Context) (bool, error) {
	if s.lease != nil {
		return true, nil
	}
	l, ok, err := s.o.Queue.TakeLease(ctx, s.o.Workspace)
	if err != nil || !ok {
		return false, wrap("take the right to send", err)
	}
	if _, _, err := s.o.Queue.Recover(ctx, s.o.Workspace); err != nil {
		_ = l.Release()
		return false, fmt.Errorf("settle what an earlier leadpad left: %w", err)
	}
	s.lease = l
	return true, nil
}

// dropLease gives it back. Its only error is that it was lost before.
func (s *Sender) dropLease() {
	if s.lease != nil {
		_ = s.lease.Release()
		s.lease = nil
	}
}

// whose says whose submissions who's keys are about: their own; where there are none,
// and they lead a team, those on show.
func (s *Sender) whose(who Who) string {
	if who.All && !s.has(who.User) {
		if front := s.oldest(); front != nil {
			return front.by.User
		}
	}
	return who.User
}

// setPaused pauses what a person has under way, or lets it go on.
func (s *Sender) setPaused(on bool, who Who) {
	user := s.whose(who)
	front := s.front(user)
	if front == nil {
		return
	}
	if on {
		s.turns.pause(user, who)
		if front == s.sub {
			s.caution.trouble = time.Time{} // the time of a pause is no trouble
		}
	} else {
		s.turns.resume(user)
		if front.asking {
			front.asking, front.dared = false, true
		}
	}
	s.nudged = !on
	s.changed()
}

// cancelRest ends what a person has under way: all of it, or that of who alone.
func (s *Sender) cancelRest(who Who, all bool) {
	user := s.whose(who)
	mine := func(sub *submission) bool {
		return sub.by.is(who) || all && sub.by.User == user
	}
	if s.sub != nil && mine(s.sub) {
		s.sub.cancelled = true
		s.pic.now.CancelledBy = who
		s.turns.resume(user)
	}
	var kept, back []*submission
	for _, sub := range s.behind {
		if mine(sub) {
			back = append(back, sub)
		} else {
			kept = append(kept, sub)
		}
	}
	s.behind = kept
	for _, sub := range back {
		sub.pic.now.CancelledBy = who
		s.putBack(sub, Done)
	}
	if !s.has(user) {
		s.turns.resume(user)
	}
	s.changed()
}

// takeBack puts back what somebody had in its hold when the key was pressed and
// of which nothing began: everything while the first one of this person is theirs and
// in its hold, which is what the screen counts down, else the newest of theirs.
func (s *Sender) takeBack(who Who, pressed time.Time) (leads int, ok bool) {
	takes := func(sub *submission) bool {
		return sub != nil && sub.by.is(who) && !sub.over() && sub.seq == 0 && sub.held(pressed)
	}
	all := takes(s.front(who.User))
	for i := len(s.behind) - 1; i >= 0 && (all || !ok); i-- {
		if sub := s.behind[i]; takes(sub) {
			s.behind = slices.Delete(s.behind, i, i+1)
			sub.took = sub.left()
			s.putBack(sub, Done)
			leads, ok = leads+sub.took, true
		}
	}
	if front := s.sub; all && takes(front) {
		front.took, front.cancelled = front.left(), true
		s.release(front)
		leads, ok = leads+front.took, true
	}
	if ok {
		s.changed()
	}
	return leads, ok
}

// rest waits without running commands, for a disk that refuses; false when
// Close cannot wait any longer.
func (s *Sender) rest(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.leaveNow:
		return false
	}
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
