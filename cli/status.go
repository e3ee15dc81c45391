package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"leadpad/app"
)

// statusCommand is `leadpad status`.
func (a *program) statusCommand() *cobra.Command {
	var asJSON bool
	c := a.inWorkspace(&cobra.Command{
		Use:     "status",
		Short:   "Counts by state, the request window, the workspace",
		Example: "  leadpad status\n  leadpad status --profile acme --json",
	}, func(ctx context.Context, r *app.Session, _ []string) error {
		counts, err := r.Queue.Counts(ctx, r.Name)
		if err != nil {
			return err
		}
		meter, unknown := r.Sender.Meter(ctx)
		if asJSON {
			return a.json(app.StatusOf(r, counts, meter, a.reader(r).Error(unknown)))
		}
		for _, line := range a.reader(r).Status(r, counts, meter, unknown, time.Now()) {
			a.linef("%s", line)
		}
		return nil
	})
	c.Flags().BoolVar(&asJSON, "json", false, oneDocument)
	return c
}
