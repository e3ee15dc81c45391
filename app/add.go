package app

import (
	"context"
	"fmt"

	"leadpad/lead"
	"leadpad/queue"
)

// Incoming is a lead that was read out of a text, with what its reader found wrong.
type Incoming struct {
	Lead     lead.Lead
	Problems []lead.Problem
}

// AddDrafts saves leads that nobody has looked at one by one, all in one commit, as
// drafts that are not finished, and gives their ids in the order of the leads.
func (s *Session) AddDrafts(ctx context.Context, leads []Incoming) ([]queue.ID, error) {
	g, err := newGate(ctx, s)
	if err != nil {
		return nil, err
	}
	entries := make([]queue.Entry, len(leads))
	for i, in := range leads {
		e := queue.Entry{Workspace: s.Name, Lead: in.Lead.Normalised()}
		if err := g.judge(ctx, &e); err != nil {
			return nil, err
		}
		e.State, e.Problems = queue.Draft, append(e.Problems, in.Problems...)
		entries[i] = e
	}
	saved, err := s.Queue.Add(ctx, entries)
	if err != nil {
		return nil, fmt.Errorf("save the leads: %w", err)
	}
	ids := make([]queue.ID, len(saved))
	for i, e := range saved {
		ids[i] = e.ID
	}
	return ids, nil
}
