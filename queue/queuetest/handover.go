package queuetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"leadpad/queue"
)

// testHandover gives a person another name: all that was theirs is under the new one,
// in every workspace, what is not sure included, and under the old one is nothing.
func testHandover(t *testing.T, q queue.Queue) {
	ana, maria := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "maria"})
	Lease(t, q)
	open := Company("Acme")
	open.Lead.Labels, open.Lead.Emails = []string{"hannover"}, []string{"info@acme.example"}
	open = Save(t, ana, open)
	elsewhere := Company("Elsewhere")
	elsewhere.Workspace = "v"
	Save(t, ana, elsewhere)
	gone := Save(t, ana, Company("gone"))
	if _, err := ana.Delete(t.Context(), "w", []queue.ID{gone.ID}); err != nil {
		t.Fatal(err)
	}
	b := Begin(t, ana, []queue.ID{Save(t, ana, Company("unsure")).ID})
	Settle(t, ana, b, queue.BatchUnsure, queue.Unsure)
	sent := Begin(t, ana, []queue.ID{Save(t, ana, Company("sent")).ID})
	Settle(t, ana, sent, queue.BatchSent, queue.Sent)
	Must(t, ana.SetSetting(t.Context(), "s", "hers"))
	other := Save(t, q.As(queue.Scope{Owner: "bob"}), Company("Bob's"))
	all := queue.Query{Workspace: "w", Text: "a", Sent: true}
	before := map[queue.Queue]int{}
	for _, one := range []queue.Queue{ana, maria} { // both have what they find in memory
		n, err := one.Count(t.Context(), all)
		Must(t, err)
		before[one] = n
	}
	if n, err := q.Handover(t.Context(), queue.Handover{From: "ana", To: "maria", Rename: true}); err != nil || n != 5 {
		t.Fatalf("%d moved: %v", n, err)
	}
	for one, want := range map[queue.Queue]int{ana: 0, maria: before[ana]} {
		if n, err := one.Count(t.Context(), all); err != nil || n != want || before[ana] == 0 {
			t.Errorf("%d found, want %d: %v", n, want, err)
		}
	}
	if _, err := ana.Get(t.Context(), "w", open.ID); !errors.Is(err, queue.ErrNotFound) {
		t.Error(err)
	}
	got, err := maria.Get(t.Context(), "w", open.ID)
	if err != nil || got.Owner != "maria" || got.Rev != open.Rev || got.Lead.Name != "Acme" || !got.Updated.Equal(open.Updated) {
		t.Errorf("%+v, %v", got, err)
	}
	if c, err := maria.Counts(t.Context(), "w"); err != nil || c.ByState[queue.Ready] != 1 || c.ByState[queue.Unsure] != 1 || c.ByState[queue.Sent] != 1 {
		t.Errorf("%v, %v", c.ByState, err)
	}
	if c, err := ana.Counts(t.Context(), "w"); err != nil || c != (queue.Counts{}) {
		t.Errorf("%v, %v", c.ByState, err)
	}
	if n, err := maria.Resolve(t.Context(), "w", b.ID, queue.Sent); err != nil || n != 1 {
		t.Errorf("settled %d: %v", n, err)
	}
	if u, err := maria.UndeleteLast(t.Context(), "w"); err != nil || len(u.Back) != 1 {
		t.Errorf("%+v, %v", u, err)
	}
	if v, err := maria.Setting(t.Context(), "s"); err != nil || v != "hers" {
		t.Errorf("%q, %v", v, err)
	}
	if s, err := maria.Suggest(t.Context(), "w", queue.TypedLabel, "hann", 3); err != nil || len(s) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	if ms, err := maria.SentLike(t.Context(), "w", Company("sent").Lead); err != nil || len(ms) != 1 || ms[0].By != "maria" {
		t.Errorf("%+v, %v", ms, err)
	}
	if got, err := q.As(queue.Scope{Owner: "bob"}).Get(t.Context(), "w", other.ID); err != nil || got.Owner != "bob" {
		t.Errorf("%+v, %v", got, err)
	}
	rs := records(t, q, time.Time{})
	if r := rs[0]; r.Act != queue.Renamed || r.Subject != "ana" || r.Detail != "maria" || r.Leads != 5 {
		t.Errorf("%+v", rs)
	}
	Must(t, q.Check(t.Context()))
}

// testHandoverRefused changes nothing where it may not.
func testHandoverRefused(t *testing.T, q queue.Queue) {
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob"})
	Lease(t, q)
	e := Save(t, ana, Company("Acme"))
	Save(t, bob, Company("Bob's"))
	try := func(h queue.Handover, want error) {
		t.Helper()
		if n, err := q.Handover(t.Context(), h); n != 0 || !errors.Is(err, want) {
			t.Errorf("%+v moved %d: %v, want %v", h, n, err, want)
		}
		if got, err := ana.Get(t.Context(), "w", e.ID); err != nil || got.Owner != "ana" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	toBob := queue.Handover{From: "ana", To: "bob"}
	try(queue.Handover{From: "ana", To: "bob", Rename: true}, queue.ErrNotEmpty)
	try(queue.Handover{From: "nobody", To: "bob"}, queue.ErrNotFound)
	for _, h := range []queue.Handover{{From: "ana", To: "ana"}, {From: "", To: "ana"}, {From: "ana"}} {
		if _, err := q.Handover(t.Context(), h); err == nil {
			t.Errorf("%+v was done", h)
		}
	}
	for _, s := range []queue.Scope{{Owner: "bob"}, {Owner: "lea", All: true}} {
		if _, err := q.As(s).Handover(t.Context(), toBob); !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("%+v: %v", s, err)
		}
		if _, err := q.As(s).Owners(t.Context()); !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	submission := NewID()
	if _, err := ana.Claim(t.Context(), "w", submission, []queue.ID{e.ID}); err != nil {
		t.Fatal(err)
	}
	try(toBob, queue.ErrUnderWay)
	if _, err := ana.Release(t.Context(), "w", submission); err != nil {
		t.Fatal(err)
	}
	if d, _, err := ana.Sit(t.Context(), "w"); err != nil {
		t.Fatal(err)
	} else if d != nil { // where there can be desks
		Must(t, d.Note(t.Context(), func() queue.Place { return queue.Place{Lead: e.ID, Rev: e.Rev, Open: []queue.ID{e.ID}} }))
		try(toBob, queue.ErrTaken)
		Must(t, d.Leave(t.Context(), false))
	}
	if n, err := q.Handover(t.Context(), toBob); err != nil || n != 1 {
		t.Errorf("%d moved: %v", n, err)
	}
}

// testHandoverToSomebody gives one person's leads to another, who keeps what is theirs.
func testHandoverToSomebody(t *testing.T, q queue.Queue) {
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob"})
	for _, one := range []queue.Queue{ana, ana, bob} {
		Save(t, one, Company("Acme"))
	}
	for _, s := range []string{"kept", "text", "both"} {
		Must(t, ana.SetSetting(t.Context(), s, "hers"))
	}
	Must(t, bob.SetSetting(t.Context(), "both", "his"))
	if list, err := q.Owners(t.Context()); err != nil || len(list) != 2 || list[0].Owner != "ana" || list[0].Counts.ByState[queue.Ready] != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	if n, err := q.Handover(t.Context(), queue.Handover{
		From: "ana", To: "bob", Settings: func(name string) bool { return name != "kept" },
	}); err != nil || n != 2 {
		t.Fatalf("%d moved: %v", n, err)
	}
	if list, err := q.Owners(t.Context()); err != nil || len(list) != 1 || list[0].Owner != "bob" || list[0].Counts.ByState[queue.Ready] != 3 {
		t.Errorf("%+v, %v", list, err)
	}
	got := map[string][]string{}
	for name, one := range map[string]queue.Queue{"ana": ana, "bob": bob} {
		for _, s := range []string{"kept", "text", "both"} {
			v, err := one.Setting(t.Context(), s)
			Must(t, err)
			got[name] = append(got[name], v)
		}
	}
	if !slices.Equal(got["ana"], []string{"hers", "", "hers"}) || !slices.Equal(got["bob"], []string{"", "hers", "his"}) {
		t.Errorf("%q", got)
	}
}
