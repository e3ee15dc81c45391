package outbox

import (
	"slices"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// Kind is what a report is about.
type Kind uint8

// The kinds. Each says which of a report's other facts it sets.
const (
	NothingTold     Kind = iota
	NotConnected         // not a byte left, and it is tried again
	Throttled            // 429: it goes on when the pause is over
	TooLarge             // it goes on with at most Most leads in a request
	Ended                // the Answer ended the submission
	RefusedAlone         // one lead, by Name: it is Failed, or Ready with InARow
	RefusedTogether      // at least one of several is at fault; finding it costs Price and Cost
	Searching            // the same, and it is being looked for
	NotKnown             // whether its leads were created
	KeyMissing           // Err says why
	KeyChanged           // nobody said that it is the same workspace
	NotWhole             // a person missed something in the first lead that arrived
	DiskRefuses          // nothing can be sent: Err
	AnswerUnwritten      // an outcome is known and not on disk: Err
	ReadyUnwritten       // what was not sent cannot be put back: Err
	NoneReady            // of the leads any more, when their turn came
	Unfit                // leads that changed, or fail today's rules
	LeaseLost            // another process took this one for dead
)

// String is the kind's name in JSON, "" for none.
func (k Kind) String() string {
	names := []string{
		NotConnected: "not connected", Throttled: "throttled", TooLarge: "too large", Ended: "ended",
		RefusedAlone: "refused alone", RefusedTogether: "refused together", Searching: "searching", NotKnown: "not known",
		KeyMissing: "key missing", KeyChanged: "key changed", NotWhole: "not whole", DiskRefuses: "disk refuses",
		AnswerUnwritten: "answer unwritten", ReadyUnwritten: "ready unwritten", NoneReady: "none ready", Unfit: "unfit",
		LeaseLost: "lease lost",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return ""
}

// Course is how a submission stands behind a report.
type Course uint8

// The courses.
const (
	GoesOn Course = iota // by itself
	Rests                // a person paused it
	Ending               // a person ended it, or leadpad is being left
	Over                 // it has ended
)

// Action is something that a person can do about a report. What it is called
// where somebody reads it, a key or a command, is not known here.
type Action string

// The actions.
const (
	CanPause       Action = "pause"
	CanCancel      Action = "cancel the rest"
	CanSubmit      Action = "submit"
	CanFindFault   Action = "find the lead at fault"
	CanLeaveReady  Action = "leave ready"
	CanSettle      Action = "settle"
	CanSetKey      Action = "set the key"
	CanPick        Action = "pick leads"
	CanMend        Action = "mend"
	CanChooseNames Action = "choose names"
	CanSeeHistory  Action = "see history"
)

// Report is what was last worth telling about a submission, in facts.
type Report struct {
	Kind    Kind
	Outcome api.Outcome
	Batch   queue.ID
	Bad     bool       // something to be settled by a person
	Answer  api.Answer // that the report is about, without its body
	Err     error
	Name    string // of the one lead that it is about, or that the answer names, as typed
	Leads   int    // that it is about
	Went    int    // of these, in later requests
	Course  Course
	Rest    int           // leads that the submission still has to send
	Back    int           // leads that did not go and are Ready again
	Retry   time.Duration // until it is tried again, 0 when that is not waited for
	Most    int
	Price   int // requests, at most
	Cost    time.Duration
	InARow  int // first leads refused one after the other, where that ended the submission
	Plan    *PlanFacts
	Actions []Action
}

// Can says that a person can do a about it.
func (r Report) Can(a Action) bool { return slices.Contains(r.Actions, a) }

// told is what an answer to p says of itself.
func told(kind Kind, p *parcel, a api.Answer) Report {
	a.Envelope.Raw = nil
	return Report{Kind: kind, Outcome: a.Outcome, Batch: p.batch.ID, Answer: a, Leads: len(p.batch.Leads)}
}

// stands adds how sub stands now.
func (s *Sender) stands(r Report, sub *submission) Report {
	r.Rest = sub.left()
	switch {
	case sub.ended:
		r.Course, r.Back, r.Rest = Over, sub.back, 0
		if sub.back > 0 {
			r.Actions = append(r.Actions, CanSubmit)
		}
	case sub.over() || s.closing:
		r.Course = Ending
	case s.rests(sub):
		r.Course = Rests
	case r.Rest > 0:
		r.Actions = append(r.Actions, CanPause, CanCancel)
	}
	return r
}

// uncreated adds what became since of the leads of a request that created
// nothing and whose leads are sent again by sub itself. at is what sub had left
// then.
func (s *Sender) uncreated(r Report, sub *submission, at int) Report {
	r.Went = min(max(at-sub.left()-sub.back, 0), r.Leads)
	return s.stands(r, sub)
}

// discreet is the report for somebody who does not see those leads.
func (r Report) discreet() Report {
	d := Report{Kind: r.Kind, Outcome: r.Outcome, Bad: r.Bad, Err: r.Err, Course: r.Course, Plan: r.Plan}
	d.Answer.Outcome, d.Answer.Status = r.Answer.Outcome, r.Answer.Status
	if r.Can(CanSetKey) {
		d.Actions = append(d.Actions, CanSetKey)
	}
	if r.Course == Over {
		d.Actions = append(d.Actions, CanSubmit)
	}
	return d
}

// until is how long it is to a moment, 0 when that is over.
func until(t time.Time) time.Duration { return max(time.Until(t), 0) }

func (s *Sender) reportNotSent(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r, at := told(NotConnected, p, a), sub.left()
	return func(time.Time) Report {
		now := s.uncreated(r, sub, at)
		now.Retry = until(s.caution.waitUntil)
		return now
	}
}

func (s *Sender) reportLimited(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r, at := told(Throttled, p, a), sub.left()
	return func(time.Time) Report {
		now := s.uncreated(r, sub, at)
		now.Retry = max(s.window.paused(), 0)
		return now
	}
}

func (s *Sender) reportTooMany(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r, at := told(TooLarge, p, a), sub.left()
	r.Most = max(r.Leads/2, 1)
	return func(time.Time) Report { return s.uncreated(r, sub, at) }
}

func (s *Sender) reportStop(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r := told(Ended, p, a)
	r.Bad, r.Course, r.Back = true, Over, s.allLeft(sub)
	r.Actions = []Action{CanSubmit}
	switch a.Outcome {
	case api.PlanLimit:
		r.Plan, r.Actions = s.planFacts(a), []Action{CanPick}
	case api.BadKey:
		if !a.WantsProxyAuth() {
			r.Actions = []Action{CanSetKey, CanSubmit}
		}
	}
	return func(time.Time) Report { return r }
}

// planFacts are what an answer and this queue tell of a Free Plan.
func (s *Sender) planFacts(a api.Answer) *PlanFacts {
	f := &PlanFacts{}
	if a.Envelope.Message != nil {
		f.Limit = api.FreePlanLimit(*a.Envelope.Message)
	}
	if c, err := s.o.Queue.Counts(s.ctx, s.o.Workspace); err == nil {
		f.Sent = c.ByState[queue.Sent]
	}
	return f
}

func (s *Sender) reportAtFault(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r := told(RefusedTogether, p, a)
	r.Bad = true
	switch {
	case r.Leads == 1:
		r.Kind, r.Name, r.Actions = RefusedAlone, p.batch.Names[0], []Action{CanMend}
		if sub.canary && len(s.crossed)+1 >= crossedCanaries {
			r.InARow, r.Back = crossedCanaries, s.allLeft(sub)+crossedCanaries-1
		}
	case sub.search:
		r.Kind, r.Bad = Searching, false
		return func(time.Time) Report { return s.stands(r, sub) }
	default:
		if at := a.Places(); len(at) == 1 && at[0] < r.Leads { // else it may be one of two
			r.Name = p.batch.Names[at[0]]
		}
		r.Back, r.Price = r.Leads, Price(r.Leads)
		r.Cost = time.Duration(r.Price) * s.each()
		r.Actions = []Action{CanFindFault, CanLeaveReady}
	}
	return func(time.Time) Report { return r }
}

func (s *Sender) reportUnsure(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r := told(NotKnown, p, a)
	r.Bad = true
	r.Actions = []Action{CanSettle}
	return func(time.Time) Report {
		now := s.stands(r, sub)
		if now.Rest > 0 && s.caution.doubt.Single {
			now.Most, now.Retry = 1, until(s.caution.waitUntil)
		}
		return now
	}
}

// reportNoKey is for a key that could not be looked up.
func reportNoKey(err error, n int) Report {
	return Report{Kind: KeyMissing, Outcome: api.BadKey, Bad: true, Err: err, Course: Over, Back: n, Actions: []Action{CanSetKey, CanSubmit}}
}

// reportChanged is for a key or address that nobody vouched for.
func reportChanged(n int) Report {
	return Report{Kind: KeyChanged, Outcome: api.BadKey, Bad: true, Course: Over, Back: n, Actions: []Action{CanSubmit}}
}

// reportIncomplete is for a canary that arrived with something missing; rest
// leads did not go.
func reportIncomplete(rest int) Report {
	return Report{Kind: NotWhole, Outcome: api.Created, Bad: true, Course: Over, Back: rest, Actions: []Action{CanChooseNames}}
}

// reportDisk is for a queue that could not be read or written before sending.
func (s *Sender) reportDisk(sub *submission, err error) func(time.Time) Report {
	r := Report{Kind: DiskRefuses, Outcome: api.NotSent, Bad: true, Err: err, Leads: sub.left()}
	return func(time.Time) Report { return s.stands(r, sub) }
}

// reportUnwritten is for an outcome that is known and not on disk.
func reportUnwritten(kind Kind, err error) Report {
	return Report{Kind: kind, Outcome: api.Unsure, Bad: true, Err: err}
}

// reportNothing is for a submission that waited until others had sent, or
// changed, all its leads.
func reportNothing() Report {
	return Report{Kind: NoneReady, Outcome: api.NotSent, Course: Over, Actions: []Action{CanSeeHistory}}
}

// reportUnfit is for n leads that changed, or fail today's rules, after they
// were submitted.
func reportUnfit(n int) Report {
	return Report{Kind: Unfit, Outcome: api.NotSent, Leads: n, Actions: []Action{CanMend}}
}

// reportLostLease is for a process that another one took for dead.
func reportLostLease() Report {
	return Report{Kind: LeaseLost, Outcome: api.Unsure, Bad: true, Course: Over, Actions: []Action{CanSettle}}
}
