package terminal

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// stream runs the program on a terminal at the other end of a line: there is no file
// descriptor to make raw, and no signal that is this terminal's.
func (s *session) stream(ctx context.Context, o Options) error {
	g, k := newGate(o.Out), known{profile: colorprofile.Env(o.Env)}
	select {
	case size := <-o.Sizes:
		k.size = size.bounded()
	case <-ctx.Done():
		return ctx.Err()
	}
	s.paint(o, g, k)
	ended, over := make(chan struct{}), sync.WaitGroup{}
	if s.painter != nil {
		defer s.painter.start()()
	}
	s.start(ctx, o, g, k)
	over.Go(func() { follow(s.program, o.Sizes, ended) })
	err := s.run()
	close(ended)
	over.Wait()
	g.close(func() []byte {
		if s.painter == nil {
			return nil // Bubble Tea's renderer has taken back its modes
		}
		return s.painter.back()
	}, func() {})
	return err
}

// paint gives the session its painter, unless Bubble Tea's renderer draws.
func (s *session) paint(o Options, g *gate, k known) {
	if o.Standard {
		return
	}
	s.painter = newPainter(g, time.Second/time.Duration(o.Frames), k)
	if asks(o.Env) {
		s.painter.ask(ansi.RequestModeSynchronizedOutput, ansi.RequestModeUnicodeCore)
	}
}

// follow tells the program of its terminal's sizes.
func follow(p *tea.Program, sizes <-chan Size, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case size, ok := <-sizes:
			if !ok {
				return
			}
			size = size.bounded()
			p.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
		}
	}
}
