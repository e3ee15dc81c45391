package outbox

import (
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// crossedCanaries is how many canaries in a row may be refused for their
// content before the submission stops: then it may not be the leads, and they are
// Ready again.
const crossedCanaries = 3

// verdict is what an answer means: where the leads go, and what happens next.
type verdict struct {
	state  queue.BatchState
	to     queue.State
	remark string
	report func(now time.Time) Report // nil: nothing worth telling
	next   func()                     // runs after all is on disk
}

// refusedRemark begins the remark of a lead that came back from a refused batch.
const refusedRemark = "refused in batch "

func wasRefused(remark string) bool { return strings.HasPrefix(remark, refusedRemark) }

// ShortID is what a batch is called in a sentence: the end of its id.
func ShortID(id queue.ID) string { s := id.String(); return s[len(s)-6:] }

// conclude settles f's leads by its answer; next is what flies already.
func (s *Sender) conclude(sub *submission, f, next *flight, a api.Answer) {
	b := f.p.batch
	v := s.judge(sub, f.p, a)
	if a.Ended.IsZero() {
		a.Ended = s.o.Now()
	}
	a.Begun = b.Receipt.Begun // as it was written before the request went
	b.State, b.Receipt = v.state, Receipt(a)
	to, remark := v.each(b.Leads)
	took := a.Ended.Sub(b.Receipt.Begun) // as the receipt has it
	if a.Ended.IsZero() || b.Receipt.Begun.IsZero() {
		took = time.Since(f.begun)
	}
	s.pic.also = 0
	if next != nil {
		s.pic.also = len(next.p.batch.Leads)
	}
	if s.letIn(a.Outcome) {
		s.vouch(s.ctx)
	}
	written := s.settle(b, to, remark)
	s.pic.also = 0
	s.o.crash("settled")
	s.pic.past = append(s.pic.past, answered(f.shown, a, took))
	s.pic.flight = nil
	if next != nil {
		s.pic.flight = &next.shown
	}
	if !written {
		sub.stopped, sub.stopsAll = true, true
		return
	}
	s.count(v.to, len(b.Leads))
	if v.next != nil {
		v.next()
	}
	if v.report != nil {
		s.pic.report = v.report
	}
	s.changed()
	if next == nil {
		// When the ledger cannot be written, others wait for the slot's time-out.
		s.syncSoon()
	}
	s.o.crash("ended")
}

// each says of every lead what becomes of it, and why where that is kept.
func (v verdict) each(leads []queue.ID) (to map[queue.ID]queue.State, remark map[queue.ID]string) {
	to = make(map[queue.ID]queue.State, len(leads))
	if v.remark != "" {
		remark = make(map[queue.ID]string, len(leads))
	}
	for _, id := range leads {
		to[id] = v.to
		if remark != nil {
			remark[id] = v.remark
		}
	}
	return to, remark
}

// settle writes the outcome. While the disk refuses it keeps trying, and tells
// that; nothing else is sent meanwhile. False when Close could not wait, or
// another process has the lease now: then these leads are unsure.
func (s *Sender) settle(b queue.Batch, to map[queue.ID]queue.State, remark map[queue.ID]string) bool {
	pause := 50 * time.Millisecond
	for {
		err := s.o.Queue.Settle(s.ctx, b, to, remark)
		if err == nil {
			s.pic.disk = nil
			return true
		}
		if errors.Is(err, queue.ErrNoLease) || errors.Is(err, queue.ErrConflict) {
			s.pic.disk = nil
			s.tell(reportLostLease())
			s.count(queue.Unsure, len(b.Leads)) // so the other process settled it
			s.dropLease()
			return false
		}
		s.refused(reportUnwritten(AnswerUnwritten, err))
		if !s.rest(pause) {
			return s.o.Queue.Settle(s.ctx, b, to, remark) == nil
		}
		pause = min(2*pause, 5*time.Second)
	}
}

func (s *Sender) count(to queue.State, n int) {
	switch to {
	case queue.Sent:
		s.pic.now.Sent += n
	case queue.Failed:
		s.pic.now.Failed += n
	case queue.Unsure:
		s.pic.now.Unsure += n
	case queue.Ready:
		s.pic.now.Returned += n
	}
}

// judge is docs/api.md's last table.
func (s *Sender) judge(sub *submission, p *parcel, a api.Answer) verdict {
	ids := p.batch.Leads
	if a.Outcome != api.NotSent {
		s.caution.trouble = time.Time{}
	}
	switch a.Outcome {
	case api.Created:
		return s.judgeCreated(sub, p.batch)
	case api.NotSent:
		return s.judgeNotSent(sub, p, a)
	case api.Limited:
		return s.judgeLimited(sub, p, a)
	case api.TooMany:
		if len(ids) > 1 {
			return verdict{state: queue.BatchReturned, to: queue.Held, report: s.reportTooMany(sub, p, a), next: func() {
				for _, each := range s.all() {
					each.size = min(each.size, max(len(ids)/2, 1))
				}
			}}
		}
		return s.judgeStop(sub, p, a)
	case api.BadKey, api.PlanLimit, api.Misdirected:
		return s.judgeStop(sub, p, a)
	case api.AtFault:
		return s.judgeAtFault(sub, p, a)
	}
	return s.judgeUnsure(sub, p, a)
}

func (s *Sender) judgeCreated(sub *submission, b queue.Batch) verdict {
	return verdict{state: queue.BatchSent, to: queue.Sent, next: func() {
		sub.work.created(b.Leads)
		s.crossed = nil
		s.trusts()
		if sub.canary {
			s.landed(sub, b.ID)
		}
	}}
}

func (s *Sender) judgeNotSent(sub *submission, p *parcel, a api.Answer) verdict {
	if !s.troubled(giveUpAfter) {
		return s.judgeStop(sub, p, a)
	}
	return verdict{
		state: queue.BatchReturned, to: queue.Held, report: s.reportNotSent(sub, p, a),
		next: func() {
			s.window.forget(s.ctx, p.batch.ID)
			s.caution.later(ForConnection)
		},
	}
}

func (s *Sender) judgeLimited(sub *submission, p *parcel, a api.Answer) verdict {
	return verdict{
		state: queue.BatchReturned, to: queue.Held, report: s.reportLimited(sub, p, a),
		next: func() { s.window.limited(s.ctx, a.RetryAfter, rand.Float64()) },
	}
}

func (s *Sender) judgeStop(sub *submission, p *parcel, a api.Answer) verdict {
	return verdict{
		state: queue.BatchReturned, to: queue.Ready, report: s.reportStop(sub, p, a),
		next: func() {
			sub.work.gone(p.batch.Leads)
			sub.stopped, sub.stopsAll = true, true
			switch a.Outcome {
			case api.NotSent:
				s.window.forget(s.ctx, p.batch.ID)
			case api.BadKey:
				s.forgetKey()
			case api.PlanLimit:
				s.pic.now.Plan = s.planFacts(a)
			}
		},
	}
}

// judgeAtFault fails a lead that was refused alone; more leads are Ready again
// with a remark, or stay for smaller requests when this is the search.
func (s *Sender) judgeAtFault(sub *submission, p *parcel, a api.Answer) verdict {
	ids := p.batch.Leads
	v := verdict{state: queue.BatchRefused, to: queue.Ready, report: s.reportAtFault(sub, p, a)}
	last := sub.canary && len(ids) == 1 && len(s.crossed)+1 >= crossedCanaries
	switch {
	case last:
		v.remark = refusal(a)
	case len(ids) == 1:
		v.to, v.remark = queue.Failed, refusal(a)
	case sub.search:
		v.to = queue.Held
	default:
		v.remark = refusedRemark + ShortID(p.batch.ID) + ": " + refusal(a)
	}
	v.next = func() {
		sub.work.refused(ids, a.Places())
		s.caution.doubt.Single = false
		switch {
		case last:
			s.uncross()
			if sub.left() > 0 || len(s.behind) > 0 {
				sub.stopped, sub.stopsAll = true, true
			}
		case sub.canary && len(ids) == 1:
			s.crossed = append(s.crossed, crossed{ids[0], p.batch.ID})
		}
	}
	return v
}

// uncross makes the canaries Ready that were refused before the last one, as far as
// nobody touched them since. Those that cannot be written stay Failed.
func (s *Sender) uncross() {
	batches := map[queue.ID]queue.ID{}
	ids := make([]queue.ID, len(s.crossed))
	for i, c := range s.crossed {
		ids[i], batches[c.lead] = c.lead, c.batch
	}
	s.crossed = nil
	// Edit can call this more than once for a lead.
	back, _ := s.o.Queue.Edit(s.ctx, s.o.Workspace, ids, func(e queue.Entry) queue.Entry {
		if e.State == queue.Failed && e.Batch == batches[e.ID] {
			e.State = queue.Ready
		}
		return e
	})
	here := map[queue.ID]bool{}
	for _, r := range s.pic.past {
		here[r.Batch] = true
	}
	for _, e := range back {
		if here[e.Batch] { // else an earlier submission counted it
			s.pic.now.Failed, s.pic.now.Returned = s.pic.now.Failed-1, s.pic.now.Returned+1
		}
	}
}

func (s *Sender) judgeUnsure(sub *submission, p *parcel, a api.Answer) verdict {
	return verdict{
		state: queue.BatchUnsure, to: queue.Unsure, report: s.reportUnsure(sub, p, a),
		next: func() {
			sub.work.gone(p.batch.Leads)
			s.doubted(p.batch.ID)
		},
	}
}
