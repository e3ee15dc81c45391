package cli

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"leadpad/ui/kit"
)

// outside runs the rep's editor on the terminal; busy is true while it does.
func (a *program) outside(ctx context.Context, in *os.File, busy *atomic.Bool) *kit.Outside {
	return &kit.Outside{
		Editor: commandLine(a.Env.Editor),
		Run: func(argv []string) error {
			busy.Store(true)
			defer busy.Store(false)
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, syscall.SIGQUIT) // Ctrl+\ is meant for the editor
			defer signal.Stop(quit)
			c := exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // G204: the program is the rep's own choice, VISUAL or EDITOR
			c.Stdin, c.Stdout, c.Stderr, c.Env = in, a.Out, a.Err, a.Env.Environ
			// Who loses the terminal gives the editor a chance to keep its text.
			c.Cancel = func() error { return c.Process.Signal(syscall.SIGHUP) }
			c.WaitDelay = editorEnds
			return c.Run()
		},
	}
}

// editorEnds is how long an editor has to end when leadpad does.
const editorEnds = 2 * time.Second

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

// commandLine takes a program and its arguments apart at blanks. Quotes hold blanks, so
// does a backslash before one; nothing else of a shell is done.
func commandLine(s string) (argv []string) {
	var word strings.Builder
	begun, quote := false, byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && quote != '\'' && i+1 < len(s) && strings.IndexByte(" \t\"'", s[i+1]) >= 0:
			i, begun = i+1, true
			word.WriteByte(s[i])
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, begun = c, true
		case quote == 0 && (c == ' ' || c == '\t'):
			if begun {
				argv, begun = append(argv, word.String()), false
			}
			word.Reset()
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	if begun {
		argv = append(argv, word.String())
	}
	return argv
}
