// Package cli holds the commands. It alone reads the environment, the terminal
// and the signals, and hands them down; what it does is app's, what it says is
// words'. It draws no screen. Start reading at Run, then at program.within.
package cli

import (
	"context"
	"io"
	"os"
	"strings"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
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
	a := &program{System: s, out: &output{Writer: s.Out}, key: config.NewSecret(strings.TrimSpace(s.Env.Key))}
	root := a.root()
	root.SetArgs(s.Args)
	root.SetIn(s.In)
	root.SetOut(a.out)
	root.SetErr(s.Err)
	// A command's own error never comes back through fang: styling it would ask
	// the terminal for its colours. What does come is wrong usage.
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(s.Args...)
	completionExamples(root)
	tidy(root, s.Args)
	err := fang.Execute(ctx, root,
		fang.WithVersion(version()), fang.WithoutManpage(),
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
	out     *output       // to System.Out
	key     config.Secret // of the environment, to be kept out of all that is printed
	profile string        // --profile
	noHold  bool          // submit --yes: leads leave at once
	failed  error
	// served is somebody's line to a server, for whom this runs; nil in a process of
	// one's own.
	served *served
}

// root is the whole command tree.
func (a *program) root() *cobra.Command {
	root := a.command(&cobra.Command{
		Use:   "leadpad",
		Short: "Type leads, review them, submit them to ClosingDealz",
		Long: "leadpad is where a sales rep types leads in a terminal. They pile up in a queue on disk, " +
			"are reviewed in a table and go to ClosingDealz in batches.\n\n" +
			"Without a command it opens the screens; without any config on the practice workspace.",
		Example: "  leadpad demo\n  leadpad config init\n  leadpad status --json",
		Args:    noArgs,
	}, a.screens)
	root.PersistentFlags().StringVar(&a.profile, "profile", "", "workspace of the config to use (else LEADPAD_PROFILE, else default_profile)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(
		a.demoCommand(), a.addCommand(), a.importCommand(), a.listCommand(), a.deleteCommand(), a.restoreCommand(), a.submitCommand(),
		a.historyCommand(), a.exportCommand(), a.backupCommand(), a.resolveCommand(), a.statusCommand(),
		a.sandboxCommand(), a.serveCommand(), a.usersCommand(), a.auditCommand(), a.configCommand(), a.keyCommand(), a.doctorCommand(), a.manCommand(),
	)
	completeWith(root, "profile", a.completeWorkspace)
	return root
}

// command gives c a body whose error is kept for finish.
func (a *program) command(c *cobra.Command, run func(ctx context.Context, args []string) error) *cobra.Command {
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if a.failed = a.served.refuses(cmd); a.failed == nil {
			a.failed = run(cmd.Context(), args)
		}
		return nil
	}
	if c.Args == nil {
		c.Args = noArgs
	}
	return c
}

// inWorkspace gives c a body that runs on the current workspace.
func (a *program) inWorkspace(c *cobra.Command, run func(ctx context.Context, r *app.Session, args []string) error) *cobra.Command {
	return a.command(c, func(ctx context.Context, args []string) error {
		return a.within(ctx, func(ctx context.Context, r *app.Session) error { return run(ctx, r, args) })
	})
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
