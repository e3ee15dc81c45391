package cli

import (
	"errors"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// ending is how a submission ended: its exit code, and unless all went well
// what happened and what to do.
type ending struct {
	code           int
	happened, todo string
}

// err is the ending as the error of the command.
func (e ending) err() error {
	switch text := words.Join(e.happened, e.todo); {
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
func (a *program) verdict(r *app.Session, t app.Tally) ending {
	read, last := reader(r), lastWord(t)
	told := read.Report(last)
	next := told.Next
	if next == "" {
		next = whatIsLeft
	}
	stopped := t.Last.Phase == outbox.Stopped
	happened := a.clean(words.Join(gaveUp(t.Last), told.What, told.Certain))
	switch {
	case t.Unsure > 0:
		return ending{code: codeNotSure, todo: read.Unsettled(t.Unsure, t.Nobody)}
	case stopped && (last.Outcome == api.BadKey || last.Outcome == api.PlanLimit):
		return ending{codeRefused, happened, a.clean(next)}
	case t.Failed > 0 || len(t.Refused) > 0:
		todo := read.Mend(t.Failed, len(t.Refused) > 0)
		switch {
		case last.Outcome != api.AtFault:
			happened = ""
		case stopped: // and it may not be the leads
			todo = a.clean(words.Join(told.Next, todo))
		}
		return ending{codeLeadsFailed, happened, todo}
	case stopped || t.Returned > 0:
		return ending{codeFailed, happened, a.clean(next)}
	}
	return ending{}
}

// whatIsLeft is what can be done where nothing else is known.
const whatIsLeft = "`leadpad status` shows what is left; `leadpad submit` goes on"

// lastWord is what the sender said last, if that is about the end: a search that
// went to its end ends well, whatever was refused on its way.
func lastWord(t app.Tally) outbox.Report {
	if t.Last.Search && t.Last.Phase != outbox.Stopped {
		return outbox.Report{}
	}
	return t.Last.Last
}

// gaveUp says for how long there was no connection at the end of a submission
// that stopped for that.
func gaveUp(p outbox.Progress) string {
	first := len(p.Requests)
	for first > 0 && p.Requests[first-1].State == outbox.Answered && p.Requests[first-1].Outcome == api.NotSent {
		first--
	}
	if tries := len(p.Requests) - first; tries > 1 && p.Phase == outbox.Stopped && p.Last.Outcome == api.NotSent {
		return words.GaveUp(tries, p.Ended.Sub(p.Requests[first].Begun))
	}
	return ""
}
