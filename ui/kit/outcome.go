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
	sign, paint, bold := "?", t.Unsure, t.UnsureBold
	switch o {
	case api.Created:
		sign, paint, bold = "✓", t.OK, t.OKBold
	case api.NotSent:
		sign, paint, bold = "↺", t.Warn, t.WarnBold
	case api.BadKey, api.Misdirected:
		sign, paint, bold = "⊘", t.Warn, t.WarnBold
	case api.TooMany:
		sign, paint, bold = "÷", t.Accent, t.AccentBold
	case api.Limited:
		sign, paint, bold = "◷", t.Accent, t.AccentBold
	case api.PlanLimit:
		sign, paint, bold = "■", t.Bad, t.BadBold
	case api.AtFault:
		sign, paint, bold = "✗", t.Bad, t.BadBold
	}
	return OutcomeLook{sign, words.Outcome(o), paint, bold}
}
