package kit

import (
	"leadpad/api"
	"leadpad/words"
)

// OutcomeLook is how what an answer meant is drawn: a sign and a word as well
// as a colour, so that 401, 400 and 429 differ on every terminal.
type OutcomeLook struct {
	Sign, Word  string
	Paint, Bold Paint
}

// Outcome gives the look of o.
func (t *Theme) Outcome(o api.Outcome) OutcomeLook {
	switch o {
	case api.Created:
		return OutcomeLook{"✓", words.Outcome(o), t.OK, t.OKBold}
	case api.NotSent:
		return OutcomeLook{"↺", words.Outcome(o), t.Warn, t.WarnBold}
	case api.BadKey:
		return OutcomeLook{"⊘", words.Outcome(o), t.Warn, t.WarnBold}
	case api.TooMany:
		return OutcomeLook{"÷", words.Outcome(o), t.Accent, t.AccentBold}
	case api.PlanLimit:
		return OutcomeLook{"■", words.Outcome(o), t.Bad, t.BadBold}
	case api.Limited:
		return OutcomeLook{"◷", words.Outcome(o), t.Accent, t.AccentBold}
	case api.Misdirected:
		return OutcomeLook{"⊘", words.Outcome(o), t.Warn, t.WarnBold}
	case api.AtFault:
		return OutcomeLook{"✗", words.Outcome(o), t.Bad, t.BadBold}
	}
	return OutcomeLook{"?", words.Outcome(o), t.Unsure, t.UnsureBold}
}
