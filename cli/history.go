package cli

import (
	"context"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// idsInShort is what every command that takes a batch says of its id.
func (a *program) idsInShort() string {
	return "The last six characters of a batch's id, which " + a.prompt().Command("history") + " shows, are enough."
}

// historyCommand is `leadpad history`.
func (a *program) historyCommand() *cobra.Command {
	var asJSON bool
	c := a.inWorkspace(&cobra.Command{
		Use:   "history [ID]",
		Short: "Every batch with its receipt; with an id its envelope too",
		Long: "Every batch with what became of it. With an id: one batch with its receipt, its leads and the answer as it came.\n\n" +
			a.idsInShort(),
		Example:           "  leadpad history\n  leadpad history 4f2a1c\n  leadpad history --json",
		Args:              atMostOne,
		ValidArgsFunction: a.completeBatch,
	}, func(ctx context.Context, r *app.Session, args []string) error {
		if len(args) == 0 {
			return a.history(ctx, r, asJSON)
		}
		b, err := r.Batch(ctx, args[0])
		if err != nil {
			return err
		}
		if asJSON {
			return a.json(a.reader(r).ReceiptJSON(b))
		}
		for _, line := range a.reader(r).Card(b) {
			a.linef("%s", line)
		}
		if len(b.Receipt.Body) > 0 {
			a.linef("the answer as it came:")
			a.lines(string(b.Receipt.Body))
		}
		return nil
	})
	c.Flags().BoolVar(&asJSON, "json", false, oneDocument)
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
	var all []queue.Batch
	same := map[string]int{} // how many batches end like this
	err := r.Batches(ctx, func(b queue.Batch) error {
		all = append(all, b)
		same[outbox.ShortID(b.ID)]++
		return nil
	})
	if err != nil {
		return err
	}
	if asJSON {
		list := make([]any, len(all))
		for i, b := range all {
			list[i] = a.reader(r).ReceiptJSON(b)
		}
		return a.json(list)
	}
	if len(all) == 0 {
		a.linef("no batches yet")
	}
	for _, b := range all {
		id := outbox.ShortID(b.ID)
		if same[id] > 1 {
			id = b.ID.String()
		}
		a.linef("%s  %s", id, safe.Clean(a.reader(r).Line(b)))
	}
	return nil
}

// resolveCommand is `leadpad resolve`.
func (a *program) resolveCommand() *cobra.Command {
	var sent, ready, drafts bool
	c := a.inWorkspace(&cobra.Command{
		Use:   "resolve BATCH --sent|--ready",
		Short: "Settle a \"not sure\" batch, after a look in the CRM",
		Long: "Say what became of the leads of a batch that is not sure, after a look in ClosingDealz.\n\n" +
			a.idsInShort() + "\n\n" +
			"With --drafts: make drafts Ready that may already be in ClosingDealz, because the queue was restored or " +
			"copied; all of them, or those whose ids are given. Delete those that are there first.\n\n" +
			"Exit codes of --drafts: 0 all are Ready, 3 some are not, 1 none is.",
		Example: "  leadpad resolve 4f2a1c --sent\n  leadpad resolve 4f2a1c --ready\n  leadpad resolve --drafts --ready",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case drafts && (sent || !ready):
				return usagef("resolve --drafts takes --ready (they are missing in ClosingDealz); %s takes those that are there", a.prompt().Command("delete"))
			case !drafts && (len(args) != 1 || sent == ready):
				return usagef("resolve takes one batch and either --sent (it is in ClosingDealz) or --ready (it is missing)")
			}
			return nil
		},
		ValidArgsFunction: a.completeBatch,
	}, func(ctx context.Context, r *app.Session, args []string) error {
		if drafts {
			return a.vouch(ctx, r, args)
		}
		b, err := r.Batch(ctx, args[0])
		if err != nil {
			return err
		}
		to := queue.Ready
		if sent {
			to = queue.Sent
		}
		n, err := r.Settle(ctx, b, to)
		if err == nil {
			a.linef("%s now %s", words.Plural(n, "lead is", "leads are"), words.State(to, r.Practice, false))
		}
		return err
	})
	c.Flags().BoolVar(&sent, "sent", false, "its leads are in ClosingDealz")
	c.Flags().BoolVar(&ready, "ready", false, "its leads are missing there; they go back to Ready")
	c.Flags().BoolVar(&drafts, "drafts", false, "no batch: drafts that may already be in ClosingDealz, all or by their ids")
	return c
}

// vouch is `leadpad resolve --drafts --ready`.
func (a *program) vouch(ctx context.Context, r *app.Session, args []string) error {
	only, err := leadIDs(args, a.listShows())
	if err != nil {
		return err
	}
	v, err := r.Vouch(ctx, only)
	if err != nil {
		return err
	}
	a.linef("%s", words.Vouched(v))
	for _, l := range v.Left {
		a.sayf("leadpad: lead %s %s.", l.ID, a.reader(r).Left(l))
	}
	return partly(v.Ready, v.Rest+len(v.Left))
}
