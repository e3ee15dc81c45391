package outbox

import (
	"maps"
	"slices"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// crowd is what each person is shown, where there is more than one.
type crowd struct {
	of     map[string]face // their own, under way or over
	oldest *Progress       // of all that is under way, nil for nothing
}

// drawn is the picture of a submission between its turns, kept while nothing of it
// changes.
type drawn struct {
	p    *Progress
	when mark
}

// mark tells one such picture from the next.
type mark struct {
	phase               Phase
	why                 Reason
	asks, look          bool
	left, past          int
	behind, inHold      int
	beside, renamed     int
	pausedBy, cancelled Who
}

// shownTo is the picture for somebody.
func (s *Sender) shownTo(who Who) Progress {
	now := s.shown.Load()
	c := s.crowd.Load()
	if c == nil {
		return now.forEyes(who)
	}
	own, ok := c.of[who.User]
	if ok && !own.over {
		return own.p
	}
	switch {
	case now.Foreign:
		return *now
	case ok:
		own.p.Renamed = now.Renamed
		return own.p
	case c.oldest != nil:
		return c.oldest.forEyes(who)
	}
	return now.forEyes(who)
}

// forEyes is a picture for somebody who may not see the leads that it is about: how far
// it is, and nothing that was said about them.
func (p *Progress) forEyes(who Who) Progress {
	q := *p
	if who.All || p.Foreign || p.By.User == who.User {
		return q
	}
	q.Requests = slices.Clone(p.Requests)
	for i, r := range q.Requests {
		q.Requests[i].Envelope, q.Requests[i].Seen, q.Requests[i].Err = api.Envelope{}, api.Seen{}, ""
		if r.State == Answered && r.Outcome != api.Created {
			q.Requests[i].Batch = queue.ID{}
		}
	}
	if p.Look && p.Phase == Paused {
		q.Phase, q.Why = Waiting, ForLook
	}
	q.Last, q.Kept, q.Look, q.Asks, q.Incomplete, q.Plan = p.Last.discreet(), nil, false, false, false, nil
	q.Last.Actions, q.Canary = nil, queue.ID{}
	return q
}

// queued tells what the same person has queued behind a submission, and who else sends.
func (s *Sender) queued(p *Progress) {
	for _, sub := range s.behind {
		if s.sub != nil && sub.by.User != p.By.User {
			if !slices.Contains(p.Beside, sub.by.User) {
				p.Beside = append(p.Beside, sub.by.User)
			}
			continue
		}
		if sub.id == p.Submission {
			continue
		}
		p.Behind = append(p.Behind, sub.left())
		if time.Now().Before(sub.holdEnds) {
			p.holds = append(p.holds, hold{sub.by, sub.holdShown})
		}
	}
	if s.sub != nil && s.sub.by.User != p.By.User && !slices.Contains(p.Beside, s.sub.by.User) {
		p.Beside = append(p.Beside, s.sub.by.User)
	}
}

// showCrowd keeps a picture for each person, where there is more than one; now is that
// of what has its turn, or had the last one.
func (s *Sender) showCrowd(now Progress) {
	if !s.turns.crowd() {
		return
	}
	c := &crowd{of: maps.Clone(s.turns.faces)}
	for _, sub := range s.fronts() {
		p := &now
		if sub != s.sub {
			p = s.draw(sub)
		}
		c.of[sub.by.User] = face{p: *p}
		if sub == s.oldest() {
			c.oldest = p
		}
	}
	s.crowd.Store(c)
}

// draw is the picture of a submission between its turns.
func (s *Sender) draw(sub *submission) *Progress {
	p := sub.pic.now
	if !sub.begun {
		p = s.fresh(sub)
	}
	pauser, paused := s.turns.paused[sub.by.User]
	p.Look, p.Asks, p.NextAt, p.HoldUntil = s.look.of == sub, sub.asking, time.Time{}, time.Time{}
	switch {
	case paused, p.Look:
		p.Phase, p.Why, p.PausedBy = Paused, NoReason, pauser
	case s.look.waits:
		p.Phase, p.Why = Waiting, ForLook
	case s.rank(sub) == inHold:
		p.Phase, p.Why, p.HoldUntil = Holding, NoReason, sub.holdShown
	default:
		p.Phase, p.Why = Waiting, ForTurn
	}
	p.Claimed, p.Doubt, p.Renamed = sub.claimed && len(sub.unclaimed) == 0, s.caution.doubt, s.renamed
	s.queued(&p)
	m := mark{
		p.Phase, p.Why, p.Asks, p.Look, sub.left(), len(sub.pic.past), len(p.Behind), len(p.holds), len(p.Beside), s.renamed,
		p.PausedBy, p.CancelledBy,
	}
	if sub.drawn.p != nil && sub.drawn.when == m {
		return sub.drawn.p
	}
	p.Rest = sub.left()
	p.Requests = slices.Clone(sub.pic.past)
	for _, n := range s.coming(sub, 0) {
		p.Requests = append(p.Requests, Request{Leads: n})
	}
	if sub.pic.report != nil {
		p.Last = sub.pic.report(s.o.Now())
	}
	sub.drawn = drawn{&p, m}
	return &p
}

// redraw tells what changed of a submission whose turn it need not be.
func (s *Sender) redraw(sub *submission) {
	sub.drawn.p = nil
	if f, ok := s.turns.faces[sub.by.User]; ok && f.over && f.p.Submission == sub.id {
		now := sub.pic.now
		f.p.Look, f.p.LookedBy, f.p.Incomplete, f.p.Kept = now.Look, now.LookedBy, now.Incomplete, now.Kept
		if sub.pic.report != nil {
			f.p.Last = sub.pic.report(s.o.Now())
		}
		s.turns.faces[sub.by.User] = f
	}
	s.changed()
}
