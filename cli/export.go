package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
	"leadpad/intake"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// exportFlags are those of `leadpad export`.
type exportFlags struct {
	state, format, batch, dir string
	force, noBOM              bool

	only queue.State // of state, as check read it
	end  app.End     // the same with a batch
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
			return a.exportLeads(r, f, r.Exported(ctx, "", r.Records(ctx, f.only)))
		})
	})
	flags := c.Flags()
	flags.StringVar(&f.state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure; with --batch: sent, failed or unsure in it")
	flags.StringVar(&f.format, "format", "json", "how they are written: csv, json or curl")
	flags.StringVar(&f.batch, "batch", "", "only the leads of this batch, with what became of them in it; the last six characters of its id are enough, "+a.prompt().Command("history")+" shows them")
	flags.StringVar(&f.dir, "dir", "", "with --batch: write files into this folder, a CSV for what was sent, failed and is not sure, and one JSON")
	flags.BoolVar(&f.force, "force", false, "with --dir: replace files that are there")
	flags.BoolVar(&f.noBOM, "no-bom", false, "leave out the mark by which spreadsheets know that a CSV is UTF-8")
	completeWords(c, "state", stateWords()...)
	completeWords(c, "format", "csv", "json", "curl")
	completeWith(c, "batch", a.completeBatch)
	return c
}

// check finds flags that do not go together, and reads the state.
func (f *exportFlags) check(formatAsked bool) (err error) {
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
	if f.batch == "" {
		f.only, err = parseState(f.state)
		return err
	}
	ok := true
	if f.state != "" {
		f.end, ok = app.ParseEnd(f.state)
	}
	if !ok {
		return usagef("--state of a batch is sent, failed or unsure, not %q", safe.Clean(f.state))
	}
	return nil
}

// exportLeads writes leads to standard output.
func (a *program) exportLeads(r *app.Session, f exportFlags, leads intake.Walk) error {
	switch f.format {
	case "csv":
		return a.shown(func(out io.Writer) error {
			if out == a.out && !f.noBOM {
				_, _ = io.WriteString(out, intake.BOM)
			}
			return intake.WriteCSV(out, leads)
		})
	case "curl":
		left, err := r.Curl(leads, a.curl)
		if left > 0 {
			a.sayf("leadpad: %s with problems left out: mend what is wrong first.", words.Leads(left))
		}
		return err
	}
	return a.jsonArray(leads)
}

// exportBatch writes one batch to standard output or into files.
func (a *program) exportBatch(ctx context.Context, r *app.Session, f exportFlags) error {
	b, err := r.Batch(ctx, f.batch)
	if err != nil {
		return err
	}
	if f.dir != "" {
		written, removed, err := r.ReceiptsInto(ctx, b, f.dir, app.Files{Replace: f.force, NoBOM: f.noBOM, Worded: words.Records})
		for _, w := range written {
			a.linef("wrote %s: %s", w.Path, words.Leads(w.Leads))
		}
		for _, w := range removed {
			a.linef("removed %s: no lead is in it any more", w.Path)
		}
		return err
	}
	if f.format == "curl" && f.state == "" {
		a.curl(api.Curl(string(b.Payload), app.CurlAddress(r.Address))) // as it went
		return nil
	}
	list, err := r.Carried(ctx, b)
	if err != nil {
		return err
	}
	walk := app.Those(list, f.end)
	if f.state == "" {
		walk = app.All(list)
	}
	return a.exportLeads(r, f, r.Exported(ctx, b.ID.String(), walk))
}

// shown writes a text as it is into a file or a pipe, and so that it can be drawn
// on a terminal.
func (a *program) shown(write func(io.Writer) error) error {
	if !isTerminal(a.Out) {
		return write(a.out)
	}
	var text strings.Builder
	err := write(&text)
	a.lines(strings.TrimSuffix(text.String(), "\n"))
	return err
}

// curl writes one call.
func (a *program) curl(call string) {
	_ = a.shown(func(out io.Writer) error {
		_, err := io.WriteString(out, call+"\n")
		return err
	})
}
