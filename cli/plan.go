package cli

import (
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// planSentence is the preflight in one sentence.
func planSentence(r *app.Session, p outbox.Plan) string {
	s := words.Going(p)
	if len(p.Batches) > 1 {
		s += " (" + words.Sizes(p.Batches) + ")"
	}
	s += " to " + r.Title
	duplicates, refused := "", ""
	if n := len(p.Duplicates); n > 0 {
		duplicates = words.Duplicates(n)
	}
	if n := p.Returned; n > 0 {
		refused = words.Refused(n)
	}
	fixes, notReady, gone := words.Stays(p)
	for _, part := range []string{duplicates, fixes, notReady, gone, refused} {
		if part != "" {
			s += " · " + part
		}
	}
	if len(p.IDs) > 0 {
		s += " · " + words.About(p.Estimate)
	}
	for _, left := range p.Omitted {
		s += " · not sent: " + words.Omitted(left)
	}
	if p.Changed {
		s += " · key or address changed since the last submission"
	}
	return s
}

// tellPlan prints the preflight.
func (a *program) tellPlan(r *app.Session, p outbox.Plan, asJSON bool) error {
	if !asJSON {
		a.printf("%s\n", a.clean(planSentence(r, p)))
		return nil
	}
	return a.event(map[string]any{
		"event": "plan", "workspace": r.Name, "practice": r.Practice, "leads": len(p.IDs), "requests": p.Batches,
		"duplicates": len(p.Duplicates), "needsFixes": p.NeedsFixes, "notReady": p.NotReady, "gone": p.Gone,
		"returned": p.Returned, "omitted": omitted(p), "canary": p.Canary, "estimateSeconds": p.Estimate.Seconds(),
		"changed": p.Changed, "sentence": a.clean(planSentence(r, p)),
	})
}

// omitted is what will not be sent, in JSON.
func omitted(p outbox.Plan) []map[string]any {
	list := make([]map[string]any, len(p.Omitted))
	for i, o := range p.Omitted {
		list[i] = map[string]any{"field": o.Field.String(), "leads": o.Leads}
	}
	return list
}
