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

// Alike is the state of a lead that may be the same as another, within a line.
func Alike(s queue.State) string {
	if s == queue.Unsure {
		return "not sure whether it was sent"
	}
	return strings.ToLower(State(s, false, false))
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

// Status says how a workspace stands, line by line: what waits for somebody first.
func (r Reader) Status(s *app.Session, counts queue.Counts, meter outbox.Meter, unknown error, now time.Time) []string {
	lines := []string{s.Title + "  " + s.Address}
	for _, state := range []queue.State{
		queue.Unsure, queue.Failed, queue.Draft, queue.Ready, queue.Held, queue.Sending, queue.Sent,
	} {
		if n := counts.ByState[state]; n > 0 {
			lines = append(lines, fmt.Sprintf("  %-15s %6d", State(state, s.Practice, false), n))
		}
	}
	if len(lines) == 1 {
		lines = append(lines, "  no leads yet")
	}
	if unknown != nil {
		return append(lines, "  window: "+r.Error(unknown))
	}
	window := fmt.Sprintf("  %d of %d requests, last %.0f s", meter.Used, meter.Limit, meter.Window.Seconds())
	if others := UsedBy(meter.By, s.User, now); others != "" {
		window += ", " + others
	}
	lines = append(lines, window)
	if wait := meter.PauseUntil.Sub(now); wait > 0 {
		lines = append(lines, fmt.Sprintf("  paused by the server for %.0f s more", wait.Seconds()))
	}
	return lines
}
