package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
	"leadpad/intake"
	"leadpad/queue"
	"leadpad/words"
)

// exportFlags are those of `leadpad export`.
type exportFlags struct {
	state, format, batch, dir string
	force                     bool
}

// exportCommand is `leadpad export`.
func (a *program) exportCommand() *cobra.Command {
	var f exportFlags
	var c *cobra.Command
	c = a.command(&cobra.Command{
		Use:   "export",
		Short: "Write the leads, or the receipt of one batch, as CSV, as JSON that `import` reads back, or as curl calls",
		Example: "  leadpad export --format csv --state failed > failed.csv\n" +
			"  leadpad export --batch 4f2a1c --dir receipts",
	}, func(ctx context.Context, _ []string) error {
		if err := f.check(c.Flags().Changed("format")); err != nil {
			return err
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			if f.batch != "" {
				return a.exportBatch(ctx, r, f)
			}
			only, err := parseStateOr(f.state)
			if err != nil {
				return err
			}
			return a.exportLeads(r, f.format, r.Records(ctx, only))
		})
	})
	flags := c.Flags()
	flags.StringVar(&f.state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure; with --batch: sent, failed or unsure in it")
	flags.StringVar(&f.format, "format", "json", "csv, json or curl")
	flags.StringVar(&f.batch, "batch", "", "only the leads of this batch, with what became of them in it; the last six characters of its id are enough, `leadpad history` shows them")
	flags.StringVar(&f.dir, "dir", "", "with --batch: write files into this folder, a CSV for what was sent, failed and is not sure, and one JSON")
	flags.BoolVar(&f.force, "force", false, "with --dir: replace files that are there")
	return c
}

// check finds flags that do not go together.
func (f exportFlags) check(formatAsked bool) error {
	switch {
	case f.format != "csv" && f.format != "json" && f.format != "curl":
		return usagef("--format is csv, json or curl, not %q", f.format)
	case f.dir != "" && f.batch == "":
		return usagef("--dir is for the files of a batch; name one with --batch, or redirect the output")
	case f.dir != "" && (formatAsked || f.state != ""):
		return usagef("--dir writes all files of a batch; leave --format and --state away")
	case f.force && f.dir == "":
		return usagef("--force is for the files of --dir")
	}
	if f.batch != "" {
		_, _, err := parseEnd(f.state)
		return err
	}
	_, err := parseStateOr(f.state)
	return err
}

// parseStateOr is parseState; 0, for all states, when none is asked for.
func parseStateOr(word string) (queue.State, error) {
	if word == "" {
		return 0, nil
	}
	return parseState(word)
}

// exportLeads writes leads to standard output.
func (a *program) exportLeads(r *app.Session, format string, leads intake.Walk) error {
	switch format {
	case "csv":
		return intake.WriteCSV(a.Out, leads)
	case "curl":
		return a.exportCurl(r, leads)
	}
	return intake.WriteJSON(a.Out, leads)
}

// exportBatch writes one batch to standard output or into files.
func (a *program) exportBatch(ctx context.Context, r *app.Session, f exportFlags) error {
	b, err := r.Batch(ctx, f.batch)
	if err != nil {
		return err
	}
	if f.format == "curl" && f.state == "" {
		a.printf("%s\n", api.Curl(string(b.Payload), app.CurlAddress(r.Address))) // as it went
		return nil
	}
	list, err := r.Carried(ctx, b)
	if err != nil {
		return err
	}
	if f.dir != "" {
		return a.exportFiles(b, list, f)
	}
	only, all, err := parseEnd(f.state)
	if err != nil {
		return err
	}
	walk := app.Those(list, only)
	if all {
		walk = app.All(list)
	}
	return a.exportLeads(r, f.format, walk)
}

// exportFiles writes a batch's files and says which.
func (a *program) exportFiles(b queue.Batch, list []app.Carried, f exportFlags) error {
	files := app.ReceiptFiles(list, f.dir, app.ReceiptName(b))
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("the folder %s cannot be made (%w); name another with --dir", f.dir, app.Cause(err))
	}
	if !f.force {
		there, err := app.AnyThere(files)
		if err != nil {
			return err
		}
		if there != "" {
			return fmt.Errorf("%s is there already; add --force to replace the files of this batch, or name another --dir", there)
		}
	}
	written, removed, err := app.WriteReceipts(files, f.force)
	for _, w := range written {
		a.printf("%s\n", a.clean(fmt.Sprintf("wrote %s: %s", w.Path, words.Leads(w.Leads))))
	}
	for _, w := range removed {
		a.printf("%s\n", a.clean(fmt.Sprintf("removed %s: no lead is in it any more", w.Path)))
	}
	return err
}

// exportCurl writes one call for each request's worth of leads. Leads with
// problems stay out; the key is left to the environment.
func (a *program) exportCurl(r *app.Session, leads intake.Walk) error {
	left, err := r.Curl(leads, func(call string) { a.printf("%s\n", call) })
	if left > 0 {
		a.sayf("leadpad: %s with problems left out: mend what is wrong first.", words.Leads(left))
	}
	return err
}
