package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/words"
)

// submitFlags are those of `leadpad submit`.
type submitFlags struct {
	all, dryRun, asJSON, yes, split, newKey bool
	ids                                     []string
}

// submitCommand is `leadpad submit`.
func (a *program) submitCommand() *cobra.Command {
	var f submitFlags
	c := a.command(&cobra.Command{
		Use:   "submit [--all | ID…]",
		Short: "Submit ready leads and watch the answers",
		Args:  cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		f.ids = args
		return a.submit(ctx, f)
	})
	flags := c.Flags()
	flags.BoolVar(&f.all, "all", false, "submit all ready leads of the workspace, as without any id")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would go, and send nothing")
	flags.BoolVar(&f.asJSON, "json", false, "print what happens as JSON lines")
	flags.BoolVar(&f.yes, "yes", false, "no question, no hold, no look at the first lead")
	flags.BoolVar(&f.split, "split", false, "find the lead at fault of a refused batch by sending its halves")
	flags.BoolVar(&f.newKey, "new-key", false, "with --yes: go on though key or address changed")
	return c
}

func (a *program) submit(ctx context.Context, f submitFlags) error {
	if f.all && len(f.ids) > 0 {
		return usagef("submit takes either --all or the ids of leads; see `leadpad list`")
	}
	if !f.yes && !f.dryRun && (!isTerminal(a.In) || !isTerminal(a.Err)) {
		return usagef("submit asks before it sends and there is no terminal; add --yes, or --dry-run to look only")
	}
	a.noHold = f.yes
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		ids, err := a.submitIDs(ctx, r, f)
		if err != nil {
			return err
		}
		plan, err := r.Sender.Plan(ctx, ids)
		if err != nil {
			return fmt.Errorf("plan the submission: %w", err)
		}
		if err := a.tellPlan(r, plan, f.asJSON); err != nil || f.dryRun {
			return err
		}
		if len(plan.IDs) == 0 {
			return nothingToSend(plan)
		}
		if err := a.agree(ctx, r, plan, f); err != nil {
			return err
		}
		run := &submission{app: a, room: r, split: f.split, teller: a.teller(r, f)}
		return run.run(ctx, plan)
	})
}

// submitIDs are the leads that were asked for.
func (a *program) submitIDs(ctx context.Context, r *app.Session, f submitFlags) ([]queue.ID, error) {
	if len(f.ids) == 0 {
		return r.Queue.IDs(ctx, queue.Query{Workspace: r.Name, Text: "state:ready"})
	}
	return leadIDs(f.ids)
}

// nothingToSend is why a plan is empty.
func nothingToSend(p outbox.Plan) error {
	switch {
	case p.NeedsFixes+p.NotReady > 0:
		return fmt.Errorf("nothing was sent: %s not ready; mend them in `leadpad`", words.Plural(p.NeedsFixes+p.NotReady, "lead is", "leads are"))
	case p.Gone > 0:
		return fmt.Errorf("nothing was sent: %s sent, on the way, not sure or deleted", words.Plural(p.Gone, "lead is", "leads are"))
	}
	return errors.New("nothing was sent: there are no ready leads")
}

// agree asks what must be asked before anything leaves.
func (a *program) agree(ctx context.Context, r *app.Session, p outbox.Plan, f submitFlags) error {
	if err := r.FindKey(ctx); err != nil {
		return exit{codeRefused, err}
	}
	if p.Changed && f.yes && !f.newKey {
		return usagef("key or address of workspace %s changed since the last submission; add --new-key if it is the same workspace", r.Name)
	}
	if !f.yes {
		question := fmt.Sprintf("Submit %s to %s?", words.Leads(len(p.IDs)), r.Title)
		if p.Changed {
			question = "Key or address changed. Is it the same workspace? " + question
		}
		ok, err := a.confirm(ctx, question, "Submit", "Do not submit")
		if err != nil {
			return err
		}
		if !ok {
			return exit{code: codeInterrupted}
		}
	}
	if !p.Changed {
		return nil
	}
	return r.Sender.SameWorkspace(ctx)
}
