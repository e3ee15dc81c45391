// Package ui is the screens. The root in this folder only routes: environment
// messages to all, keys to the top dialog or the screen on show, data messages
// to the screen they are addressed to. Each screen is a folder of its own.
// Start reading at Options, Run and Model.Update.
package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"leadpad/app"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
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
	Theme   string           // "dark" or "light"; else as the terminal says
	Now     func() time.Time // nil: time.Now, where the person reads times
	// Outside is nil where no other program can be run, as in a served session.
	Outside *kit.Outside
	// Notices are said at the start, the last one stays.
	Notices []kit.Notice
	// News brings notices from outside, such as that a server is about to end; nil
	// for none.
	News <-chan kit.Notice

	// colors is the terminal's COLORFGBG, for one that does not say its background.
	colors string
	// pending says that the terminal has input which no message brought yet.
	pending func() bool
}

// At are the options for somebody at a workspace, with what has to be said of it.
func At(s *app.Session) Options {
	settings := s.Settings()
	o := Options{Host: s, Start: s, Keys: settings.Keys, Filters: settings.Filters, Theme: settings.Theme}
	if w := (words.Reader{Served: s.Served}).Warning(s.Warning(), settings.Dir); w != "" {
		o.Notices = []kit.Notice{{Level: kit.Wrong, Text: w}}
	}
	if _, err := s.Own(); err != nil {
		o.Notices = append(o.Notices, kit.Notice{Level: kit.Wrong, Text: "Your own settings can't be read, so the server's count: " + words.Error(err)})
	}
	if s.Doubted > 0 {
		o.Notices = append(o.Notices, kit.Notice{Level: kit.Wrong, Text: words.Capital(words.FromACopy(s.Doubted))})
	}
	return o
}

// Terminal is what a program runs on.
type Terminal struct {
	In  io.Reader // what terminal.File or terminal.Stream gave
	Out io.Writer
	Env []string // the terminal's environment (TERM, NO_COLOR, …)
	// Standard draws with Bubble Tea's renderer.
	Standard bool
	// Sizes are those of a terminal at the other end of a line, see terminal.Options;
	// nil: In's.
	Sizes <-chan terminal.Size
	// Frames is how many frames a second are drawn at most; 0: as many as a terminal
	// on this computer is worth.
	Frames int
}

// framesPerSecond is how many frames are drawn at most where no line is spared.
const framesPerSecond = 120

// End is how the screens ended.
type End struct {
	// Chosen: the rep left by a key. What signals come after that, as of a nervous
	// hand's second Ctrl+C when the terminal is the shell's again, end nothing.
	Chosen bool
	// AtOnce: the rep does not want to wait for the request in flight.
	AtOnce bool
	// Shown: the screens were there, and have left their desk. Without it, what
	// Opening.Wait gave is as it gave it.
	Shown bool
}

// Run shows the screens until the rep leaves, the terminal is lost or ctx ends,
// and then writes what was typed and not yet saved.
func Run(ctx context.Context, opening Opening, t Terminal) (end End, err error) {
	keys, err := kit.NewKeymap(opening.Keys)
	if err != nil {
		return End{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &starting{ctx: ctx, opening: opening, build: func(o Options) *Model {
		own := o.ownKeys(keys)
		return newModel(o.on(t), own)
	}}
	err = terminal.Run(ctx, s, terminal.Options{
		In: t.In, Out: t.Out, Env: t.Env, Standard: t.Standard, Sizes: t.Sizes, Frames: cmp.Or(t.Frames, framesPerSecond),
	})
	var flushed error
	if s.root != nil {
		flushed = s.root.Flush()
		s.root.Close()
		end = s.root.end
		end.Shown = true
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("the screens ended: %w", err)
	}
	return end, errors.Join(err, flushed)
}

// ownKeys are the keys of a person who has their own, else house. Theirs were good when
// they were kept; where the server's changed under them, the server's count.
func (o *Options) ownKeys(house *kit.Keymap) *kit.Keymap {
	if o.Start == nil || !o.Start.HasOwn() {
		return house
	}
	keys, err := kit.NewKeymap(o.Keys)
	if err != nil {
		o.Notices = append(o.Notices, kit.Notice{Level: kit.Wrong, Text: "Your own keys don't go with the server's, so the server's count: " + words.Error(err)})
		return house
	}
	return keys
}

// on adds what the terminal says.
func (o Options) on(t Terminal) Options {
	if in, ok := t.In.(interface{ Pending() bool }); ok {
		o.pending = in.Pending
	}
	o.colors = uv.Environ(t.Env).Getenv("COLORFGBG")
	return o
}
