package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// ending is how a submission ended: its exit code, and unless all went well
// what happened and what to do.
type ending struct {
	code           int
	happened, todo string
}

// err is the ending as the error of the command.
func (e ending) err() error {
	switch text := sentences(e.happened, e.todo); {
	case e.code == codeDone:
		return nil
	case text == "":
		return exit{code: e.code}
	default:
		return exit{e.code, errors.New(text)}
	}
}

// verdict is the ending: what is not sure goes before what was refused, and that
// before what failed.
func (a *app) verdict(r *room, t tally) ending {
	last := t.lastWord()
	stopped := t.last.Phase == outbox.Stopped
	happened := a.clean(atPrompt(sentences(gaveUp(t.last), last.What, last.Certain)))
	switch {
	case t.unsure > 0:
		return ending{code: codeNotSure, todo: notSure(r, t)}
	case stopped && (last.Outcome == api.BadKey || last.Outcome == api.PlanLimit):
		return ending{codeRefused, happened, a.clean(r.keyAdvice(nextStep(last, t.last.Plan)))}
	case t.failed > 0 || len(t.refused) > 0:
		todo := mend(t)
		switch {
		case last.Outcome != api.AtFault:
			happened = ""
		case stopped: // and it may not be the leads
			todo = a.clean(sentences(atPrompt(last.Next), todo))
		}
		return ending{codeLeadsFailed, happened, todo}
	case stopped || t.returned > 0:
		return ending{codeFailed, happened, a.clean(nextStep(last, nil))}
	}
	return ending{}
}

// lastWord is what the sender said last, if that is about the end: a search that
// went to its end ends well, whatever was refused on its way.
func (t tally) lastWord() outbox.Report {
	if t.last.Search && t.last.Phase != outbox.Stopped {
		return outbox.Report{}
	}
	return t.last.Last
}

// gaveUp says for how long there was no connection at the end of a submission
// that stopped for that.
func gaveUp(p outbox.Progress) string {
	first := len(p.Requests)
	for first > 0 && p.Requests[first-1].State == outbox.Answered && p.Requests[first-1].Outcome == api.NotSent {
		first--
	}
	if tries := len(p.Requests) - first; tries > 1 && p.Phase == outbox.Stopped && p.Last.Outcome == api.NotSent {
		return fmt.Sprintf("Given up after %d tries in %s", tries, span(p.Ended.Sub(p.Requests[first].Begun)))
	}
	return ""
}

// notSure says where to look and how to settle what nobody knows.
func notSure(r *room, t tally) string {
	where := "ClosingDealz"
	if r.Practice {
		where = "the sandbox"
	}
	batch := "BATCH"
	if len(t.nobody) == 1 {
		batch = outbox.ShortID(t.nobody[0])
	}
	text := fmt.Sprintf("Nobody knows about %s: look in %s for one of them, then `leadpad resolve %s --sent` or `--ready`", kit.Plural(t.unsure, "lead", "leads"), where, batch)
	if len(t.nobody) > 1 {
		text += " (BATCH: " + strings.Join(shortIDs(t.nobody), ", ") + ")"
	}
	return text
}

func shortIDs(ids []queue.ID) []string {
	short := make([]string, len(ids))
	for i, id := range ids {
		short[i] = outbox.ShortID(id)
	}
	return short
}

// mend says how to go on with what was refused for its content.
func mend(t tally) string {
	text := ""
	if t.failed > 0 {
		text = kit.Plural(t.failed, "lead is", "leads are") + " Failed: `leadpad list --state failed` shows why; mend them in `leadpad`"
	}
	if len(t.refused) > 0 {
		text = sentences(text, splitStep)
	}
	return text
}

// splitStep finds the lead at fault among those that were put back.
const splitStep = "`leadpad submit --split` finds the one at fault and sends the others"

// nextStep is what can be done on a command line.
func nextStep(r outbox.Report, plan *outbox.PlanFacts) string {
	switch {
	case r.Outcome == api.PlanLimit:
		return planStep(plan)
	case r.Next != "":
		return atPrompt(r.Next)
	}
	return "`leadpad status` shows what is left; `leadpad submit` goes on"
}

// atPrompt puts commands where the sender's own words name keys of the screens.
func atPrompt(text string) string {
	return strings.NewReplacer(
		"press S again", "`leadpad submit` again", "Press S again", "Use `leadpad submit` again", "S submits again", "`leadpad submit` goes on",
		"settle the batch in History (F5)", "settle the batch with `leadpad resolve`", " (F3)", "", " (F5)", "", ", F5)", ")", "“leadpad", "`leadpad", "”, then", "`, then",
	).Replace(text)
}

// planStep says how many leads went, and how to send those that matter most.
func planStep(f *outbox.PlanFacts) string {
	text := ""
	if f != nil {
		text = kit.Plural(f.Sent, "lead was", "leads were") + " sent from this queue (leadpad cannot see what else is in the workspace)"
		if n := f.Room(); n > 0 {
			text += ", so at most " + kit.Number(n) + " more fit"
		}
		text += ". "
	}
	return text + "`leadpad submit ID…` sends exactly the leads that you pick (`leadpad list --state ready` shows them); or change the plan"
}

// sentences puts parts together, each with its full stop.
func sentences(parts ...string) string {
	var whole []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			whole = append(whole, sentence(errors.New(p)))
		}
	}
	return strings.Join(whole, " ")
}

// about is an estimate, for people.
func about(d time.Duration) string {
	if d < time.Second {
		return "less than a second"
	}
	return "about " + span(d)
}

// span is a time as people count it: "58 s", "4 min", "3 h". What is left of
// something is never called nothing.
func span(d time.Duration) string {
	seconds := max(int((d+time.Second-1)/time.Second), 1)
	switch {
	case seconds <= 120:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 2*60*60:
		return fmt.Sprintf("%d min", (seconds+30)/60)
	}
	return fmt.Sprintf("%d h", (seconds+30*60)/(60*60))
}
