package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/app"
)

// served is somebody on a line to a server, for whom one command runs.
type served struct {
	who  *app.Session
	line context.Context // ends when the client is gone, or the server ends
}

// inSession carries out one command line for who is on a line to this server, and gives
// its exit code, one of Run's. It touches what belongs to who and nothing of the process:
// no file, no environment, no terminal, no signal; who is open before and after it.
//
// The end of ctx counts as SIGHUP does for a process: an import that is not committed is
// none, a submission's hold is taken back, and the request in flight is waited for and
// recorded. in must not end in io.EOF when the line is lost, or ctx must have ended by
// then: what was cut off would count as whole.
func (a *program) inSession(ctx context.Context, who *app.Session, args []string, in io.Reader, out, err io.Writer) int {
	b := &program{key: a.key, served: &served{who, ctx}}
	b.System = System{Args: args, In: whole{in, ctx}, Out: out, Err: err}
	b.out = &output{Writer: out}
	root := b.sessionRoot()
	root.SetArgs(append([]string{}, args...)) // nil would be the process's own
	root.SetIn(b.In)
	root.SetOut(b.out)
	root.SetErr(b.Err)
	root.InitDefaultHelpCmd()
	if c, _, err := root.Find(args); err == nil {
		wrapHelp(c, helpWidth)
	}
	if err := b.known(root, args); err != nil {
		b.failed = err
	} else if err := root.ExecuteContext(context.WithoutCancel(ctx)); err != nil {
		b.failed = usage(err)
	}
	return b.finish()
}

// whole is what a client sends. It does not end well when the client is gone.
type whole struct {
	io.Reader
	line context.Context
}

func (w whole) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if errors.Is(err, io.EOF) && w.line.Err() != nil {
		err = w.line.Err()
	}
	return n, err
}

// sessionRoot is the tree of the commands that touch a person's own queue alone.
func (a *program) sessionRoot() *cobra.Command {
	root := a.command(&cobra.Command{
		Use:         "ssh",
		Annotations: map[string]string{cobra.CommandDisplayNameAnnotation: "ssh HOST"},
		Short:       "Your leads, without the screens",
		Long: "Your leads, without the screens: `ssh -t HOST` shows those. HOST is what your computer calls this server. " +
			"Files go through standard input and output.",
		Example: "  ssh HOST status\n  ssh HOST import - < leads.json\n  ssh HOST export --format csv > leads.csv",
		Args:    noArgs,
	}, func(context.Context, []string) error {
		return usagef("a command is missing; %s lists them", a.prompt().Command("help"))
	})
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.Version = version()
	root.SetVersionTemplate("leadpad version {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(
		a.addCommand(), a.importCommand(), a.listCommand(), a.deleteCommand(), a.restoreCommand(), a.submitCommand(),
		a.historyCommand(), a.exportCommand(), a.resolveCommand(), a.statusCommand(), a.settingsCommand(), a.versionCommand(),
	)
	examples := sessionExamples()
	for _, c := range root.Commands() {
		if c.Name() == "import" {
			c.Use = "import -"
		}
		if text, ok := examples[c.Name()]; ok {
			c.Example = "  " + strings.Join(text, "\n  ")
		}
		for _, name := range fileFlags() {
			if f := c.Flags().Lookup(name); f != nil {
				f.Hidden = true
			}
		}
	}
	return root
}

// versionCommand is `ssh HOST version`.
func (a *program) versionCommand() *cobra.Command {
	return a.command(&cobra.Command{Use: "version", Short: "Which leadpad the server runs"}, func(context.Context, []string) error {
		a.linef("leadpad version %s", version())
		return nil
	})
}

// sessionExamples are those of the commands, as they are typed on a line to a server.
func sessionExamples() map[string][]string {
	return map[string][]string{
		"add":     {"ssh HOST add --name Acme --email info@acme.example", "ssh HOST add --json - < lead.json", "ssh HOST add --paste - < signature.txt"},
		"import":  {"ssh HOST import - --dry-run < leads.json", "cat leads.jsonl | ssh HOST import -"},
		"list":    {"ssh HOST list", "ssh HOST list --state draft --json", "ssh HOST list --state trash"},
		"delete":  {"ssh HOST delete 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f", "ssh HOST list --state trash"},
		"restore": {"ssh HOST restore 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f"},
		"submit":  {"ssh HOST submit --dry-run", "ssh HOST submit --yes --json"},
		"history": {"ssh HOST history", "ssh HOST history 4f2a1c", "ssh HOST history --json"},
		"export":  {"ssh HOST export --format csv --state failed > failed.csv", "ssh HOST export --batch 4f2a1c > batch.json"},
		"resolve": {"ssh HOST resolve 4f2a1c --sent", "ssh HOST resolve 4f2a1c --ready"},
		"status":  {"ssh HOST status", "ssh HOST status --json"},
	}
}

// fileFlags are those that name files or folders: a line to a server has none.
func fileFlags() []string { return []string{"errors", "map-file", "dir", "force"} }

// refuses says why c does not run for this line: one of its flags names a file. A
// process of one's own refuses nothing.
func (s *served) refuses(c *cobra.Command) error {
	if s == nil {
		return nil
	}
	for _, name := range fileFlags() {
		if c.Flags().Changed(name) {
			return usagef("--%s is about files, and a session has none: the result goes to standard output", name)
		}
	}
	return nil
}

// takesFiles says why an import does not run for this line: it reads no file.
func (s *served) takesFiles(files []string) error {
	if s == nil || slices.Equal(files, []string{"-"}) {
		return nil
	}
	return usagef("a session reads no files: give the leads on standard input, import - < FILE")
}

// known refuses what is no command of root, whatever it is to the library behind it.
func (a *program) known(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	for _, c := range root.Commands() {
		if c.Name() == args[0] {
			return nil
		}
	}
	return unknownCommand(root, args[0])
}

// signals ends a context when who runs the command wants it to end: at SIGINT, SIGTERM
// and SIGHUP; for who is on a line to a server, when that is gone.
func (a *program) signals(ctx context.Context) (context.Context, context.CancelFunc) {
	if a.served == nil {
		return signals(ctx)
	}
	live, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(a.served.line, cancel)
	return live, func() {
		stop()
		cancel()
	}
}
