package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
	"leadpad/safe"
	"leadpad/ui"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// screens opens the app on the current workspace.
func (a *program) screens(ctx context.Context, _ []string) error {
	if err := a.needTerminal(); err != nil {
		return err
	}
	s, name, err := a.current()
	if err != nil {
		return err
	}
	s.Look, s.Watch = true, true
	said := make(chan string, 1)
	s.Upgrading = func() { said <- "leadpad: " + words.Upgrading }
	return a.show(ctx, s, said, begin{app.Open, name})
}

// demoCommand is `leadpad demo`.
func (a *program) demoCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:     "demo",
		Short:   "Try it on a private practice server with sample leads; nothing is kept",
		Example: "  leadpad demo",
	}, func(ctx context.Context, _ []string) error {
		if err := a.needTerminal(); err != nil {
			return err
		}
		return a.show(ctx, a.demoSettings(), nil, begin{app.OpenDemo, app.DemoName})
	})
}

// opening is an app on its way, and the person at a workspace of it.
type opening struct {
	done    chan struct{} // closed when the others are set
	app     *app.App      // nil where it could not be opened
	session *app.Session
	err     error
}

// begin is how an app is opened, and the workspace to begin with.
type begin struct {
	open      func(context.Context, app.Settings) (*app.App, error)
	workspace string
}

// opening opens behind the caller's back; the app may be there where the session is not.
func (b begin) opening(ctx context.Context, s app.Settings) *opening {
	o := &opening{done: make(chan struct{})}
	go func() {
		defer close(o.done)
		h, err := b.open(ctx, s)
		if o.err = err; err != nil {
			return
		}
		o.app = h
		if o.session, o.err = h.Session(ctx, h.User(), b.workspace); o.err == nil {
			o.session = o.session.Sit(ctx)
		}
	}()
	return o
}

// show runs the screens and stays until every sender is idle. Signals end the
// screens; what is in flight then is waited for and recorded. said gets what is to
// be known while opening takes long.
func (a *program) show(ctx context.Context, s app.Settings, said <-chan string, b begin) error {
	if err := checkKeys(s); err != nil {
		return err
	}
	var busy atomic.Int32
	live, stop := unless(ctx, &busy)
	defer stop()
	opening, enough := context.WithCancel(live)
	defer enough()
	o := b.opening(opening, s)
	end, err := a.runScreens(live, s, said, o, &busy)
	if err != nil {
		err = exit{codeFailed, err} // said, whatever ends the rest
	}
	hit := live.Err() != nil && ctx.Err() == nil && !end.Chosen
	enough() // who left does not wait for what is still being opened
	<-o.done
	switch {
	case o.err != nil && !errors.Is(o.err, context.Canceled):
		err = errors.Join(err, o.err)
	case o.session == nil:
		hit = true
	}
	if o.app != nil {
		if done := a.settle(ctx, o.app, end.AtOnce); done != nil {
			err = errors.Join(err, done)
		}
	}
	if err == nil && hit {
		return interrupted()
	}
	return err
}

// settleMargin is what recording an outcome may take beyond the request's own
// time-out.
const settleMargin = 15 * time.Second

// settle closes the app behind the screens or a command. It waits for the
// request in flight, unless atOnce says that the rep does not: then that
// request's leads are recorded as Not sure. Signals do not end the waiting: a
// terminal that is lost sends SIGHUP more than once, and a hand presses Ctrl+C
// twice. Ctrl+\ alone does. What became of the leads is said at the end: nobody
// sees a screen any more.
func (a *program) settle(ctx context.Context, h *app.App, atOnce bool) error {
	_, deaf := signals(ctx)
	defer deaf()
	ctx, leave := signal.NotifyContext(ctx, syscall.SIGQUIT)
	defer leave()
	if atOnce {
		leave()
	}
	left := h.Departures()
	requests, most := h.InFlight()
	if requests > 0 && !atOnce {
		a.sayf("leadpad: %s; Ctrl+\\ leaves its leads Not sure.", words.Awaited(requests, most))
	}
	ctx, cancel := context.WithTimeout(ctx, max(most, app.RequestTimeout)+settleMargin)
	defer cancel()
	err := h.Close(ctx)
	for _, d := range left {
		if text := words.WentOn(d.Fate()); text != "" {
			a.sayf("leadpad: %s: %s.", d.Title, text)
		}
	}
	return err
}

// signals ends a context at SIGINT, SIGTERM and SIGHUP.
func signals(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
}

// needTerminal refuses to draw screens into a file or a pipe.
func (a *program) needTerminal() error {
	if isTerminal(a.In) && isTerminal(a.Out) {
		return nil
	}
	return usagef("the screens need a terminal; without one use `leadpad list`, `add`, `import` or `submit`, see `leadpad --help`")
}

// isTerminal says whether a stream is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// canAsk says that somebody can be asked.
func (a *program) canAsk() bool { return isTerminal(a.In) && isTerminal(a.Err) }

// demoSettings are the config's keys and checks where there is a config that
// can be read; the demo runs on the defaults when there is none.
func (a *program) demoSettings() app.Settings {
	if s, err := a.load(); err == nil {
		return s
	}
	return app.Settings{Config: config.Default(), Environ: a.Env.Environ, Agent: agent(), Because: words.Because}
}

// runScreens shows the screens until the rep leaves or ctx ends.
func (a *program) runScreens(ctx context.Context, s app.Settings, said <-chan string, o *opening, busy *atomic.Int32) (ui.End, error) {
	standard, err := a.standard(s)
	if err != nil {
		return ui.End{}, err
	}
	t := ui.Terminal{Env: a.Env.Environ, Out: a.Out, Standard: standard}
	var outside *kit.Outside
	if in, ok := a.In.(*os.File); ok {
		local, err := terminal.File(in)
		if err != nil {
			return ui.End{}, err
		}
		defer func() { _ = local.Close() }()
		t.In = local
		outside = a.outside(ctx, in, busy)
		outside.Pause, outside.Resume = local.Pause, local.Resume
	}
	wait := func(ctx context.Context) (ui.Options, bool) {
		shown, ok := o.options(ctx)
		if shown.Outside = outside; ok && outside != nil && !o.session.Demo {
			outside.Dir = o.session.Settings().Dir // a demo leaves nothing there
		}
		return shown, ok
	}
	return ui.Run(ctx, ui.Opening{Wait: wait, Keys: s.Keys, Said: said}, t)
}

// standard says that Bubble Tea's renderer draws the screens.
func (a *program) standard(s app.Settings) (bool, error) {
	switch name := a.Env.Renderer; name {
	case "":
		return s.Renderer == config.StandardRenderer, nil
	case config.OwnRenderer, config.StandardRenderer:
		return name == config.StandardRenderer, nil
	default:
		return false, usagef("LEADPAD_RENDERER is %q; it can be %s or %s", safe.Clean(name), config.OwnRenderer, config.StandardRenderer)
	}
}

// options are those of the screens, once the app is open.
func (o *opening) options(ctx context.Context) (ui.Options, bool) {
	select {
	case <-o.done:
	case <-ctx.Done():
		return ui.Options{}, false
	}
	if o.err != nil {
		return ui.Options{}, false
	}
	return ui.At(o.session), true
}
