// Package ui is the screens. The root in this folder only routes: environment
// messages to all, keys to the top dialog or the screen on show, data messages
// to the screen they are addressed to. Each screen is a folder of its own.
// Start reading at Options, Run and Model.Update.
package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
)

// Host opens and connects workspaces, for the person at these screens: an
// app.Session. None of its calls without a context waits for anything.
type Host interface {
	dialog.Host
	// Workspaces lists what can be opened, the practice one last.
	Workspaces() []app.Info
	// Open gives the same person at a workspace.
	Open(ctx context.Context, workspace string) (*app.Session, error)
	// Rewire writes a preset of names on the wire ("default" or "plural") into the
	// config; from then on all sessions on the workspace have them. It waits for
	// other people's submissions, and changes nothing when ctx ends first.
	Rewire(ctx context.Context, workspace, preset string) error
}

// Options of the screens.
type Options struct {
	Host  Host
	Start *app.Session // the workspace to begin with, open
	// Keys and Filters are the config's [keys] and [filters].
	Keys    map[string][]string
	Filters map[string]string
	Now     func() time.Time // nil: time.Now
	// Notices are said at the start, the last one stays.
	Notices []kit.Notice

	// pending says that the terminal has input which no message brought yet.
	pending func() bool
}

// Terminal is what a program runs on.
type Terminal struct {
	In  io.Reader // nil: standard input
	Out io.Writer // nil: standard output
	Env []string  // the terminal's environment (TERM, NO_COLOR, …)
}

// framesPerSecond halves the latency of a key against Bubble Tea's 60.
const framesPerSecond = 120

// Run shows the screens until the rep leaves, the terminal is lost or ctx ends,
// and then writes what was typed and not yet saved. now says that the rep does
// not want to wait for the request in flight.
func Run(ctx context.Context, o Options, t Terminal) (now bool, err error) {
	if in, ok := t.In.(interface{ Pending() bool }); ok {
		o.pending = in.Pending
	}
	m, err := New(o)
	if err != nil {
		return false, err
	}
	// Signals end ctx; Bubble Tea's own handler would wait for ever to deliver one
	// to a loop that ctx has ended.
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond)}
	if t.Env != nil {
		opts = append(opts, tea.WithEnvironment(t.Env))
	}
	if t.In != nil {
		opts = append(opts, tea.WithInput(t.In))
	}
	if t.Out != nil {
		opts = append(opts, tea.WithOutput(t.Out))
	}
	_, err = tea.NewProgram(m, opts...).Run()
	flushed := m.Flush()
	m.Close()
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("the screens ended: %w", err)
	}
	return m.atOnce, errors.Join(err, flushed)
}
