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

	"leadpad/ui/kit"
	"leadpad/words"
)

// screens opens the app on the current workspace.
func (a *app) screens(ctx context.Context, _ []string) error {
	if err := a.needTerminal(); err != nil {
		return err
	}
	s, err := a.settings()
	if err != nil {
		return err
	}
	name, err := s.current()
	if err != nil {
		return err
	}
	h, err := openHost(ctx, s)
	if err != nil {
		return err
	}
	h.look = true
	return a.show(ctx, s, h, h, name)
}

// demoCommand is `leadpad demo`.
func (a *app) demoCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "demo",
		Short: "Try it on a private practice server with sample leads; nothing is kept",
	}, func(ctx context.Context, _ []string) error {
		if err := a.needTerminal(); err != nil {
			return err
		}
		s := demoSettings(a)
		h, err := openDemo(ctx, s)
		if err != nil {
			return err
		}
		d := demoHost{h}
		if err := fillDemo(ctx, d); err != nil {
			return errors.Join(err, h.Close(ctx))
		}
		return a.show(ctx, s, d, h, demoName)
	})
}

// show runs the screens and stays until every sender is idle. Signals end the
// screens; what is in flight then is waited for and recorded.
func (a *app) show(ctx context.Context, s settings, screens kit.Host, h *host, name string) error {
	live, stop := signals(ctx)
	defer stop()
	atOnce := false
	w, err := screens.Open(live, name)
	if err == nil {
		if atOnce, err = a.runScreens(live, s, screens, w); err != nil {
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

// settle closes the host behind the screens or a command. It waits for the
// request in flight, unless atOnce says that the rep does not: then that
// request's leads are recorded as Not sure. Signals do not end the waiting: a
// terminal that is lost sends SIGHUP more than once, and a hand presses Ctrl+C
// twice. Ctrl+\ alone does. What became of the leads is said at the end: nobody
// sees a screen any more.
func (a *app) settle(ctx context.Context, h *host, atOnce bool) error {
	_, deaf := signals(ctx)
	defer deaf()
	ctx, leave := signal.NotifyContext(ctx, syscall.SIGQUIT)
	defer leave()
	if atOnce {
		leave()
	}
	left := h.departures()
	requests, most := h.inFlight()
	if requests > 0 && !atOnce {
		a.sayf(waitingFor, words.Plural(requests, "answer", "answers"), words.Span(most))
	}
	ctx, cancel := context.WithTimeout(ctx, max(most, requestTimeout)+settleMargin)
	defer cancel()
	err := h.Close(ctx)
	for _, d := range left {
		if text := d.tell(); text != "" {
			a.sayf("leadpad: %s: %s.", d.room.Title, text)
		}
	}
	return err
}

// signals ends a context at SIGINT, SIGTERM and SIGHUP.
func signals(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
}

// needTerminal refuses to draw screens into a file or a pipe.
func (a *app) needTerminal() error {
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
func demoSettings(a *app) settings {
	if s, err := a.settings(); err == nil {
		return s
	}
	return settings{env: a.Env, Config: defaults()}
}

// demoSamples is the number of leads the demo begins with.
const demoSamples = 12

// fillDemo puts the samples into the demo's queue.
func fillDemo(ctx context.Context, d demoHost) error {
	w, err := d.Open(ctx, demoName)
	if err != nil {
		return err
	}
	return w.SampleLeads(ctx, demoSamples)
}
