package queue

import (
	"context"
	"errors"
)

// ErrTaken is what a window gets that would save a lead which another one has open.
var ErrTaken = errors.New("open in another window")

// Place is where somebody is in a workspace's leads: what a window comes back to
// when its process ended and nobody meant it to.
type Place struct {
	// Lead is the lead to come back to, as it was saved with Rev; zero for one that
	// is not in the queue.
	Lead ID
	Rev  int64
	// Open are the leads that nobody else is to change meanwhile. The desk claims those
	// that no other one has.
	Open []ID
	// Note says in the window's own words where in the lead; "" for nowhere.
	Note string
}

// Left is what another window's end left to come back to, and what others have open.
type Left struct {
	Found bool  // there is something to come back to
	Entry Entry // the lead; zero where Note is about one that was never saved
	Note  string
	// Elsewhere are the leads that the same person has open in other windows, that
	// of the oldest window first.
	Elsewhere []Entry
}

// Hold is what has become of a claim.
type Hold uint8

// What becomes of one: another window may ask for the lead, which the holder
// answers by a Place without it, and may take it when no answer comes.
const (
	Kept   Hold = iota // no other window has the lead
	Wanted             // another one asks for it
	Lost               // another one has it
)

// Desk is a window onto a workspace, as others see it: which lead it has open, and
// where it was. A desk whose process is dead holds nothing.
type Desk interface {
	// Hold says what has become of a claim, and before it whether there can be one. It
	// waits for no writer.
	Hold(ctx context.Context, lead ID) (Hold, error)
	// Seize claims a lead that another one may have: that one is asked to bring to disk
	// what it has and to let go, and has two seconds for it.
	Seize(ctx context.Context, lead ID) error
	// Save is Leads.Save, and Note, in one commit; at gets the entry as stored. It
	// claims the lead: ErrTaken while another desk has it.
	Save(ctx context.Context, e Entry, at func(stored Entry) Place) (Entry, error)
	// Note keeps the place that at gives, which is called when it is written: of two
	// notes on their way the newer one counts.
	Note(ctx context.Context, at func() Place) error
	// Leave is for a window that is left: its claims are free, and with keep the next
	// Sit comes back to its place. A Note or Save behind it sits down again.
	Leave(ctx context.Context, keep bool) error
}
