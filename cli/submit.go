package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/words"
)

// submitFlags are those of `leadpad submit`.
type submitFlags struct {
	all, dryRun, asJSON, yes, split, newKey bool
}

// submitCommand is `leadpad submit`.
func (a *program) submitCommand() *cobra.Command {
	var f submitFlags
	c := a.command(&cobra.Command{
		Use:   "submit [--all | ID…]",
		Short: "Submit ready leads and watch the answers",
		Example: "  leadpad submit --dry-run\n  leadpad submit --all\n" +
			"  leadpad submit --yes --json   # in a script: asks nothing",
		Args: cobra.ArbitraryArgs,
	}, func(ctx context.Context, ids []string) error {
		if f.all && len(ids) > 0 {
			return usagef("submit takes either --all or the ids of leads; %s", a.listShows())
		}
		if !f.yes && !f.dryRun && !a.canAsk() {
			return usagef("submit asks before it sends and there is no terminal; add --yes, or --dry-run to look only")
		}
		a.noHold = f.yes
		return a.within(ctx, func(ctx context.Context, r *app.Session) error { return a.submit(ctx, r, f, ids) })
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

func (a *program) submit(ctx context.Context, r *app.Session, f submitFlags, args []string) error {
	if a.served != nil && f.yes {
		r.Sender.Unattended()
	}
	// Leads of a process that died are ready when that is settled.
	if err := r.Sender.Settled(ctx); err != nil {
		return err
	}
	plan, err := a.plan(ctx, r, f, args)
	if err != nil {
		return err
	}
	a.tellPlan(r, plan, f.asJSON)
	switch {
	case a.out.err != nil || f.dryRun:
		return a.out.err
	case len(plan.IDs) == 0:
		return a.reader(r).NothingGoes(plan)
	}
	if err := a.agree(ctx, r, plan, f); err != nil {
		return err
	}
	// A reader of standard output that goes away must not end a submission.
	if a.served == nil {
		broken := make(chan os.Signal, 1)
		signal.Notify(broken, syscall.SIGPIPE)
		defer signal.Stop(broken)
	}
	return a.follow(ctx, r, plan, f.split, a.teller(r, f))
}

// plan makes the plan. Where nobody is asked, nothing is read for it that the first
// request does not need.
func (a *program) plan(ctx context.Context, r *app.Session, f submitFlags, args []string) (p outbox.Plan, err error) {
	ids, err := leadIDs(args, a.listShows())
	if err != nil {
		return p, err
	}
	if len(args) == 0 && f.yes && !f.dryRun {
		p, err = r.Sender.PlanAll(ctx)
	} else {
		if len(args) == 0 {
			ids, err = r.Queue.IDs(ctx, queue.Query{Workspace: r.Name, State: queue.Ready})
		}
		if err == nil {
			p, err = r.Sender.Plan(ctx, ids)
		}
	}
	if err != nil {
		return p, fmt.Errorf("plan the submission: %w", err)
	}
	return p, nil
}

// tellPlan prints the preflight.
func (a *program) tellPlan(r *app.Session, p outbox.Plan, asJSON bool) {
	text := words.Plan(p, r.Title)
	if !asJSON {
		a.linef("%s", text)
		return
	}
	event := app.PlanEvent(r, p)
	event["sentence"] = text
	a.event(event, words.Told{})
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
