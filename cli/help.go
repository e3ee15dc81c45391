package cli

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is the most that a line of --help has: what a terminal has that nobody
// made wider.
const helpWidth = 80

// tidy wraps the help that is about to be printed; completions and the man page
// have lines of their own.
func tidy(root *cobra.Command, args []string) {
	page := len(args) > 0 && args[0] == "man" && !slices.Contains(args, "--help") && !slices.Contains(args, "-h")
	if page || len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return
	}
	if len(args) > 0 && args[0] == "help" {
		args = args[1:]
	}
	width := helpWidth
	if w, _, err := term.GetSize(os.Stdout.Fd()); err == nil && w > 0 {
		width = min(w, width)
	}
	// Fang has no setting for this: it takes 120 where there is no terminal, and
	// this variable where that is set.
	_ = os.Setenv("__FANG_TEST_WIDTH", strconv.Itoa(width))
	if c, _, err := root.Find(args); err == nil {
		wrapHelp(c, width)
	}
}

// completionExamples gives cobra's own command the examples that all others have.
func completionExamples(root *cobra.Command) {
	c, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	c.Example = "  source <(leadpad completion bash)   # in ~/.bashrc\n" +
		"  leadpad completion fish > ~/.config/fish/completions/leadpad.fish"
	for _, sub := range c.Commands() {
		sub.Example = "  leadpad completion " + sub.Name()
	}
}

// wrapHelp breaks what stands beside the names of commands and flags in c's help.
func wrapHelp(c *cobra.Command, width int) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.InheritedFlags() // puts them among the others
	const around, least = 6, 20
	longest := 0
	for _, sub := range c.Commands() {
		n := ansi.StringWidth(sub.Use) + len(" [--flags]")
		if sub.HasSubCommands() {
			n += len(" [command]")
		}
		longest = max(longest, n)
	}
	c.Flags().VisitAll(func(f *pflag.Flag) { longest = max(longest, len("-h --"+f.Name)) })
	room := max(width-longest-around, least)
	c.Flags().VisitAll(func(f *pflag.Flag) {
		behind := len(" (" + f.DefValue + ")")
		f.Usage = ansi.Wordwrap(f.Usage, max(room-behind, least), "")
	})
	for _, sub := range c.Commands() {
		sub.Short = ansi.Wordwrap(sub.Short, room, "")
	}
}
