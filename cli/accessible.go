package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/ui/ask"
)

// accessibleFlags refuses what does not go with --accessible, which asks for it.
func accessibleFlags(c *cobra.Command, f addFlags) error {
	for _, name := range []string{"paste", "drop-unplaced", "kind"} {
		if c.Flags().Changed(name) {
			return usagef("--accessible asks for everything; leave out --%s", name)
		}
	}
	l := f.lead
	if !l.Empty() || f.address != (lead.Address{}) || len(f.socials) > 0 {
		return usagef("--accessible asks for everything; leave out the lead's own flags")
	}
	if f.json != "" && (f.json != jsonAlone || !f.dryRun) {
		return usagef("--json goes with --accessible and --dry-run, without a value")
	}
	return nil
}

// addAccessible asks for one lead and saves it.
func (a *program) addAccessible(ctx context.Context, f addFlags) error {
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		live, stop := a.signals(ctx)
		defer stop()
		q := &ask.Questions{
			Typed: r.Type(), To: a.out, Clean: a.clean, Deaf: func() bool { return a.out.err != nil },
			Piped: !isTerminal(a.In), Dry: f.dryRun,
		}
		if f.json != "" {
			q.To = a.Err // standard output is the document's
		}
		q.From(a.In, live.Done())
		return asked(a.askLead(ctx, q, f.json != ""))
	})
}

// askLead asks for the lead, and saves it or prints it as a document.
func (a *program) askLead(ctx context.Context, q *ask.Questions, document bool) error {
	err := q.Ask(ctx)
	if err == nil && q.Typed.Lead.Empty() {
		err = ask.ErrEnd
	}
	switch {
	case err != nil:
		return q.Left(ctx, err)
	case document:
		return a.json(app.PastedRecords([]paste.Lead{{Lead: q.Typed.Lead.Normalised()}}))
	}
	return q.Save(ctx)
}

// asked gives the end of the questions, which said why, its exit code.
func asked(err error) error {
	switch {
	case errors.Is(err, ask.ErrStopped):
		return interrupted()
	case errors.Is(err, ask.ErrEnd):
		return exit{code: codeFailed}
	}
	return err
}
