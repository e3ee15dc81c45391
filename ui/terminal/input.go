package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/muesli/cancelreader"
)

// noted notes how the reading of its reader ended, which the decoder keeps to itself.
type noted struct {
	io.Reader
	err error
}

func (n *noted) Read(p []byte) (int, error) {
	read, err := n.Reader.Read(p)
	n.err = err
	return read, err //nolint:wrapcheck // it is that reader
}

// decode has Bubble Tea's decoder read the input, and sends the program what it finds.
// Bubble Tea reads nothing itself: what ends its ticker would end its reading, too. At
// the other end of a line the program ends with its input.
func (s *session) decode(ctx context.Context, o Options) {
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		in := &noted{Reader: o.In}
		err := uv.NewTerminalReader(in, uv.Environ(o.Env).Getenv("TERM")).StreamEvents(ctx, events)
		switch {
		case ctx.Err() != nil || errors.Is(in.err, cancelreader.ErrCanceled):
		case err != nil:
			events <- lost{fmt.Errorf("read the terminal: %w", err)}
		case o.Sizes != nil: // of a local terminal's loss a signal tells
			events <- tea.Quit()
		}
	}()
	for e := range events {
		s.program.Send(e)
	}
}

// run runs the program, and waits for the one that has the terminal.
func (s *session) run() error {
	_, err := s.program.Run()
	s.lent.Lock() // and nobody gets it any more
	return err    //nolint:wrapcheck // Bubble Tea's errors are the caller's to tell apart
}

// lost says that the terminal cannot be read any more.
type lost struct{ err error }

// elsewhere gives the terminal to another program.
func (s *session) elsewhere(o outside) tea.Cmd {
	if s.painter == nil {
		pause := func() tea.Msg {
			o.pause() // before Bubble Tea waits for its reading to end
			return nil
		}
		return Sequence(pause, tea.Exec(errand(o.run), func(err error) tea.Msg {
			if p, ok := errors.AsType[Panic](err); ok {
				return p
			}
			return caught(func() tea.Msg { return o.then(err) })
		}))
	}
	return guard(func() tea.Msg {
		if !s.lent.TryLock() {
			return nil // the program has ended
		}
		defer s.lent.Unlock()
		o.pause()
		err := o.run()
		go s.read()
		return o.then(err)
	})
}

// errand is Bubble Tea's form of another program. Its streams are the terminal's own:
// Bubble Tea's are not for other programs.
type errand func() error

func (e errand) Run() (err error) {
	failed := caught(func() tea.Msg {
		err = e()
		return nil
	})
	if p, ok := failed.(Panic); ok {
		return p
	}
	return err
}

func (errand) SetStdin(io.Reader)  {}
func (errand) SetStdout(io.Writer) {}
func (errand) SetStderr(io.Writer) {}
