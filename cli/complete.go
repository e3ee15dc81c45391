package cli

import (
	"context"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// completeWith completes a flag's values in the shell.
func completeWith(c *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // a flag that is not there: a slip in the program, found by every test
	}
}

// completeWords completes a flag that takes one of a few words.
func completeWords(c *cobra.Command, flag string, list ...string) {
	completeWith(c, flag, cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp))
}

// completeWorkspace completes names of workspaces.
func (a *program) completeWorkspace(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	s, err := a.load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return append(s.Names(), app.PracticeName), cobra.ShellCompDirectiveNoFileComp
}

// completeBatch completes ids of batches, the newest first, with what became of
// them.
func (a *program) completeBatch(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const enough = 50
	var list []cobra.Completion
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	err := a.within(c.Context(), func(ctx context.Context, r *app.Session) error {
		batches, err := r.Queue.Batches(ctx, r.Name, 0, enough)
		for _, b := range batches {
			list = append(list, cobra.CompletionWithDesc(outbox.ShortID(b.ID), a.prompt().Stamp(b.Receipt.Begun)+" "+words.Batch(b)))
		}
		return err
	})
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}
