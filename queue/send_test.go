package queue

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"leadpad/lead"
)

// TestReceipt keeps a batch with all that was seen of it.
func TestReceipt(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		l := lease(t, q)
		defer func() { must(t, l.Release()) }()
		ids := saveAll(t, q, "Acme", "Zeta")
		b := begin(t, q, ids)
		if es, err := q.Entries(t.Context(), "w", ids); err != nil || es[0].State != Sending || es[1].Batch != b.ID {
			t.Fatal(es, err)
		}
		no, code, text := false, 400, "Too many."
		b.State = BatchRefused
		b.Receipt = Receipt{
			Begun: q.stamp(), Ended: q.stamp(), Outcome: "refused", Status: 400, Succeeded: &no, StatusCode: &code,
			Description: &text, Message: &text, Body: []byte("{\x00}"), Err: "err", Bytes: 12,
			Headers: []string{"Retry-After: 7"},
			What:    "what", Certain: "certain", Next: "next",
		}
		err := q.Settle(t.Context(), b, map[ID]State{ids[0]: Failed, ids[1]: Ready}, map[ID]string{ids[0]: "at fault", ids[1]: "refused in batch 1"})
		must(t, err)
		got, err := q.Batch(t.Context(), "w", b.ID)
		must(t, err)
		if !slices.Equal(got.States, []State{Failed, Ready}) || !slices.Equal(got.Names, []string{"Acme", "Zeta"}) ||
			!bytes.Equal(got.Payload, b.Payload) || len(got.Hash) != 64 || got.State != BatchRefused {
			t.Errorf("the batch is %+v", got)
		}
		g, w := got.Receipt, b.Receipt
		if *g.Message != text || *g.StatusCode != code || *g.Succeeded || *g.Description != text || g.What != "what" ||
			!g.Ended.Equal(w.Ended) || !g.Begun.Equal(w.Begun) || !bytes.Equal(g.Body, w.Body) || g.Bytes != 12 || g.Err != "err" || !slices.Equal(g.Headers, w.Headers) {
			t.Errorf("the receipt is %+v, want %+v", g, w)
		}
		es, err := q.Entries(t.Context(), "w", ids)
		must(t, err)
		if es[0].Remark != "at fault" || es[1].Remark != "refused in batch 1" || es[1].State != Ready {
			t.Errorf("the leads are %+v", es)
		}
		// A note stays until the lead is changed.
		settle(t, q, begin(t, q, ids[1:]), BatchReturned, Ready)
		e, err := q.Get(t.Context(), "w", ids[1])
		must(t, err)
		if e.Remark != "refused in batch 1" {
			t.Errorf("the note went with a batch that was returned: %q", e.Remark)
		}
		e.Lead.Notes = "mended"
		if e = save(t, q, e); e.Remark != "" {
			t.Errorf("the note outlived a change: %q", e.Remark)
		}
	})
}

// TestSettleRefuses looks at the answers that cannot be.
func TestSettleRefuses(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		lease(t, q)
		ids := saveAll(t, q, "Acme", "Zeta")
		b := begin(t, q, ids)
		for _, row := range []struct {
			end BatchState
			to  map[ID]State
		}{
			{BatchSent, map[ID]State{ids[0]: Sent}},                // one is missing
			{BatchSent, map[ID]State{ids[0]: Sent, ids[1]: Ready}}, // a batch is whole or not at all
			{BatchReturned, all(ids, Sent)},
			{BatchUnsure, all(ids, Ready)},
			{BatchRefused, all(ids, Sent)},
			{InFlight, all(ids, Sending)},
			{BatchResolved, all(ids, Sent)},
			{BatchReturned, all(ids, Draft)},
		} {
			b.State = row.end
			if err := q.Settle(t.Context(), b, row.to, nil); err == nil {
				t.Errorf("a batch ended as %d with %v", row.end, row.to)
			}
		}
		if got, err := q.Batch(t.Context(), "w", b.ID); err != nil || got.State != InFlight {
			t.Errorf("a refused answer left a trace: %+v, %v", got, err)
		}
		if err := q.Begin(t.Context(), b); !errors.Is(err, ErrConflict) {
			t.Errorf("a batch began twice: %v", err)
		}
		b.State, b.Workspace = BatchSent, "other"
		if err := q.Settle(t.Context(), b, all(ids, Sent), nil); !errors.Is(err, ErrNotFound) {
			t.Errorf("another workspace's batch was settled: %v", err)
		}
	})
}

// TestLostLease takes the lease from a sender: it can claim, begin and settle
// nothing more, and what it left is settled by its successor.
func TestLostLease(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	old, heir := openQueue(t, path), openQueue(t, path)
	ids := saveAll(t, old, "a", "b", "c", "d")
	l := lease(t, old)
	flying := begin(t, old, ids[:1])
	sub := newID()
	if _, err := old.Claim(t.Context(), "w", sub, ids[1:3]); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := heir.TakeLease(t.Context(), "w"); ok || err != nil {
		t.Fatal("two have the lease", err)
	}
	// The lock goes, as when a file system drops it, and the process lives on.
	must(t, unlockFile(l.file))
	lease(t, heir)
	if ready, unsure, err := heir.Recover(t.Context(), "w"); err != nil || ready != 2 || unsure != 1 {
		t.Fatal(ready, unsure, err)
	}
	if _, err := old.Claim(t.Context(), "w", newID(), ids[3:]); !errors.Is(err, ErrNoLease) {
		t.Errorf("claimed without the lease: %v", err)
	}
	b := Batch{ID: newID(), Submission: sub, Workspace: "w", Leads: ids[1:3], Payload: []byte("[]")}
	if err := old.Begin(t.Context(), b); !errors.Is(err, ErrNoLease) {
		t.Errorf("began without the lease: %v", err)
	}
	flying.State = BatchSent
	if err := old.Settle(t.Context(), flying, all(ids[:1], Sent), nil); !errors.Is(err, ErrConflict) && !errors.Is(err, ErrNoLease) {
		t.Errorf("settled without the lease: %v", err)
	}
	if _, _, err := old.Recover(t.Context(), "w"); !errors.Is(err, ErrNoLease) {
		t.Errorf("recovered without the lease: %v", err)
	}
	if n, err := old.Release(t.Context(), "w", sub); err != nil || n != 0 {
		t.Errorf("released %d of another's: %v", n, err)
	}
	for _, id := range ids {
		stateOf(t, heir, id) // reads it, seal and all
	}
	c, err := heir.Counts(t.Context(), "w")
	if err != nil || c.ByState[Ready] != 3 || c.ByState[Unsure] != 1 {
		t.Error(c, err)
	}
	got, err := heir.Batch(t.Context(), "w", flying.ID)
	if err != nil || got.State != BatchUnsure || got.Receipt.What == "" || got.Receipt.Next == "" || got.Receipt.Ended.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if got.EndKnown() || got.BytesKnown() {
		t.Errorf("what nobody saw counts as known: end %t, bytes %t", got.EndKnown(), got.BytesKnown())
	}
	if got.Receipt.Certain != "nobody knows whether this lead was created" {
		t.Errorf("of one lead it says %q", got.Receipt.Certain)
	}
}

// TestFixed tries to change what may not be changed.
func TestFixed(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ctx := t.Context()
		lease(t, q)
		ids := saveAll(t, q, "held", "sending", "sent", "unsure")
		if _, err := q.Claim(ctx, "w", newID(), ids[:1]); err != nil {
			t.Fatal(err)
		}
		begin(t, q, ids[1:2])
		settle(t, q, begin(t, q, ids[2:3]), BatchSent, Sent)
		settle(t, q, begin(t, q, ids[3:4]), BatchUnsure, Unsure)
		for _, id := range ids {
			e, err := q.Get(ctx, "w", id)
			must(t, err)
			was := e.State
			e.State, e.Lead.Name = Draft, "changed"
			if _, err := q.Save(ctx, e); !errors.Is(err, ErrFixed) {
				t.Errorf("%s: saved: %v", was, err)
			}
			e.State = Sent
			if _, err := q.Save(ctx, e); !errors.Is(err, ErrFixed) {
				t.Errorf("saved as sent: %v", err)
			}
			if stateOf(t, q, id) != was {
				t.Errorf("%s became %s", was, stateOf(t, q, id))
			}
		}
		if got, err := q.Delete(ctx, "w", ids); err != nil || len(got.Leads) != 0 || got.N != 0 {
			t.Errorf("deleted %v, %v", got, err)
		}
		if got, err := q.Edit(ctx, "w", ids, func(e Entry) Entry { e.Lead.Name = "x"; return e }); err != nil || len(got) != 0 {
			t.Errorf("edited %v, %v", got, err)
		}
		if a, b, err := q.Move(ctx, "w", "v", ids, func(lead.Lead) []lead.Problem { return nil }); err != nil || a+b != 0 {
			t.Errorf("moved %d, %v", a+b, err)
		}
		for _, id := range ids {
			if _, err := q.Get(ctx, "v", id); !errors.Is(err, ErrNotFound) {
				t.Errorf("another workspace sees it: %v", err)
			}
		}
	})
}

// TestSentLike finds what went out by its keys, and forgets what did not.
func TestSentLike(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ctx := t.Context()
		lease(t, q)
		e := company("Acme Trading")
		e.Lead.Emails = []string{"Info@Acme-Trading.example"}
		id := save(t, q, e).ID
		like := lead.Lead{Person: lead.Person{Name: "Other", Emails: []string{"info@acme-trading.EXAMPLE"}}}
		expect := func(want State) {
			t.Helper()
			ms, err := q.SentLike(ctx, "w", like)
			other := Entry{ID: newID(), Lead: like}
			self := Entry{ID: id, Lead: like}
			if all, err := q.AnyLike(ctx, "w", []Entry{self, other}); err != nil || len(all) != min(len(ms), 1) || len(ms) == 1 && all[other.ID] != ms[0] {
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
		b := begin(t, q, []ID{id})
		settle(t, q, b, BatchUnsure, Unsure)
		expect(Unsure)
		if n, err := q.Resolve(ctx, "w", b.ID, Ready); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		expect(0)
		if n, err := q.Unresolve(ctx, "w", b.ID); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		expect(Unsure)
		must(t, q.ResolveLead(ctx, "w", id, Sent))
		expect(Sent)
		if got, err := q.Batch(ctx, "w", b.ID); err != nil || got.State != BatchResolved || got.Resolution != "sent" {
			t.Errorf("%+v, %v", got, err)
		}
		if ms, err := q.SentLike(ctx, "other", like); err != nil || len(ms) != 0 {
			t.Errorf("another workspace finds %v, %v", ms, err)
		}
	})
}

// TestBatches lists unsure batches first, then the newest.
func TestBatches(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		ctx := t.Context()
		lease(t, q)
		var bs []ID
		for i, name := range []string{"a", "b", "c", "d"} {
			b := begin(t, q, saveAll(t, q, name))
			bs = append(bs, b.ID)
			if i == 1 {
				settle(t, q, b, BatchUnsure, Unsure)
			} else {
				settle(t, q, b, BatchSent, Sent)
			}
		}
		want := []ID{bs[1], bs[3], bs[2], bs[0]}
		var got []ID
		for offset := 0; offset < 4; offset += 2 {
			page, err := q.Batches(ctx, "w", offset, 2)
			must(t, err)
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
		if _, err := q.Batch(ctx, "other", bs[0]); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
	})
}

// TestForeignLeads begins a request with leads that another submission holds.
func TestForeignLeads(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		lease(t, q)
		ids := saveAll(t, q, "mine", "theirs")
		mine, theirs := newID(), newID()
		for i, sub := range []ID{mine, theirs} {
			if _, err := q.Claim(t.Context(), "w", sub, ids[i:i+1]); err != nil {
				t.Fatal(err)
			}
		}
		b := Batch{ID: newID(), Submission: mine, Workspace: "w", Leads: ids, Payload: []byte("[]")}
		if err := q.Begin(t.Context(), b); !errors.Is(err, ErrConflict) {
			t.Errorf("sent another submission's lead: %v", err)
		}
		if n, err := q.BatchCount(t.Context(), "w"); err != nil || n != 0 || stateOf(t, q, ids[0]) != Held {
			t.Errorf("a refused request left a trace: %d, %v", n, err)
		}
	})
}

// TestSeals changes what will be sent behind the queue's back: none of it is
// claimed.
func TestSeals(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		`UPDATE leads SET state = 2 WHERE state = 1`,
		`UPDATE bodies SET lead = CAST(replace(CAST(lead AS TEXT), 'Acme', 'Akme') AS BLOB)`,
		`UPDATE bodies SET lead = CAST('{"kind":0,"name":"Acme"' AS BLOB)`,
		`UPDATE bodies SET problems = CAST('[]' AS BLOB)`,
	} {
		path := filePath(t)
		q := openQueue(t, path)
		e := company("Acme")
		e.State, e.Problems = Draft, []lead.Problem{{Text: "wrong"}}
		save(t, q, e)
		ready := saveAll(t, q, "ready")
		if strings.Contains(query, "bodies") {
			e.State, e.Problems = Ready, []lead.Problem{{Text: "note", Note: true}}
			ready = append(ready, save(t, q, e).ID)
		}
		rawExec(t, path, query)
		lease(t, q)
		ids := append(mustIDs(t, q, Query{Workspace: "w"}), ready...)
		if got, err := q.Claim(t.Context(), "w", newID(), ids); !errors.Is(err, ErrDamaged) || len(got) != 0 {
			t.Errorf("after %s claimed %d: %v", query, len(got), err)
		}
	}
}
