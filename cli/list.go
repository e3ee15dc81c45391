package cli

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/intake"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// recordOf is one lead as `list --json` and `export` print it and `import`
// reads it back into the same draft.
func recordOf(e queue.Entry) intake.Record {
	r := intake.Record{
		ID: e.ID, Workspace: e.Workspace, State: stateWord(e.State), Reason: e.Remark, Lead: e.Lead,
		Finished: e.Finished, Sample: e.Sample, Created: stamp(e.Created), Updated: stamp(e.Updated),
	}
	for _, p := range e.Problems {
		if p.Note {
			r.Notes = append(r.Notes, p.Text)
		} else {
			r.Problems = append(r.Problems, p.Text)
		}
	}
	if e.Batch != uuid.Nil {
		r.Batch = &e.Batch
	}
	return r
}

// listCommand is `leadpad list`.
func (a *app) listCommand() *cobra.Command {
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
		return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
			switch {
			case state == trashWord && asJSON:
				return intake.WriteJSON(a.Out, trashRecords(ctx, r))
			case state == trashWord:
				return a.trashTable(ctx, r)
			case asJSON:
				return intake.WriteJSON(a.Out, records(ctx, r, only))
			}
			return a.listTable(ctx, r, only)
		})
	})
	c.Flags().StringVar(&state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure; or trash")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON array with everything about each lead")
	return c
}

// listPage is how many rows are read at a time.
const listPage = 500

// eachEntry calls f for every lead of the workspace, newest first, that is in
// the state asked for (0: any).
func eachEntry(ctx context.Context, r *room, only queue.State, f func(queue.Entry) error) error {
	return r.Queue.Each(ctx, queue.Query{Workspace: r.Name, Sent: true}, func(e queue.Entry) error {
		if only != 0 && e.State != only {
			return nil
		}
		return f(e)
	})
}

// records walks the leads of the workspace that are in the state asked for.
func records(ctx context.Context, r *room, only queue.State) intake.Walk {
	return func(f func(intake.Record) error) error {
		return eachEntry(ctx, r, only, func(e queue.Entry) error { return f(recordOf(e)) })
	}
}

// listTable prints a table for people.
func (a *app) listTable(ctx context.Context, r *room, only queue.State) error {
	query := queue.Query{Workspace: r.Name, Sent: true}
	shown := 0
	for offset := 0; ; offset += listPage {
		rows, err := r.Queue.Rows(ctx, query, offset, listPage)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if only != 0 && row.State != only {
				continue
			}
			if shown == 0 {
				a.printf("%s\n", line("ID", "STATE", "NAME", "EMAIL", "AGE", "REASON"))
			}
			shown++
			a.printf("%s\n", line(row.ID.String(), words.State(row.State, r.Practice, false), row.Name, row.Email,
				words.Age(time.Since(row.Updated)), reason(row)))
		}
		if len(rows) < listPage {
			break
		}
	}
	if shown == 0 {
		a.printf("no leads\n")
	}
	return nil
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
