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
	sub     *submission   // the one that runs
	behind  []*submission // queued behind it, claimed
	window  *window
	pic     picture
	paused  bool
	pauser  Who  // who paused
	closing bool // nothing new is sent
	look    bool // the canary waits for a person's look
	proved  proof
	nudged  bool // Resume was pressed: do not wait for a connection any longer
	asking  bool // whether one request more goes, see mayGo
	crossed []crossed
	// firstKey: the workspace has no key on record yet.
	firstKey bool

	flightEnds time.Time // monotonic: time-out of the request in flight
	prefetched *parcel   // the next request, made while one was in flight
	whenIdle   []func()  // what waits until nothing is under way
	renamed    int       // how often the names on the wire were changed
	watch      watcher
	foreseen   struct {
		at  time.Time
		end time.Time
	}
}

// loop is the actor: it performs one submission after the other until Close.
// late says that New could not settle what a dead process left.
func (s *Sender) loop(late bool) {
	defer close(s.ended)
	defer s.cancel()
	s.pic.timer = time.NewTimer(time.Hour)
	s.pic.timer.Stop()
	defer s.pic.timer.Stop()
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
			s.sub, s.behind = s.behind[0], s.behind[1:]
			sub := s.sub
			s.perform(sub)
			if sub.stopsAll {
				s.putBackBehind(Stopped)
			}
			s.sub = nil
			s.publish()
		default:
			s.dropLease()
			s.runIdle()
			s.idle()
		}
	}
}

// leave gives back what is queued behind and the lease.
func (s *Sender) leave() {
	s.putBackBehind(Done)
	s.dropLease()
	s.publish()
}

// putBackBehind puts what is queued behind back to Ready.
func (s *Sender) putBackBehind(end Phase) {
	for _, sub := range s.behind {
		s.putBack(sub, end)
	}
	s.behind = nil
}

// putBack ends a submission that was queued behind and never began.
func (s *Sender) putBack(sub *submission, end Phase) {
	n := sub.left()
	s.release(sub)
	sub.endReading()
	s.results.keep(sub.id, Progress{
		Phase: end, Submission: sub.id, By: sub.by, Workspace: s.o.Workspace, Practice: s.o.Practice, Search: sub.search,
		Total: n, Returned: n, Took: sub.took, Ended: s.o.Now(),
	})
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
		case <-s.pic.timer.C:
			s.pic.due = false
			s.publish()
		case <-second.C:
			if s.asking {
				s.askStill()
			} else if s.pic.now.Phase == Waiting {
				s.publish() // its report counts seconds
			}
		}
	}
}

// interrupted says that no request may begin now.
func (s *Sender) interrupted() bool {
	return s.closing || s.paused || s.sub == nil || s.sub.over()
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
	s.behind = append(s.behind, sub)
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

func (s *Sender) setPaused(on bool, who Who) {
	s.paused, s.pauser = on && (s.sub != nil || len(s.behind) > 0), who
	if on && s.sub != nil {
		s.sub.trouble = time.Time{} // the time of a pause is no trouble
	}
	s.nudged = !on
	if s.asking && !on {
		s.asking, s.sub.dared = false, true
	}
	if s.look && !on {
		s.paused = true // only Look answers that question
	}
	s.changed()
}

// cancelRest ends what runs and what is queued behind it: everybody's, or that of
// who alone.
func (s *Sender) cancelRest(who Who, all bool) {
	if s.sub != nil && (all || s.sub.by.is(who)) {
		s.sub.cancelled = true
		s.pic.now.CancelledBy = who
		s.paused = false
	}
	var kept, back []*submission
	for _, sub := range s.behind {
		if all || sub.by.is(who) {
			back = append(back, sub)
		} else {
			kept = append(kept, sub)
		}
	}
	s.behind = kept
	for _, sub := range back {
		s.putBack(sub, Done)
	}
	s.changed()
}

// takeBack puts back what somebody had in its hold when the key was pressed and
// of which nothing began: everything while the one in front is theirs and in its
// hold, which is what the screen counts down, else the newest of theirs that waits
// behind.
func (s *Sender) takeBack(who Who, pressed time.Time) (leads int, ok bool) {
	front := s.sub
	if front != nil && (!front.by.is(who) || front.over() || front.seq > 0 || !front.held(pressed)) {
		front = nil
	}
	for i := len(s.behind) - 1; i >= 0 && (front != nil || !ok); i-- {
		if sub := s.behind[i]; sub.by.is(who) && sub.held(pressed) {
			s.behind = slices.Delete(s.behind, i, i+1)
			sub.took = sub.left()
			s.putBack(sub, Done)
			leads, ok = leads+sub.took, true
		}
	}
	if front != nil {
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
