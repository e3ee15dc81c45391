package kit

import "leadpad/api"

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
		return OutcomeLook{"✓", "Created", t.OK, t.OKBold}
	case api.NotSent:
		return OutcomeLook{"↺", "Not sent", t.Warn, t.WarnBold}
	case api.BadKey:
		return OutcomeLook{"⊘", "Key refused", t.Warn, t.WarnBold}
	case api.TooMany:
		return OutcomeLook{"÷", "Too many", t.Accent, t.AccentBold}
	case api.PlanLimit:
		return OutcomeLook{"■", "Plan limit", t.Bad, t.BadBold}
	case api.Limited:
		return OutcomeLook{"◷", "Too many requests", t.Accent, t.AccentBold}
	case api.Misdirected:
		return OutcomeLook{"⊘", "Misdirected", t.Warn, t.WarnBold}
	case api.AtFault:
		return OutcomeLook{"✗", "Refused", t.Bad, t.BadBold}
	}
	return OutcomeLook{"?", "Not sure", t.Unsure, t.UnsureBold}
}
