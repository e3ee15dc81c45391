package outbox

import (
	"context"
	"fmt"
	"sync/atomic"

	"leadpad/lead"
	"leadpad/queue"
)

const (
	// readAtOnce is up to how many leads PlanAll reads before it gives its plan: that
	// takes a moment. More are read on their way.
	readAtOnce = planStep
	// readAhead is how many steps of a reading wait for their requests, so that its
	// memory does not grow with the submission.
	readAhead = 4
	// claimStep is how many leads of such a submission are claimed while a request is
	// in flight: two requests' worth in a fraction of its time.
	claimStep = 200
)

// PlanAll is Plan for all ready leads, where nobody is asked before they go. Where
// they are many it reads none of them: the first request need not wait for the
// last lead. They are read once, a little ahead of their requests, and claimed in
// portions; what their reading finds is told by Counted.
func (s *Seat) PlanAll(ctx context.Context) (Plan, error) {
	w, err := s.o.own(s.who).Waiting(ctx, s.o.Workspace)
	if err != nil {
		return Plan{}, fmt.Errorf("list the ready leads: %w", err)
	}
	if len(w.IDs) <= s.o.atOnce {
		return s.Plan(ctx, w.IDs)
	}
	p := Plan{Workspace: s.o.Workspace, Hold: s.ownHold(), names: s.names(), listed: &listed{Waiting: w, reading: newReading()}}
	for _, e := range w.Remarked {
		if wasRefused(e.Remark) {
			p.Returned++
		}
	}
	return s.portion(ctx, p, newPortions(w.IDs, w.Remarked))
}

// Counting is closed when all leads of the plan were read, or none is read any
// more; nil where they were read for the plan.
func (p Plan) Counting() <-chan struct{} {
	if p.listed == nil {
		return nil
	}
	return p.listed.reading.done
}

// Counted gives what the reading found, once Counting is closed: Duplicates,
// NeedsFixes with Fixes, and Omitted. False: it did not come to its end.
func (p Plan) Counted() (Plan, bool) {
	if p.listed == nil {
		return Plan{}, false
	}
	return p.listed.reading.found, p.listed.reading.whole
}

// listed are the leads of a plan that were listed and not read.
type listed struct {
	queue.Waiting
	reading *reading
}

// reading reads the leads of a submission in the order in which they go.
type reading struct {
	begun atomic.Bool
	stop  context.CancelFunc
	steps chan step
	done  chan struct{} // closed behind all that follows
	found Plan
	whole bool
}

// step are some leads that were asked for, and those of them that can go or have
// problems.
type step struct {
	ids   []queue.ID
	leads []planned
}

func newReading() *reading {
	return &reading{steps: make(chan step, readAhead), done: make(chan struct{}), stop: func() {}}
}

// begin reads ids for a submission. False: it did that before.
func (r *reading) begin(s *Seat, ids []queue.ID, submission queue.ID) bool {
	if !r.begun.CompareAndSwap(false, true) {
		return false
	}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(s.ctx)
	go func() {
		defer close(r.done)
		defer close(r.steps)
		r.whole = r.run(ctx, s, ids, submission) == nil
	}()
	return true
}

func (r *reading) run(ctx context.Context, s *Seat, ids []queue.ID, submission queue.ID) error {
	here, fields := twins{}, map[lead.Field]int{}
	for ; len(ids) > 0; ids = ids[min(planStep, len(ids)):] {
		some := ids[:min(planStep, len(ids))]
		got, err := s.lookAt(ctx, some, submission)
		if err != nil {
			return err
		}
		next := step{ids: some}
		for _, l := range got.leads {
			if l.entry.State == queue.Ready {
				next.leads = append(next.leads, l)
			}
			r.found.add(l, got.like, here, fields)
		}
		select {
		case r.steps <- next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	r.found.Omitted = omissions(fields)
	return nil
}

// claimMore claims the next leads of a submission that are not yet. Those that were
// changed since they were listed leave it.
func (s *Sender) claimMore(ctx context.Context, sub *submission) (claimed int, err error) {
	some := sub.unclaimed[:min(s.o.claims, len(sub.unclaimed))]
	got, err := s.o.own(sub.by).ClaimAt(ctx, s.o.Workspace, sub.id, some, sub.at)
	if err != nil {
		return 0, fmt.Errorf("claim the leads: %w", err)
	}
	sub.unclaimed = sub.unclaimed[len(some):]
	if len(got) < len(some) {
		sub.work.gone(without(some, got))
		sub.total -= len(some) - len(got)
		sub.moved += len(some) - len(got)
	}
	return len(got), nil
}

// claimFirst claims leads until there are some.
func (s *Sender) claimFirst(sub *submission) error {
	for len(sub.unclaimed) > 0 {
		n, err := s.claimMore(s.ctx, sub)
		if err != nil {
			return err
		}
		if n > 0 {
			sub.claimed, sub.ids = true, nil
			s.o.crash("claimed")
			return nil
		}
	}
	return ErrNothing
}

// claimBeside claims more while a request is in flight, and says whether there were
// some. When it fails, parcel meets the same error and tells it.
func (s *Sender) claimBeside(sub *submission) bool {
	if len(sub.unclaimed) == 0 || s.interrupted() {
		return false
	}
	ctx, cancel := context.WithTimeout(s.ctx, aheadWithin)
	defer cancel()
	if _, err := s.claimMore(ctx, sub); err != nil {
		return false
	}
	s.claimedNow(sub)
	s.changed()
	return true
}

// claimedNow shows how much of a submission is claimed, and tells of leads that
// could not be, for they are not as they were planned.
func (s *Sender) claimedNow(sub *submission) {
	s.pic.now.Claimed, s.pic.now.Total = len(sub.unclaimed) == 0, sub.total
	if sub.moved > s.pic.now.Moved {
		s.pic.now.Moved = sub.moved
		s.tell(reportUnfit(sub.moved))
	}
}
