package app

import (
	"context"
	"fmt"
	"reflect"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
)

// judge makes an entry Ready, or Draft when something is wrong with its lead.
func judge(e *queue.Entry, enc api.Encoding) {
	e.Problems = enc.Check(e.Lead)
	e.State = queue.Ready
	if lead.Count(e.Problems) > 0 {
		e.State = queue.Draft
	}
}

// gate judges leads that come in whole: typed at a prompt, or from a file.
type gate struct {
	s *Session
	// all is everybody's queue: what may have gone out counts whoever sent it.
	all queue.Queue
	// unsure says that some leads of the workspace are Not sure, so that each
	// one that comes in could be one of them.
	unsure bool
}

func newGate(ctx context.Context, s *Session) (gate, error) {
	all := s.Queue.As(queue.Scope{All: true})
	c, err := all.Counts(ctx, s.Name)
	return gate{s, all, c.ByState[queue.Unsure] > 0}, err
}

// judge is judge, and keeps a lead that nobody knows about from going out a
// second time: as a Draft that says which batch may have carried it.
func (g gate) judge(ctx context.Context, e *queue.Entry) error {
	judge(e, g.s.Encoding())
	if !g.unsure {
		return nil
	}
	matches, err := g.s.Queue.SentLike(ctx, g.s.Name, e.Lead)
	if err != nil {
		return fmt.Errorf("look for leads like it: %w", err)
	}
	for _, m := range matches {
		if m.State != queue.Unsure || m.ID == e.ID {
			continue
		}
		same := m.Reason == lead.KeyEmail.String() || m.Reason == lead.KeyPhone.String()
		if !same {
			other, err := g.all.Get(ctx, g.s.Name, m.ID)
			same = err == nil && reflect.DeepEqual(other.Lead.Normalised(), e.Lead.Normalised())
		}
		if same {
			e.State = queue.Draft
			e.Problems = append(e.Problems, lead.Doubtful(lead.Cause{Kind: lead.MayBeThere, Batch: m.Batch, By: m.By}))
			return nil
		}
	}
	return nil
}
