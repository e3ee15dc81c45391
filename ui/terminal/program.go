package terminal

import (
	"context"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// Program is where a program of the rep's own choice runs: on the terminal.
type Program struct {
	In       *os.File
	Out, Err io.Writer
	Env      []string
}

// programEnds is how long such a program has to end when leadpad does.
const programEnds = 2 * time.Second

// Run runs a program and its arguments until it ends.
func (p Program) Run(ctx context.Context, argv []string) error {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGQUIT) // Ctrl+\ is meant for the program
	defer signal.Stop(quit)
	c := exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // G204: the program is the rep's own choice, VISUAL or EDITOR
	c.Stdin, c.Stdout, c.Stderr, c.Env = p.In, p.Out, p.Err, p.Env
	// Who loses the terminal gives the program a chance to keep its text.
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGHUP) }
	c.WaitDelay = programEnds
	return c.Run()
}

// CommandLine takes a program and its arguments apart at blanks. Quotes hold blanks, so
// does a backslash before one; nothing else of a shell is done.
func CommandLine(s string) (argv []string) {
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
