//go:build !unix

package terminal

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// local leaves a console to Bubble Tea, which has its modes.
func (s *session) local(ctx context.Context, o Options) error {
	s.program = tea.NewProgram(s, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithEnvironment(o.Env), tea.WithFPS(o.Frames),
		tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if m, ok := msg.(tea.WindowSizeMsg); ok {
				size := Size{m.Width, m.Height}.bounded()
				return tea.WindowSizeMsg{Width: size.Width, Height: size.Height}
			}
			return msg
		}))
	return s.run()
}
