package app

import "leadpad/outbox"

// Departure is a sender that had something to do when it was left.
type Departure struct {
	Title  string // of the workspace
	sender *outbox.Sender
	before outbox.Progress
}

// Departures are the senders that have something to do now. The demo's leads are
// gone whatever becomes of them.
func (a *App) Departures() []Departure {
	var list []Departure
	for _, w := range a.opened() {
		if w.busy() && !w.Demo {
			list = append(list, Departure{w.Title, w.sender, w.sender.Progress()})
		}
	}
	return list
}

// Fate is what became of leads: how many are in each state since.
type Fate struct{ Sent, Failed, Unsure, Ready int }

// Fate gives what became of the leads that a sender had when it was left. It holds
// once the sender is closed.
func (d Departure) Fate() Fate {
	now, was := d.sender.Progress(), d.before
	if now.Submission != was.Submission {
		was = outbox.Progress{Behind: was.Behind} // another one began meanwhile
	}
	return became(was, now)
}

// became counts between two pictures of one submission; what was queued behind it
// does not go.
func became(was, now outbox.Progress) Fate {
	f := Fate{Sent: now.Sent - was.Sent, Failed: now.Failed - was.Failed, Unsure: now.Unsure - was.Unsure, Ready: now.Returned - was.Returned}
	for _, n := range was.Behind {
		f.Ready += n
	}
	return f
}
