package cli

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// deleteCommand is `leadpad delete`.
func (a *program) deleteCommand() *cobra.Command {
	return a.trashCommand(&cobra.Command{
		Use:   "delete ID…",
		Short: "Put leads into the Trash",
		Long: "Put leads into the Trash, where they stay for 30 days. What is sent, on the way or not sure " +
			"cannot be deleted; it is named, and the others go.\n\n" +
			"Exit codes: 0 all were deleted, 3 some were not, 1 none was.",
		Example: "  leadpad delete 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f\n" +
			"  leadpad list --json | jq -r '.[].id' | xargs leadpad delete\n" +
			"  leadpad list --state trash",
	}, a.listShows(), func(ctx context.Context, r *app.Session, ids []queue.ID) (t trashResult, left []app.Stays, err error) {
		t.Deleted, t.until, left, err = r.Delete(ctx, ids)
		if len(t.Deleted) > 0 {
			t.Until = app.Stamp(t.until)
		}
		return t, left, err
	})
}

// restoreCommand is `leadpad restore`.
func (a *program) restoreCommand() *cobra.Command {
	return a.trashCommand(&cobra.Command{
		Use:   "restore ID…",
		Short: "Bring leads back from the Trash",
		Long: "Bring leads back from the Trash, as they were. Those that are not in it are named.\n\n" +
			"Exit codes: 0 all were restored, 3 some were not, 1 none was.",
		Example: "  leadpad restore 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f\n" +
			"  leadpad list --state trash   # shows the ids",
	}, a.prompt().Command("list --state trash")+" shows them", func(ctx context.Context, r *app.Session, ids []queue.ID) (t trashResult, left []app.Stays, err error) {
		t.Restored, left, err = r.Restore(ctx, ids)
		return t, left, err
	})
}

// undone is a lead to which nothing was done, and why.
type undone struct {
	ID     queue.ID `json:"id"`
	Reason string   `json:"reason"`
}

// trashResult is what `delete --json` and `restore --json` print.
type trashResult struct {
	Deleted  []queue.ID `json:"deleted,omitempty"`
	Until    *time.Time `json:"until,omitempty"` // how long they stay in the Trash
	Restored []queue.ID `json:"restored,omitempty"`
	Not      []undone   `json:"not,omitempty"`
	until    time.Time
}

// trashCommand is a command on ids of leads; shown says where those are seen.
func (a *program) trashCommand(c *cobra.Command, shown string, do func(context.Context, *app.Session, []queue.ID) (trashResult, []app.Stays, error)) *cobra.Command {
	var asJSON bool
	c.Args = cobra.ArbitraryArgs
	name := strings.Fields(c.Use)[0]
	c = a.command(c, func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return usagef("%s takes the ids of leads; see %s", name, a.prompt().Command(name+" --help"))
		}
		ids, err := leadIDs(args, shown)
		if err != nil {
			return err
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			result, left, err := do(ctx, r, ids)
			if err != nil {
				return err
			}
			for _, l := range left {
				result.Not = append(result.Not, undone{l.ID, a.reader(r).Left(l)})
			}
			return a.tellTrash(result, asJSON)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document with what was done, and what was not and why")
	return c
}

// listShows says where the ids of leads are seen.
func (a *program) listShows() string { return a.prompt().Command("list") + " shows them" }

// leadIDs reads ids, each once; shown says where they are seen.
func leadIDs(args []string, shown string) ([]queue.ID, error) {
	ids := make([]queue.ID, 0, len(args))
	seen := make(map[queue.ID]bool, len(args))
	for _, text := range args {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, usagef("%q is no id of a lead; %s", safe.Clean(text), shown)
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// tellTrash says what was done and what was not.
func (a *program) tellTrash(r trashResult, asJSON bool) error {
	switch {
	case asJSON:
		if err := a.json(r); err != nil {
			return err
		}
	case len(r.Deleted) > 0:
		a.linef("%s", a.prompt().Deleted(len(r.Deleted), r.until))
	case len(r.Restored) > 0:
		a.linef("%s restored", words.Leads(len(r.Restored)))
	}
	for _, n := range r.Not {
		a.sayf("leadpad: lead %s %s.", n.ID, n.Reason)
	}
	return partly(len(r.Deleted)+len(r.Restored), len(r.Not))
}

// partly is the exit of a command that did what was asked to some leads and to
// others not.
func partly(done, not int) error {
	switch {
	case not == 0:
		return nil
	case done == 0:
		return exit{code: codeFailed}
	}
	return exit{code: codeLeadsFailed}
}
