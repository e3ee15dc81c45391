package outbox

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
)

// BenchmarkPlan plans 20,000 leads of a queue from which 20,000 others like
// them were sent.
func BenchmarkPlan(b *testing.B) {
	for _, sent := range []int{0, 20_000} {
		b.Run(fmt.Sprint(sent, " sent"), func(b *testing.B) {
			r := newFileRig(b, 0, func(o *Options) { o.Window.Requests = 1000 })
			defer r.end()
			r.f.latency = 0
			company := func(i int) queue.Entry {
				return queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{
					Name: fmt.Sprintf("Company %d", i), Industry: "Industry",
					Emails: []string{fmt.Sprintf("email%d@example%d.com", i, i)}, Phones: []string{fmt.Sprintf("+1-555-204-%04d", i)},
				}}}
			}
			add := func(from, n int) (ids []queue.ID) {
				es := make([]queue.Entry, n)
				for i := range es {
					es[i] = company(from + i)
				}
				es, err := r.q.Add(context.Background(), es)
				if err != nil {
					b.Fatal(err)
				}
				for _, e := range es {
					ids = append(ids, e.ID)
				}
				return ids
			}
			if sent > 0 {
				id, err := r.s.Submit(context.Background(), Plan{IDs: add(0, sent)})
				if err != nil {
					b.Fatal(err)
				}
				r.done(id)
			}
			ids := add(sent-sent/100, 20_000) // one in a hundred is a duplicate
			for b.Loop() {
				p, err := r.s.Plan(context.Background(), ids)
				if err != nil || len(p.IDs) != len(ids) || len(p.Duplicates) < sent/100 {
					b.Fatal(len(p.IDs), len(p.Duplicates), err)
				}
			}
		})
	}
}

// Two leads of one submission that are the same would arrive twice: the second
// one is a possible duplicate of the first.
func TestPlanFindsTwins(t *testing.T) {
	bubble(t, 0, nil, func(t *testing.T, r *rig) {
		add := func(l lead.Lead) queue.ID {
			e, err := r.q.Save(t.Context(), queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: l})
			if err != nil {
				t.Fatal(err)
			}
			return e.ID
		}
		company := func(name, email string) lead.Lead {
			return lead.Lead{Person: lead.Person{Name: name, Emails: []string{email}}}
		}
		first := add(company("Acme GmbH", "info@acme.example"))
		other := add(company("Acme Sales", "sales@acme.example")) // the domain alone
		again := add(company("Acme", "INFO@acme.example"))
		p, err := r.s.Plan(t.Context(), []queue.ID{first, other, again})
		if err != nil {
			t.Fatal(err)
		}
		want := []Duplicate{{ID: again, Name: "Acme", Of: first, OfName: "Acme GmbH", Same: "email", Here: true}}
		if !slices.Equal(p.Duplicates, want) || len(p.IDs) != 3 {
			t.Errorf("%+v\nwant %+v", p.Duplicates, want)
		}
	})
}
