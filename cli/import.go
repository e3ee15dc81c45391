package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/words"
)

// importCommand is `leadpad import`.
func (a *program) importCommand() *cobra.Command {
	var dry, asJSON bool
	var errorsTo string
	c := a.command(&cobra.Command{
		Use:   "import FILE|- …",
		Short: "Read leads from JSON: the API's forms, leadpad's own export, or what another CRM exports",
		Example: "  leadpad import --dry-run leads.json\n  leadpad import leads.json --errors unread.jsonl\n" +
			"  leadpad export --profile acme | leadpad import - --profile other",
		Args: cobra.ArbitraryArgs,
	}, func(ctx context.Context, files []string) (err error) {
		if err := a.served.takesFiles(files); err != nil {
			return err
		}
		if len(files) == 0 {
			return usagef("import needs a file, or - for standard input")
		}
		ctx, stop := a.signals(ctx)
		defer stop()
		if a.served != nil {
			ended, err := a.served.who.Importing()
			if err != nil {
				return a.nothingImported(ctx, err)
			}
			defer ended()
		}
		items, err := app.ReadFiles(ctx, a.In, files)
		if err != nil {
			return a.nothingImported(ctx, err)
		}
		unread, err := app.UnreadFile(errorsTo)
		if err != nil {
			return err
		}
		defer unread.Close()
		var done *app.Imported
		err = a.within(ctx, func(ctx context.Context, r *app.Session) error {
			n, err := r.Import(ctx, items, dry, func(item *intake.Item) error {
				if !asJSON {
					a.sayf("leadpad: %s: %v.", item.At, a.prompt().Unread(item.Err, ""))
				}
				return unread.Add(item, a.prompt().Unread(item.Err, "").Error())
			})
			if err == nil {
				done = &n
			}
			return err
		})
		if done == nil {
			return a.nothingImported(ctx, err)
		}
		return errors.Join(a.tellImport(*done, asJSON), err)
	})
	flags := c.Flags()
	flags.BoolVar(&dry, "dry-run", false, "say what would come of it, and save nothing")
	flags.StringVar(&errorsTo, "errors", "", "file that gets what could not be read, as JSON lines")
	flags.BoolVar(&asJSON, "json", false, "print the counts as one JSON document")
	return c
}

// nothingImported is the word about an import that was not committed.
func (a *program) nothingImported(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return exit{codeInterrupted, errors.New("interrupted; nothing was imported")}
	}
	return a.prompt().Unread(err, "; nothing was imported")
}

// tellImport says what came of it.
func (a *program) tellImport(n app.Imported, asJSON bool) error {
	if asJSON {
		if err := a.json(words.ImportedJSON(n)); err != nil {
			return err
		}
	} else {
		a.linef("%s", words.Imported(n))
		for _, said := range n.Said {
			a.linef("  %s", words.Seen(said))
		}
	}
	if n.Unread > 0 && n.Ready+n.Drafts+n.Updated+n.Unchanged+n.Here+n.Skipped == 0 {
		return fmt.Errorf("%s could not be read; nothing was imported", words.Leads(n.Unread))
	}
	if n.Unread > 0 {
		return exit{codeLeadsFailed, fmt.Errorf("%s could not be read; the others are in", words.Leads(n.Unread))}
	}
	return nil
}
