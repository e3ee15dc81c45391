package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// outside runs the rep's editor on the terminal; busy is true while it does.
func (a *program) outside(ctx context.Context, in *os.File, busy *atomic.Bool) *kit.Outside {
	return &kit.Outside{
		Editor: terminal.CommandLine(a.Env.Editor),
		Run: func(argv []string) error {
			busy.Store(true)
			defer busy.Store(false)
			return terminal.Program{In: in, Out: a.Out, Err: a.Err, Env: a.Env.Environ}.Run(ctx, argv)
		},
	}
}

// unless ends a context at SIGINT, SIGTERM and SIGHUP, but not at a SIGINT while busy:
// Ctrl+C is meant for the program that has the terminal then. They stay caught after
// that: the process ends next, and no second Ctrl+C decides how.
func unless(ctx context.Context, busy *atomic.Bool) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(ctx)
	got := make(chan os.Signal, 1)
	signal.Notify(got, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for {
			select {
			case s := <-got:
				if s != os.Interrupt || !busy.Load() {
					end()
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, end
}
