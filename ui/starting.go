package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Opening gives what the screens show, once it is there. Opening a workspace takes as
// long as the renderer takes to its first frame, so both go on at once.
type Opening struct {
	// Wait waits until the workspace is open; ok is false where it will not be, which
	// the caller knows why.
	Wait func(ctx context.Context) (o Options, ok bool)
	// Keys are the config's [keys].
	Keys map[string][]string
	// Said is what is to be known while it takes longer.
	Said <-chan string
}

// starting is the program until its workspace is open, then it is the root. What
// comes before, above all keys, is kept and run in its order. Nothing is drawn: the
// terminal's own screen stays until there is a frame.
type starting struct {
	opening Opening
	build   func(Options) *Model
	root    *Model // nil until the workspace is open
	early   []tea.Msg
	said    string
	ctx     context.Context //nolint:containedctx // of the command that waits
}

type (
	ready struct {
		o  Options
		ok bool
	}
	said string
)

// replyFor is how long the terminal's answers to what Bubble Tea asks at its start are
// read before a program ends that has only begun: they would be typed into the shell.
const replyFor = 100 * time.Millisecond

// Init waits for the workspace.
func (s *starting) Init() tea.Cmd {
	ctx, wait, news := s.ctx, s.opening.Wait, s.opening.Said
	return tea.Batch(
		func() tea.Msg {
			o, ok := wait(ctx)
			return ready{o, ok}
		},
		func() tea.Msg {
			select {
			case text := <-news:
				return said(text)
			case <-ctx.Done():
				return nil
			}
		},
	)
}

// Update keeps what comes early; Ctrl+C ends the waiting.
func (s *starting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s.root != nil {
		_, cmd := s.root.Update(msg)
		return s, cmd
	}
	switch msg := msg.(type) {
	case ready:
		if !msg.ok {
			return s, tea.Tick(replyFor, func(time.Time) tea.Msg { return tea.QuitMsg{} })
		}
		return s, s.begin(msg.o)
	case said:
		s.said = string(msg)
		return s, nil
	case tea.KeyPressMsg:
		if msg.String() == "ctrl+c" {
			return s, tea.Quit
		}
	}
	s.early = append(s.early, msg)
	return s, nil
}

// begin hands over to the root.
func (s *starting) begin(o Options) tea.Cmd {
	s.root = s.build(o)
	cmds := []tea.Cmd{s.root.Init()}
	for _, msg := range s.early {
		_, cmd := s.root.Update(msg)
		cmds = append(cmds, cmd)
	}
	s.early = nil
	return tea.Batch(cmds...)
}

// View is the root's.
func (s *starting) View() tea.View {
	if s.root == nil {
		return tea.NewView(s.said)
	}
	return s.root.View()
}
