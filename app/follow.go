package app

import (
	"context"
	"fmt"
	"time"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

// Teller is told what happens to a submission that Follow follows.
type Teller interface {
	// Claimed tells that the leads of a submission are on disk as its own.
	Claimed(p outbox.Progress)
	// Counted tells what was found in the leads of a plan that were read on their way;
	// at the latest before the submission's end is told.
	Counted(p outbox.Plan)
	// Now is where it stands; each second, and at every change.
	Now(ctx context.Context, p outbox.Progress)
	// Answered tells r: the n-th of those that left.
	Answered(ctx context.Context, r outbox.Request, n int, p outbox.Progress)
	// Missed tells a try that got no connection, so that not one byte left.
	Missed(ctx context.Context, r outbox.Request, p outbox.Progress)
	// Asked asks whether one request more goes although p.Doubt.Batches are not sure
	// one after the other; without it what did not go stays.
	Asked(ctx context.Context, p outbox.Progress) bool
	// TakenBack tells that the hold was taken back.
	TakenBack(leads int)
	// Awaited tells that it was cancelled, and what is waited for all the same.
	Awaited(requests int, most time.Duration)
}

// Tally is what came of a submission and of the searches behind it.
type Tally struct {
	Leads, Requests                int
	Sent, Failed, Unsure, Returned int
	Unfit                          int // of Returned
	Moved                          int // changed or taken away before they were claimed
	Took                           time.Duration
	Nobody                         []queue.ID // batches that are not sure
	Refused                        []queue.ID // batches refused for their content and not searched
	Last                           outbox.Progress
	Stopped                        bool // by who followed it
	Declined                       bool // nothing went any more, for the last requests were not sure
}

// Add takes the end of a submission in. A search takes its leads from those
// that an earlier one put back.
func (t *Tally) Add(p outbox.Progress) {
	t.Last = p
	t.Sent, t.Failed, t.Unsure, t.Returned = t.Sent+p.Sent, t.Failed+p.Failed, t.Unsure+p.Unsure, t.Returned+p.Returned
	t.Unfit += p.Unfit
	t.Moved += p.Moved
	if p.Search {
		t.Returned -= p.Total
	} else {
		t.Leads += p.Total
	}
	for i, r := range p.Requests {
		if r.State != outbox.Answered {
			continue
		}
		if i == 0 {
			t.Took += max(p.Ended.Sub(r.Begun), 0) // the hold is no part of it
		}
		if r.Outcome != api.NotSent {
			t.Requests++
		}
		switch r.Outcome {
		case api.Unsure:
			t.Nobody = append(t.Nobody, r.Batch)
		case api.AtFault:
			if r.Leads > 1 && !p.Search {
				t.Refused = append(t.Refused, r.Batch)
			}
		}
	}
}

// Came is what came of a submission in all; of several, what weighs most.
type Came uint8

// What came of it.
const (
	AllSent    Came = iota
	SomeUnsure      // some leads are not sure, or the last requests before
	KeyRefused      // the key or the plan was, and nothing else happened
	SomeFailed      // some leads failed, or were refused with others
	SomeBack        // some did not go
)

// Came says it.
func (t Tally) Came() Came {
	stopped, why := t.Last.Phase == outbox.Stopped, t.Told().Outcome
	switch {
	case t.Unsure > 0 || t.Declined:
		return SomeUnsure
	case stopped && (why == api.BadKey || why == api.PlanLimit):
		return KeyRefused
	case t.Failed > 0 || len(t.Refused) > 0:
		return SomeFailed
	case stopped || t.Returned > t.Unfit || t.Moved > 0 || t.Unfit > 0 && t.Sent == 0:
		return SomeBack
	}
	return AllSent
}

// Told is what the sender said last, if that is about the end: a search that went
// to its end ends well, whatever was refused on its way.
func (t Tally) Told() outbox.Report {
	if t.Last.Search && t.Last.Phase != outbox.Stopped {
		return outbox.Report{}
	}
	return t.Last.Last
}

// Follow submits a plan and tells what happens until it has ended; with split it
// then looks for the leads at fault of each batch that was refused. When stop is
// closed, the hold is taken back, or else the request in flight finishes and the
// rest stays.
func (s *Session) Follow(ctx context.Context, stop <-chan struct{}, plan outbox.Plan, split bool, told Teller) (Tally, error) {
	watch, end := context.WithCancel(ctx)
	defer end()
	f := &following{Teller: told, s: s, stop: stop, changed: s.Sender.Subscribe(watch), counting: plan.Counting(), plan: plan}
	var t Tally
	id, err := s.Sender.Submit(ctx, plan)
	if err != nil {
		return t, fmt.Errorf("begin the submission: %w", err)
	}
	if err := f.until(ctx, id, &t); err != nil {
		return t, err
	}
	for split && len(t.Refused) > 0 && !t.Stopped && !t.Declined && t.Last.Phase != outbox.Stopped {
		batch := t.Refused[0]
		t.Refused = t.Refused[1:]
		if id, err = s.Sender.FindAtFault(ctx, batch); err != nil {
			return t, fmt.Errorf("find the lead at fault: %w", err)
		}
		if err := f.until(ctx, id, &t); err != nil {
			return t, err
		}
	}
	return t, nil
}

// following follows one submission after the other.
type following struct {
	Teller
	s        *Session
	stop     <-chan struct{}
	changed  <-chan struct{}
	plan     outbox.Plan
	counting <-chan struct{} // nil when nothing is counted any more
	told     int             // requests that were told, misses included
	claimed  bool
	asked    bool // that question is answered already
}

// until tells what happens to a submission until it has ended.
func (f *following) until(ctx context.Context, id queue.ID, t *Tally) error {
	f.told, f.claimed = 0, false
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		p := f.s.Sender.Progress()
		if ended, ok := f.s.Sender.Ended(id); ok {
			p = ended // also when another one began since
		}
		if p.Submission == id {
			f.tell(ctx, p)
			if !underWay(p) {
				if f.counting != nil {
					<-f.counting // it ended with the submission
					f.count()
				}
				t.Add(p)
				return nil
			}
			f.Now(ctx, p)
			f.ask(ctx, p, t)
		}
		select {
		case <-f.changed:
		case <-f.counting:
			f.count()
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-f.stop:
			f.stop, t.Stopped = nil, true
			f.end(ctx)
		}
	}
}

// count tells what was counted, once.
func (f *following) count() {
	f.counting = nil
	if found, ok := f.plan.Counted(); ok {
		f.Counted(found)
	}
}

// ask puts the sender's question once, and hands the answer on.
func (f *following) ask(ctx context.Context, p outbox.Progress, t *Tally) {
	before := f.asked
	if f.asked = p.Asks; !p.Asks || before {
		return
	}
	if f.Asked(ctx, p) {
		f.s.Sender.Resume()
		return
	}
	t.Declined = true
	f.s.Sender.CancelOwn()
}

// end takes the hold back, or cancels what did not go.
func (f *following) end(ctx context.Context) {
	if n, ok := f.s.Sender.TakeBack(ctx); ok {
		f.TakenBack(n)
		return
	}
	f.s.Sender.CancelOwn()
	if n, _, _, most := f.s.Sender.Busy(); n > 0 {
		f.Awaited(n, most)
	}
}

// tell tells what was answered since, each once. What comes of a miss or of a
// refusal that ends the submission stands in the next picture: they wait for it.
func (f *following) tell(ctx context.Context, p outbox.Progress) {
	if p.Claimed && !f.claimed {
		f.claimed = true
		f.Claimed(p)
	}
	for ; f.told < len(p.Requests) && p.Requests[f.told].State == outbox.Answered; f.told++ {
		r := p.Requests[f.told]
		newest := f.told+1 == len(p.Requests) || p.Requests[f.told+1].State == outbox.Waits
		switch r.Outcome {
		case api.NotSent, api.BadKey, api.PlanLimit, api.Misdirected:
			if newest && p.Phase == outbox.Running {
				return
			}
		}
		if r.Outcome == api.NotSent {
			f.Missed(ctx, r, p)
		} else {
			f.Answered(ctx, r, Left(p.Requests[:f.told+1]), p)
		}
	}
}

// Left counts the requests that left, or are still to come: not those that got
// no connection.
func Left(list []outbox.Request) int {
	n := 0
	for _, r := range list {
		if r.State != outbox.Answered || r.Outcome != api.NotSent {
			n++
		}
	}
	return n
}
