package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/intake/table"
	"leadpad/lead"
	"leadpad/safe"
	"leadpad/words"
)

// importFlags are those of `leadpad import`.
type importFlags struct {
	dry, asJSON                             bool
	errorsTo, mapFile, saveMap              string
	region, preset, duplicates, group, rest string
	maps, labels                            []string

	read table.Options
	told app.ImportOptions
}

// importCommand is `leadpad import`.
func (a *program) importCommand() *cobra.Command {
	var f importFlags
	c := a.command(&cobra.Command{
		Use:   "import FILE|- …",
		Short: "Read leads from CSV, TSV, XLSX, vCard or JSON: exports of address books and CRMs, spreadsheets, leadpad's own",
		Long: "Read leads from CSV, TSV, XLSX, vCard or JSON: exports of address books and CRMs, spreadsheets, leadpad's own. " +
			"What a file is, its encoding and what its columns hold are found out by looking at it, and said. " +
			"What no field takes goes to the notes under its column's name.",
		Example: "  leadpad import --dry-run contacts.csv\n  leadpad import fair.csv --label expo --errors mend.csv\n" +
			"  leadpad import leads.csv --map \"Stand=notes\"\n  leadpad import leads.json people.vcf\n  leadpad export --profile acme | leadpad import - --profile other",
		Args: cobra.ArbitraryArgs,
	}, func(ctx context.Context, files []string) (err error) {
		if err := a.served.takesFiles(files); err != nil {
			return err
		}
		if len(files) == 0 {
			return usagef("import needs a file, or - for standard input")
		}
		if err := f.check(files); err != nil {
			return err
		}
		return a.importFiles(ctx, f, files)
	})
	f.register(c)
	return c
}

func (f *importFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVar(&f.dry, "dry-run", false, "say what would come of it, column by column, and save nothing")
	flags.StringArrayVar(&f.maps, "map", nil, "what a column holds, as COLUMN=FIELD; FIELD is "+table.FieldWords()+"; repeatable")
	flags.StringVar(&f.mapFile, "map-file", "", "file with a COLUMN=FIELD in each line")
	flags.StringVar(&f.saveMap, "save-map", "", "remember --map and --map-file under a name, for files with the same columns")
	flags.StringVar(&f.read.Sheet, "sheet", "", "sheet of a workbook, else the first one with a header")
	flags.StringVar(&f.region, "region", "", "country of phones without + in rows without a country, like DE; else phone_region of the config")
	flags.StringArrayVar(&f.labels, "label", nil, "label for each lead; repeatable")
	flags.StringVar(&f.preset, "preset", "", "preset of the config for what a lead has nothing of its own for")
	flags.StringVar(&f.duplicates, "duplicates", "keep", "new leads that share an email or phone with another one: keep both, skip, fill what is empty there, or replace it")
	flags.StringVar(&f.group, "group", "", "company: rows of one company become one company lead with contacts")
	flags.StringVar(&f.rest, "unmapped", "notes", "where columns without a field go: notes, or out")
	flags.StringVar(&f.errorsTo, "errors", "", "CSV for what needs mending, the reason first, that imports back onto its drafts; as .jsonl: what could not be read")
	flags.BoolVar(&f.asJSON, "json", false, "print the report as one JSON document")
	completeWords(c, "duplicates", "keep", "skip", "fill", "replace")
	completeWords(c, "group", "company")
	completeWords(c, "unmapped", "notes", "out")
}

// check finds flags that are none, before a file is read.
func (f *importFlags) check(files []string) (err error) {
	ways := []string{"keep", "skip", "fill", "replace"}
	way := slices.Index(ways, f.duplicates)
	switch {
	case way < 0:
		return usagef("--duplicates is keep, skip, fill or replace, not %q", safe.Clean(f.duplicates))
	case f.group != "" && f.group != "company":
		return usagef("--group is company, not %q", safe.Clean(f.group))
	case f.rest != "notes" && f.rest != "out":
		return usagef("--unmapped is notes or out, not %q", safe.Clean(f.rest))
	case f.region != "" && !lead.HasPhones(f.region):
		return usagef("--region is the code of a country, like DE, not %q", safe.Clean(f.region))
	case f.saveMap != "" && len(f.maps) == 0 && f.mapFile == "":
		return usagef("--save-map remembers what --map or --map-file say; give one of them")
	}
	f.told = app.ImportOptions{Dry: f.dry, Duplicates: app.Duplicates(way), Group: f.group != "", Labels: f.labels}
	f.read.Region, f.read.International, f.read.Bare = f.region, f.region != "", f.rest == "out"
	f.read.Map, err = app.ReadMapping(f.maps, f.mapFile)
	if wrong, ok := errors.AsType[*table.NoMapping](err); ok {
		return usagef("%s", words.NoMapping(wrong))
	}
	if err != nil {
		return err
	}
	return ownErrors(files, f.errorsTo)
}

// ownErrors wants a file for errors that is not read as well.
func ownErrors(files []string, to string) error {
	out, err := os.Stat(to)
	for _, name := range files {
		in, none := os.Stat(name)
		if err == nil && none == nil && os.SameFile(in, out) {
			return usagef("--errors is a file that is imported too; name another")
		}
	}
	return nil
}

// importFiles reads the files and saves their leads.
func (a *program) importFiles(ctx context.Context, f importFlags, files []string) error {
	ctx, stop := a.signals(ctx)
	defer stop()
	if a.served != nil {
		ended, err := a.served.who.Importing()
		if err != nil {
			return a.nothingImported(ctx, err)
		}
		defer ended()
	}
	var done *app.Imported
	var reads []app.Read
	err := a.within(ctx, func(ctx context.Context, r *app.Session) error {
		if err := f.of(r); err != nil {
			return err
		}
		f.read.Saved = func(header []string) []table.Mapping { return r.SavedMapping(ctx, header) }
		items, read, err := app.ReadFiles(ctx, a.In, files, f.read)
		if err != nil {
			return err
		}
		wrong, err := app.NewErrorsFile(f.errorsTo)
		if err != nil {
			return err
		}
		defer wrong.Close()
		reads, f.told.Reads, f.told.Problem = read, read, wrong.Draft
		n, err := r.Import(ctx, items, f.told, func(item *intake.Item) error {
			why := a.prompt().Unread(item.Err, "")
			if !f.asJSON {
				a.sayf("leadpad: %s: %v.", item.At, why)
			}
			return wrong.Unread(item, why.Error())
		})
		if err != nil {
			return err
		}
		done = &n
		if f.saveMap != "" && !f.dry {
			err = r.KeepMapping(ctx, f.saveMap, read, f.read.Map)
		}
		return errors.Join(err, wrong.Write(words.Reasons))
	})
	if done == nil {
		if _, wrong := errors.AsType[exit](err); wrong {
			return err
		}
		return a.nothingImported(ctx, err)
	}
	return errors.Join(a.tellImport(*done, reads, f), err)
}

// of asks the session for what the flags name.
func (f *importFlags) of(r *app.Session) error {
	if f.preset != "" {
		p, ok := r.Presets()[f.preset]
		if !ok {
			return usagef("the config has no preset %q", safe.Clean(f.preset))
		}
		f.told.Preset = app.PinsOf(p)
	}
	if f.read.Region == "" {
		f.read.Region = r.Settings().PhoneRegion
	}
	return nil
}

// nothingImported is the word about an import that was not committed.
func (a *program) nothingImported(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return exit{codeInterrupted, errors.New("interrupted; nothing was imported")}
	}
	return a.prompt().Unread(err, "; nothing was imported")
}

// tellImport says what came of it.
func (a *program) tellImport(n app.Imported, reads []app.Read, f importFlags) error {
	if f.asJSON {
		if err := a.json(words.ImportedJSON(n, reads)); err != nil {
			return err
		}
	} else {
		a.linef("%s", words.Imported(n))
		for _, l := range words.ImportReport(n, reads, f.dry) {
			a.linef("  %s", l)
		}
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
