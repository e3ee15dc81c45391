package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/queue"
	"leadpad/words"
)

// auditCommand is `leadpad audit`.
func (a *program) auditCommand() *cobra.Command {
	var asJSON bool
	var since string
	c := a.command(&cobra.Command{
		Use:   "audit",
		Short: "Who logged in, exported, settled or took over what, on this machine's server",
		Long: fmt.Sprintf("The audit record, newest line last: logins and those denied, exports, words about batches that were not sure, "+
			"leads that became another's, keys that came and went. It is kept with the leads and only ever appended to. "+
			"What is done where no user is named, by one person at a desk, is not in it.\n\n"+
			"A line is kept for %d days; at most %s lines, and %s denied logins.",
			int(queue.KeepAudit.Hours()/24), words.Number(queue.AuditMost), words.Number(queue.AuditDenied)),
		Example: "  leadpad audit --since 24h\n  leadpad audit --since 2026-11-03 --json",
	}, func(ctx context.Context, _ []string) error {
		from, err := moment(since, time.Now())
		if err != nil {
			return err
		}
		s, err := a.settings()
		if err != nil {
			return err
		}
		h, err := app.Open(ctx, s)
		if err != nil {
			return err
		}
		err = h.Records(ctx, from, func(r queue.Record) error { return a.record(r, asJSON) })
		return errors.Join(err, h.Close(context.WithoutCancel(ctx)))
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	c.Flags().StringVar(&since, "since", "", "only since then: a duration like 24h or 30d, a date like 2026-11-03, or a time like 2026-11-03T14:00:00Z")
	return c
}

// record writes one line.
func (a *program) record(r queue.Record, asJSON bool) error {
	if !asJSON {
		a.linef("%s", a.prompt().Record(r))
		return a.out.err
	}
	text, err := intake.JSONText(r, "")
	a.printf("%s", text)
	return errors.Join(err, a.out.err)
}

// moment reads when something began: so long ago, on a day, or at a time. The zero time
// for "".
func moment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	var days int
	if n, err := fmt.Sscanf(text+" ", "%dd ", &days); err == nil && n == 1 && text == fmt.Sprintf("%dd", days) && days > 0 {
		return now.AddDate(0, 0, -days), nil
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, now.Location()); err == nil {
		return t, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	return time.Time{}, usagef("--since is a duration like 24h or 30d, a date like 2026-11-03, or a time like 2026-11-03T14:00:00Z, not %q", text)
}
