package app

import (
	"context"
	"errors"
	"fmt"

	"leadpad/queue"
)

// Limits are what people on a line may take of the server; 0 is no limit.
type Limits struct {
	// Leads is how many one person has in a workspace, those that were sent included. It
	// bounds what comes many at a time: what somebody types is never refused.
	Leads int
	// Imports is how many run at once, of all people: each has its file in memory.
	Imports int
}

// DefaultLimits suit a house of reps: twice the leads for which the table is made, and
// imports that take a quarter of a gigabyte together.
func DefaultLimits() Limits { return Limits{Leads: 200_000, Imports: 4} }

// TooManyLeads is why leads are not added.
type TooManyLeads struct{ Have, More, Limit int }

func (e *TooManyLeads) Error() string {
	return fmt.Sprintf("%d leads and %d more are past the limit of %d", e.Have, e.More, e.Limit)
}

// ErrImports is why an import does not begin.
var ErrImports = errors.New("other imports are running on this server")

// Importing begins an import, before its file is read; done ends it. ErrImports: too many
// run on this server.
func (s *Session) Importing() (done func(), err error) {
	most := s.Settings().Limits.Imports
	if !s.Served || most <= 0 {
		return func() {}, nil
	}
	if int(s.app.importing.Add(1)) > most {
		s.app.importing.Add(-1)
		return nil, ErrImports
	}
	return func() { s.app.importing.Add(-1) }, nil
}

// bounded is a queue to which no more leads than so many are added.
type bounded struct {
	queue.Queue
	own  queue.Queue // what counts
	most func() int
}

// Save implements queue.Leads.
func (b bounded) Save(ctx context.Context, e queue.Entry) (queue.Entry, error) {
	if e.Rev == 0 {
		if err := b.room(ctx, e.Workspace, 1); err != nil {
			return queue.Entry{}, err
		}
	}
	return b.Queue.Save(ctx, e)
}

// Add implements queue.Leads.
func (b bounded) Add(ctx context.Context, es []queue.Entry) ([]queue.Entry, error) {
	more := map[string]int{}
	for _, e := range es {
		if e.Rev == 0 {
			more[e.Workspace]++
		}
	}
	for workspace, n := range more {
		if err := b.room(ctx, workspace, n); err != nil {
			return nil, err
		}
	}
	return b.Queue.Add(ctx, es)
}

func (b bounded) room(ctx context.Context, workspace string, more int) error {
	most := b.most()
	if most <= 0 {
		return nil
	}
	c, err := b.own.Counts(ctx, workspace)
	if err != nil {
		return err
	}
	have := 0
	for _, n := range c.ByState {
		have += n
	}
	if have+more > most {
		return &TooManyLeads{have, more, most}
	}
	return nil
}
