package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/line"
	"leadpad/words"
)

// trashWord is --state of the leads in the Trash.
const trashWord = "trash"

// stateWords are the states as --state has them.
func stateWords() []string {
	var list []string
	for s := queue.Draft; s <= queue.Unsure; s++ {
		list = append(list, s.String())
	}
	return list
}

// parseState reads --state, 0 for "", all states; others are words that the
// command takes beside them.
func parseState(word string, others ...string) (queue.State, error) {
	known := append(stateWords(), others...)
	for i, w := range known {
		switch {
		case w != word:
		case i < len(known)-len(others):
			return queue.Draft + queue.State(i), nil
		default:
			return 0, nil
		}
	}
	near := config.Nearest(word, known)
	switch {
	case word == "":
		return 0, nil
	case near != "":
		return 0, usagef("--state has no %q; did you mean %q?", word, near)
	}
	return 0, usagef("--state has no %q; it is one of %s", word, strings.Join(known, ", "))
}

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
		only, err := parseState(state, trashWord)
		if err != nil {
			return err
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			t := line.Table{Practice: r.Practice, Last: [2]string{"AGE", "REASON"}, Print: func(text string) error {
				a.linef("%s", text)
				return a.out.err
			}}
			switch {
			case state == trashWord && asJSON:
				return a.jsonArray(r.TrashRecords(ctx))
			case asJSON:
				return a.jsonArray(r.Records(ctx, only))
			case state == trashWord:
				t.Last = [2]string{"DELETED", "STAYS UNTIL"}
				return t.End(words.TrashEmpty, r.Trash(ctx, func(l queue.Trashed) error {
					return t.Row(l.Row, l.Deleted, a.reader(r).Day(l.Until()))
				}))
			}
			return t.End("no leads", r.List(ctx, only, func(l queue.Row, problems []lead.Problem) error {
				return t.Row(l, l.Updated, words.Remark(l, problems))
			}))
		})
	})
	c.Flags().StringVar(&state, "state", "", "only leads in this state: draft, ready, held, sending, sent, failed or unsure; or trash")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON array with everything about each lead")
	completeWords(c, "state", append(stateWords(), trashWord)...)
	return c
}
