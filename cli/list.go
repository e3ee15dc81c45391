package cli

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// listCommand is `leadpad list`.
func (a *program) listCommand() *cobra.Command {
	var state string
	var asJSON bool
	c := a.command(&cobra.Command{
		Use:   "list",
		Short: "List the leads of the workspace, all states, or its Trash",
		Example: "  leadpad list\n  leadpad list --state draft --json\n" +
			"  leadpad list --state trash   # what was deleted, the last one first",
	}, func(ctx context.Context, _ []string) error {
		var only queue.State
		if state != "" && state != trashWord {
			var err error
			if only, err = parseState(state, trashWord); err != nil {
				return err
			}
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			switch {
			case state == trashWord && asJSON:
				return intake.WriteJSON(a.Out, r.TrashRecords(ctx))
			case state == trashWord:
				return a.trashTable(ctx, r)
			case asJSON:
				return intake.WriteJSON(a.Out, r.Records(ctx, only))
			}
			return a.listTable(ctx, r, only)
		})
	})
	c.Flags().StringVar(&state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure; or trash")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON array with everything about each lead")
	return c
}

// listTable prints a table for people.
func (a *program) listTable(ctx context.Context, r *app.Session, only queue.State) error {
	shown := 0
	err := r.List(ctx, only, func(row queue.Row) error {
		if shown == 0 {
			a.printf("%s\n", line("ID", "STATE", "NAME", "EMAIL", "AGE", "REASON"))
		}
		shown++
		a.printf("%s\n", line(row.ID.String(), words.State(row.State, r.Practice, false), row.Name, row.Email,
			words.Age(time.Since(row.Updated)), reason(row)))
		return nil
	})
	if err == nil && shown == 0 {
		a.printf("no leads\n")
	}
	return err
}

// reason is why a lead is in its state, as far as there is something to say.
func reason(row queue.Row) string {
	switch {
	case row.Remark != "":
		return row.Remark
	case row.State == queue.Draft && row.Problems > 0:
		return words.Plural(row.Problems, "problem", "problems")
	case row.State == queue.Draft && !row.Finished:
		return "not finished"
	}
	return ""
}

// line lays out one row of the table.
func line(id, state, name, email, age, reason string) string {
	cell := func(s string, width int) string {
		s = ansi.Truncate(safe.Clean(s).String(), width, "…")
		return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
	}
	text := cell(id, 36) + "  " + cell(state, 15) + "  " + cell(name, 28) + "  " + cell(email, 30) + "  " + cell(age, 8) + "  " + safe.Clean(reason).String()
	return strings.TrimRight(text, " ")
}
