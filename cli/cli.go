// Package cli holds the commands. It alone reads the environment, the terminal
// and the signals, opens queue, window, client and sandbox and hands them down;
// it draws no screen. Start reading at Run, then host.go.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"leadpad/config"
	"leadpad/intake"
)

// System is what a run of the program touches outside of itself.
type System struct {
	Args []string // without the program's name
	In   io.Reader
	Out  io.Writer
	Err  io.Writer
	Env  Env
}

// Process is the System of the running process. It reads the environment, once.
func Process() System {
	return System{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: ReadEnv()}
}

// Run carries out one command line and gives its exit code: 0 done, 1 failed,
// 2 wrong usage, 3 some leads failed, 4 some leads not sure, 5 refused by the
// API, 130 interrupted.
func Run(ctx context.Context, s System) int {
	a := &program{System: s}
	root := a.root()
	root.SetArgs(s.Args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	// A command's own error never comes back through fang: styling it would ask
	// the terminal for its colours. What does come is wrong usage.
	err := fang.Execute(ctx, root,
		fang.WithVersion(version()),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}),
	)
	if err != nil {
		a.failed = usage(err)
	}
	return a.finish()
}

// program is one run of it.
type program struct {
	System
	profile string // --profile
	noHold  bool   // submit --yes: leads leave at once
	failed  error
}

// root is the whole command tree.
func (a *program) root() *cobra.Command {
	root := a.command(&cobra.Command{
		Use:   "leadpad",
		Short: "Type leads, review them, submit them to ClosingDealz",
		Long: "leadpad is where a sales rep types leads in a terminal. They pile up in a queue on disk,\n" +
			"are reviewed in a table and go to ClosingDealz in batches.\n" +
			"Without a command it opens the screens; without any config on the practice workspace.",
		Example: "  leadpad demo\n  leadpad config init\n  leadpad status --json",
		Args:    noArgs,
	}, a.screens)
	root.PersistentFlags().StringVar(&a.profile, "profile", "", "workspace of the config to use (else LEADPAD_PROFILE, else default_profile)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(
		a.demoCommand(), a.addCommand(), a.importCommand(), a.listCommand(), a.deleteCommand(), a.restoreCommand(), a.submitCommand(),
		a.historyCommand(), a.exportCommand(), a.resolveCommand(), a.statusCommand(),
		a.sandboxCommand(), a.configCommand(), a.keyCommand(), a.doctorCommand(),
	)
	return root
}

// command gives c a body whose error is kept for finish.
func (a *program) command(c *cobra.Command, run func(ctx context.Context, args []string) error) *cobra.Command {
	c.RunE = func(cmd *cobra.Command, args []string) error {
		a.failed = run(cmd.Context(), args)
		return nil
	}
	if c.Args == nil {
		c.Args = noArgs
	}
	return c
}

// group is a command that only holds others; alone it is wrong usage.
func group(c *cobra.Command, subs ...*cobra.Command) *cobra.Command {
	c.AddCommand(subs...)
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		return usagef("%s needs one of its commands; see `%[1]s --help`", cmd.CommandPath())
	}
	return c
}

// noArgs refuses words that are no command of c, with the nearest one.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(c, args[0])
}

func unknownCommand(c *cobra.Command, word string) error {
	if !c.HasSubCommands() {
		return usagef("%s takes no %q; see `%[1]s --help`", c.CommandPath(), word)
	}
	var known []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			known = append(known, sub.Name())
		}
	}
	if near := config.Nearest(word, known); near != "" {
		return usagef("%s has no command %q; did you mean %q?", c.CommandPath(), word, near)
	}
	return usagef("%s has no command %q; see `%[1]s --help`", c.CommandPath(), word)
}

// printf writes to standard output; a reader that went away is found at the end
// by the shell's own rules, not here.
func (a *program) printf(format string, args ...any) { _, _ = fmt.Fprintf(a.Out, format, args...) }

// event writes one JSON line.
func (a *program) event(v any) error {
	text, err := intake.JSONText(v, "")
	a.printf("%s", text)
	return err
}

// sayf writes one line to standard error, cleaned and without the key.
func (a *program) sayf(format string, args ...any) {
	_, _ = fmt.Fprintln(a.Err, a.clean(fmt.Sprintf(format, args...)))
}
