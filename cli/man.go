package cli

import (
	"context"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"

	"leadpad/words"
)

// manCommand is `leadpad man`, for who packs leadpad.
func (a *program) manCommand() *cobra.Command {
	var c *cobra.Command
	c = a.command(&cobra.Command{
		Use: "man", Short: "Print the man page", Hidden: true, Example: "  leadpad man > leadpad.1",
	}, func(context.Context, []string) error {
		page, err := mango.NewManPage(1, c.Root())
		if err != nil {
			return err
		}
		for _, s := range words.Manual() {
			page = page.WithSection(s[0], s[1])
		}
		a.printf("%s", page.Build(roff.NewDocument()))
		return nil
	})
	return c
}
