package outbox

import (
	"errors"
	"slices"
	"time"

	"leadpad/queue"
)

// giveUpAfter is how long connections, or writes to the disk, may fail before the
// submission stops.
const giveUpAfter = 5 * time.Minute

// fullDiskAfter is the same for a disk that takes nothing, full or read-only, while
// nothing of the submission went: its leads stay Ready, and waiting mends no disk.
const fullDiskAfter = 5 * time.Second

// turn gives sub its turn: lease, hold, then request by request, until it is over or
// it is somebody else's turn.
func (s *Sender) turn(sub *submission) {
	s.enter(sub)
	if !sub.begun {
		s.start(sub)
		switch {
		case !s.haveLease(sub):
		case !s.hold(sub):
			if !sub.over() && !s.closing {
				s.suspend(sub)
				return
			}
		default:
			sub.begun = s.begin(sub)
		}
	} else if sub.canary { // somebody else's may have proved it meanwhile
		sub.canary = s.canaryDue(s.ctx, s.window.key, sub.unattended)
	}
	for sub.begun && sub.left() > 0 && !sub.over() && !s.closing {
		if s.yields(sub) {
			s.suspend(sub)
			return
		}
		s.step(sub)
	}
	s.finish(sub)
}

// start is for a submission of which nothing was done yet but its hold.
func (s *Sender) start(sub *submission) {
	s.look, s.nudged = looking{}, false
	if len(s.behind) == 0 {
		s.caution.doubt = Doubt{}
	}
	*s.pic = picture{now: s.fresh(sub)}
}

// fresh is the first picture of a submission.
func (s *Sender) fresh(sub *submission) Progress {
	return Progress{
		Phase: Running, Submission: sub.id, By: sub.by, Workspace: s.o.Workspace, Practice: s.o.Practice,
		Begun: s.o.Now(), Total: sub.left(), Search: sub.search,
	}
}

// haveLease waits until no other process sends for the workspace, and claims
// what was not claimed yet.
func (s *Sender) haveLease(sub *submission) bool {
	for !s.closing && !sub.over() {
		held, err := s.takeLease(s.ctx)
		if held && !sub.claimed {
			err = s.claim(sub)
		}
		switch {
		case held && err == nil:
			s.caution.trouble, s.pic.disk = time.Time{}, nil
			s.pic.now.Foreign = false
			s.claimedNow(sub)
			return true
		case errors.Is(err, ErrNothing):
			sub.ids = nil
			s.stop(sub, reportNothing())
			return false
		case err != nil && !s.troubled(giveUpAfter):
			sub.stopped, sub.stopsAll, s.pic.report = true, true, s.reportDisk(sub, err)
			return false
		}
		if !s.claimedBehind() || errors.Is(err, queue.ErrNoLease) {
			s.dropLease() // nobody waits for a lease that is not used
		}
		s.pic.now.Foreign = err == nil
		why := ForOtherSender
		s.pic.disk = nil
		if err != nil {
			why = ForDisk
			s.pic.disk = s.reportDisk(sub, err)
		}
		s.waiting(time.Time{}, why)
		s.attend(leaseEvery, func() bool { return s.closing || sub.over() })
	}
	return false
}

// claimedBehind says that what is queued behind was claimed under the lease.
func (s *Sender) claimedBehind() bool {
	return slices.ContainsFunc(s.behind, func(sub *submission) bool { return sub.claimed })
}

// hold counts down; nothing of sub leaves before it ends and nothing shortens it. False:
// it does not go, or not yet, because somebody else can.
func (s *Sender) hold(sub *submission) bool {
	left := time.Until(sub.holdEnds)
	if left <= 0 {
		return true
	}
	s.pic.now.HoldUntil = sub.holdShown
	s.keyMu.Lock()
	key := s.key
	s.keyMu.Unlock()
	// What the hold shows; begin asks again.
	sub.canary = key != "" && s.canaryDue(s.ctx, key, sub.unattended)
	_ = s.heed()
	s.phase(Holding)
	s.attend(left, func() bool { return s.closing || sub.over() || s.yields(sub) })
	return !s.closing && !sub.over() && time.Until(sub.holdEnds) <= 0
}

// begin looks the key up and asks whether a canary is due.
func (s *Sender) begin(sub *submission) bool {
	s.phase(Running)
	key, err := s.freshKey(s.ctx)
	sub.stopsAll = true // until all is well
	if err != nil {
		s.stop(sub, reportNoKey(err, s.allLeft(sub)))
		return false
	}
	if err := s.trust(s.ctx, key); errors.Is(err, ErrChanged) {
		s.stop(sub, reportChanged(s.allLeft(sub)))
		return false
	} else if err != nil {
		s.pic.report, sub.stopped = s.reportDisk(sub, err), true
		return false
	}
	if err := s.heed(); err != nil {
		s.pic.report, sub.stopped = s.reportDisk(sub, err), true
		return false
	}
	sub.stopsAll = false
	s.window.use(key)
	sub.canary = s.canaryDue(s.ctx, key, sub.unattended)
	return true
}

// allLeft counts what is left of sub and of what its person has queued behind it.
func (s *Sender) allLeft(sub *submission) int {
	n := sub.left()
	for _, other := range s.behind {
		if other.by.User == sub.by.User {
			n += other.left()
		}
	}
	return n
}

// step brings the submission forward by one request, or by one wait.
func (s *Sender) step(sub *submission) {
	s.runCommands() // a key that was pressed before the next request counts
	if sub.over() || s.closing {
		return
	}
	if !s.mayGo(sub) || s.rests(sub) {
		if p := sub.prefetched; p != nil {
			s.unreserve(p) // others may have it meanwhile
		}
		s.pic.now.Look, s.pic.now.Asks = s.look.of == sub, sub.asking
		s.phase(Paused)
		s.attend(-1, func() bool { return !s.rests(sub) || s.closing || sub.over() || s.yields(sub) })
		s.pic.now.Look, s.pic.now.Asks = false, false
		return
	}
	if c := &s.caution; time.Until(c.waitUntil) > 0 {
		wait := time.Until(c.waitUntil)
		s.waiting(s.o.Now().Add(wait), c.waitWhy)
		s.attend(wait, func() bool { return s.interrupted() || s.nudged && !c.doubt.Single })
		if s.nudged && !c.doubt.Single {
			c.waitUntil = time.Time{}
		}
		s.nudged = false
		return
	}
	p, err := s.parcel(sub)
	if err != nil {
		s.unwritable(sub, "read the leads", err)
		return
	}
	if p == nil || !s.acquire(sub, p) {
		return
	}
	s.request(sub, p)
}

// waiting shows the phase Waiting with what is waited for.
func (s *Sender) waiting(until time.Time, why Reason) {
	if s.pic.now.Phase == Waiting && s.pic.now.Why == why && s.pic.now.NextAt.Equal(until) {
		return
	}
	entered := s.pic.now.Phase != Waiting
	s.pic.now.Phase, s.pic.now.NextAt, s.pic.now.Why = Waiting, until, why
	if entered {
		s.publish()
	} else {
		s.changed()
	}
}

// finish gives back what was not sent.
func (s *Sender) finish(sub *submission) {
	if sub.claimed {
		s.release(sub)
	}
	sub.endReading()
	s.pic.now.Unfit = sub.unfit
	if p := sub.prefetched; p != nil {
		s.unreserve(p)
		sub.prefetched = nil
	}
	s.pic.disk = nil
	s.sub = nil
	// A pause holds for what the person has queued behind too.
	if user := sub.by.User; sub.asking || sub.over() || !s.has(user) {
		s.turns.resume(user)
	}
	sub.ended, sub.asking = true, false
	s.caution.over()
	// A look at the only lead of a submission is asked for after its end.
	if s.look.of == sub && (sub.over() || s.closing) {
		s.look = looking{}
	}
	s.look.waits = s.look.waits && s.look.of != sub
	s.pic.now.Look = s.look.of == sub
	s.pic.now.Ended = s.o.Now()
	s.pic.now.HoldUntil = time.Time{}
	s.pic.now.Took = sub.took
	s.pic.now.Foreign = false
	if sub.stopped {
		s.phase(Stopped)
	} else {
		s.phase(Done)
	}
	s.showEnd(sub, *s.shown.Load())
}

// release puts what a submission holds back to Ready. While the disk refuses,
// it keeps trying; when the process leaves first, the next start does it.
func (s *Sender) release(sub *submission) {
	if !sub.claimed {
		return
	}
	sub.back = sub.left()
	pause := 50 * time.Millisecond
	for {
		n, err := s.o.Queue.Release(s.ctx, s.o.Workspace, sub.id)
		if err == nil {
			if sub == s.sub {
				s.pic.now.Returned += n + len(sub.unclaimed)
			}
			break
		}
		s.refused(reportUnwritten(ReadyUnwritten, err))
		if !s.rest(pause) {
			return
		}
		pause = min(2*pause, 5*time.Second)
	}
	s.pic.disk = nil
	sub.work, sub.unclaimed = &portions{}, nil
	s.o.crash("released")
}

// stop ends a submission before all its leads went.
func (s *Sender) stop(sub *submission, r Report) {
	sub.stopped = true
	s.tell(r)
}

// troubled notes that something failed that may work again, and says whether
// it is worth trying on.
func (s *Sender) troubled(most time.Duration) bool {
	now, c := time.Now(), &s.caution
	if c.trouble.IsZero() {
		c.trouble, c.unwritten = now, 0
	}
	return now.Sub(c.trouble) < most
}

// unwritable is for a disk that refused before anything was sent.
func (s *Sender) unwritable(sub *submission, doing string, err error) {
	lost := errors.Is(err, queue.ErrNoLease)
	if lost {
		s.dropLease()
	}
	report := s.reportDisk(sub, wrap(doing, err))
	if lost {
		report = func(time.Time) Report { return reportLostLease() }
	}
	most := giveUpAfter
	if sub.seq == 0 && queue.Refuses(err) {
		most = fullDiskAfter
	}
	if errors.Is(err, queue.ErrDamaged) { // that mends itself at no time
		most = 0
	}
	if lost || !s.troubled(most) {
		s.pic.report, sub.stopped, sub.stopsAll = report, true, true
		return
	}
	s.pic.disk = report
	s.caution.later(ForDisk)
}
