package queuetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// testOwners tries every call with what belongs to somebody else: none of it is
// found, none of it is changed. Who sees all sees it.
func testOwners(t *testing.T, q queue.Queue) {
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob"})
	lead := q.As(queue.Scope{Owner: "lea", All: true})
	Lease(t, lead)
	e := Company("Acme")
	e.Lead.Emails = []string{"info@acme.example"}
	e = Save(t, ana, e)
	if e.Owner != "ana" {
		t.Errorf("Ana's lead belongs to %q", e.Owner)
	}
	gone := Save(t, ana, Company("deleted"))
	d, err := ana.Delete(t.Context(), "w", []queue.ID{gone.ID})
	Must(t, err)
	sent := Save(t, ana, Company("sent"))
	b := Begin(t, ana, []queue.ID{sent.ID})
	Settle(t, ana, b, queue.BatchUnsure, queue.Unsure)
	f := foreign{t: t, q: bob, e: e, gone: gone.ID, deletion: d.N, batch: b, sent: sent.ID}
	for name, try := range f.calls() {
		if err := try(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c, err := ana.Counts(t.Context(), "w"); err != nil || c.ByState[queue.Ready] != 1 || c.ByState[queue.Unsure] != 1 {
		t.Errorf("Ana's leads are %v: %v", c, err)
	}
	if got, err := lead.Get(t.Context(), "w", e.ID); err != nil || got.Rev != e.Rev || got.Owner != "ana" {
		t.Errorf("who sees all sees %+v: %v", got, err)
	}
	if c, err := lead.Counts(t.Context(), "w"); err != nil || c.ByState[queue.Ready] != 1 {
		t.Errorf("who sees all counts %v: %v", c, err)
	}
	if _, err := lead.Resolve(t.Context(), "w", b.ID, queue.Sent); err != nil {
		t.Errorf("who sees all cannot settle: %v", err)
	}
	ms, err := bob.SentLike(t.Context(), "w", sent.Lead)
	if err != nil || len(ms) != 1 || ms[0].Owner != "ana" || ms[0].By != "ana" || ms[0].Sent.IsZero() {
		t.Errorf("what went out is not known to all of the workspace: %+v, %v", ms, err)
	}
}

// testTeamBatch sends leads of two owners in one batch: who sent it sees and settles
// it, also when they do not lead the team any more, and so does who leads it;
// whose leads went see what became of their own.
func testTeamBatch(t *testing.T, q queue.Queue) {
	as := func(s queue.Scope) queue.Queue { return q.As(s) }
	ana, bob := as(queue.Scope{Owner: "ana"}), as(queue.Scope{Owner: "bob"})
	lea, then := as(queue.Scope{Owner: "lea", All: true}), as(queue.Scope{Owner: "lea"})
	Lease(t, lea)
	ids := []queue.ID{Save(t, ana, Company("hers")).ID, Save(t, bob, Company("his")).ID}
	b := Begin(t, lea, ids)
	Settle(t, lea, b, queue.BatchUnsure, queue.Unsure)
	for who, q := range map[string]queue.Queue{"ana": ana, "bob": bob} {
		if _, err := q.Batch(t.Context(), "w", b.ID); !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("%s reads the batch: %v", who, err)
		}
		for _, id := range ids {
			if err := q.ResolveLead(t.Context(), "w", id, queue.Sent); !errors.Is(err, queue.ErrNotFound) {
				t.Errorf("%s settles a lead of it: %v", who, err)
			}
		}
	}
	if got, err := then.Batch(t.Context(), "w", b.ID); err != nil || got.Owner != "lea" || len(got.Leads) != 2 {
		t.Errorf("who sent it reads %+v, %v", got, err)
	}
	Must(t, then.ResolveLead(t.Context(), "w", ids[0], queue.Sent))
	if n, err := then.Unresolve(t.Context(), "w", b.ID); err != nil || n != 1 {
		t.Errorf("who sent it took %d back: %v", n, err)
	}
	if n, err := then.Resolve(t.Context(), "w", b.ID, queue.Sent); err != nil || n != 2 {
		t.Errorf("who sent it settled %d: %v", n, err)
	}
	for who, q := range map[string]queue.Queue{"ana": ana, "bob": bob} {
		if c, err := q.Counts(t.Context(), "w"); err != nil || c.ByState[queue.Sent] != 1 {
			t.Errorf("%s's leads are %v: %v", who, c.ByState, err)
		}
	}
	other := Save(t, ana, Company("not sent"))
	if err := then.ResolveLead(t.Context(), "w", other.ID, queue.Sent); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("a foreign lead that never went: %v", err)
	}
	if ms, err := bob.SentLike(t.Context(), "w", Company("hers").Lead); err != nil || len(ms) != 1 || ms[0].Owner != "ana" || ms[0].By != "lea" {
		t.Errorf("who sent it is known as %+v, %v", ms, err)
	}
}

// foreign is somebody who tries what is Ana's.
type foreign struct {
	t        *testing.T
	q        queue.Queue
	e        queue.Entry
	gone     queue.ID
	deletion int64
	batch    queue.Batch
	sent     queue.ID
}

// calls are all calls that take an id, or list; each says what is wrong.
func (f foreign) calls() map[string]func() error {
	all := f.reading()
	for name, call := range f.changing() {
		all[name] = call
	}
	return all
}

// absent wants ErrNotFound.
func absent(err error) error {
	if errors.Is(err, queue.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("not ErrNotFound but %w", err)
}

// none wants nothing, and no error.
func none(n int, err error) error {
	if n != 0 {
		return fmt.Errorf("%d found", n)
	}
	return err
}

func (f foreign) reading() map[string]func() error {
	ctx, q, ids := f.t.Context(), f.q, []queue.ID{f.e.ID, f.gone, f.sent}
	return map[string]func() error{
		"Get":     func() error { _, err := q.Get(ctx, "w", f.e.ID); return absent(err) },
		"Entries": func() error { es, err := q.Entries(ctx, "w", ids); return none(len(es), err) },
		"Each": func() error {
			n := 0
			err := q.Each(ctx, queue.Query{Workspace: "w", Sent: true}, func(queue.Entry) error { n++; return nil })
			return none(n, err)
		},
		"Samples": func() error { n, err := q.Samples(ctx, "w"); return none(n, err) },
		"Counts": func() error {
			c, err := q.Counts(ctx, "w")
			return none(c.ByState[queue.Ready]+c.ByState[queue.Unsure], err)
		},
		"Rows": func() error { rows, err := q.Rows(ctx, queue.Query{Workspace: "w"}, 0, 9); return none(len(rows), err) },
		"Rows found": func() error {
			rows, err := q.Rows(ctx, queue.Query{Workspace: "w", Text: "acme"}, 0, 9)
			return none(len(rows), err)
		},
		"Count": func() error { n, err := q.Count(ctx, queue.Query{Workspace: "w", Text: "acme"}); return none(n, err) },
		"IDs":   func() error { got, err := q.IDs(ctx, queue.Query{Workspace: "w"}); return none(len(got), err) },
		"Index": func() error { _, err := q.Index(ctx, queue.Query{Workspace: "w"}, f.e.ID); return absent(err) },
		"Index found": func() error {
			_, err := q.Index(ctx, queue.Query{Workspace: "w", Sort: queue.ByName}, f.e.ID)
			return absent(err)
		},
		"Trash":       func() error { _, n, err := q.Trash(ctx, "w", 0, 9); return none(n, err) },
		"TrashIndex":  func() error { _, err := q.TrashIndex(ctx, "w", f.gone); return absent(err) },
		"TrashEntry":  func() error { _, _, err := q.TrashEntry(ctx, "w", f.gone); return absent(err) },
		"Batches":     func() error { bs, err := q.Batches(ctx, "w", 0, 9); return none(len(bs), err) },
		"BatchCount":  func() error { n, err := q.BatchCount(ctx, "w"); return none(n, err) },
		"UnsureCount": func() error { n, err := q.UnsureCount(ctx, "w"); return none(n, err) },
		"Doubt":       func() error { d, err := q.Doubt(ctx, "w"); return none(len(d.Batches), err) },
		"Batch":       func() error { _, err := q.Batch(ctx, "w", f.batch.ID); return absent(err) },
	}
}

func (f foreign) changing() map[string]func() error {
	ctx, q, ids := f.t.Context(), f.q, []queue.ID{f.e.ID, f.gone, f.sent}
	free := func(lead.Lead) []lead.Problem { return nil }
	return map[string]func() error{
		"Save": func() error { _, err := q.Save(ctx, f.e); return absent(err) },
		"Save as new": func() error {
			e := f.e
			e.Rev = 0
			if _, err := q.Save(ctx, e); !errors.Is(err, queue.ErrConflict) {
				return fmt.Errorf("not ErrConflict but %w", err)
			}
			return nil
		},
		"Edit": func() error {
			before, err := q.Edit(ctx, "w", ids, func(e queue.Entry) queue.Entry { e.Lead.Name = "Bob's"; return e })
			return none(len(before), err)
		},
		"Put": func() error {
			e := f.e
			e.Rev, e.Lead.Name = e.Rev-1, "Bob's"
			n, err := q.Put(ctx, []queue.Entry{e})
			return none(n, err)
		},
		"Move":         func() error { a, b, err := q.Move(ctx, "w", "v", ids, free); return none(a+b, err) },
		"Delete":       func() error { d, err := q.Delete(ctx, "w", ids); return none(len(d.Leads), err) },
		"Restore":      func() error { got, err := q.Restore(ctx, "w", ids); return none(len(got), err) },
		"Undelete":     func() error { got, err := q.Undelete(ctx, "w", f.deletion); return none(len(got), err) },
		"UndeleteLast": func() error { _, err := q.UndeleteLast(ctx, "w"); return absent(err) },
		"Claim":        func() error { got, err := q.Claim(ctx, "w", NewID(), ids); return none(len(got), err) },
		"Waiting":      func() error { got, err := q.Waiting(ctx, "w"); return none(len(got.IDs), err) },
		"ClaimAt":      func() error { got, err := q.ClaimAt(ctx, "w", NewID(), ids, 1<<60); return none(len(got), err) },
		"Release":      func() error { n, err := q.Release(ctx, "w", f.batch.Submission); return none(n, err) },
		"Depart":       func() error { return q.Depart(ctx, "w", f.batch.ID) },
		"Begin": func() error {
			b := f.batch
			b.ID = NewID()
			if err := q.Begin(ctx, b); !errors.Is(err, queue.ErrNoLease) {
				return fmt.Errorf("not ErrNoLease but %w", err)
			}
			return nil
		},
		"Settle": func() error {
			b := f.batch
			b.State = queue.BatchSent
			return absent(q.Settle(ctx, b, All(b.Leads, queue.Sent), nil))
		},
		"Resolve":     func() error { _, err := q.Resolve(ctx, "w", f.batch.ID, queue.Sent); return absent(err) },
		"ResolveLead": func() error { return absent(q.ResolveLead(ctx, "w", f.sent, queue.Sent)) },
		"Unresolve":   func() error { _, err := q.Unresolve(ctx, "w", f.batch.ID); return absent(err) },
	}
}

// testOwnSettings keeps the settings of owners apart.
func testOwnSettings(t *testing.T, q queue.Queue) {
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob"})
	Must(t, ana.SetSetting(t.Context(), "s", "hers"))
	Must(t, bob.SetSetting(t.Context(), "s", "his"))
	for want, q := range map[string]queue.Queue{"hers": ana, "his": bob, "": q} {
		if got, err := q.Setting(t.Context(), "s"); err != nil || got != want {
			t.Errorf("%q, want %q: %v", got, want, err)
		}
	}
	all := map[string]string{"ana": "hers", "bob": "his"}
	for _, c := range []struct {
		q    queue.Queue
		want map[string]string
	}{{ana, map[string]string{"ana": "hers"}}, {q.As(queue.Scope{Owner: "lea", All: true}), all}, {q.As(queue.Scope{}), map[string]string{}}} {
		if got, err := c.q.SettingOfAll(t.Context(), "s"); err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%v, want %v: %v", got, c.want, err)
		}
	}
}

// testFingerprints knows a key and its address again from every handle, for every
// owner, and says nothing to another queue; many that ask first agree.
func testFingerprints(t *testing.T, e Engine) {
	address := e.Address(t)
	got := make(chan string, 8)
	for i := range cap(got) {
		q := e.open(t, address).As(queue.Scope{Owner: fmt.Sprint(i)})
		go func() {
			mark, err := q.Fingerprint(t.Context(), "secret", "https://x")
			if err != nil {
				t.Error(err)
			}
			got <- mark
		}()
	}
	one := <-got
	for range cap(got) - 1 {
		if mark := <-got; mark != one || len(mark) != 64 {
			t.Errorf("%q and %q", one, mark)
		}
	}
	same := e.open(t, address)
	for _, other := range [][2]string{{"secret2", "https://x"}, {"secret", "https://y"}, {"secre", "t\nhttps://x"}} {
		if mark, err := same.Fingerprint(t.Context(), other[0], other[1]); mark == one || err != nil {
			t.Errorf("%v: %q, %v", other, mark, err)
		}
	}
	if mark, err := e.open(t, e.Address(t)).Fingerprint(t.Context(), "secret", "https://x"); mark == one || err != nil {
		t.Errorf("two queues have one salt: %v", err)
	}
}

// testOwnList pages through the lists of two owners in one workspace.
func testOwnList(t *testing.T, q queue.Queue) {
	var want [2][]queue.ID
	for i := range 40 {
		one := q.As(queue.Scope{Owner: []string{"ana", "bob"}[i%2]})
		want[i%2] = append(want[i%2], Save(t, one, Company(fmt.Sprint("lead ", i))).ID)
	}
	for i, owner := range []string{"ana", "bob"} {
		one := q.As(queue.Scope{Owner: owner})
		for _, qu := range []queue.Query{{Workspace: "w", Reverse: true}, {Workspace: "w", Reverse: true, Text: "lead"}} {
			if got := IDs(t, one, qu); !slices.Equal(got, want[i]) {
				t.Errorf("%s's list has %d leads, want %d", owner, len(got), len(want[i]))
			}
			if at, err := one.Index(t.Context(), qu, want[i][7]); err != nil || at != 7 {
				t.Errorf("%s's eighth is at %d: %v", owner, at, err)
			}
		}
	}
	if got := IDs(t, q.As(queue.Scope{All: true}), queue.Query{Workspace: "w", Text: "lead"}); len(got) != 40 {
		t.Errorf("who sees all sees %d", len(got))
	}
}

// testOwnNews tells of the changes that one can see, by workspace, owner and kind,
// and of no others; from another handle, too.
func testOwnNews(t *testing.T, e Engine) {
	address := e.Address(t)
	mine, theirs := e.open(t, address), e.open(t, address)
	ana := queue.Scope{Owner: "ana"}
	watch := func(s queue.Scope, workspace string, news queue.News) <-chan struct{} {
		ch := mine.As(s).Watch(t.Context(), workspace, news)
		drain(ch)
		return ch
	}
	hers := watch(ana, "w", queue.OfLeads)
	all := watch(queue.Scope{All: true}, "w", queue.OfAll)
	others := map[string]<-chan struct{}{
		"another owner":     watch(queue.Scope{Owner: "bob"}, "w", queue.OfAll),
		"another workspace": watch(ana, "v", queue.OfAll),
		"another kind":      watch(ana, "w", queue.OfBatches),
	}
	for _, q := range []queue.Queue{mine, theirs} {
		Save(t, q.As(ana), Company("Acme"))
		if !told(hers, time.Second) || !told(all, time.Second) {
			t.Error("not told of a save that can be seen")
		}
		for who, ch := range others {
			if told(ch, 300*time.Millisecond) {
				t.Errorf("%s was told", who)
			}
		}
	}
}

// testLeft filters by an index in memory while leads leave the workspace, come
// back, and leave for good: what is gone from the database is gone from the list.
func testLeft(t *testing.T, e Engine) {
	address := e.Address(t)
	now := time.Unix(1_800_000_000, 0)
	at := func(days int) queue.Queue {
		q, err := e.Open(t.Context(), address, queue.Options{Now: func() time.Time { return now.Add(time.Duration(days) * 24 * time.Hour) }})
		Must(t, err)
		return q
	}
	q, other := at(0), at(0)
	defer func() { Must(t, q.Close()) }()
	ids := SaveAll(t, q, "lead a", "lead b", "lead c")
	list := func(want ...queue.ID) {
		t.Helper()
		if got := IDs(t, q, queue.Query{Workspace: "w", Text: "lead", Reverse: true}); !slices.Equal(got, want) {
			t.Errorf("%d are listed, want %d", len(got), len(want))
		}
	}
	list(ids...)
	free := func(lead.Lead) []lead.Problem { return nil }
	move := func(from, to string) {
		t.Helper()
		if n, _, err := other.Move(t.Context(), from, to, ids[:1], free); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	}
	move("w", "v")
	list(ids[1:]...)
	move("v", "w")
	move("w", "v")
	move("v", "w")
	list(ids...)
	_, err := other.Delete(t.Context(), "w", ids[1:2])
	Must(t, err)
	Must(t, other.Close())
	later := at(31) // purges what was deleted; the first handle has not looked since
	Must(t, later.Close())
	list(ids[0], ids[2])
}
