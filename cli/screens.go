package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
	"leadpad/words"
)

// screens opens the app on the current workspace.
func (a *program) screens(ctx context.Context, _ []string) error {
	if err := a.needTerminal(); err != nil {
		return err
	}
	s, err := a.settings()
	if err != nil {
		return err
	}
	name, err := s.Current()
	if err != nil {
		return err
	}
	s.Look = true
	h, err := app.Open(ctx, s)
	if err != nil {
		return err
	}
	return a.show(ctx, h, name)
}

// demoCommand is `leadpad demo`.
func (a *program) demoCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "demo",
		Short: "Try it on a private practice server with sample leads; nothing is kept",
	}, func(ctx context.Context, _ []string) error {
		if err := a.needTerminal(); err != nil {
			return err
		}
		h, err := app.OpenDemo(ctx, a.demoSettings())
		if err != nil {
			return err
		}
		if err := fillDemo(ctx, h); err != nil {
			return errors.Join(err, h.Close(ctx))
		}
		return a.show(ctx, h, app.DemoName)
	})
}

// show runs the screens and stays until every sender is idle. Signals end the
// screens; what is in flight then is waited for and recorded.
func (a *program) show(ctx context.Context, h *app.App, name string) error {
	live, stop := signals(ctx)
	defer stop()
	atOnce := false
	s, err := h.Session(live, "", name)
	if err == nil {
		if atOnce, err = a.runScreens(live, s); err != nil {
			err = exit{codeFailed, err} // said, whatever ends the rest
		}
	}
	hit := live.Err() != nil && ctx.Err() == nil
	if done := a.settle(ctx, h, atOnce); done != nil {
		err = errors.Join(err, done)
	}
	if err == nil && hit {
		return interrupted()
	}
	return err
}

// settleMargin is what recording an outcome may take beyond the request's own
// time-out.
const settleMargin = 15 * time.Second

// waitingFor says what leaving waits for: an answer, for a time.
const waitingFor = "leadpad: waiting for %s, at most %s; Ctrl+\\ leaves its leads Not sure."

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
		a.sayf(waitingFor, words.Plural(requests, "answer", "answers"), words.Span(most))
	}
	ctx, cancel := context.WithTimeout(ctx, max(most, app.RequestTimeout)+settleMargin)
	defer cancel()
	err := h.Close(ctx)
	for _, d := range left {
		if text := fate(d.Fate()); text != "" {
			a.sayf("leadpad: %s: %s.", d.Title, text)
		}
	}
	return err
}

// fate says what became of leads, "" for nothing.
func fate(f app.Fate) string { return words.WentOn(f.Sent, f.Failed, f.Unsure, f.Ready) }

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

// demoSettings are the config's keys and checks where there is a config that
// can be read; the demo runs on the defaults when there is none.
func (a *program) demoSettings() app.Settings {
	if s, err := a.settings(); err == nil {
		return s
	}
	return app.Settings{Config: config.Default(), Environ: a.Env.Environ, Agent: agent(), Because: because}
}

// demoSamples is the number of leads the demo begins with.
const demoSamples = 12

// fillDemo puts the samples into the demo's queue.
func fillDemo(ctx context.Context, h *app.App) error {
	s, err := h.Session(ctx, "", app.DemoName)
	if err != nil {
		return err
	}
	return s.SampleLeads(ctx, demoSamples)
}
