package words

import (
	"errors"
	"fmt"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

// Report says what a sender told last.
func (r Reader) Report(rep outbox.Report) Told {
	if rep.Kind == outbox.NothingTold {
		return Told{}
	}
	return Told{r.reported(rep), r.certain(rep), r.next(rep)}
}

// reported is what happened.
func (r Reader) reported(rep outbox.Report) string {
	switch rep.Kind {
	case outbox.RefusedAlone:
		return said(rep.Name+" was refused", rep.Answer)
	case outbox.KeyMissing:
		return Sentence("can't get the key: " + r.Error(rep.Err))
	case outbox.KeyChanged:
		return "The key or the address is not the one used last."
	case outbox.NotWhole:
		return "Something is missing in the lead: the server ignores names it does not know."
	case outbox.DiskRefuses:
		return Sentence(r.unwritten(rep.Err))
	case outbox.AnswerUnwritten:
		return Sentence("the last answer can't be written down: " + Fault(rep.Err))
	case outbox.ReadyUnwritten:
		return Sentence("what was not sent can't be put back to Ready: " + Fault(rep.Err))
	case outbox.NoneReady:
		return Sentence(noneReady)
	case outbox.Unfit:
		return Leads(rep.Leads) + " can't go: changed meanwhile, or wrong by today's rules."
	case outbox.LeaseLost:
		return "Another leadpad took over sending for this workspace."
	}
	return r.What(rep.Answer, rep.Leads)
}

// certain is what is known of the leads, or that it is not sure.
func (r Reader) certain(rep outbox.Report) string {
	switch rep.Kind {
	case outbox.NotConnected:
		return "Nothing was sent: " + where(rep) + "."
	case outbox.Throttled, outbox.TooLarge:
		return "Nothing was created: " + where(rep) + "."
	case outbox.Ended:
		if rep.Outcome == api.NotSent {
			return "Nothing was sent: " + ready(rep.Back) + "."
		}
		return "Nothing was created: " + ready(rep.Back) + "."
	case outbox.RefusedAlone:
		if rep.InARow > 0 {
			return "Nothing was created: " + ready(rep.Back) + "."
		}
		return "It was not created and is Failed now."
	case outbox.Searching:
		return notOne(rep.Leads) + "."
	case outbox.RefusedTogether:
		if rep.Back < rep.Leads { // read after some went
			return notOne(rep.Leads) + "; those that did not go since are Ready again."
		}
		return notOne(rep.Leads) + named(rep.Name) + "; all are Ready again."
	case outbox.NotKnown:
		return notSure(rep.Leads)
	case outbox.KeyMissing, outbox.KeyChanged:
		return "Nothing was sent: " + ready(rep.Back) + "."
	case outbox.NotWhole:
		if rep.Back > 0 {
			return "It is in " + r.Server() + " as it is; " + ready(rep.Back) + "."
		}
		return "It is in " + r.Server() + " as it is: add there what is missing."
	case outbox.DiskRefuses:
		return "The next request was not sent: " + where(rep) + "."
	case outbox.AnswerUnwritten, outbox.ReadyUnwritten:
		return "Nothing more is sent until that is on disk; nothing is sent twice."
	case outbox.NoneReady:
		return "Nothing was sent."
	case outbox.Unfit:
		return PluralWord(rep.Leads, "It was not sent and stays.", "They were not sent and stay.")
	case outbox.LeaseLost:
		return "What was in flight is Not sure, the rest is Ready."
	}
	return ""
}

// where says where the leads of a request that created nothing are by now.
func where(rep outbox.Report) string {
	n := rep.Leads - rep.Went
	if rep.Went > 0 && n == 0 {
		return "its leads went in a later request"
	}
	if rep.Course == outbox.Over && rep.Went > 0 {
		return Number(rep.Went) + " of its " + Leads(rep.Leads) + " went since, the others are Ready again"
	}
	if rep.Course == outbox.Over {
		return ready(n)
	}
	if rep.Went > 0 {
		return Number(rep.Went) + " of its " + Leads(rep.Leads) + " went since"
	}
	return Plural(n, "lead waits", "leads wait")
}

// ready says that n leads are, once more.
func ready(n int) string { return Plural(n, "lead is Ready again", "leads are Ready again") }

// notOne is what is certain of a refused request.
func notOne(n int) string {
	return "None of its " + Leads(n) + " was created, at least one is at fault"
}

// named says which lead an answer names, "" for none.
func named(name string) string {
	if name == "" {
		return ""
	}
	return ": it names " + name
}

// notSure says that it is not known whether n leads were created.
func notSure(n int) string {
	return "Not sure whether " + PluralWord(n, "this lead was", "these "+Number(n)+" leads were") + " created."
}

// next is what happens by itself and what can be done.
func (r Reader) next(rep outbox.Report) string {
	switch rep.Kind {
	case outbox.NotConnected, outbox.Throttled, outbox.TooLarge, outbox.Searching, outbox.DiskRefuses:
		return r.onward(rep)
	case outbox.NotKnown:
		if rep.Course == outbox.GoesOn && rep.Rest > 0 && rep.Most == 1 {
			return r.onward(rep)
		}
		return r.settle(rep.Leads, rep.Batch)
	case outbox.Ended:
		return r.nextStop(rep)
	case outbox.RefusedAlone:
		return r.nextAlone(rep)
	case outbox.RefusedTogether:
		return r.nextTogether(rep)
	case outbox.KeyMissing:
		return r.nextKey()
	case outbox.KeyChanged:
		if r.prompt() {
			if r.Served { // where a command asks nothing
				return "If it is the same workspace, " + r.submit(" --new-key") + " goes on."
			}
			return r.Command("submit") + " asks whether it is the same workspace."
		}
		return Stop(r.does(outbox.CanSubmit, "asks whether it is the same workspace"))
	case outbox.NotWhole:
		return "Try one lead with other names."
	case outbox.AnswerUnwritten:
		return Sentence(r.disk("trying again by itself", "make room on the disk")) + " After a restart these leads are Not sure."
	case outbox.ReadyUnwritten:
		return Sentence(r.disk("trying again by itself", "make room on the disk"))
	case outbox.NoneReady:
		if r.prompt() {
			return r.Command("history") + " shows what another leadpad sent."
		}
		return "History" + r.by(outbox.CanSeeHistory) + " shows what another leadpad sent."
	case outbox.Unfit:
		if r.prompt() {
			return r.Command("list") + " shows " + PluralWord(rep.Leads, "it.", "them.")
		}
		return "See " + PluralWord(rep.Leads, "it", "them") + " in Drafts" + r.by(outbox.CanMend) + "."
	case outbox.LeaseLost:
		return r.settle(2, rep.Batch)
	}
	return ""
}

// onward says how a submission goes on, as far as nobody paused or ended it.
func (r Reader) onward(rep outbox.Report) string {
	switch rep.Course {
	case outbox.Over:
		if rep.Back == 0 {
			return ""
		}
		return Sentence(some("; ", Leads(rep.Back)+" did not go", r.afterwards(rep)))
	case outbox.Ending:
		return "What did not go is put back to Ready."
	case outbox.Rests:
		return "" // the phase says it
	case outbox.GoesOn:
	}
	return Sentence(some("; ", r.goesOn(rep), r.pausing(rep)))
}

// afterwards is how to go on once a submission is over. A damaged queue refuses the
// next one too, and what helps is a command.
func (r Reader) afterwards(rep outbox.Report) string {
	if r.prompt() && errors.Is(rep.Err, queue.ErrDamaged) {
		return r.Remedy(rep.Err)
	}
	return r.again()
}

// goesOn says what comes by itself. How long that takes is said once on a
// screen, above its table.
func (r Reader) goesOn(rep outbox.Report) string {
	in := ""
	if r.prompt() && rep.Retry > 0 {
		in = " in " + Span(rep.Retry)
	}
	switch rep.Kind {
	case outbox.Searching:
		return "looking for it in smaller requests"
	case outbox.TooLarge:
		return "going on with at most " + Leads(rep.Most) + " in a request"
	case outbox.NotKnown:
		return "going on" + in + " with one lead"
	case outbox.DiskRefuses:
		return r.disk("trying again by itself", "make room on the disk, or close what locks the queue")
	}
	switch {
	case rep.Retry == 0:
		return "it went on by itself"
	case rep.Kind == outbox.NotConnected:
		return "trying again" + in
	}
	return "going on by itself" + in
}

// nextStop is what to do about an answer that ended the submission.
func (r Reader) nextStop(rep outbox.Report) string {
	switch rep.Outcome {
	case api.PlanLimit:
		return r.nextPlan(rep.Plan)
	case api.BadKey:
		if rep.Can(outbox.CanSetKey) {
			return r.nextKey()
		}
	}
	return Join(Capital(r.advice(rep.Answer)), r.again())
}

// advice is what a person can do about what stopped a request, whatever came of
// its leads since.
func (r Reader) advice(a api.Answer) string {
	switch a.Outcome {
	case api.BadKey:
		if a.WantsProxyAuth() {
			if r.Served {
				return tellServer
			}
			return "correct the proxy's address"
		}
	case api.NotSent:
		return "check the connection"
	case api.TooMany:
		return "shorten this lead, its notes first"
	case api.Misdirected:
		if r.Served {
			return tellServer + ": base_url or docs in its config is wrong"
		}
		if a.Location != "" {
			return "check base_url in the config"
		}
		return "check base_url and docs in the config"
	}
	return ""
}

// nextKey is how to give the workspace another key.
func (r Reader) nextKey() string {
	if r.prompt() {
		return Join(r.RightKey(), r.again())
	}
	return Stop(some(", ", r.does(outbox.CanSetKey, "takes another key"), r.again()))
}

// nextPlan says how many leads went, how many more may fit, and how to pick them.
func (r Reader) nextPlan(f *outbox.PlanFacts) string {
	room := ""
	if f != nil && f.Limit+f.Sent > 0 {
		room = Plural(f.Sent, "lead was", "leads were") + " sent from here"
		if n := f.Room(); n > 0 {
			room += "; at most " + Number(n) + " more " + PluralWord(n, "fits", "fit") + ", fewer if others are there"
		}
	}
	pick := r.does(outbox.CanPick, "picks the leads that go; or change the plan")
	if r.prompt() {
		pick = r.submit(" ID…") + " sends those you pick from " + r.Command("list --state ready") + "; or change the plan"
	}
	return Join(room, pick)
}

func (r Reader) nextAlone(rep outbox.Report) string {
	mend := "Mend it in Drafts" + r.by(outbox.CanMend) + "."
	if r.prompt() {
		mend = r.Command("list --state failed") + " shows it; mend it " + r.mendThem() + "."
	}
	if rep.InARow == 0 {
		return mend
	}
	check := "check docs and wire in the config"
	if r.Served {
		check = tellServer + ": docs or wire in its config may be wrong"
	}
	return Sentence(fmt.Sprintf("%d first leads in a row were refused, so it may not be the leads: %s", rep.InARow, check))
}

func (r Reader) nextTogether(rep outbox.Report) string {
	if r.prompt() {
		return r.submit(" --split") + " finds it and sends the others."
	}
	price := ""
	if rep.Price > 0 {
		price = fmt.Sprintf(" (at most %s, %s)", Plural(rep.Price, "request", "requests"), About(rep.Cost))
	}
	find := r.does(outbox.CanFindFault, "finds it"+price+" and sends the others")
	return Stop(some("; ", find, r.does(outbox.CanLeaveReady, "leaves all Ready")))
}
