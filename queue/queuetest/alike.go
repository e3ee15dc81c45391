package queuetest

import (
	"slices"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
)

// testAlike finds leads still to do, what went out before them, never a lead
// itself, one that was deleted or one of another workspace.
func testAlike(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	like := func(name string) queue.Entry {
		e := Company(name)
		e.Lead.Emails = []string{"info@acme-trading.example"}
		return Save(t, q, e)
	}
	names := func(ms []queue.Match) (out []string) {
		for _, m := range ms {
			out = append(out, m.Name)
		}
		return out
	}
	first, second := like("First"), like("Second")
	lone := Save(t, q, Company("Lone"))
	expect := func(want ...string) {
		t.Helper()
		ms, err := q.Alike(ctx, "w", first)
		if err != nil || !slices.Equal(names(ms), want) {
			t.Errorf("found %v, want %v: %v", names(ms), want, err)
		}
		all, err := q.AlikeTo(ctx, "w", []queue.ID{first.ID, lone.ID})
		if err != nil || len(all) != min(len(want), 1) || len(want) > 0 && all[first.ID].Name != want[0] {
			t.Errorf("of many %v, want %v: %v", all, want, err)
		}
	}
	expect("Second")
	third := like("Third")
	Settle(t, q, Begin(t, q, []queue.ID{second.ID}), queue.BatchSent, queue.Sent)
	expect("Second", "Third")
	if _, err := q.Delete(ctx, "w", []queue.ID{third.ID}); err != nil {
		t.Fatal(err)
	}
	expect("Second")
	typed := queue.Entry{Lead: first.Lead} // not on disk yet
	if ms, err := q.Alike(ctx, "w", typed); err != nil || !slices.Equal(names(ms), []string{"Second", "First"}) {
		t.Errorf("found %v of a new lead: %v", names(ms), err)
	}
	if ms, err := q.Alike(ctx, "other", typed); err != nil || len(ms) > 0 {
		t.Errorf("another workspace finds %v: %v", names(ms), err)
	}
}

// testSentLike finds what went out by its keys, and forgets what did not.
func testSentLike(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	e := Company("Acme Trading")
	e.Lead.Emails = []string{"Info@Acme-Trading.example"}
	id := Save(t, q, e).ID
	like := lead.Lead{Person: lead.Person{Name: "Other", Emails: []string{"info@acme-trading.EXAMPLE"}}}
	expect := func(want queue.State) {
		t.Helper()
		ms, err := q.SentLike(ctx, "w", like)
		other := queue.Traits{ID: NewID(), Keys: lead.Keys(like)}
		self := queue.Traits{ID: id, Keys: other.Keys}
		if all, err := q.AnyLike(ctx, "w", []queue.Traits{self, other}, queue.ID{}); err != nil || len(all) != min(len(ms), 1) || len(ms) == 1 && all[other.ID] != ms[0] {
			t.Errorf("of many, %+v are found, of one %+v: %v", all, ms, err)
		}
		if want == 0 && len(ms) == 0 && err == nil {
			return
		}
		if err != nil || len(ms) != 1 || ms[0].ID != id || ms[0].State != want || ms[0].Reason != "email" || ms[0].Name != "Acme Trading" {
			t.Errorf("found %+v, want %s: %v", ms, want, err)
		}
	}
	expect(0)
	b := Begin(t, q, []queue.ID{id})
	Settle(t, q, b, queue.BatchUnsure, queue.Unsure)
	expect(queue.Unsure)
	if n, err := q.Resolve(ctx, "w", b.ID, queue.Ready); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	expect(0)
	if n, err := q.Unresolve(ctx, "w", b.ID); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	expect(queue.Unsure)
	Must(t, q.ResolveLead(ctx, "w", id, queue.Sent))
	expect(queue.Sent)
	if got, err := q.Batch(ctx, "w", b.ID); err != nil || got.State != queue.BatchResolved || got.Resolution != "sent" {
		t.Errorf("%+v, %v", got, err)
	}
	if ms, err := q.SentLike(ctx, "other", like); err != nil || len(ms) != 0 {
		t.Errorf("another workspace finds %v, %v", ms, err)
	}
}
