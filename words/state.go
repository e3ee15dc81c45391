package words

import (
	"leadpad/api"
	"leadpad/queue"
)

// State is a lead's state. practice: what was sent went to a sandbox; holding:
// held leads still count down.
func State(s queue.State, practice, holding bool) string {
	switch s {
	case queue.Ready:
		return "Ready"
	case queue.Held:
		if holding {
			return "Holding"
		}
		return "Waiting"
	case queue.Sending:
		return "Sending"
	case queue.Sent:
		if practice {
			return "Sent (practice)"
		}
		return "Sent"
	case queue.Failed:
		return "Failed"
	case queue.Unsure:
		return "Not sure"
	}
	return "Draft"
}

// Batch is what became of a batch, in a word or two.
func Batch(b queue.Batch) string {
	switch b.State {
	case queue.InFlight:
		return State(queue.Sending, b.Practice, false)
	case queue.BatchSent:
		return State(queue.Sent, b.Practice, false)
	case queue.BatchUnsure:
		return State(queue.Unsure, b.Practice, false)
	case queue.BatchResolved:
		switch b.Resolution {
		case "sent":
			return "Was there"
		case "ready":
			return "Was missing"
		}
		return "By lead"
	}
	return Outcome(api.ParseOutcome(b.Receipt.Outcome))
}
