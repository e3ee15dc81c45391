package cli

import (
	"strings"

	"leadpad/outbox"
	"leadpad/ui/kit"
)

// departure is a sender that had something to do when it was left.
type departure struct {
	room   *room
	before outbox.Progress
}

// departures are the senders that have something to do now. The demo's leads are
// gone whatever becomes of them.
func (h *host) departures() []departure {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []departure
	for _, r := range h.open {
		if r.busy() && !r.Demo {
			list = append(list, departure{r, r.Sender.Progress()})
		}
	}
	return list
}

// tell says what became of the leads that a sender had when it was left, "" for
// nothing. It holds once the sender is closed.
func (d departure) tell() string {
	now, was := d.room.Sender.Progress(), d.before
	if now.Submission != was.Submission {
		was = outbox.Progress{Behind: was.Behind} // another one began meanwhile
	}
	return became(was, now)
}

// became says what was counted between two pictures of one submission; what was
// queued behind it does not go.
func became(was, now outbox.Progress) string {
	ready := now.Returned - was.Returned
	for _, n := range was.Behind {
		ready += n
	}
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{now.Sent - was.Sent, "lead was sent", "leads were sent"},
		{now.Failed - was.Failed, "lead is Failed: see Drafts", "leads are Failed: see Drafts"},
		{now.Unsure - was.Unsure, "lead is Not sure: see History", "leads are Not sure: see History"},
		{ready, "lead is Ready again", "leads are Ready again"},
	} {
		if part.n > 0 {
			parts = append(parts, kit.Plural(part.n, part.one, part.many))
		}
	}
	return strings.Join(parts, "; ")
}
