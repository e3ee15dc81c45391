package outbox

import (
	"context"
	"time"
)

// Adapt changes hold and canary for the submissions from now on. A hold that is
// running keeps its time.
func (s *Sender) Adapt(hold time.Duration, canary bool) {
	s.holdFor.Store(int64(min(max(hold, 0), MaxHold)))
	s.canary.Store(canary)
}

func (s *Sender) holds() time.Duration { return time.Duration(s.holdFor.Load()) }

// ReadPhonesIn changes the country in which a phone without + is read. It waits
// until nothing is under way here: what was shown before a submission is what goes.
// region is asked for then.
func (s *Sender) ReadPhonesIn(ctx context.Context, region func() string) error {
	return s.askWhen(ctx, s.onceIdle, func() error {
		e := s.Encoding()
		e.Rules.Region = region()
		s.encoding.Store(&e)
		return nil
	})
}
