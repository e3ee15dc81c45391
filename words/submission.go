package words

import (
	"fmt"
	"strings"
	"time"

	"leadpad/api"
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

// TryingAgain says when a request that got no connection is tried again; not
// waited for when in is 0.
func TryingAgain(in time.Duration) string {
	if in <= 0 {
		return "Trying again"
	}
	return "Trying again in " + Span(in)
}

// GaveUp says how long there was no connection.
func GaveUp(tries int, in time.Duration) string {
	return fmt.Sprintf("Given up after %d tries in %s", tries, Span(in))
}

// Unsettled is what to do about n leads that are not sure, in these batches.
func (r Reader) Unsettled(n int, batches []queue.ID) string {
	var batch queue.ID
	if len(batches) == 1 {
		batch = batches[0]
	}
	what := "Not sure about " + Leads(n) + ". " + r.settle(n, batch)
	if len(batches) > 1 && r.prompt() {
		short := make([]string, len(batches))
		for i, id := range batches {
			short[i] = outbox.ShortID(id)
		}
		what = Stop(strings.TrimSuffix(what, ".") + " (BATCH: " + strings.Join(short, ", ") + ")")
	}
	return what
}

// Mend is how to go on, at a prompt, with failed leads and with refused requests.
func (r Reader) Mend(failed int, refused bool) string {
	mend, split := "", ""
	if failed > 0 {
		mend = Plural(failed, "lead is", "leads are") + " Failed: `leadpad list --state failed` shows why; mend them in `leadpad`"
	}
	if refused {
		split = r.nextTogether(outbox.Report{})
	}
	return Join(mend, split)
}

// WentOn says what became of leads after their screens were left.
func WentOn(sent, failed, unsure, ready int) string {
	counted := func(n int, one, many string) string {
		if n <= 0 {
			return ""
		}
		return Plural(n, one, many)
	}
	return some("; ",
		counted(sent, "lead was sent", "leads were sent"),
		counted(failed, "lead is Failed", "leads are Failed"),
		counted(unsure, "lead is Not sure: see `leadpad history`", "leads are Not sure: see `leadpad history`"),
		counted(ready, "lead is Ready again", "leads are Ready again"))
}
