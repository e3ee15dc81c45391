package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/safe"
	"leadpad/words"
)

// importFlags are those of `leadpad import`.
type importFlags struct {
	dryRun bool
	errors string
	asJSON bool
	files  []string
}

// importCommand is `leadpad import`.
func (a *program) importCommand() *cobra.Command {
	var f importFlags
	c := a.command(&cobra.Command{
		Use:   "import FILE|- …",
		Short: "Read leads from JSON: the API's forms, leadpad's own export, or what another CRM exports",
		Args:  cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		f.files = args
		return a.importFiles(ctx, f)
	})
	flags := c.Flags()
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would come of it, and save nothing")
	flags.StringVar(&f.errors, "errors", "", "file that gets what could not be read, as JSON lines")
	flags.BoolVar(&f.asJSON, "json", false, "print the counts as one JSON document")
	return c
}

func (a *program) importFiles(ctx context.Context, f importFlags) error {
	if len(f.files) == 0 {
		return usagef("import needs a file, or - for standard input")
	}
	items, err := a.readFiles(f.files)
	if err != nil {
		return err
	}
	var bad io.Writer = io.Discard
	if f.errors != "" {
		file, err := os.OpenFile(f.errors, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("the file %s for errors cannot be written (%w); name another", f.errors, app.Cause(err))
		}
		defer func() { _ = file.Close() }()
		bad = file
	}
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		live, stop := signals(ctx)
		defer stop()
		n, err := r.Import(live, items, f.dryRun, func(item intake.Item) error { return a.unread(item, f, bad) })
		if live.Err() != nil {
			return exit{codeInterrupted, errors.New("interrupted; nothing was imported")}
		}
		if err != nil {
			return err
		}
		a.tellImport(n, f.asJSON)
		if n.Unread > 0 {
			return exit{codeLeadsFailed, fmt.Errorf("%s could not be read; the others are in", words.Leads(n.Unread))}
		}
		return nil
	})
}

// unread tells one lead that could not be read.
func (a *program) unread(item intake.Item, f importFlags, bad io.Writer) error {
	line, _ := json.Marshal(map[string]string{"at": item.At, "error": item.Err.Error()})
	if _, err := fmt.Fprintf(bad, "%s\n", line); err != nil {
		return fmt.Errorf("write %s: %w", f.errors, err)
	}
	if !f.asJSON {
		a.sayf("leadpad: %s: %v.", item.At, item.Err)
	}
	return nil
}

// readFiles reads everything before anything is saved, so that a file that is
// broken in its middle leaves nothing half imported.
func (a *program) readFiles(files []string) ([]intake.Item, error) {
	var items []intake.Item
	for _, name := range files {
		err := a.readFile(name, func(i intake.Item) error {
			i.At = safe.Clean(name).String() + ", " + i.At
			items = append(items, i)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w; nothing was imported", name, err)
		}
	}
	return items, nil
}

// tellImport says what came of it.
func (a *program) tellImport(n app.Imported, asJSON bool) {
	if asJSON {
		_ = writeJSON(a.Out, n)
		return
	}
	text := fmt.Sprintf("%d Ready, %d Draft", n.Ready, n.Drafts)
	if n.DryRun {
		text = "would be " + text
	}
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{n.Updated, "of them was here already and is changed", "of them were here already and are changed"},
		{n.Unchanged, "was here already, the same", "were here already, the same"},
		{n.Skipped, "is sent, on the way or not sure and stays as it is", "are sent, on the way or not sure and stay as they are"},
		{n.Unread, "could not be read", "could not be read"},
		{n.Controls, "control character was dropped", "control characters were dropped"},
		{n.Blanks, "blank or invisible character at the ends of values was dropped", "blanks or invisible characters at the ends of values were dropped"},
	} {
		if part.n > 0 {
			text += " · " + words.Plural(part.n, part.one, part.many)
		}
	}
	if len(n.Dropped) > 0 {
		text += " · left out, because no field takes them: " + strings.Join(n.Dropped, ", ")
	}
	a.printf("%s\n", a.clean(text))
	for _, said := range n.Said {
		a.printf("  %s\n", a.clean(said))
	}
}
