package app

import (
	"time"

	"leadpad/outbox"
)

// PlanEvent is a plan in the JSON lines of a submission.
func PlanEvent(r *Session, p outbox.Plan) map[string]any {
	event := map[string]any{
		"event": "plan", "workspace": r.Name, "practice": r.Practice, "leads": len(p.IDs), "requests": p.Batches,
		"notReady": p.NotReady, "gone": p.Gone, "returned": p.Returned, "canary": p.Canary, "notSureInARow": len(p.Doubt.Batches), "estimateSeconds": p.Estimate.Seconds(),
		"changed": p.Changed,
	}
	if p.Counting() == nil {
		counts(event, p)
	}
	return event
}

// CountedEvent is what a plan does not say whose leads are read on their way.
func CountedEvent(p outbox.Plan) map[string]any {
	event := map[string]any{"event": "counted"}
	counts(event, p)
	return event
}

// counts are what only the leads themselves tell.
func counts(event map[string]any, p outbox.Plan) {
	omitted := make([]map[string]any, len(p.Omitted)) // what will not be sent
	for i, o := range p.Omitted {
		omitted[i] = map[string]any{"field": o.Field.String(), "leads": o.Leads}
	}
	event["duplicates"], event["needsFixes"], event["omitted"] = len(p.Duplicates), p.NeedsFixes, omitted
}

// RetryEvent is a try that got no connection; again is when the next one is due.
func RetryEvent(r outbox.Request, again time.Time) map[string]any {
	return map[string]any{
		"event": "retry", "leads": r.Leads, "begun": Stamp(r.Begun), "seconds": r.Took.Seconds(),
		"trouble": r.Seen.Trouble, "host": r.Seen.Host, "again": Stamp(again),
	}
}

// RequestEvent is an answer, the n-th of so many.
func RequestEvent(r outbox.Request, n, of int) map[string]any {
	env := r.Envelope
	return map[string]any{
		"event": "request", "n": n, "of": of, "batch": r.Batch, "leads": r.Leads, "begun": Stamp(r.Begun),
		"seconds": r.Took.Seconds(), "outcome": r.Outcome.String(), "status": r.Status,
		"succeeded": env.Succeeded, "statusCode": env.StatusCode, "statusCodeDescription": env.Description,
		"message": env.Message, "problem": r.Seen.Problem, "trouble": r.Seen.Trouble, "error": r.Err,
	}
}

// EndEvent is the end.
func EndEvent(t Tally) map[string]any {
	end := map[string]any{
		"event": "end", "submission": t.Last.Submission,
		"sent": t.Sent, "failed": t.Failed, "unsure": t.Unsure, "returned": t.Returned, "changedMeanwhile": t.Moved,
	}
	if last := t.Told(); last.Kind != outbox.NothingTold {
		end["outcome"], end["kind"], end["leads"], end["back"] = last.Outcome.String(), last.Kind.String(), last.Leads, last.Back
	}
	return end
}
