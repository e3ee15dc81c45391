package words

import (
	"strings"
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
)

// Doubt says of how many requests nobody knows, and what that means for the next
// one; "" where there is none.
func Doubt(d outbox.Doubt) string {
	switch {
	case d.Asks():
		return "the last " + Number(len(d.Batches)) + " requests are not sure"
	case !d.Single:
		return ""
	case d.Wait < time.Second:
		return "the last request is not sure: one lead goes first"
	}
	return "the last request is not sure: one lead goes first, in " + Span(d.Wait)
}

// Asking says why nothing more goes by itself, and what to do first.
func (r Reader) Asking(d outbox.Doubt) string { return Join(Capital(Doubt(d)), r.settleAll(d.Batches)) }

// FromACopy says that n leads of a restored or copied queue became drafts.
func FromACopy(n int) string {
	return "this queue was restored or brought from elsewhere: " + Plural(n, "lead that could go is a draft", "leads that could go are drafts") +
		" now and may already be in ClosingDealz"
}

// Vouched says how many drafts in doubt are Ready now, and how many have problems
// of their own.
func Vouched(v app.Vouched) string {
	text := Plural(v.Ready, "draft is Ready now", "drafts are Ready now")
	if v.Rest > 0 {
		text += "; " + Plural(v.Rest, "has other problems and stays", "have other problems and stay")
	}
	return text
}

// MayOneGo asks a person at a prompt.
func MayOneGo(d outbox.Doubt) string { return Capital(Doubt(d)) + ". Send one lead more?" }

// Doubted is why nothing more went and what to do, where nobody can be asked.
func (r Reader) Doubted(d outbox.Doubt) string {
	return Join(Capital(Doubt(d))+", so nothing more goes", r.settleAll(d.Batches))
}

// settleAll is how to settle batches of many leads.
func (r Reader) settleAll(batches []queue.ID) string {
	what := r.settle(2, queue.ID{})
	if !r.prompt() {
		return what
	}
	short := make([]string, len(batches))
	for i, id := range batches {
		short[i] = outbox.ShortID(id)
	}
	return Stop(strings.TrimSuffix(what, ".") + " (BATCH: " + strings.Join(short, ", ") + ")")
}

// Waits says for what a sender waits, and for how long where that is known.
func (r Reader) Waits(p outbox.Progress, in time.Duration) string {
	text := Reason(p.Why)
	if p.Why == outbox.ForDisk && p.Last.Kind == outbox.DiskRefuses {
		text = r.unwritten(p.Last.Err)
	}
	if in <= 0 {
		return text + ": waiting"
	}
	text += ": going on in " + Span(in)
	if p.Why == outbox.ForLastUnsure {
		text += " with one lead"
	}
	return text
}
