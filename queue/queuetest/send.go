package queuetest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// testReceipt keeps a batch with all that was seen of it.
func testReceipt(t *testing.T, q queue.Queue) {
	l := Lease(t, q)
	defer func() { Must(t, l.Release()) }()
	ids := SaveAll(t, q, "Acme", "Zeta")
	b := Begin(t, q, ids)
	if es, err := q.Entries(t.Context(), "w", ids); err != nil || es[0].State != queue.Sending || es[1].Batch != b.ID {
		t.Fatal(es, err)
	}
	no, code, text := false, 400, "Too many."
	b.State = queue.BatchRefused
	b.Receipt = queue.Receipt{
		Begun: time.Unix(0, time.Now().UnixNano()).UTC(), Ended: time.Unix(0, time.Now().UnixNano()).UTC(), Outcome: "refused", Status: 400, Succeeded: &no, StatusCode: &code,
		Description: &text, Message: &text, Body: []byte("{\x00}"), Err: "err", Bytes: 12,
		Headers: []string{"Retry-After: 7"},
		What:    "what", Certain: "certain", Next: "next",
	}
	err := q.Settle(t.Context(), b, map[queue.ID]queue.State{ids[0]: queue.Failed, ids[1]: queue.Ready}, map[queue.ID]string{ids[0]: "at fault", ids[1]: "refused in batch 1"})
	Must(t, err)
	got, err := q.Batch(t.Context(), "w", b.ID)
	Must(t, err)
	if !slices.Equal(got.States, []queue.State{queue.Failed, queue.Ready}) || !slices.Equal(got.Names, []string{"Acme", "Zeta"}) ||
		!bytes.Equal(got.Payload, b.Payload) || len(got.Hash) != 64 || got.State != queue.BatchRefused {
		t.Errorf("the batch is %+v", got)
	}
	g, w := got.Receipt, b.Receipt
	if *g.Message != text || *g.StatusCode != code || *g.Succeeded || *g.Description != text || g.What != "what" ||
		!g.Ended.Equal(w.Ended) || !g.Begun.Equal(w.Begun) || !bytes.Equal(g.Body, w.Body) || g.Bytes != 12 || g.Err != "err" || !slices.Equal(g.Headers, w.Headers) {
		t.Errorf("the receipt is %+v, want %+v", g, w)
	}
	es, err := q.Entries(t.Context(), "w", ids)
	Must(t, err)
	if es[0].Remark != "at fault" || es[1].Remark != "refused in batch 1" || es[1].State != queue.Ready {
		t.Errorf("the leads are %+v", es)
	}
	// A note stays until the lead is changed.
	Settle(t, q, Begin(t, q, ids[1:]), queue.BatchReturned, queue.Ready)
	e, err := q.Get(t.Context(), "w", ids[1])
	Must(t, err)
	if e.Remark != "refused in batch 1" {
		t.Errorf("the note went with a batch that was returned: %q", e.Remark)
	}
	e.Lead.Notes = "mended"
	if e = Save(t, q, e); e.Remark != "" {
		t.Errorf("the note outlived a change: %q", e.Remark)
	}
}

// testSettleRefuses looks at the answers that cannot be.
func testSettleRefuses(t *testing.T, q queue.Queue) {
	Lease(t, q)
	ids := SaveAll(t, q, "Acme", "Zeta")
	b := Begin(t, q, ids)
	for _, row := range []struct {
		end queue.BatchState
		to  map[queue.ID]queue.State
	}{
		{queue.BatchSent, map[queue.ID]queue.State{ids[0]: queue.Sent}},                      // one is missing
		{queue.BatchSent, map[queue.ID]queue.State{ids[0]: queue.Sent, ids[1]: queue.Ready}}, // a batch is whole or not at all
		{queue.BatchReturned, All(ids, queue.Sent)},
		{queue.BatchUnsure, All(ids, queue.Ready)},
		{queue.BatchRefused, All(ids, queue.Sent)},
		{queue.InFlight, All(ids, queue.Sending)},
		{queue.BatchResolved, All(ids, queue.Sent)},
		{queue.BatchReturned, All(ids, queue.Draft)},
	} {
		b.State = row.end
		if err := q.Settle(t.Context(), b, row.to, nil); err == nil {
			t.Errorf("a batch ended as %d with %v", row.end, row.to)
		}
	}
	if got, err := q.Batch(t.Context(), "w", b.ID); err != nil || got.State != queue.InFlight {
		t.Errorf("a refused answer left a trace: %+v, %v", got, err)
	}
	if err := q.Begin(t.Context(), b); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("a batch began twice: %v", err)
	}
	b.State, b.Workspace = queue.BatchSent, "other"
	if err := q.Settle(t.Context(), b, All(ids, queue.Sent), nil); !errors.Is(err, queue.ErrNotFound) {
		t.Errorf("another workspace's batch was settled: %v", err)
	}
}

// testLostLease takes the lease from a sender: it can claim, begin and settle
// nothing more, and what it left is settled by its successor.
func testLostLease(t *testing.T, e Engine) {
	address := e.Address(t)
	old, heir := e.open(t, address), e.open(t, address)
	ids := SaveAll(t, old, "a", "b", "c", "d")
	Lease(t, old)
	flying := Begin(t, old, ids[:1])
	sub := NewID()
	if _, err := old.Claim(t.Context(), "w", sub, ids[1:3]); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := heir.TakeLease(t.Context(), "w"); ok || err != nil {
		t.Fatal("two have the lease", err)
	}
	e.Steal(t, address, "w")
	Lease(t, heir)
	if ready, unsure, err := heir.Recover(t.Context(), "w"); err != nil || ready != 2 || unsure != 1 {
		t.Fatal(ready, unsure, err)
	}
	if _, err := old.Claim(t.Context(), "w", NewID(), ids[3:]); !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("claimed without the lease: %v", err)
	}
	b := queue.Batch{ID: NewID(), Submission: sub, Workspace: "w", Leads: ids[1:3], Payload: []byte("[]")}
	if err := old.Begin(t.Context(), b); !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("began without the lease: %v", err)
	}
	flying.State = queue.BatchSent
	if err := old.Settle(t.Context(), flying, All(ids[:1], queue.Sent), nil); !errors.Is(err, queue.ErrConflict) && !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("settled without the lease: %v", err)
	}
	if _, _, err := old.Recover(t.Context(), "w"); !errors.Is(err, queue.ErrNoLease) {
		t.Errorf("recovered without the lease: %v", err)
	}
	if n, err := old.Release(t.Context(), "w", sub); err != nil || n != 0 {
		t.Errorf("released %d of another's: %v", n, err)
	}
	for _, id := range ids {
		StateOf(t, heir, id) // reads it, seal and all
	}
	c, err := heir.Counts(t.Context(), "w")
	if err != nil || c.ByState[queue.Ready] != 3 || c.ByState[queue.Unsure] != 1 {
		t.Error(c, err)
	}
	got, err := heir.Batch(t.Context(), "w", flying.ID)
	if err != nil || got.State != queue.BatchUnsure || got.Receipt.Outcome != "" || got.Receipt.Ended.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if got.EndKnown() || got.BytesKnown() {
		t.Errorf("what nobody saw counts as known: end %t, bytes %t", got.EndKnown(), got.BytesKnown())
	}
	if r := got.Receipt; r.What+r.Certain+r.Next+r.Err != "" {
		t.Errorf("a receipt of today keeps sentences: %+v", r)
	}
}

// testFixed tries to change what may not be changed.
func testFixed(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	ids := SaveAll(t, q, "held", "sending", "sent", "unsure")
	if _, err := q.Claim(ctx, "w", NewID(), ids[:1]); err != nil {
		t.Fatal(err)
	}
	Begin(t, q, ids[1:2])
	Settle(t, q, Begin(t, q, ids[2:3]), queue.BatchSent, queue.Sent)
	Settle(t, q, Begin(t, q, ids[3:4]), queue.BatchUnsure, queue.Unsure)
	for _, id := range ids {
		e, err := q.Get(ctx, "w", id)
		Must(t, err)
		was := e.State
		e.State, e.Lead.Name = queue.Draft, "changed"
		if _, err := q.Save(ctx, e); !errors.Is(err, queue.ErrFixed) {
			t.Errorf("%s: saved: %v", was, err)
		}
		e.State = queue.Sent
		if _, err := q.Save(ctx, e); !errors.Is(err, queue.ErrFixed) {
			t.Errorf("saved as sent: %v", err)
		}
		if StateOf(t, q, id) != was {
			t.Errorf("%s became %s", was, StateOf(t, q, id))
		}
	}
	if got, err := q.Delete(ctx, "w", ids); err != nil || len(got.Leads) != 0 || got.N != 0 {
		t.Errorf("deleted %v, %v", got, err)
	}
	if got, err := q.Edit(ctx, "w", ids, func(e queue.Entry) queue.Entry { e.Lead.Name = "x"; return e }); err != nil || len(got) != 0 {
		t.Errorf("edited %v, %v", got, err)
	}
	if a, b, err := q.Move(ctx, "w", "v", ids, func(lead.Lead) []lead.Problem { return nil }); err != nil || a+b != 0 {
		t.Errorf("moved %d, %v", a+b, err)
	}
	for _, id := range ids {
		if _, err := q.Get(ctx, "v", id); !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("another workspace sees it: %v", err)
		}
	}
}

// testBatches lists unsure batches first, then the newest.
func testBatches(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	var bs []queue.ID
	for i, name := range []string{"a", "b", "c", "d"} {
		b := Begin(t, q, SaveAll(t, q, name))
		bs = append(bs, b.ID)
		if i == 1 {
			Settle(t, q, b, queue.BatchUnsure, queue.Unsure)
		} else {
			Settle(t, q, b, queue.BatchSent, queue.Sent)
		}
	}
	want := []queue.ID{bs[1], bs[3], bs[2], bs[0]}
	var got []queue.ID
	for offset := 0; offset < 4; offset += 2 {
		page, err := q.Batches(ctx, "w", offset, 2)
		Must(t, err)
		for _, b := range page {
			got = append(got, b.ID)
			if b.Payload != nil || len(b.Names) != 1 || len(b.Leads) != 1 {
				t.Errorf("%+v", b)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	n, err := q.BatchCount(ctx, "w")
	u, err2 := q.UnsureCount(ctx, "w")
	if n != 4 || u != 1 || err != nil || err2 != nil {
		t.Error(n, u, err, err2)
	}
	if _, err := q.Batch(ctx, "other", bs[0]); !errors.Is(err, queue.ErrNotFound) {
		t.Error(err)
	}
}

// testDoubt counts the requests of which nobody knows, up to one that was sent or
// settled.
func testDoubt(t *testing.T, q queue.Queue) {
	ctx := t.Context()
	Lease(t, q)
	end := func(name string, state queue.BatchState, to queue.State) queue.Batch {
		b := Begin(t, q, SaveAll(t, q, name))
		Settle(t, q, b, state, to)
		return b
	}
	resolve := func(b queue.Batch, to queue.State) {
		_, err := q.Resolve(ctx, "w", b.ID, to)
		Must(t, err)
	}
	want := func(after string, refused bool, batches ...queue.Batch) {
		t.Helper()
		d, err := q.Doubt(ctx, "w")
		var got, want []queue.ID
		for _, b := range d.Batches {
			got = append(got, b.ID)
			if b.State != queue.BatchUnsure {
				t.Errorf("after %s: %+v", after, b)
			}
		}
		for _, b := range batches {
			want = append(want, b.ID)
		}
		if err != nil || !slices.Equal(got, want) || d.Refused != refused {
			t.Errorf("after %s: %v, refused %t, %v; want %v", after, got, d.Refused, err, want)
		}
	}
	want("nothing", false)
	end("sent", queue.BatchSent, queue.Sent)
	want("one that was sent", false)
	a := end("a", queue.BatchUnsure, queue.Unsure)
	want("one", false, a)
	end("returned", queue.BatchReturned, queue.Ready)
	b := end("b", queue.BatchUnsure, queue.Unsure)
	want("two, and one between that did not go", false, b, a)
	end("refused", queue.BatchRefused, queue.Failed)
	want("a refusal", true, b, a)
	c := end("c", queue.BatchUnsure, queue.Unsure)
	want("three", false, c, b, a)
	resolve(b, queue.Ready)
	want("the middle one was settled", false, c)
	resolve(c, queue.Sent)
	want("the newest was settled", false)
	if _, err := q.Unresolve(ctx, "w", c.ID); err != nil {
		t.Fatal(err)
	}
	want("that was taken back", false, c)
	end("sent again", queue.BatchSent, queue.Sent)
	want("one that was sent", false)
	if d, err := q.Doubt(ctx, "other"); err != nil || len(d.Batches) > 0 {
		t.Errorf("another workspace has %+v, %v", d, err)
	}
}

// testForeignLeads begins a request with leads that another submission holds.
func testForeignLeads(t *testing.T, q queue.Queue) {
	Lease(t, q)
	ids := SaveAll(t, q, "mine", "theirs")
	mine, theirs := NewID(), NewID()
	for i, sub := range []queue.ID{mine, theirs} {
		if _, err := q.Claim(t.Context(), "w", sub, ids[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	b := queue.Batch{ID: NewID(), Submission: mine, Workspace: "w", Leads: ids, Payload: []byte("[]")}
	if err := q.Begin(t.Context(), b); !errors.Is(err, queue.ErrConflict) {
		t.Errorf("sent another submission's lead: %v", err)
	}
	if n, err := q.BatchCount(t.Context(), "w"); err != nil || n != 0 || StateOf(t, q, ids[0]) != queue.Held {
		t.Errorf("a refused request left a trace: %d, %v", n, err)
	}
}

// testKeysFollowTheRules sends a lead that was saved while keys were made by other
// rules: it is known again by the rules under which it went.
func testKeysFollowTheRules(t *testing.T, e Engine) {
	address := e.Address(t)
	under := func(rules string) queue.Queue {
		q, err := e.Open(t.Context(), address, queue.Options{Keys: func(_ string, l lead.Lead) []lead.Key {
			return []lead.Key{{Kind: lead.KeyPhone, Value: rules + l.Phones[0]}}
		}})
		Must(t, err)
		return q
	}
	old := under("+1 ")
	c := Company("Acme")
	c.Lead.Phones = []string{"555 204"}
	id := Save(t, old, c).ID
	Must(t, old.Close())
	q := under("+49 ")
	defer func() { Must(t, q.Close()) }()
	Lease(t, q)
	Settle(t, q, Begin(t, q, []queue.ID{id}), queue.BatchSent, queue.Sent)
	if ms, err := q.SentLike(t.Context(), "w", c.Lead); err != nil || len(ms) != 1 || ms[0].Value != "+49 555 204" {
		t.Errorf("found %+v: %v", ms, err)
	}
}

// testReadForAnother begins a request with leads as they were read before they
// changed, and with those of another request: nothing is begun.
func testReadForAnother(t *testing.T, q queue.Queue) {
	Lease(t, q)
	ids := SaveAll(t, q, "a", "b")
	sub := NewID()
	if _, err := q.Claim(t.Context(), "w", sub, ids); err != nil {
		t.Fatal(err)
	}
	es, err := q.Entries(t.Context(), "w", ids)
	Must(t, err)
	b := queue.Batch{ID: NewID(), Submission: sub, Workspace: "w", Seq: 1, Leads: ids, Names: []string{"a", "b"}, Payload: []byte("[]")}
	ts := []queue.Traits{{ID: ids[0], Rev: es[0].Rev, Keys: lead.Keys(es[0].Lead)}, {ID: ids[1], Rev: es[1].Rev, Keys: lead.Keys(es[1].Lead)}}
	for name, read := range map[string][]queue.Traits{
		"turned": {ts[1], ts[0]}, "fewer": ts[:1], "more": append(ts[:2:2], ts[0]),
		"older": {ts[0], func(l queue.Traits) queue.Traits { l.Rev--; return l }(ts[1])},
	} {
		b.Read = read
		if err := q.Begin(t.Context(), b); !errors.Is(err, queue.ErrConflict) && !errors.Is(err, queue.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.Read = ts
	Must(t, q.Begin(t.Context(), b))
}

// testLongKey knows a lead again by a name of a megabyte.
func testLongKey(t *testing.T, q queue.Queue) {
	Lease(t, q)
	c := Company(strings.Repeat("long ", 200_000))
	id := Save(t, q, c).ID
	Settle(t, q, Begin(t, q, []queue.ID{id}), queue.BatchSent, queue.Sent)
	if ms, err := q.SentLike(t.Context(), "w", c.Lead); err != nil || len(ms) != 1 {
		t.Errorf("%d found: %v", len(ms), err)
	}
	if found, err := q.AnyLike(t.Context(), "w", []queue.Traits{{ID: NewID(), Keys: lead.Keys(c.Lead)}}, queue.ID{}); err != nil || len(found) != 1 {
		t.Errorf("%d found of many: %v", len(found), err)
	}
}
