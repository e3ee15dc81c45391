package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
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
func (a *app) importCommand() *cobra.Command {
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

// imported counts what became of the leads.
type imported struct {
	Ready     int `json:"ready"`
	Drafts    int `json:"drafts"`
	Updated   int `json:"updated"`   // drafts that were here already
	Unchanged int `json:"unchanged"` // the same as here already
	Skipped   int `json:"skipped"`   // sent, on the way or not sure: not to be changed
	Unread    int `json:"unread"`
	Controls  int `json:"controlCharactersDropped"`
	Blanks    int `json:"blanksDropped"` // and invisible characters, at the ends of values
	// Dropped are the members that no field takes.
	Dropped []string `json:"membersDropped,omitempty"`
	// Said is what was read otherwise than it is written.
	Said   []string `json:"readOtherwise,omitempty"`
	DryRun bool     `json:"dryRun"`
	said   intake.Tally
}

func (a *app) importFiles(ctx context.Context, f importFlags) error {
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
			return fmt.Errorf("the file %s for errors cannot be written (%w); name another", f.errors, cause(err))
		}
		defer func() { _ = file.Close() }()
		bad = file
	}
	return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
		live, stop := signals(ctx)
		defer stop()
		n, err := a.sortIn(live, r, f, items, bad)
		if err == nil {
			err = n.store(live, r)
		}
		if live.Err() != nil {
			return exit{codeInterrupted, errors.New("interrupted; nothing was imported")}
		}
		if err != nil {
			return err
		}
		a.tellImport(n.imported, f.asJSON)
		if n.Unread > 0 {
			return exit{codeLeadsFailed, fmt.Errorf("%s could not be read; the others are in", words.Leads(n.Unread))}
		}
		return nil
	})
}

// sorted are the leads of an import, judged and not saved yet.
type sorted struct {
	imported
	gate    gate
	fresh   []queue.Entry
	changed []queue.Entry
}

// sortIn judges every lead and tells those that cannot be read.
func (a *app) sortIn(ctx context.Context, r *room, f importFlags, items []intake.Item, bad io.Writer) (*sorted, error) {
	g, err := newGate(ctx, r)
	if err != nil {
		return nil, err
	}
	n := &sorted{gate: g, imported: imported{DryRun: f.dryRun}}
	for _, item := range items {
		if item.Err == nil {
			if err := n.take(ctx, r, item); err != nil {
				return n, err
			}
			continue
		}
		n.Unread++
		line, _ := json.Marshal(map[string]string{"at": item.At, "error": item.Err.Error()})
		if _, err := fmt.Fprintf(bad, "%s\n", line); err != nil {
			return n, fmt.Errorf("write %s: %w", f.errors, err)
		}
		if !f.asJSON {
			a.sayf("leadpad: %s: %v.", item.At, item.Err)
		}
	}
	return n, nil
}

// store saves the new leads in one commit, then those that were here already.
func (n *sorted) store(ctx context.Context, r *room) error {
	if n.DryRun {
		return nil
	}
	if _, err := r.Queue.Add(ctx, n.fresh); err != nil {
		return fmt.Errorf("save the leads: %w", err)
	}
	for _, e := range n.changed {
		if _, err := r.Queue.Save(ctx, e); err != nil {
			return fmt.Errorf("save lead %s: %w", e.ID, err)
		}
	}
	return nil
}

// readFiles reads everything before anything is saved, so that a file that is
// broken in its middle leaves nothing half imported.
func (a *app) readFiles(files []string) ([]intake.Item, error) {
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

// take judges one lead: as a change of the draft that it was exported from, if
// that can still be changed, else as a new one.
func (n *sorted) take(ctx context.Context, r *room, item intake.Item) error {
	n.Controls += item.Controls
	n.Blanks += item.Blanks
	n.said.Add(item.At, item.Said)
	for _, name := range item.Dropped {
		if !slices.Contains(n.Dropped, name) {
			n.Dropped = append(n.Dropped, name)
		}
	}
	e := queue.Entry{Workspace: r.Name}
	stranger := item.ID != uuid.Nil || item.State != ""
	if stranger {
		before, err := r.Queue.Get(ctx, r.Name, item.ID)
		switch {
		case errors.Is(err, queue.ErrNotFound):
		case err != nil:
			return err
		case reflect.DeepEqual(before.Lead.Normalised(), item.Lead.Normalised()):
			n.Unchanged++
			return nil
		case before.State != queue.Draft && before.State != queue.Ready && before.State != queue.Failed:
			n.Skipped++
			return nil
		default:
			e, stranger = before, false
		}
	}
	e.Lead, e.Finished = item.Lead, true
	if err := n.gate.judge(ctx, &e); err != nil {
		return err
	}
	if stranger {
		abroad(&e, item)
	}
	if len(item.Problems) > 0 {
		e.State, e.Problems = queue.Draft, append(e.Problems, item.Problems...)
	}
	if e.State == queue.Ready {
		n.Ready++
	} else {
		n.Drafts++
	}
	if e.Rev == 0 {
		n.fresh = append(n.fresh, e)
		return nil
	}
	n.Updated++
	n.changed = append(n.changed, e)
	return nil
}

// abroad keeps a lead that went out, or may have, from another queue from going
// a second time by itself: it is a Draft that says so.
func abroad(e *queue.Entry, item intake.Item) {
	went := "was sent"
	switch item.State {
	case stateWord(queue.Sent):
	case stateWord(queue.Unsure), stateWord(queue.Sending):
		went = "may have been sent"
	default:
		return
	}
	if item.Batch != uuid.Nil {
		went += " in batch " + item.Batch.String()
	}
	e.State = queue.Draft
	e.Problems = append(e.Problems, lead.Problem{Text: went + " of another queue: look in ClosingDealz whether it is there"})
}

// tellImport says what came of it.
func (a *app) tellImport(n imported, asJSON bool) {
	n.Said = n.said.Lines()
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
