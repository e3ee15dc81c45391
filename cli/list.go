package cli

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
)

// record is one lead in JSON: what `list --json` and `export` print and what
// `import` reads back into the same draft.
type record struct {
	ID        uuid.UUID  `json:"id"`
	Workspace string     `json:"workspace"`
	State     string     `json:"state"`
	Reason    string     `json:"reason,omitempty"`
	Lead      exported   `json:"lead"`
	Problems  []string   `json:"problems,omitempty"`
	Notes     []string   `json:"notes,omitempty"`
	Finished  bool       `json:"finished"`
	Sample    bool       `json:"sample,omitempty"`
	Batch     *uuid.UUID `json:"batch,omitempty"`
	Created   *time.Time `json:"created,omitempty"`
	Updated   *time.Time `json:"updated,omitempty"`
}

// exported is a lead whose kind is a word; the queue keeps it as a number.
type exported struct {
	Kind string `json:"kind"`
	lead.Lead
}

func exportedOf(l lead.Lead) exported {
	if l.Kind == lead.Contact {
		return exported{"contact", l}
	}
	return exported{"company", l}
}

func recordOf(e queue.Entry) record {
	r := record{
		ID: e.ID, Workspace: e.Workspace, State: stateWord(e.State), Reason: e.Remark, Lead: exportedOf(e.Lead),
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
		Short: "List the leads of the workspace, all states",
	}, func(ctx context.Context, _ []string) error {
		var only queue.State
		if state != "" {
			var err error
			if only, err = parseState(state); err != nil {
				return err
			}
		}
		return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
			if asJSON {
				return a.listJSON(ctx, r, only)
			}
			return a.listTable(ctx, r, only)
		})
	})
	c.Flags().StringVar(&state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure")
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

// listJSON prints one array, a lead a line, as it reads them: there can be
// 100,000.
func (a *app) listJSON(ctx context.Context, r *room, only queue.State) error {
	before := "["
	err := eachEntry(ctx, r, only, func(e queue.Entry) error {
		text, err := jsonText(recordOf(e), "")
		if err != nil {
			return err
		}
		a.printf("%s\n%s", before, strings.TrimSuffix(text, "\n"))
		before = ","
		return nil
	})
	if before == "[" {
		a.printf("[]\n")
	} else {
		a.printf("\n]\n")
	}
	return err
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
			a.printf("%s\n", line(row.ID.String(), stateOnScreen(row.State, r.Practice), row.Name, row.Email,
				age(time.Since(row.Updated)), reason(row)))
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
		return count(row.Problems, "problem")
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
