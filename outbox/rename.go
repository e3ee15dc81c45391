package outbox

import (
	"context"

	"leadpad/api"
)

// Encoding is how leads look on the wire now.
func (s *Sender) Encoding() api.Encoding { return *s.encoding.Load() }

// Rename changes how leads look on the wire, for every session. It waits until
// nothing is under way here, so that no submission goes with names that its rep
// has not seen; keep is called then, in the sender's goroutine, and when it fails
// nothing changes. When ctx ends first, nothing has changed either. Plans that
// were made before are refused (ErrRenamed).
func (s *Sender) Rename(ctx context.Context, e api.Encoding, keep func() error) error {
	return s.askWhen(ctx, s.onceIdle, func() error {
		if s.closing {
			return ErrClosed
		}
		if err := keep(); err != nil {
			return err
		}
		s.encoding.Store(&e)
		s.renamed++
		s.changed()
		return nil
	})
}

// onceIdle runs f when nothing is under way.
func (s *Sender) onceIdle(f func()) {
	if s.sub == nil && len(s.behind) == 0 {
		f()
		return
	}
	s.whenIdle = append(s.whenIdle, f)
}

// runIdle runs what has waited for this moment.
func (s *Sender) runIdle() {
	waiting := s.whenIdle
	s.whenIdle = nil
	for _, f := range waiting {
		f()
	}
}
