package outbox

import (
	"context"

	"leadpad/api"
)

// Encoding is how leads look on the wire now.
func (s *Sender) Encoding() api.Encoding { return *s.encoding.Load() }

// EncodingOf is Encoding for the leads of one owner, whose phones may be read in a country
// of their own.
func (s *Sender) EncodingOf(owner string) api.Encoding {
	e := s.Encoding()
	if s.o.Region == nil {
		return e
	}
	if region, ok := s.o.Region(owner); ok {
		e.Rules.Region = region
	}
	return e
}

// Rename changes how leads look on the wire, for every session. It waits until
// nothing is under way here, so that no submission goes with names that its rep
// has not seen; to is called then, in the sender's goroutine, to keep and give the
// new ones. When it fails nothing changes, and when ctx ends first it is not called.
// Plans that were made before are refused (ErrRenamed).
func (s *Sender) Rename(ctx context.Context, to func() (api.Encoding, error)) error {
	return s.askWhen(ctx, s.onceIdle, func() error {
		if s.closing {
			return ErrClosed
		}
		e, err := to()
		if err != nil {
			return err
		}
		s.encoding.Store(&e)
		s.renamed++
		if s.pic.now.Incomplete { // the new names are the answer to it
			s.pic = s.blank()
			clear(s.turns.faces)
		}
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
