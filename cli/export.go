package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// exportCommand is `leadpad export`.
func (a *app) exportCommand() *cobra.Command {
	var state, format string
	c := a.command(&cobra.Command{
		Use:   "export",
		Short: "Write the leads as JSON that `import` reads back, or as curl calls",
	}, func(ctx context.Context, _ []string) error {
		var only queue.State
		if state != "" {
			var err error
			if only, err = parseState(state); err != nil {
				return err
			}
		}
		if format != "json" && format != "curl" {
			return usagef("--format is json or curl, not %q", format)
		}
		return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
			if format == "json" {
				return intake.WriteJSON(a.Out, records(ctx, r, only))
			}
			return a.exportCurl(ctx, r, only)
		})
	})
	c.Flags().StringVar(&state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure")
	c.Flags().StringVar(&format, "format", "json", "json or curl")
	return c
}

// exportCurl writes one call for each request's worth of leads. Leads with
// problems stay out; the key is left to the environment.
func (a *app) exportCurl(ctx context.Context, r *room, only queue.State) error {
	var batch []lead.Lead
	left := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		body, err := r.Encoding.Encode(batch)
		if err != nil {
			return fmt.Errorf("encode the leads: %w", err)
		}
		batch = batch[:0]
		a.printf("%s\n", api.Curl(string(body), kit.CurlAddress(r.Address)))
		return nil
	}
	err := eachEntry(ctx, r, only, func(e queue.Entry) error {
		if lead.Count(r.Encoding.Check(e.Lead)) > 0 {
			left++
			return nil
		}
		batch = append(batch, e.Lead)
		if len(batch) < api.MaxLeads {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if left > 0 {
		a.sayf("leadpad: %s left out: mend them first.", count(left, "lead with problems"))
	}
	return err
}
