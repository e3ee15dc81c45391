package outbox

import (
	"fmt"
	"slices"
	"testing"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
)

// manyLeads is how many the tests of leads that are read on their way use.
const manyLeads = 2*readAtOnce + 230

// submitAll plans all that is ready, without reading it, and submits it.
func (r *rig) submitAll() (queue.ID, Plan) {
	r.t.Helper()
	p, err := r.s.PlanAll(r.t.Context())
	if err != nil || p.Counting() == nil {
		r.t.Fatal("the leads were read for the plan", err)
	}
	id, err := r.s.Submit(r.t.Context(), p)
	if err != nil {
		r.t.Fatal(err)
	}
	return id, p
}

// Leads that nobody is asked about are read and claimed on their way: each goes
// once, and what a plan would have counted is counted.
func TestLeadsReadOnTheirWay(t *testing.T) {
	bubble(t, manyLeads, nil, func(t *testing.T, r *rig) {
		twin := lead.Lead{Person: lead.Person{Name: "twin", Emails: []string{"a@acme.example"}, Socials: []lead.Social{{Type: "Website", URL: "https://acme.example"}}}}
		for range 3 {
			if _, err := r.q.Save(t.Context(), queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: twin}); err != nil {
				t.Fatal(err)
			}
		}
		id, plan := r.submitAll()
		p := r.done(id)
		if p.Phase != Done || p.Sent != manyLeads+3 || p.Total != p.Sent || !p.Claimed || p.Returned+p.Unfit > 0 {
			t.Errorf("%+v", p)
		}
		if len(plan.IDs) != p.Sent || len(plan.Batches) != len(p.Requests) {
			t.Errorf("planned %d leads in %d requests, sent %d in %d", len(plan.IDs), len(plan.Batches), p.Sent, len(p.Requests))
		}
		<-plan.Counting()
		found, ok := plan.Counted()
		if !ok || len(found.Duplicates) != 2 || found.NeedsFixes > 0 {
			t.Errorf("counted %+v, %t", found.Duplicates, ok)
		}
		for name, n := range r.f.created {
			if n != 1 && name != "twin" {
				t.Errorf("%s arrived %d times", name, n)
			}
		}
	})
}

// What went out before is a possible duplicate; what goes out meanwhile is none,
// though it has the site of all that follow.
func TestDuplicatesAreCountedBesideTheSending(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of leads; what is read on the way is tried with fewer")
	}
	bubble(t, 0, nil, func(t *testing.T, r *rig) {
		add := func(from, n int) (ids []queue.ID) {
			es := make([]queue.Entry, n)
			for i := range es {
				es[i] = queue.Entry{Workspace: workspace, State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{
					Name: fmt.Sprint("lead-", from+i), Socials: []lead.Social{{Type: "Website", URL: "https://acme.example"}},
				}}}
			}
			es, err := r.q.Add(t.Context(), es)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range es {
				ids = append(ids, e.ID)
			}
			return ids
		}
		id, err := r.s.Submit(t.Context(), Plan{IDs: add(0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		r.done(id)
		// More than are read before the first ones have gone.
		many := len(add(1, (readAhead+4)*planStep))
		id, plan := r.submitAll()
		if p := r.done(id); p.Sent != many {
			t.Fatalf("%+v", p)
		}
		<-plan.Counting()
		found, ok := plan.Counted()
		for _, d := range found.Duplicates {
			if d.OfName != "lead-0" || d.Here {
				t.Fatalf("%+v", d)
			}
		}
		if !ok || len(found.Duplicates) != many {
			t.Errorf("%d are possible duplicates, want all %d: they have the site of one that went", len(found.Duplicates), many)
		}
	})
}

// A lead that is changed, or taken away, before it is claimed does not go, and the
// others do.
func TestChangedBeforeItIsClaimed(t *testing.T) {
	bubble(t, manyLeads, nil, func(t *testing.T, r *rig) {
		p, err := r.s.PlanAll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.q.Get(t.Context(), workspace, p.IDs[3])
		if err != nil {
			t.Fatal(err)
		}
		e.Lead.Name = "changed"
		if _, err := r.q.Save(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		gone := slices.Concat(p.IDs[:1], p.IDs[claimStep:2*claimStep], p.IDs[len(p.IDs)-1:])
		if _, err := r.q.Delete(t.Context(), workspace, gone); err != nil {
			t.Fatal(err)
		}
		id, err := r.s.Submit(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		end := r.done(id)
		if want := manyLeads - len(gone) - 1; end.Phase != Done || end.Sent != want || end.Total != want || end.Returned > 0 {
			t.Errorf("sent %d of %d, %d ready again, want %d", end.Sent, end.Total, end.Returned, want)
		}
		if end.Moved != len(gone)+1 || end.Last.Kind != Unfit || end.Last.Leads != end.Moved {
			t.Errorf("%d did not go, told %+v", end.Moved, end.Last)
		}
		if r.f.created["changed"] > 0 {
			t.Error("a lead went that was changed since it was planned")
		}
		if e, err := r.q.Get(t.Context(), workspace, e.ID); err != nil || e.State != queue.Ready {
			t.Errorf("it is %s, %v", e.State, err)
		}
		// They are looked for where all leads are.
		if back, err := r.q.Restore(t.Context(), workspace, gone); err != nil || len(back) != len(gone) {
			t.Errorf("%d of %d deleted leads are restored: %v", len(back), len(gone), err)
		}
	})
}

// So it is where all leads were read for the plan.
func TestChangedBeforeFewAreClaimed(t *testing.T) {
	bubble(t, 5, nil, func(t *testing.T, r *rig) {
		p, err := r.s.PlanAll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		gone := slices.Clone(p.IDs[1:3])
		if _, err := r.q.Delete(t.Context(), workspace, gone); err != nil {
			t.Fatal(err)
		}
		p.IDs = append(p.IDs, p.IDs[0]) // asked for twice, it goes once
		id, err := r.s.Submit(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if end := r.done(id); end.Sent != 3 || end.Moved != 2 || end.Last.Kind != Unfit || end.Last.Leads != 2 {
			t.Errorf("%d sent, %d did not go, told %+v", end.Sent, end.Moved, end.Last)
		}
		// They are looked for where all leads are.
		if _, err := r.q.Restore(t.Context(), workspace, gone); err != nil {
			t.Fatal(err)
		}
	})
}

// A lead that fails the rules of today stays, and is no failure of the others.
func TestUnfitOnTheWay(t *testing.T) {
	bubble(t, manyLeads, func(o *Options) { o.Encoding.Rules.Required = [][]lead.Field{{lead.Name}} }, func(t *testing.T, r *rig) {
		e, err := r.q.Save(t.Context(), queue.Entry{
			Workspace: workspace, State: queue.Ready, Finished: true,
			Lead: lead.Lead{Person: lead.Person{Industry: "Nameless"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		id, plan := r.submitAll()
		p := r.done(id)
		if p.Sent != manyLeads || p.Returned != 1 || p.Unfit != 1 {
			t.Errorf("%d sent, %d ready again, %d of them unfit", p.Sent, p.Returned, p.Unfit)
		}
		<-plan.Counting()
		if found, ok := plan.Counted(); !ok || !slices.Equal(found.Fixes, []queue.ID{e.ID}) {
			t.Errorf("%v need fixes, %t", found.Fixes, ok)
		}
		if e, err := r.q.Get(t.Context(), workspace, e.ID); err != nil || e.State != queue.Ready {
			t.Errorf("it is %s, %v", e.State, err)
		}
	})
}

// Who cancels the rest gets all of it back, claimed or not.
func TestCancelBeforeAllIsClaimed(t *testing.T) {
	bubble(t, manyLeads, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 2 {
				r.s.CancelRest()
			}
			return ok(), true
		}
		id, plan := r.submitAll()
		p := r.done(id)
		if p.Sent+p.Returned != manyLeads || p.Returned < manyLeads/2 {
			t.Errorf("%d sent, %d ready again", p.Sent, p.Returned)
		}
		c, err := r.q.Counts(t.Context(), workspace)
		if err != nil || c.ByState[queue.Ready] != p.Returned || c.ByState[queue.Held] > 0 {
			t.Errorf("%+v, %v", c, err)
		}
		<-plan.Counting() // it ends with the submission
	})
}

// A disk that refuses a claim on the way keeps nothing from going later, and a
// request that is refused goes again from what is on disk.
func TestLockedAndLimitedOnTheWay(t *testing.T) {
	bubble(t, manyLeads, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 2 {
				return no(api.Limited, 429, "Too many requests."), false
			}
			return ok(), true
		}
		id, _ := r.submitAll()
		if p := r.done(id); p.Sent != manyLeads || p.Returned > 0 {
			t.Errorf("%d sent, %d ready again: %+v", p.Sent, p.Returned, p.Last)
		}
		for name, n := range r.f.created {
			if n != 1 {
				t.Errorf("%s arrived %d times", name, n)
			}
		}
	})
}
