package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/words"
)

// receipt is one batch in JSON.
type receipt struct {
	ID          uuid.UUID  `json:"id"`
	Submission  uuid.UUID  `json:"submission"`
	Workspace   string     `json:"workspace"`
	Practice    bool       `json:"practice"`
	State       string     `json:"state"`
	Resolution  string     `json:"resolution,omitempty"`
	Leads       int        `json:"leads"`
	Names       []string   `json:"names,omitempty"`
	IDs         []queue.ID `json:"ids,omitempty"`
	Begun       *time.Time `json:"begun,omitempty"`
	Ended       *time.Time `json:"ended,omitempty"`
	Outcome     string     `json:"outcome"`
	Status      int        `json:"status"`
	Succeeded   *bool      `json:"succeeded"`
	StatusCode  *int       `json:"statusCode"`
	Description *string    `json:"statusCodeDescription"`
	Message     *string    `json:"message"`
	Error       string     `json:"error,omitempty"`
	Bytes       int64      `json:"bytesWritten"`
	// Seen are the other facts; the three sentences say all of them.
	Seen    *api.Seen `json:"seen,omitempty"`
	What    string    `json:"what,omitempty"`
	Certain string    `json:"certain,omitempty"`
	Next    string    `json:"next,omitempty"`
	Hash    string    `json:"payloadSHA256,omitempty"`
	// Envelope is the answer as it came, Payload the body as it was sent.
	Envelope string          `json:"envelope,omitempty"`
	Payload  json.RawMessage `json:"payload,omitempty"`
}

// batchStates are the words of a batch's state in JSON.
var batchStates = [...]string{
	queue.InFlight: "in flight", queue.BatchSent: "sent", queue.BatchReturned: "returned",
	queue.BatchRefused: "refused", queue.BatchUnsure: "unsure", queue.BatchResolved: "resolved",
}

// batchWord is a batch's state in JSON.
func batchWord(s queue.BatchState) string {
	if int(s) < len(batchStates) {
		return batchStates[s]
	}
	return fmt.Sprintf("state %d", s)
}

func (a *program) receiptOf(read words.Reader, b queue.Batch) receipt {
	r, told := b.Receipt, read.Receipt(b)
	out := receipt{
		ID: b.ID, Submission: b.Submission, Workspace: b.Workspace, Practice: b.Practice,
		State: batchWord(b.State), Resolution: b.Resolution, Leads: max(len(b.Leads), len(b.Names)), Names: b.Names, IDs: b.Leads,
		Begun: app.Stamp(r.Begun), Ended: app.Stamp(r.Ended), Outcome: r.Outcome, Status: r.Status,
		Succeeded: r.Succeeded, StatusCode: r.StatusCode, Description: a.masked(r.Description), Message: a.masked(r.Message),
		Error: a.clean(r.Err), Bytes: r.Bytes, What: a.clean(told.What), Certain: a.clean(told.Certain), Next: a.clean(told.Next), Hash: b.Hash,
		Envelope: a.unkeyed(string(r.Body)),
	}
	if seen, ok := outbox.AnswerIn(r); ok {
		out.Seen = &seen.Seen
	}
	if json.Valid(b.Payload) {
		out.Payload = b.Payload
	}
	return out
}

// historyCommand is `leadpad history`.
func (a *program) historyCommand() *cobra.Command {
	var asJSON bool
	c := a.command(&cobra.Command{
		Use:   "history [ID]",
		Short: "Every batch with its receipt; with an id its envelope too",
		Long: "Every batch with what became of it. With an id: one batch with its receipt, its leads and the answer as it came.\n" +
			idsInShort,
		Example: "  leadpad history\n  leadpad history 4f2a1c",
		Args:    atMostOne,
	}, func(ctx context.Context, args []string) error {
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			if len(args) == 0 {
				return a.history(ctx, r, asJSON)
			}
			b, err := r.Batch(ctx, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(a.Out, a.receiptOf(reader(r), b))
			}
			a.printBatch(reader(r), b)
			return nil
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return c
}

// atMostOne allows one argument.
func atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usagef("%s takes one id; see `%[1]s --help`", c.CommandPath())
	}
	return nil
}

func (a *program) history(ctx context.Context, r *app.Session, asJSON bool) error {
	if asJSON {
		all := []receipt{}
		err := r.Batches(ctx, func(b queue.Batch) error {
			all = append(all, a.receiptOf(reader(r), b))
			return nil
		})
		if err != nil {
			return err
		}
		return writeJSON(a.Out, all)
	}
	type row struct {
		id   queue.ID
		text string
	}
	var rows []row
	same := map[string]int{} // how many batches end like this
	err := r.Batches(ctx, func(b queue.Batch) error {
		rows = append(rows, row{b.ID, a.clean(inOneLine(b))})
		same[outbox.ShortID(b.ID)]++
		return nil
	})
	for _, one := range rows {
		id := outbox.ShortID(one.id)
		if same[id] > 1 {
			id = one.id.String()
		}
		a.printf("%s  %s\n", id, one.text)
	}
	return err
}

// resolveCommand is `leadpad resolve`.
func (a *program) resolveCommand() *cobra.Command {
	var sent, ready bool
	c := a.command(&cobra.Command{
		Use:   "resolve BATCH --sent|--ready",
		Short: "Settle a \"not sure\" batch, after a look in the CRM",
		Long: "Say what became of the leads of a batch that is not sure, after a look in ClosingDealz.\n" +
			idsInShort,
		Example: "  leadpad resolve 4f2a1c --sent",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		if len(args) != 1 || sent == ready {
			return usagef("resolve takes one batch and either --sent (it is in ClosingDealz) or --ready (it is missing)")
		}
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			return a.resolve(ctx, r, args[0], sent)
		})
	})
	c.Flags().BoolVar(&sent, "sent", false, "its leads are in ClosingDealz")
	c.Flags().BoolVar(&ready, "ready", false, "its leads are missing there; they go back to Ready")
	return c
}

func (a *program) resolve(ctx context.Context, r *app.Session, id string, sent bool) error {
	b, err := r.Batch(ctx, id)
	if err != nil {
		return err
	}
	to := queue.Ready
	if sent {
		to = queue.Sent
	}
	n, err := r.Settle(ctx, b, to)
	if err != nil {
		return err
	}
	a.printf("%s now %s\n", words.Plural(n, "lead is", "leads are"), words.State(to, r.Practice, false))
	return nil
}
