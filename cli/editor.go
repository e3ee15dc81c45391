package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// settled is how long behind an editor's end a Ctrl+C is still the editor's: the
// system tells both of it, and this program may look later. The screens get theirs as
// a key, not as a signal.
const settled = time.Second

// outside runs the rep's editor on the terminal; busy is above zero while it does, and
// a little longer.
func (a *program) outside(ctx context.Context, in *os.File, busy *atomic.Int32) *kit.Outside {
	return &kit.Outside{
		Editor: terminal.CommandLine(a.Env.Editor),
		Run: func(argv []string) error {
			busy.Add(1)
			defer time.AfterFunc(settled, func() { busy.Add(-1) })
			return terminal.Program{In: in, Out: a.Out, Err: a.Err, Env: a.Env.Environ}.Run(ctx, argv)
		},
	}
}

// unless ends a context at SIGINT, SIGTERM and SIGHUP, but not at a SIGINT while busy:
// Ctrl+C is meant for the program that has the terminal then. They stay caught after
// that: the process ends next, and no second Ctrl+C decides how.
func unless(ctx context.Context, busy *atomic.Int32) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(ctx)
	got := make(chan os.Signal, 1)
	signal.Notify(got, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for {
			select {
			case s := <-got:
				if s != os.Interrupt || busy.Load() == 0 {
					end()
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, end
}
