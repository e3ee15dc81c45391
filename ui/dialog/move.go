package dialog

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/words"
)

// MoveOffer is what the practice workspace holds when the first real one is
// connected. Samples are not counted: they never move.
type MoveOffer struct {
	To           string // the real workspace's title
	Ready, Draft int    // what the leads would be there
}

// NewMove offers to move the leads typed in SANDBOX to a real workspace. It
// opens by itself, so it takes no keys for its first 300 ms. move runs after yes.
func NewMove(o MoveOffer, move tea.Cmd) *Confirm {
	to := safe.Clean(o.To).String()
	n := o.Ready + o.Draft
	as := ""
	switch {
	case o.Draft == 0:
		as = words.Number(o.Ready) + " as Ready"
	case o.Ready == 0:
		as = words.Number(o.Draft) + words.PluralWord(o.Draft, " as a Draft", " as Drafts")
	default:
		as = words.Number(o.Ready) + " as Ready, " + words.Number(o.Draft) + words.PluralWord(o.Draft, " as a Draft", " as Drafts")
	}
	it := words.PluralWord(n, "it", "them")
	return &Confirm{
		question: "Move the " + words.Leads(n) + " typed in SANDBOX to " + to + "?",
		lines:    []string{as + ", by the rules of " + to + ". Samples stay. Nothing is sent by this; the offer is made once."},
		yes:      "move " + it + " to " + to,
		no:       "leave " + it + " in SANDBOX",
		onYes:    move,
	}
}
