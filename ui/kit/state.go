package kit

import "leadpad/queue"

// StateLook is how a lead's state is drawn: a sign and a word as well as a
// colour, so that it can be told on every terminal.
type StateLook struct {
	Sign, Word string
	Paint      Paint
}

// State gives the look of a lead's state. practice says that what was sent
// went to a sandbox; holding that held leads still count down.
func (t *Theme) State(s queue.State, practice, holding bool) StateLook {
	switch s {
	case queue.Ready:
		return StateLook{"✓", "Ready", t.OK}
	case queue.Held:
		if holding {
			return StateLook{"◔", "Holding", t.Accent}
		}
		return StateLook{"◔", "Waiting", t.Accent}
	case queue.Sending:
		return StateLook{"◐", "Sending", t.Accent}
	case queue.Sent:
		if practice {
			return StateLook{"✓", "Sent (practice)", t.Sandbox}
		}
		return StateLook{"✓", "Sent", t.Dim}
	case queue.Failed:
		return StateLook{"✗", "Failed", t.Bad}
	case queue.Unsure:
		return StateLook{"?", "Not sure", t.Unsure}
	}
	return StateLook{"▲", "Draft", t.Warn}
}
