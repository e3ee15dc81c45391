package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/intake"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// trashWord is --state of the leads in the Trash.
const trashWord = "trash"

// deleteCommand is `leadpad delete`.
func (a *app) deleteCommand() *cobra.Command {
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
func (a *app) restoreCommand() *cobra.Command {
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
func (a *app) trashCommand(c *cobra.Command, do func(context.Context, *room, []queue.ID) (trashResult, string, error)) *cobra.Command {
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
		return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
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
func (a *app) tellTrash(r trashResult, said string, asJSON bool) error {
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
func deleteLeads(ctx context.Context, r *room, ids []queue.ID) (trashResult, string, error) {
	d, err := r.Queue.Delete(ctx, r.Name, ids)
	if err != nil {
		return trashResult{}, "", fmt.Errorf("nothing was deleted: %w", err)
	}
	result := trashResult{Deleted: d.Leads, Not: explain(ctx, r, ids, d.Leads, whyNotDeleted)}
	if len(d.Leads) == 0 {
		return result, "", nil
	}
	until := d.At.Add(queue.KeepDeleted)
	result.Until = stamp(until)
	return result, fmt.Sprintf("%s deleted; `leadpad restore` brings %s back until %s", words.Leads(len(d.Leads)),
		them(len(d.Leads)), until.Local().Format("2 Jan 2006")), nil
}

// restoreLeads takes leads out of the Trash.
func restoreLeads(ctx context.Context, r *room, ids []queue.ID) (trashResult, string, error) {
	back, err := r.Queue.Restore(ctx, r.Name, ids)
	if err != nil {
		return trashResult{}, "", fmt.Errorf("nothing was restored: %w", err)
	}
	result := trashResult{Restored: back, Not: explain(ctx, r, ids, back, whyNotRestored)}
	return result, words.Leads(len(back)) + " restored", nil
}

func them(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// explain says of each lead that was asked for and not done why.
func explain(ctx context.Context, r *room, asked, done []queue.ID, why func(context.Context, *room, queue.ID) string) (not []undone) {
	there := make(map[queue.ID]bool, len(done))
	for _, id := range done {
		there[id] = true
	}
	for _, id := range asked {
		if !there[id] {
			not = append(not, undone{id, why(ctx, r, id)})
		}
	}
	return not
}

// unknownLead is said of an id that the workspace does not have.
func unknownLead(r *room) string { return "is not in workspace " + safe.Clean(r.Name).String() }

// unread is said of a lead that cannot be looked at.
func unread(err error) string { return "cannot be looked at: " + safe.Clean(err.Error()).String() }

// whyNotDeleted says why a lead was not deleted.
func whyNotDeleted(ctx context.Context, r *room, id queue.ID) string {
	e, err := r.Queue.Get(ctx, r.Name, id)
	if errors.Is(err, queue.ErrNotFound) {
		_, _, err := r.Queue.TrashEntry(ctx, r.Name, id)
		switch {
		case errors.Is(err, queue.ErrNotFound):
			return unknownLead(r)
		case err != nil:
			return unread(err)
		}
		return "is in the Trash already"
	}
	if err != nil {
		return unread(err)
	}
	switch e.State {
	case queue.Held, queue.Sending:
		return "is on its way and cannot be deleted"
	case queue.Sent:
		return "is sent and cannot be deleted"
	case queue.Unsure:
		return "is not sure and cannot be deleted before `leadpad resolve` has settled its batch"
	}
	return "was changed meanwhile and stays"
}

// whyNotRestored says why a lead was not restored.
func whyNotRestored(ctx context.Context, r *room, id queue.ID) string {
	_, err := r.Queue.Get(ctx, r.Name, id)
	switch {
	case errors.Is(err, queue.ErrNotFound):
		return unknownLead(r) + " and not in its Trash"
	case err != nil:
		return unread(err)
	}
	return "is not in the Trash"
}

// eachTrashed calls f for every lead of the Trash, those deleted last first.
func eachTrashed(ctx context.Context, r *room, f func(queue.Trashed) error) error {
	for offset := 0; ; offset += listPage {
		rows, _, err := r.Queue.Trash(ctx, r.Name, offset, listPage)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if len(rows) < listPage {
			return nil
		}
	}
}

// trashRecords walks the Trash.
func trashRecords(ctx context.Context, r *room) intake.Walk {
	return func(f func(intake.Record) error) error {
		return eachTrashed(ctx, r, func(row queue.Trashed) error {
			e, _, err := r.Queue.TrashEntry(ctx, r.Name, row.ID)
			if errors.Is(err, queue.ErrNotFound) {
				return nil // restored meanwhile
			}
			if err != nil {
				return err
			}
			rec := recordOf(e)
			rec.Deleted, rec.Until = stamp(row.Deleted), stamp(row.Until())
			return f(rec)
		})
	}
}

// trashTable prints the Trash for people.
func (a *app) trashTable(ctx context.Context, r *room) error {
	shown := 0
	err := eachTrashed(ctx, r, func(row queue.Trashed) error {
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
