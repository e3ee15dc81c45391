package outbox

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadpad/api"
	"leadpad/queue"
	"leadpad/safe"
)

// leads is "1 lead" or "214 leads".
func leads(n int) string {
	if n == 1 {
		return "1 lead"
	}
	return thousands(n) + " leads"
}

// requests is "1 request" or "14 requests".
func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return thousands(n) + " requests"
}

// thousands writes 7794 as "7,794".
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// isAre agrees with a number of leads.
func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// waits is "1 lead waits" or "214 leads wait".
func waits(n int) string {
	if n == 1 {
		return "1 lead waits"
	}
	return leads(n) + " wait"
}

// in says a time from now as people count it: "58 s", "4 min".
func in(d time.Duration) string {
	if d = d.Round(time.Second); d > 2*time.Minute {
		return fmt.Sprintf("%d min", int((d+30*time.Second)/time.Minute))
	}
	return fmt.Sprintf("%d s", max(int(d/time.Second), 0))
}

// about says how long something may take: "about 2 s", "less than a second".
func about(d time.Duration) string {
	if d < time.Second {
		return "less than a second"
	}
	return "about " + in(d)
}

// keys says what can be done while a submission waits.
func keys(rest int) string {
	if rest == 0 {
		return ""
	}
	return fmt.Sprintf("; Space pauses, c keeps %s Ready", thousands(rest))
}

// base is what an answer says of itself.
func (o Options) base(p *parcel, a api.Answer) Report {
	r := o.placed(Report{What: a.What, Certain: a.Certain, Next: a.Next})
	r.Outcome, r.Batch = a.Outcome, p.batch.ID
	return r
}

// onward is what a report says of the rest of sub: text while it goes on by
// itself, and what is true instead once a person paused or ended it.
func (s *Sender) onward(sub *submission, text string) string {
	switch {
	case s.sub != sub && sub.back > 0:
		return fmt.Sprintf("%s did not go and %s Ready; S submits again.", leads(sub.back), isAre(sub.back))
	case s.sub != sub:
		return ""
	case sub.over() || s.closing:
		return "What did not go is put back to Ready."
	case s.paused:
		return "" // the phase says it
	}
	return text
}

// uncreated is what is certain of a request of n leads that created nothing and
// whose leads are sent again by sub itself. at is what sub had left then.
func (s *Sender) uncreated(sub *submission, n, at int) string {
	const nothing = "Nothing of this request was created: "
	switch {
	case sub.left()+sub.back <= at-n:
		return nothing + "its leads went in a later one."
	case s.sub != sub:
		return nothing + fmt.Sprintf("its %s %s Ready again.", leads(n), isAre(n))
	}
	if still := n - (at - sub.left() - sub.back); still < n {
		return nothing + fmt.Sprintf("%s of its %s went since, in smaller requests.", thousands(n-still), leads(n))
	}
	return nothing + fmt.Sprintf("its %s.", waits(n))
}

func (s *Sender) reportNotSent(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	n := len(p.batch.Leads)
	r := s.o.base(p, a)
	r.Certain = fmt.Sprintf("Not one byte of the request left: nothing was created, %s.", waits(n))
	return func(time.Time) Report {
		if wait := time.Until(sub.waitUntil); wait > 0 {
			r.Next = s.onward(sub, fmt.Sprintf("Trying again in %s%s.", in(wait), keys(sub.left())))
		} else {
			r.Next = s.onward(sub, "It went on by itself.")
		}
		return r
	}
}

func (s *Sender) reportLimited(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	n, at := len(p.batch.Leads), sub.left()
	r := s.o.base(p, a)
	r.What = capital(s.o.server()) + " answered “too many requests” (429): somebody else uses this key, or its window counts otherwise. It is not your doing."
	return func(time.Time) Report {
		r.Certain = s.uncreated(sub, n, at)
		if pause := s.window.paused(); pause > 0 {
			r.Next = s.onward(sub, fmt.Sprintf("Going on by itself in %s%s.", in(pause), keys(sub.left())))
		} else {
			r.Next = s.onward(sub, "It went on by itself.")
		}
		return r
	}
}

func (s *Sender) reportTooMany(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	n, at := len(p.batch.Leads), sub.left()
	r := s.o.base(p, a)
	return func(time.Time) Report {
		r.Certain = s.uncreated(sub, n, at)
		r.Next = s.onward(sub, fmt.Sprintf("Going on with at most %s in a request.", leads(max(n/2, 1))))
		return r
	}
}

func (s *Sender) reportStop(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	r := s.o.base(p, a)
	r.Bad = true
	back := s.allLeft(sub)
	r.Certain = fmt.Sprintf("Nothing of this request was created: %s %s Ready again, nothing more is sent.", leads(back), isAre(back))
	if a.Outcome == api.PlanLimit {
		r.Next = planNext(s.planFacts(a))
	}
	switch a.Outcome {
	case api.NotSent:
		r.Next = "Check the connection, then press S again."
	case api.TooMany:
		r.Next = "This one lead is larger than the server takes: shorten it, its notes first, then press S again."
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

// planNext says how many went, how many may fit, and how to go on.
func planNext(f *PlanFacts) string {
	was := "were"
	if f.Sent == 1 {
		was = "was"
	}
	text := fmt.Sprintf("%s %s sent from this queue (leadpad cannot see what else is in the workspace). ", leads(f.Sent), was)
	if n := f.Room(); n > 0 {
		fit := "fit"
		if n == 1 {
			fit = "fits"
		}
		text = fmt.Sprintf("%s %s sent from this queue; at most %s more %s, fewer if others are in the workspace (leadpad cannot see them). ", leads(f.Sent), was, thousands(n), fit)
	}
	return text + "P picks the leads that go; or change the plan."
}

func (s *Sender) reportAtFault(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	n := len(p.batch.Leads)
	r := s.o.base(p, a)
	r.Bad = true
	r.What = fmt.Sprintf("The request of %s was refused: %s", leads(n), sentence(message(a)))
	switch {
	case n == 1:
		name := safe.Clean(p.batch.Names[0]).String()
		r.What = fmt.Sprintf("%s was refused: %s", name, sentence(message(a)))
		r.Certain = "It was not created and is Failed now."
		r.Next = "Open it in Drafts, mend it and save it."
		if sub.canary && s.crossed+1 >= crossedCanaries {
			r.Next = fmt.Sprintf("%d first leads in a row were refused, so it may not be the leads: check docs and wire in the config.", crossedCanaries)
			if s.allLeft(sub) > 1 {
				r.Next += " The rest is Ready."
			}
		}
	case sub.search:
		r.Bad = false
		r.Certain = fmt.Sprintf("None of its %d leads was created; at least one is at fault.", n)
		return func(time.Time) Report {
			r.Next = s.onward(sub, "Looking for it in smaller requests"+keys(sub.left())+".")
			return r
		}
	default:
		r.Certain = fmt.Sprintf("None of its %d leads was created; at least one is at fault. All are Ready again.", n)
		r.Next = fmt.Sprintf("f finds the lead at fault (at most %s for one, %s) and sends the others; r leaves all Ready.",
			requests(Price(n)), about(time.Duration(Price(n))*s.each()))
	}
	return func(time.Time) Report { return r }
}

// settleIt is what is to be done about a request of which nobody knows.
func (o Options) settleIt() string {
	return "Look for one of them in " + o.server() + " and settle the batch in History (F5)."
}

func (s *Sender) reportUnsure(sub *submission, p *parcel, a api.Answer) func(time.Time) Report {
	n := len(p.batch.Leads)
	r := s.o.base(p, a)
	r.Bad = true
	if a.Status == 0 && a.Ended.Sub(a.Begun) >= s.o.Timeout {
		r.What = fmt.Sprintf("No answer after %s.", in(s.o.Timeout))
	}
	which := fmt.Sprintf("these %d", n)
	if n == 1 {
		which = "this lead"
	}
	r.Certain = fmt.Sprintf("Nobody knows about %s (Not sure, F5).", which)
	return func(time.Time) Report {
		rest := sub.left()
		if s.sub != sub || rest == 0 || sub.over() {
			r.Next = s.o.settleIt()
		} else if !sub.single {
			r.Next = s.onward(sub, s.o.settleIt())
		} else if wait := time.Until(sub.waitUntil); wait > 0 {
			r.Next = s.onward(sub, fmt.Sprintf("Going on in %s with one lead%s.", in(wait), keys(rest)))
		} else {
			r.Next = s.onward(sub, "Going on with one lead"+keys(rest)+".")
		}
		return r
	}
}

// reportNoKey is for a key that could not be looked up.
func (s *Sender) reportNoKey(err error, n int) Report {
	return Report{
		Outcome: api.BadKey, Bad: true,
		What:    sentence("The key of this workspace could not be had: " + safe.Clean(err.Error()).String()),
		Certain: fmt.Sprintf("Nothing was sent: %s %s Ready again.", leads(n), isAre(n)),
		Next:    "Set the key with “leadpad key set --profile " + s.o.Workspace + "”, then press S again.",
	}
}

// reportChanged is for a key or address that nobody vouched for.
func (s *Sender) reportChanged(n int) Report {
	return Report{
		Outcome: api.BadKey, Bad: true,
		What:    "The key or the address of this workspace is not the one that was used last.",
		Certain: fmt.Sprintf("Nothing was sent: %s %s Ready again.", leads(n), isAre(n)),
		Next:    "Press S again and say whether it is the same workspace.",
	}
}

// reportIncomplete is for a canary that arrived with something missing; rest
// leads did not go.
func (o Options) reportIncomplete(rest int) Report {
	r := Report{
		Outcome: api.Created, Bad: true,
		What:    "Something is missing in the lead that was created: the server ignores names that it does not know.",
		Certain: "That lead is in " + o.server() + " as it is; add there by hand what is missing.",
		Next:    "Choose the other set of names, and try it with one lead.",
	}
	if rest > 0 {
		r.Certain = fmt.Sprintf("That lead is in %s as it is; %s did not go and %s Ready again.", o.server(), leads(rest), isAre(rest))
	}
	return r
}

// reportDisk is for a queue that could not be read or written before sending.
func (s *Sender) reportDisk(sub *submission, err error) func(time.Time) Report {
	n := sub.left()
	r := Report{
		Outcome: api.NotSent, Bad: true,
		What: sentence("The queue refuses to be written: " + safe.Clean(err.Error()).String()),
	}
	return func(time.Time) Report {
		r.Certain = fmt.Sprintf("The next request was not sent: %s.", waits(n))
		if s.sub != sub {
			r.Certain = fmt.Sprintf("The next request was not sent: %s did not go.", leads(n))
		}
		r.Next = s.onward(sub, "Trying again by itself; make room on the disk, or close what locks the queue.")
		return r
	}
}

// reportUnwritten is for an outcome that is known and not on disk.
func reportUnwritten(what string, err error) Report {
	return Report{
		Outcome: api.Unsure, Bad: true,
		What:    sentence("The state of " + what + " cannot be written: " + safe.Clean(err.Error()).String()),
		Certain: "Nothing more is sent until it is on disk; nothing is sent twice.",
		Next:    "Trying again by itself; make room on the disk. After a restart these leads would be Not sure.",
	}
}

// reportNothing is for a submission that waited until others had sent, or
// changed, all its leads.
func reportNothing() Report {
	return Report{
		Outcome: api.NotSent,
		What:    "None of these leads is ready any more.",
		Certain: "Nothing was sent by this submission.",
		Next:    "See in History (F5) what another leadpad sent.",
	}
}

// reportUnfit is for leads that changed, or fail today's rules, after S.
func reportUnfit(n int) Report {
	r := Report{
		Outcome: api.NotSent,
		What:    fmt.Sprintf("%s cannot go: changed meanwhile, or not fit under today's rules.", leads(n)),
		Certain: "They were not sent and stay.",
		Next:    "See them in Drafts (F3).",
	}
	if n == 1 {
		r.Certain, r.Next = "It was not sent and stays.", "See it in Drafts (F3)."
	}
	return r
}

// sentence ends text with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// reportLostLease is for a process that another one took for dead.
func (s *Sender) reportLostLease(*submission) func(time.Time) Report {
	r := Report{
		Outcome: api.Unsure, Bad: true,
		What:    "Another leadpad took over sending for this workspace.",
		Certain: "It has settled what this one left: what was in flight is Not sure (F5), the rest is Ready.",
		Next:    s.o.settleIt(),
	}
	return func(time.Time) Report { return r }
}

// server is what a sentence calls the one that answers: in practice nothing
// reaches ClosingDealz.
func (o Options) server() string {
	if o.Practice {
		return "the sandbox"
	}
	return "ClosingDealz"
}

// placed names the server in what api says, which knows of no practice.
func (o Options) placed(r Report) Report {
	for _, text := range []*string{&r.What, &r.Certain, &r.Next} {
		if *text == "" {
			continue
		}
		*text = capital(strings.ReplaceAll(*text, "ClosingDealz", o.server()))
	}
	return r
}

// capital begins a sentence.
func capital(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
}
