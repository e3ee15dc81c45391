package cli

import (
	"context"
	"fmt"
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// jsonTeller prints JSON lines.
type jsonTeller struct {
	*program
	room *app.Session
}

func (j jsonTeller) now(context.Context, outbox.Progress) {}

func (j jsonTeller) clear() {}

func (j jsonTeller) note(text string) { j.sayf("leadpad: %s.", text) }

func (j jsonTeller) missed(_ context.Context, m miss) {
	_ = j.event(map[string]any{
		"event": "retry", "leads": m.Leads, "begun": app.Stamp(m.Begun), "seconds": m.Took.Seconds(),
		"trouble": m.Seen.Trouble, "host": m.Seen.Host, "again": app.Stamp(m.again),
		"what": j.clean(m.what), "certain": j.clean(m.certain), "next": m.next,
	})
}

func (j jsonTeller) request(_ context.Context, r outbox.Request, n int, p outbox.Progress) {
	env := r.Envelope
	_ = j.event(map[string]any{
		"event": "request", "n": n, "of": app.Left(p.Requests), "batch": r.Batch, "leads": r.Leads, "begun": app.Stamp(r.Begun),
		"seconds": r.Took.Seconds(), "outcome": r.Outcome.String(), "status": r.Status,
		"succeeded": env.Succeeded, "statusCode": env.StatusCode, "statusCodeDescription": env.Description,
		"message": j.masked(env.Message), "trouble": r.Seen.Trouble, "error": j.clean(r.Err),
	})
}

func (j jsonTeller) end(t app.Tally, e ending) error {
	end := map[string]any{
		"event": "end", "submission": t.Last.Submission,
		"sent": t.Sent, "failed": t.Failed, "unsure": t.Unsure, "returned": t.Returned,
	}
	if last := lastWord(t); last.Kind != outbox.NothingTold {
		told := reader(j.room).Report(last)
		end["outcome"], end["kind"], end["leads"], end["back"] = last.Outcome.String(), last.Kind.String(), last.Leads, last.Back
		end["what"], end["certain"] = j.clean(told.What), j.clean(told.Certain)
	}
	if e.todo != "" {
		end["next"] = e.todo
	}
	_ = j.event(end)
	return e.err()
}

// lineTeller prints a line for each request, for logs, pipes and terminals that
// cannot draw.
type lineTeller struct {
	*program
	held bool
}

func (l *lineTeller) now(_ context.Context, p outbox.Progress) {
	if p.Phase == outbox.Holding && !l.held {
		l.held = true
		l.printf("holding until %s; Ctrl+C takes everything back\n", p.HoldUntil.Local().Format("15:04:05"))
	}
}

func (l *lineTeller) clear() {}

func (l *lineTeller) note(text string) { l.sayf("leadpad: %s.", text) }

func (l *lineTeller) missed(_ context.Context, m miss) {
	l.printf("%s  %s\n", m.Begun.Local().Format("15:04:05"), l.clean(words.Join(m.what, m.certain, m.next)))
}

func (l *lineTeller) request(_ context.Context, r outbox.Request, n int, p outbox.Progress) {
	env := r.Envelope
	text := fmt.Sprintf("%s  request %d of %d  %s", r.Begun.Local().Format("15:04:05"), n, app.Left(p.Requests), words.Leads(r.Leads))
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
	l.printf("%s  %v\n", l.clean(text), r.Took.Round(time.Millisecond))
}

func (l *lineTeller) end(t app.Tally, e ending) error {
	l.printf("%d sent, %d failed, %d not sure, %d ready again\n", t.Sent, t.Failed, t.Unsure, t.Returned)
	return e.err()
}

// masked takes the key out of a text that may be absent.
func (a *program) masked(text *string) *string {
	if text == nil {
		return nil
	}
	clean := a.clean(*text)
	return &clean
}
