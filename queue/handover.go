package queue

import (
	"context"
	"errors"
)

// Errors of Handover.
var (
	// ErrUnderWay: leads of that owner are held or being sent.
	ErrUnderWay = errors.New("a submission is under way")
	// ErrNotEmpty: something belongs to the new name already.
	ErrNotEmpty = errors.New("something belongs to that name")
)

// Handover is about whose things become another's.
type Handover struct {
	From, To string // neither is ""
	// Rename: it is the same person under a new name, who must own nothing yet. Else it
	// is somebody else, who keeps what is theirs.
	Rename bool
	// Settings says which settings go too, by their name, where the other has none of
	// that name; the others stay behind. nil: all.
	Settings func(name string) bool
}

// Holding is what an owner has in all workspaces.
type Holding struct {
	Owner   string
	Counts  Counts // less the deleted
	Batches int
}

// Owners is about whose things are whose. It is for the machine's own user, whose scope
// has no owner: to others, all of it is ErrNotFound.
type Owners interface {
	// Owners lists those who have a lead or a batch, by name.
	Owners(ctx context.Context) ([]Holding, error)
	// Handover gives all that belongs to an owner, in all workspaces, to another: leads,
	// the deleted too, and what is known of them, batches, submissions, the journal of
	// undo, and settings; with a line in the audit record, in one commit. Leads that are
	// not sure stay so, and are the new owner's to settle. It gives how many leads moved.
	// ErrNotFound: nothing belongs to From. ErrUnderWay, ErrNotEmpty, and ErrTaken while a
	// window of From's is open: nothing has changed.
	Handover(ctx context.Context, h Handover) (leads int, err error)
}
