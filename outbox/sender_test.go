package outbox

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

func TestPlanCountsAndChangesNothing(t *testing.T) {
	bubble(t, 5, func(o *Options) { o.Encoding.Wire.Socials = "" }, func(t *testing.T, r *rig) {
		ctx := context.Background()
		save := func(state queue.State, l lead.Lead) queue.ID {
			e, err := r.q.Save(ctx, queue.Entry{Workspace: workspace, State: state, Finished: true, Lead: l})
			if err != nil {
				t.Fatal(err)
			}
			return e.ID
		}
		r.done(r.submit(r.ids[:1]))
		twin := save(queue.Ready, lead.Lead{Person: lead.Person{Name: "Lead-0", Socials: []lead.Social{{URL: "https://example.com/a"}}}})
		draft := save(queue.Draft, lead.Lead{Person: lead.Person{Name: "a draft"}})
		bad := save(queue.Ready, lead.Lead{Person: lead.Person{Name: "bad", Emails: []string{"no at sign"}}})
		p, err := r.s.Plan(ctx, append([]queue.ID{twin, draft, bad, newID()}, r.ids...))
		if err != nil {
			t.Fatal(err)
		}
		if len(p.IDs) != 5 || p.NotReady != 1 || p.NeedsFixes != 1 || p.Fixes[0] != bad || p.Gone != 2 {
			t.Errorf("the plan is %+v", p)
		}
		if len(p.Duplicates) != 1 || p.Duplicates[0].ID != twin || p.Duplicates[0].Of != r.ids[0] || p.Duplicates[0].Same != "name" {
			t.Errorf("duplicates: %+v", p.Duplicates)
		}
		if len(p.Omitted) != 1 || (p.Omitted[0] != Omission{lead.Socials, 1}) {
			t.Errorf("omitted: %v", p.Omitted)
		}
		wantRequests(t, r, 1)
	})
}

func TestSecondProcessWaitsShowsAndTakesOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		r := newFileRig(t, 300, nil)
		r.f.latency = 10 * time.Second
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		o := r.o
		o.Queue = q
		second, err := New(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		r.submit(r.ids[:200])
		r.until("half sent", func(p Progress) bool { return p.Sent == 100 })
		time.Sleep(3 * time.Second)
		if p := second.Progress(); !p.Foreign || p.Sent != 100 || len(p.Requests) != 2 {
			t.Errorf("the second process shows %+v", p)
		}
		id, err := second.Seat(Who{}).Submit(ctx, Plan{IDs: r.ids[200:]})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := second.Wait(ctx, id); err != nil || p.Sent != 100 {
			t.Errorf("the second submission ended as %+v, %v", p, err)
		}
		wantRequests(t, r, 100, 100, 100)
		if err := second.Close(ctx); err != nil {
			t.Error(err)
		}
		if err := q.Close(); err != nil {
			t.Error(err)
		}
		r.once()
		r.end()
	})
}

func TestSubscribeEndsWithItsContext(t *testing.T) {
	bubble(t, 0, nil, func(t *testing.T, r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		c := r.s.Subscribe(ctx)
		cancel()
		if _, open := <-c; open {
			t.Error("the channel rang without a change")
		}
	})
}
