package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

// submitFlags are those of `leadpad submit`.
type submitFlags struct {
	all, dryRun, asJSON, yes, split, newKey bool
	ids                                     []string
}

// submitCommand is `leadpad submit`.
func (a *app) submitCommand() *cobra.Command {
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

func (a *app) submit(ctx context.Context, f submitFlags) error {
	if f.all && len(f.ids) > 0 {
		return usagef("submit takes either --all or the ids of leads; see `leadpad list`")
	}
	if !f.yes && !f.dryRun && (!isTerminal(a.In) || !isTerminal(a.Err)) {
		return usagef("submit asks before it sends and there is no terminal; add --yes, or --dry-run to look only")
	}
	a.noHold = f.yes
	return a.within(ctx, func(ctx context.Context, _ *host, r *room) error {
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
		run := &submission{app: a, room: r, flags: f}
		return run.run(ctx, plan)
	})
}

// submitIDs are the leads that were asked for.
func (a *app) submitIDs(ctx context.Context, r *room, f submitFlags) ([]queue.ID, error) {
	if len(f.ids) == 0 {
		return r.Queue.IDs(ctx, queue.Query{Workspace: r.Name, Text: "state:ready"})
	}
	ids := make([]queue.ID, 0, len(f.ids))
	for _, text := range f.ids {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, usagef("%q is no id of a lead; `leadpad list` shows them", text)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// nothingToSend is why a plan is empty.
func nothingToSend(p outbox.Plan) error {
	switch {
	case p.NeedsFixes+p.NotReady > 0:
		return fmt.Errorf("nothing was sent: %s not ready; mend them in `leadpad`", are(p.NeedsFixes+p.NotReady, "lead"))
	case p.Gone > 0:
		return fmt.Errorf("nothing was sent: %s sent, on the way, not sure or deleted", are(p.Gone, "lead"))
	}
	return errors.New("nothing was sent: there are no ready leads")
}

func are(n int, noun string) string {
	if n == 1 {
		return count(n, noun) + " is"
	}
	return count(n, noun) + " are"
}

// planSentence is the preflight in one sentence.
func planSentence(r *room, p outbox.Plan) string {
	sizes := make([]string, 0, len(p.Batches))
	for _, n := range p.Batches {
		sizes = append(sizes, fmt.Sprint(n))
	}
	const shownSizes = 8
	if len(sizes) > shownSizes {
		sizes = append(sizes[:shownSizes], "…")
	}
	s := fmt.Sprintf("%s → %s", count(len(p.IDs), "lead"), count(len(p.Batches), "request"))
	if len(sizes) > 1 {
		s += " (" + strings.Join(sizes, "+") + ")"
	}
	s += " to " + r.Title
	for _, part := range []struct {
		n    int
		text string
	}{
		{len(p.Duplicates), "possible duplicates"},
		{p.NeedsFixes, "need fixes and stay"},
		{p.NotReady, "not ready and stay"},
		{p.Gone, "cannot be sent again"},
		{p.Returned, "refused before"},
	} {
		if part.n > 0 {
			s += fmt.Sprintf(" · %d %s", part.n, part.text)
		}
	}
	if p.Estimate > 0 {
		s += fmt.Sprintf(" · about %v", p.Estimate.Round(time.Second))
	}
	for _, left := range p.Omitted {
		s += " · not sent: " + left
	}
	return s
}

// tellPlan prints the preflight.
func (a *app) tellPlan(r *room, p outbox.Plan, asJSON bool) error {
	if !asJSON {
		a.printf("%s\n", a.clean(planSentence(r, p)))
		return nil
	}
	return a.event(map[string]any{
		"event": "plan", "workspace": r.Name, "practice": r.Practice, "leads": len(p.IDs), "requests": p.Batches,
		"duplicates": len(p.Duplicates), "needsFixes": p.NeedsFixes, "notReady": p.NotReady, "gone": p.Gone,
		"returned": p.Returned, "omitted": p.Omitted, "canary": p.Canary, "estimateSeconds": p.Estimate.Seconds(),
	})
}

// agree asks what must be asked before anything leaves.
func (a *app) agree(ctx context.Context, r *room, p outbox.Plan, f submitFlags) error {
	known := "key of " + r.Name
	print, err := r.fingerprint(ctx)
	if err != nil {
		return exit{codeRefused, err}
	}
	before, err := r.Queue.Setting(ctx, known)
	if err != nil {
		return err
	}
	changed := before != "" && before != print && !r.Practice
	if changed && f.yes && !f.newKey {
		return usagef("key or address of workspace %s changed since the last submission; add --new-key if it is the same workspace", r.Name)
	}
	if !f.yes {
		question := fmt.Sprintf("Submit %s to %s?", count(len(p.IDs), "lead"), r.Title)
		if changed {
			question = "Key or address changed. Is it the same workspace? " + question
		}
		ok, err := a.confirm(ctx, question, "Submit", "Leave")
		if err != nil {
			return err
		}
		if !ok {
			return exit{code: codeInterrupted}
		}
	}
	if before == print {
		return nil
	}
	return r.Queue.SetSetting(ctx, known, print)
}

// submission follows one submission of this process.
type submission struct {
	*app
	room  *room
	flags submitFlags
	id    queue.ID
	told  int // requests that were told
	hold  bool
}

func (s *submission) run(ctx context.Context, plan outbox.Plan) error {
	live, stop := signals(ctx)
	defer stop()
	watch, end := context.WithCancel(ctx)
	defer end()
	changed := s.room.Sender.Subscribe(watch)
	var err error
	if s.id, err = s.room.Sender.Submit(ctx, plan); err != nil {
		return fmt.Errorf("begin the submission: %w", err)
	}
	last, err := s.follow(ctx, live, changed)
	if err != nil {
		return err
	}
	for _, batch := range s.refused(last) {
		if !s.flags.split || live.Err() != nil {
			break
		}
		if err := s.room.Sender.FindAtFault(ctx, batch); err != nil {
			return fmt.Errorf("find the lead at fault: %w", err)
		}
		s.told, s.id = 0, queue.ID{}
		if last, err = s.follow(ctx, live, changed); err != nil {
			return err
		}
	}
	if live.Err() != nil {
		s.tellEnd(last)
		return interrupted()
	}
	s.tellEnd(last)
	return s.verdict(last)
}

// follow tells what happens until the submission has ended. A signal takes a
// hold back, or lets the request in flight finish and keeps the rest.
func (s *submission) follow(ctx, live context.Context, changed <-chan struct{}) (outbox.Progress, error) {
	stopping := live.Done()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		p := s.room.Sender.Progress()
		mine := s.id == queue.ID{} || p.Submission == s.id
		if mine {
			s.tell(p)
			if p.Phase == outbox.Done || p.Phase == outbox.Stopped {
				return p, nil
			}
		}
		select {
		case <-changed:
		case <-tick.C:
		case <-ctx.Done():
			return p, ctx.Err()
		case <-stopping:
			stopping = nil
			if n, ok := s.room.Sender.TakeBack(ctx); ok {
				s.sayf("leadpad: taken back, %s Ready again.", are(n, "lead"))
			} else {
				s.room.Sender.CancelRest()
			}
		}
	}
}

// tell prints the requests that were answered since the last time.
func (s *submission) tell(p outbox.Progress) {
	if p.Phase == outbox.Holding && !s.hold && !s.flags.asJSON {
		s.hold = true
		s.printf("holding until %s; Ctrl+C takes everything back\n", p.HoldUntil.Local().Format("15:04:05"))
	}
	for ; s.told < len(p.Requests) && p.Requests[s.told].State == outbox.Answered; s.told++ {
		s.tellRequest(s.told+1, len(p.Requests), p.Requests[s.told])
	}
}

func (s *submission) tellRequest(n, of int, r outbox.Request) {
	env := r.Envelope
	if s.flags.asJSON {
		_ = s.event(map[string]any{
			"event": "request", "n": n, "of": of, "batch": r.Batch, "leads": r.Leads, "begun": stamp(r.Begun),
			"seconds": r.Took.Seconds(), "outcome": r.Outcome.String(), "status": r.Status,
			"succeeded": env.Succeeded, "statusCode": env.StatusCode, "statusCodeDescription": env.Description,
			"message": s.masked(env.Message), "error": s.clean(r.Err),
		})
		return
	}
	text := fmt.Sprintf("%s  request %d of %d  %s", r.Begun.Local().Format("15:04:05"), n, of, count(r.Leads, "lead"))
	if r.Status > 0 {
		text += fmt.Sprintf("  HTTP %d", r.Status)
	}
	if env.Succeeded != nil {
		text += fmt.Sprintf("  succeeded %t", *env.Succeeded)
	}
	if env.StatusCode != nil {
		text += fmt.Sprintf("  statusCode %d", *env.StatusCode)
	}
	if env.Description != nil {
		text += "  " + *env.Description
	}
	if env.Message != nil {
		text += "  " + *env.Message
	}
	if r.Err != "" {
		text += "  " + r.Err
	}
	s.printf("%s  %v\n", s.clean(text), r.Took.Round(time.Millisecond))
}

// masked takes the key out of a text that may be absent.
func (a *app) masked(text *string) *string {
	if text == nil {
		return nil
	}
	clean := a.clean(*text)
	return &clean
}

// refused are the batches that were refused for their content.
func (s *submission) refused(p outbox.Progress) []queue.ID {
	var ids []queue.ID
	for _, r := range p.Requests {
		if r.State == outbox.Answered && r.Outcome == api.AtFault {
			ids = append(ids, r.Batch)
		}
	}
	return ids
}

// tellEnd says how it ended.
func (s *submission) tellEnd(p outbox.Progress) {
	if s.flags.asJSON {
		end := map[string]any{
			"event": "end", "submission": p.Submission,
			"sent": p.Sent, "failed": p.Failed, "unsure": p.Unsure, "returned": p.Returned,
		}
		if p.Last.What != "" {
			end["outcome"] = p.Last.Outcome.String()
			end["what"], end["certain"], end["next"] = s.clean(p.Last.What), s.clean(p.Last.Certain), s.clean(p.Last.Next)
		}
		_ = s.event(end)
		return
	}
	s.printf("%d sent, %d failed, %d not sure, %d ready again\n", p.Sent, p.Failed, p.Unsure, p.Returned)
}

// verdict is the exit code: what is not sure goes before what was refused, and
// that before what failed.
func (s *submission) verdict(p outbox.Progress) error {
	text := strings.TrimSpace(strings.Join([]string{p.Last.What, p.Last.Certain, p.Last.Next}, " "))
	if text == "" {
		text = "not all leads were sent"
	}
	switch {
	case p.Unsure > 0:
		return exit{codeNotSure, fmt.Errorf("nobody knows about %s: look in ClosingDealz, then `leadpad resolve BATCH --sent` or `--ready`", count(p.Unsure, "lead"))}
	case p.Last.Outcome == api.BadKey || p.Last.Outcome == api.PlanLimit:
		if p.Phase == outbox.Stopped {
			return exit{codeRefused, errors.New(text)}
		}
	case p.Failed > 0 || len(s.refused(p)) > 0:
		return exit{codeLeadsFailed, errors.New(text)}
	}
	if p.Phase == outbox.Stopped || p.Returned > 0 {
		return errors.New(text)
	}
	return nil
}
