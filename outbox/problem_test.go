package outbox

import (
	"fmt"
	"testing"

	"leadpad/api"
	"leadpad/queue"
)

// A problem document names its lead, counted from 0: it is told, tried alone first,
// and the receipt keeps it for a search that begins later.
func TestProblemDocumentNamesItsLead(t *testing.T) {
	bubble(t, 100, nil, func(t *testing.T, r *rig) {
		r.f.script = func(_ int, names []string) (api.Answer, bool) {
			for i, name := range names {
				if name == "lead-37" || name == "lead-80" {
					return api.Answer{Outcome: api.AtFault, Status: 400, Connected: true, Bytes: 1, Seen: api.Seen{Other: "9 bytes", Problem: &api.Problem{
						Title: "Not valid.", Faults: []api.Fault{{Name: fmt.Sprintf("$[%d].email[0].Address", i), Text: "odd"}},
					}}}, false
				}
			}
			return ok(), true
		}
		p := r.done(r.submit(r.ids))
		if p.Last.Kind != RefusedTogether || p.Last.Name != "lead-37" || p.Last.Back != 100 {
			t.Errorf("it tells %+v", p.Last)
		}
		if e := r.entry(3); e.Remark != refusedRemark+ShortID(p.Last.Batch)+": Not valid: $[37].email[0].Address: odd" {
			t.Errorf("a lead of the refused request says %q", e.Remark)
		}
		id, err := r.s.FindAtFault(t.Context(), p.Last.Batch)
		if err != nil {
			t.Fatal(err)
		}
		r.done(id)
		wantRequests(t, r, 100, 1, 99, 1, 98)
		wantStates(t, r, map[queue.State]int{queue.Sent: 98, queue.Failed: 2})
		if e := r.entry(37); e.State != queue.Failed || e.Remark != "Not valid: $[0].email[0].Address: odd" {
			t.Errorf("the lead at fault is %v: %q", e.State, e.Remark)
		}
	})
}
