package kit

import (
	"leadpad/queue"
	"leadpad/words"
)

// StateLook is how a lead's state is drawn: a sign and a word as well as a
// colour, so that it can be told on every terminal.
type StateLook struct {
	Sign, Word string
	Paint      Paint
}

// State gives the look of a lead's state. practice says that what was sent
// went to a sandbox; holding that held leads still count down.
func (t *Theme) State(s queue.State, practice, holding bool) StateLook {
	look := StateLook{"▲", words.State(s, practice, holding), t.Warn}
	switch s {
	case queue.Ready:
		look.Sign, look.Paint = "✓", t.OK
	case queue.Held:
		look.Sign, look.Paint = "◔", t.Accent
	case queue.Sending:
		look.Sign, look.Paint = "◐", t.Accent
	case queue.Sent:
		look.Sign, look.Paint = "✓", t.Dim
		if practice {
			look.Paint = t.Sandbox
		}
	case queue.Failed:
		look.Sign, look.Paint = "✗", t.Bad
	case queue.Unsure:
		look.Sign, look.Paint = "?", t.Unsure
	}
	return look
}
