package cli

import (
	"leadpad/outbox"
	"leadpad/words"
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
	return words.WentOn(now.Sent-was.Sent, now.Failed-was.Failed, now.Unsure-was.Unsure, ready)
}
