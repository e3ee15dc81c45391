package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// trashWord is --state of the leads in the Trash.
const trashWord = "trash"

// deleteCommand is `leadpad delete`.
func (a *program) deleteCommand() *cobra.Command {
	return a.trashCommand(&cobra.Command{
		Use:   "delete ID…",
		Short: "Put leads into the Trash",
		Long: "Put leads into the Trash, where they stay for 30 days. What is sent, on the way or not sure\n" +
			"cannot be deleted; it is named, and the others go.\n\n" +
			"Exit codes: 0 all were deleted, 3 some were not, 1 none was.",
		Example: "  leadpad delete 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f\n" +
			"  leadpad list --state draft --json | jq -r '.[].id' | xargs leadpad delete\n" +
			"  leadpad list --state trash",
	}, deleteLeads)
}

// restoreCommand is `leadpad restore`.
func (a *program) restoreCommand() *cobra.Command {
	return a.trashCommand(&cobra.Command{
		Use:   "restore ID…",
		Short: "Bring leads back from the Trash",
		Long: "Bring leads back from the Trash, as they were. Those that are not in it are named.\n\n" +
			"Exit codes: 0 all were restored, 3 some were not, 1 none was.",
		Example: "  leadpad restore 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f\n" +
			"  leadpad list --state trash --json | jq -r '.[].id' | xargs leadpad restore",
	}, restoreLeads)
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
}

// trashCommand is a command on ids of leads.
func (a *program) trashCommand(c *cobra.Command, do func(context.Context, *app.Session, []queue.ID) (trashResult, string, error)) *cobra.Command {
	var asJSON bool
	c.Args = cobra.ArbitraryArgs
	name := strings.Fields(c.Use)[0]
	c = a.command(c, func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return usagef("%s takes the ids of leads; see `leadpad %[1]s --help`", name)
		}
		ids, err := leadIDs(args)
		if err != nil {
			return err
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			result, said, err := do(ctx, r, ids)
			if err != nil {
				return err
			}
			return a.tellTrash(result, said, asJSON)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document with what was done, and what was not and why")
	return c
}

// leadIDs reads ids, each once.
func leadIDs(args []string) ([]queue.ID, error) {
	ids := make([]queue.ID, 0, len(args))
	seen := make(map[queue.ID]bool, len(args))
	for _, text := range args {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, usagef("%q is no id of a lead; `leadpad list` shows them", safe.Clean(text))
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// tellTrash says what was done and what was not.
func (a *program) tellTrash(r trashResult, said string, asJSON bool) error {
	done := len(r.Deleted) + len(r.Restored)
	if asJSON {
		if err := writeJSON(a.Out, r); err != nil {
			return err
		}
	} else if done > 0 {
		a.printf("%s\n", said)
	}
	for _, n := range r.Not {
		a.sayf("leadpad: lead %s %s.", n.ID, n.Reason)
	}
	switch {
	case len(r.Not) == 0:
		return nil
	case done == 0:
		return exit{code: codeFailed}
	}
	return exit{code: codeLeadsFailed}
}

// deleteLeads puts leads into the Trash.
func deleteLeads(ctx context.Context, r *app.Session, ids []queue.ID) (trashResult, string, error) {
	gone, until, left, err := r.Delete(ctx, ids)
	result := trashResult{Deleted: gone, Not: explained(r, left)}
	if err != nil || len(gone) == 0 {
		return result, "", err
	}
	result.Until = app.Stamp(until)
	return result, fmt.Sprintf("%s deleted; `leadpad restore` brings %s back until %s", words.Leads(len(gone)),
		them(len(gone)), until.Local().Format("2 Jan 2006")), nil
}

// restoreLeads takes leads out of the Trash.
func restoreLeads(ctx context.Context, r *app.Session, ids []queue.ID) (trashResult, string, error) {
	back, left, err := r.Restore(ctx, ids)
	return trashResult{Restored: back, Not: explained(r, left)}, words.Leads(len(back)) + " restored", err
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// explained says of each lead to which nothing was done why.
func explained(r *app.Session, left []app.Stays) (not []undone) {
	here := "is not in workspace " + safe.Clean(r.Name).String()
	for _, l := range left {
		reason := map[app.Why]string{
			app.NotHere:      here,
			app.NowhereAtAll: here + " and not in its Trash",
			app.InTrash:      "is in the Trash already",
			app.NotInTrash:   "is not in the Trash",
			app.OnItsWay:     "is on its way and cannot be deleted",
			app.WasSent:      "is sent and cannot be deleted",
			app.IsUnsure:     "is not sure and cannot be deleted before `leadpad resolve` has settled its batch",
			app.ChangedSince: "was changed meanwhile and stays",
		}[l.Why]
		if l.Why == app.Unreadable {
			reason = "cannot be looked at: " + safe.Clean(l.Err.Error()).String()
		}
		not = append(not, undone{l.ID, reason})
	}
	return not
}

// trashTable prints the Trash for people.
func (a *program) trashTable(ctx context.Context, r *app.Session) error {
	shown := 0
	err := r.Trash(ctx, func(row queue.Trashed) error {
		if shown == 0 {
			a.printf("%s\n", line("ID", "STATE", "NAME", "EMAIL", "DELETED", "STAYS UNTIL"))
		}
		shown++
		a.printf("%s\n", line(row.ID.String(), words.State(row.State, r.Practice, false), row.Name, row.Email,
			words.Age(time.Since(row.Deleted)), row.Until().Local().Format("2 Jan 2006")))
		return nil
	})
	if err == nil && shown == 0 {
		a.printf("the Trash is empty\n")
	}
	return err
}
