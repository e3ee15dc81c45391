package words

import (
	"fmt"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
)

// Request says what became of a request while its submission may still be under
// way. rest: something of it is still to go; search: smaller requests look for a
// lead at fault.
func (r Reader) Request(b queue.Batch, rest, search bool) string {
	told := r.Receipt(b)
	told.Next = ""
	if b.State == queue.BatchUnsure {
		told.Certain = strings.TrimSuffix(told.Certain, ".") + " (batch " + outbox.ShortID(b.ID) + ")"
		if rest { // the end says how to settle it
			told.Next = "The rest goes on by itself, one lead first"
		}
		return told.String()
	}
	switch api.ParseOutcome(b.Receipt.Outcome) {
	case api.Limited:
		told.Next = "It goes on by itself when the window is open again"
	case api.TooMany:
		if of(b) > 1 {
			told.Next = "Its leads go in smaller requests"
		}
	case api.AtFault:
		if of(b) > 1 && search {
			told.Next = "Smaller requests find it"
		}
	}
	return told.String()
}

// Missed says why a request got no connection, and what comes next; again is when
// it is tried once more, zero when that is not waited for.
func (r Reader) Missed(q outbox.Request, p outbox.Progress, now time.Time) (told Told, again time.Time) {
	told = Told{What: Sentence(r.trouble(q.Seen)), Certain: "Nothing was sent."}
	switch {
	case p.Phase == outbox.Done || p.Phase == outbox.Stopped:
	case p.Phase == outbox.Waiting && !p.NextAt.IsZero():
		again, told.Next = p.NextAt, "Trying again in "+Span(p.NextAt.Sub(now))+"."
	default:
		told.Next = "Trying again."
	}
	return told, again
}

// TakenBack says that the leads of a hold are.
func TakenBack(leads int) string { return "taken back, " + ready(leads) }

// Awaited says for what is waited after a signal, or when the screens are left.
func Awaited(requests int, most time.Duration) string {
	return fmt.Sprintf("waiting for the answer of %s, at most %s", Plural(requests, "request", "requests"), Span(most))
}

// Tally says what came of the leads of a submission in one line, nothing that is
// zero.
func Tally(t app.Tally) string {
	text := Plural(t.Sent, "lead was", "leads were") + " sent"
	if t.Sent < t.Leads {
		text = Number(t.Sent) + " of " + Plural(t.Leads, "lead", "leads") + " sent"
	}
	text = some(", ", text, counted(t.Failed, "failed", "failed"), counted(t.Unsure, "not sure", "not sure"), counted(t.Returned, "Ready again", "Ready again"),
		Moved(t.Moved))
	if t.Requests > 0 {
		text += fmt.Sprintf(" (%s, %s)", Plural(t.Requests, "request", "requests"), Took(t.Took))
	}
	return text
}

// Moved counts leads of a submission that did not go, for they were not as they
// were planned when their turn came; "" for none.
func Moved(leads int) string { return counted(leads, "changed meanwhile", "changed meanwhile") }

// Ending says at a prompt what happened to a submission that did not send all its
// leads, and what to do about it. What is not sure goes before what was refused,
// and that before what failed.
func (r Reader) Ending(t app.Tally) (happened, next string) {
	last := t.Told()
	told := r.Report(last)
	happened = Join(gaveUp(t.Last), told.What, told.Certain)
	switch t.Came() {
	case app.AllSent:
		return "", ""
	case app.SomeUnsure:
		if t.Declined {
			return "", r.Doubted(t.Last.Doubt)
		}
		return "", r.Unsettled(t.Unsure, t.Nobody)
	case app.SomeFailed:
		if last.Outcome != api.AtFault {
			happened = ""
		}
		return happened, r.mend(t.Failed, len(t.Refused) > 0)
	case app.KeyRefused, app.SomeBack:
		if t.Moved > 0 && t.Returned <= t.Unfit && t.Last.Phase != outbox.Stopped {
			told = r.Report(outbox.Report{Kind: outbox.Unfit, Leads: t.Moved})
			happened = Join(told.What, told.Certain)
		}
	}
	if told.Next == "" {
		return happened, r.Command("status") + " shows what is left; " + r.again()
	}
	return happened, told.Next
}

// gaveUp says for how long there was no connection at the end of a submission
// that stopped for that.
func gaveUp(p outbox.Progress) string {
	first := len(p.Requests)
	for first > 0 && p.Requests[first-1].State == outbox.Answered && p.Requests[first-1].Outcome == api.NotSent {
		first--
	}
	if tries := len(p.Requests) - first; tries > 1 && p.Phase == outbox.Stopped && p.Last.Outcome == api.NotSent {
		return fmt.Sprintf("Given up after %d tries in %s", tries, Span(p.Ended.Sub(p.Requests[first].Begun)))
	}
	return ""
}

// Unsettled is what to do about n leads that are not sure, in these batches.
func (r Reader) Unsettled(n int, batches []queue.ID) string {
	what := "Not sure about " + Leads(n) + ". "
	if len(batches) > 1 {
		return what + r.settleAll(batches)
	}
	var batch queue.ID
	if len(batches) == 1 {
		batch = batches[0]
	}
	return what + r.settle(n, batch)
}

// mend is how to go on, at a prompt, with failed leads and with refused requests.
func (r Reader) mend(failed int, refused bool) string {
	mend := counted(failed, "lead is Failed", "leads are Failed")
	if mend != "" {
		mend += ": " + r.Command("list --state failed") + " shows why; mend them " + r.mendThem()
	}
	if !refused {
		return Join(mend)
	}
	return Join(mend, r.nextTogether(outbox.Report{}))
}

// WentOn says what became of leads after their screens were left.
func WentOn(f app.Fate) string {
	return some("; ",
		counted(f.Sent, "lead was sent", "leads were sent"),
		counted(f.Failed, "lead is Failed", "leads are Failed"),
		counted(f.Unsure, "lead is Not sure: see `leadpad history`", "leads are Not sure: see `leadpad history`"),
		counted(f.Ready, "lead is Ready again", "leads are Ready again"))
}

// RequestLine is an answer in one line of a log, the n-th of so many.
func (r Reader) RequestLine(q outbox.Request, n, of int) string {
	env := q.Envelope
	text := fmt.Sprintf("%s  request %d of %d  %s", r.Clock(q.Begun), n, of, Leads(q.Leads))
	if q.Status > 0 {
		text += fmt.Sprintf("  HTTP %d", q.Status)
	}
	if env.Succeeded != nil {
		text += fmt.Sprintf("  succeeded %t", *env.Succeeded)
	}
	if env.StatusCode != nil {
		text += fmt.Sprintf("  statusCode %d", *env.StatusCode)
	}
	for _, said := range []*string{env.Description, env.Message, &q.Err} {
		if said != nil && *said != "" {
			text += "  " + *said
		}
	}
	if q.Seen.Problem != nil {
		text += "  " + q.Seen.Problem.Line()
	}
	return fmt.Sprintf("%s  %v", text, q.Took.Round(time.Millisecond))
}
