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

// perform sends one submission: lease, hold, then request by request.
func (s *Sender) perform(sub *submission) {
	s.pic.past, s.pic.foreign, s.pic.flight, s.pic.report, s.prefetched = nil, nil, nil, nil, nil
	s.look, s.asking, s.nudged, s.foreseen.end = false, false, false, time.Time{}
	s.pic.disk, s.pic.also = nil, 0
	s.pic.now = Progress{
		Phase: Running, Submission: sub.id, By: sub.by, Workspace: s.o.Workspace, Practice: s.o.Practice,
		Begun: s.o.Now(), Total: sub.left(), Search: sub.search,
	}
	if s.haveLease(sub) && s.hold(sub) && s.begin(sub) {
		for sub.left() > 0 && !sub.over() && !s.closing {
			s.step(sub)
		}
	}
	s.finish(sub)
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
			sub.trouble, s.pic.disk = time.Time{}, nil
			s.pic.now.Foreign = false
			s.claimedNow(sub)
			return true
		case errors.Is(err, ErrNothing):
			sub.ids = nil
			s.stop(sub, reportNothing())
			return false
		case err != nil && !s.troubled(sub, giveUpAfter):
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

// hold counts down; nothing leaves before it ends and nothing shortens it.
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
	_ = s.heed(sub)
	s.phase(Holding)
	s.attend(left, func() bool { return s.closing || sub.over() })
	return !s.closing && !sub.over()
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
	if err := s.heed(sub); err != nil {
		s.pic.report, sub.stopped = s.reportDisk(sub, err), true
		return false
	}
	sub.stopsAll = false
	s.window.use(key)
	sub.canary = s.canaryDue(s.ctx, key, sub.unattended)
	return true
}

// allLeft counts what is left of sub and of what is queued behind it.
func (s *Sender) allLeft(sub *submission) int {
	n := sub.left()
	for _, other := range s.behind {
		n += other.left()
	}
	return n
}

// step brings the submission forward by one request, or by one wait.
func (s *Sender) step(sub *submission) {
	s.runCommands() // a key that was pressed before the next request counts
	if sub.over() || s.closing {
		return
	}
	if !s.mayGo(sub) || s.paused {
		if p := s.prefetched; p != nil {
			s.unreserve(p) // others may have it meanwhile
		}
		s.pic.now.Look, s.pic.now.Asks = s.look, s.asking
		s.phase(Paused)
		s.attend(-1, func() bool { return !s.paused || s.closing || sub.over() })
		s.pic.now.Look, s.pic.now.Asks = false, false
		return
	}
	if wait := time.Until(sub.waitUntil); wait > 0 {
		s.waiting(s.o.Now().Add(wait), sub.waitWhy)
		s.attend(wait, func() bool { return s.interrupted() || s.nudged && !sub.single })
		if s.nudged && !sub.single {
			sub.waitUntil = time.Time{}
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
	if p := s.prefetched; p != nil {
		s.unreserve(p)
		s.prefetched = nil
	}
	s.pic.disk = nil
	// A pause holds for what is queued behind too.
	s.paused = s.paused && !s.look && !s.asking && !sub.over() && len(s.behind) > 0
	s.asking = false
	// A look at the only lead of a submission is asked for after its end.
	s.look = s.look && !sub.over() && !s.closing
	s.pic.now.Look = s.look
	s.pic.now.Ended = s.o.Now()
	s.pic.now.HoldUntil = time.Time{}
	s.pic.now.Took = sub.took
	s.pic.now.Foreign = false
	s.sub = nil
	if sub.stopped {
		s.phase(Stopped)
	} else {
		s.phase(Done)
	}
	s.results.keep(sub.id, *s.shown.Load())
	s.subs.ring()
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
func (s *Sender) troubled(sub *submission, most time.Duration) bool {
	now := time.Now()
	if sub.trouble.IsZero() {
		sub.trouble, sub.unwritten = now, 0
	}
	return now.Sub(sub.trouble) < most
}

// later sets the next pause after trouble: 1, 2, 4 … 30 s.
func (u *submission) later(why Reason) {
	u.unwritten = min(max(2*u.unwritten, time.Second), 30*time.Second)
	u.waitUntil, u.waitWhy = time.Now().Add(u.unwritten), why
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
	if lost || !s.troubled(sub, most) {
		s.pic.report, sub.stopped, sub.stopsAll = report, true, true
		return
	}
	s.pic.disk = report
	sub.later(ForDisk)
}
