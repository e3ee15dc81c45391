package cli

import (
	"fmt"
	"strings"

	"leadpad/outbox"
	"leadpad/ui/kit"
)

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
	s := kit.Plural(len(p.IDs), "lead", "leads") + " → " + kit.Plural(len(p.Batches), "request", "requests")
	if len(sizes) > 1 {
		s += " (" + strings.Join(sizes, "+") + ")"
	}
	s += " to " + r.Title
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{len(p.Duplicates), "possible duplicate", "possible duplicates"},
		{p.NeedsFixes, "needs fixes and stays", "need fixes and stay"},
		{p.NotReady, "is not ready and stays", "are not ready and stay"},
		{p.Gone, "cannot be sent again", "cannot be sent again"},
		{p.Returned, "was refused before", "were refused before"},
	} {
		if part.n > 0 {
			s += " · " + kit.Plural(part.n, part.one, part.many)
		}
	}
	if len(p.IDs) > 0 {
		s += " · " + about(p.Estimate)
	}
	for _, left := range p.Omitted {
		s += " · not sent: " + left
	}
	if p.Changed {
		s += " · key or address changed since the last submission"
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
		"changed": p.Changed,
	})
}
