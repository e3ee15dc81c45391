package queuetest

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpad/lead"
	"leadpad/queue"
)

// model is what the queue should be, in the plainest way.
type model struct {
	leads   map[queue.ID]*modelLead
	batches map[queue.ID]*modelBatch
	count   int // of leads ever made, for the order
	// deletions are the undo journal, oldest first.
	deletions []modelDeletion
	clock     time.Time
}

type modelLead struct {
	n          int
	name       string
	workspace  string
	state      queue.State
	problem    bool
	rev        int64
	updated    time.Time
	deleted    time.Time // zero while it is not
	deletion   int64     // the number of that deletion
	submission queue.ID
	batch      queue.ID
}

// gone says that the lead is in the Trash.
func (l *modelLead) gone() bool { return !l.deleted.IsZero() }

type modelDeletion struct {
	n         int64
	workspace string
	at        time.Time
	leads     int
}

type modelBatch struct {
	workspace  string
	submission queue.ID
	state      queue.BatchState
	leads      []queue.ID
	revs       []int64 // that went
	outcome    []queue.State
}

// machine drives the queue, by two handles where it can have them, and the model.
type machine struct {
	model
	ctx    context.Context
	qs     []queue.Queue // the first holds the leases
	leases map[string]queue.Lease
	subs   map[string][]queue.ID // submissions under the present lease
	// launched are leads of which a request went, and that did not depart yet:
	// they are still read as Held, in the batch that they were in before.
	launched map[queue.ID]queue.ID
	done     int
}

// testModel does random operations, by two handles where an engine can have two:
// they leave the queue as they leave a map in memory.
func testModel(t *testing.T, e Engine) {
	steps := 0
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(rt, e, e.address(t))
		defer m.close(rt)
		rt.Repeat(rapid.StateMachineActions(m))
		steps += m.done
	})
	t.Logf("%d operations, -rapid.seed=%s", steps, flag.Lookup("rapid.seed").Value)
	if least := Trials(2000); steps < least {
		t.Errorf("%d operations, want at least %d", steps, least)
	}
}

func newMachine(t *rapid.T, e Engine, address string) *machine {
	m := &machine{
		model:  model{leads: map[queue.ID]*modelLead{}, batches: map[queue.ID]*modelBatch{}, clock: time.Unix(1_800_000_000, 0).UTC()},
		ctx:    context.Background(),
		leases: map[string]queue.Lease{},
		subs:   map[string][]queue.ID{},

		launched: map[queue.ID]queue.ID{},
	}
	handles := 1
	if address != "" {
		handles = 2
	}
	for range handles {
		q, err := e.Open(m.ctx, address, queue.Options{Now: func() time.Time { return m.clock }})
		if err != nil {
			t.Fatal(err)
		}
		m.qs = append(m.qs, q)
	}
	for range 4 {
		m.Insert(t)
	}
	m.Lease(t)
	return m
}

func (m *machine) close(t *rapid.T) {
	for _, q := range m.qs {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	}
}

// q is one of the handles; owner is the one with the leases.
func (m *machine) q(t *rapid.T) queue.Queue { return rapid.SampledFrom(m.qs).Draw(t, "handle") }

func (m *machine) owner() queue.Queue { return m.qs[0] }

func workspaceGen() *rapid.Generator[string] { return rapid.SampledFrom([]string{"w", "v"}) }

// some draws leads, those of the other workspace too.
func (m *machine) some(t *rapid.T) []queue.ID {
	all := slices.SortedFunc(maps.Keys(m.leads), func(a, b queue.ID) int { return cmp.Compare(m.leads[a].n, m.leads[b].n) })
	if len(all) == 0 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, min(6, len(all)), rapid.ID[queue.ID]).Draw(t, "ids")
}

func (m *machine) entry(ws, name string, state queue.State, problem bool) queue.Entry {
	e := queue.Entry{Workspace: ws, State: state, Lead: lead.Lead{Person: lead.Person{Name: name}}}
	if problem {
		e.Problems = []lead.Problem{{Text: "wrong"}}
	}
	return e
}

func nameGen() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-cA-Cé]{1,3}( [a-c]{1,2})?`)
}

func (m *machine) Insert(t *rapid.T) {
	ws, name := workspaceGen().Draw(t, "ws"), nameGen().Draw(t, "name")
	state, problem := rapid.SampledFrom([]queue.State{queue.Draft, queue.Ready}).Draw(t, "state"), rapid.Bool().Draw(t, "problem")
	m.clock = m.clock.Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "tick")) * time.Second)
	e, err := m.q(t).Save(m.ctx, m.entry(ws, name, state, problem))
	if state == queue.Ready && problem {
		if !errors.Is(err, queue.ErrProblems) {
			t.Fatalf("a ready lead with problems was saved: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	m.count++
	m.leads[e.ID] = &modelLead{n: m.count, name: name, workspace: ws, state: state, problem: problem, rev: 1, updated: m.clock}
}

func (m *machine) Update(t *rapid.T) {
	ids := m.some(t)
	if len(ids) == 0 {
		return
	}
	l := m.leads[ids[0]]
	name, stale := nameGen().Draw(t, "name"), rapid.IntRange(0, 3).Draw(t, "stale") == 0
	e := m.entry(l.workspace, name, queue.Draft, false)
	e.ID, e.Rev = ids[0], l.rev
	if stale {
		e.Rev++
	}
	m.clock = m.clock.Add(time.Second)
	got, err := m.q(t).Save(m.ctx, e)
	switch {
	case l.gone():
		mustBe(t, err, queue.ErrNotFound)
	case !l.state.Editable():
		mustBe(t, err, queue.ErrFixed)
	case stale:
		mustBe(t, err, queue.ErrConflict)
	case err != nil:
		t.Fatal(err)
	case l.name != name || l.state != queue.Draft || l.problem:
		l.name, l.state, l.problem, l.rev, l.updated = name, queue.Draft, false, l.rev+1, m.clock
		fallthrough
	default:
		if got.Rev != l.rev {
			t.Fatalf("rev %d, want %d", got.Rev, l.rev)
		}
	}
}

func mustBe(t *rapid.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func (m *machine) Delete(t *rapid.T) {
	ws, ids := workspaceGen().Draw(t, "ws"), m.some(t)
	m.clock = m.clock.Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "tick")) * time.Second)
	var want []queue.ID
	for _, id := range ids {
		if l := m.leads[id]; l.workspace == ws && !l.gone() && l.state.Editable() {
			want = append(want, id)
			l.deleted = m.clock
		}
	}
	got, err := m.q(t).Delete(m.ctx, ws, ids)
	if err != nil || !slices.Equal(got.Leads, want) || len(want) > 0 && !got.At.Equal(m.clock) {
		t.Fatalf("deleted %v, want %v: %v", got, want, err)
	}
	if (got.N == 0) != (len(want) == 0) {
		t.Fatalf("deletion %d of %d leads", got.N, len(want))
	}
	for _, id := range want {
		m.leads[id].deletion = got.N
	}
	if len(want) > 0 {
		m.deletions = append(m.deletions, modelDeletion{got.N, ws, m.clock, len(want)})
	}
}

func (m *machine) Restore(t *rapid.T) {
	ws, ids := workspaceGen().Draw(t, "ws"), m.some(t)
	var want []queue.ID
	for _, id := range ids {
		if l := m.leads[id]; l.workspace == ws && l.gone() {
			l.deleted = time.Time{}
			want = append(want, id)
		}
	}
	if got, err := m.q(t).Restore(m.ctx, ws, ids); err != nil || !slices.Equal(got, want) {
		t.Fatalf("restored %v, want %v: %v", got, want, err)
	}
}

// left are the leads that a deletion was the last to touch, in the table's order.
func (m *machine) left(d modelDeletion) (ids []queue.ID) {
	for id, l := range m.leads {
		if l.gone() && l.deletion == d.n && l.workspace == d.workspace {
			ids = append(ids, id)
		}
	}
	m.order(ids)
	return ids
}

// order sorts leads as the table has them.
func (m *machine) order(ids []queue.ID) {
	slices.SortFunc(ids, func(a, b queue.ID) int {
		x, y := m.leads[a], m.leads[b]
		return cmp.Or(y.updated.Compare(x.updated), cmp.Compare(y.n, x.n))
	})
}

func (m *machine) Undelete(t *rapid.T) {
	if len(m.deletions) == 0 {
		return
	}
	// Also one that was taken back before, by either handle.
	d := rapid.SampledFrom(m.deletions).Draw(t, "deletion")
	want := m.left(d)
	if got, err := m.q(t).Undelete(m.ctx, d.workspace, d.n); err != nil || !slices.Equal(got, want) {
		t.Fatalf("took %v back, want %v: %v", got, want, err)
	}
	for _, id := range want {
		m.leads[id].deleted = time.Time{}
	}
}

func (m *machine) UndeleteLast(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	got, err := m.q(t).UndeleteLast(m.ctx, ws)
	for _, d := range slices.Backward(m.deletions) {
		want := m.left(d)
		if d.workspace != ws || len(want) == 0 {
			continue
		}
		if err != nil || !slices.Equal(got.Back, want) || got.Of != d.leads || !got.At.Equal(d.at) {
			t.Fatalf("took %+v back, want %v of %+v: %v", got, want, d, err)
		}
		for _, id := range want {
			m.leads[id].deleted = time.Time{}
		}
		return
	}
	mustBe(t, err, queue.ErrNotFound)
}

func (m *machine) EditAndPut(t *rapid.T) {
	ws, ids := workspaceGen().Draw(t, "ws"), m.some(t)
	to, undo := rapid.SampledFrom([]queue.State{queue.Draft, queue.Ready, queue.Failed}).Draw(t, "to"), rapid.Bool().Draw(t, "undo")
	suffix := rapid.SampledFrom([]string{"", "x"}).Draw(t, "suffix")
	m.clock = m.clock.Add(time.Second)
	q := m.q(t)
	before, err := q.Edit(m.ctx, ws, ids, func(e queue.Entry) queue.Entry {
		e.Lead.Name += suffix
		e.State = to
		return e
	})
	if err != nil {
		t.Fatal(err)
	}
	old := map[queue.ID]modelLead{}
	for _, id := range ids {
		l := m.leads[id]
		if l.workspace != ws || l.gone() || !l.state.Editable() {
			continue
		}
		state := to
		if to == queue.Ready && l.problem || to == queue.Failed && (l.state != queue.Failed || suffix != "") {
			state = queue.Draft
		}
		if suffix == "" && state == l.state {
			continue
		}
		old[id] = *l
		l.name, l.state, l.rev, l.updated = l.name+suffix, state, l.rev+1, m.clock
	}
	if len(before) != len(old) {
		t.Fatalf("edited %d, want %d", len(before), len(old))
	}
	if !undo {
		return
	}
	if n, err := q.Put(m.ctx, before); err != nil || n != len(old) {
		t.Fatalf("put %d back, want %d: %v", n, len(old), err)
	}
	for id, was := range old {
		was.rev += 2
		*m.leads[id] = was
	}
}

func (m *machine) Move(t *rapid.T) {
	ws, ids := workspaceGen().Draw(t, "ws"), m.some(t)
	to := map[string]string{"w": "v", "v": "w"}[ws]
	m.clock = m.clock.Add(time.Second)
	want := 0
	for _, id := range ids {
		if l := m.leads[id]; l.workspace == ws && !l.gone() && l.state.Editable() {
			l.workspace, l.state, l.problem, l.rev, l.updated, l.batch = to, queue.Draft, true, l.rev+1, m.clock, queue.ID{}
			want++
		}
	}
	ready, drafts, err := m.q(t).Move(m.ctx, ws, to, ids, func(lead.Lead) []lead.Problem {
		return []lead.Problem{{Text: "wrong here"}}
	})
	if err != nil || ready != 0 || drafts != want {
		t.Fatalf("moved %d and %d, want %d: %v", ready, drafts, want, err)
	}
}

func (m *machine) Lease(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	if l := m.leases[ws]; l != nil {
		if rapid.IntRange(0, 2).Draw(t, "keep") > 0 {
			return
		}
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
		delete(m.leases, ws)
		m.subs[ws] = nil
		return
	}
	l, ok, err := m.owner().TakeLease(m.ctx, ws)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	m.leases[ws] = l
	if _, ok, err := m.qs[len(m.qs)-1].TakeLease(m.ctx, ws); ok || err != nil {
		t.Fatal("the lease was given twice", err)
	}
}

// Send claims and begins in one go, so that most runs come that far.
func (m *machine) Send(t *rapid.T) {
	m.Claim(t)
	m.Begin(t)
}

// SettleMore makes settling likelier.
func (m *machine) SettleMore(t *rapid.T) { m.Settle(t) }

func (m *machine) Claim(t *rapid.T) {
	ws, sub := workspaceGen().Draw(t, "ws"), NewID()
	var ids []queue.ID
	for range 3 { // of the other workspace, deleted or not ready, many are
		for _, id := range m.some(t) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	got, err := m.owner().Claim(m.ctx, ws, sub, ids)
	if m.leases[ws] == nil {
		mustBe(t, err, queue.ErrNoLease)
		return
	}
	var want []queue.ID
	for _, id := range ids {
		if l := m.leads[id]; l.workspace == ws && !l.gone() && l.state == queue.Ready {
			want = append(want, id)
			l.state, l.submission = queue.Held, sub
		}
	}
	have := make([]queue.ID, 0, len(got))
	for _, e := range got {
		have = append(have, e.ID)
	}
	if err != nil || !slices.Equal(have, want) {
		t.Fatalf("claimed %v, want %v: %v", have, want, err)
	}
	if len(want) > 0 {
		m.subs[ws] = append(m.subs[ws], sub)
	}
}

// submission draws one that runs, or ran.
func (m *machine) submission(t *rapid.T, ws string) queue.ID {
	var all []queue.ID
	for _, id := range slices.SortedFunc(maps.Keys(m.leads), func(a, b queue.ID) int { return cmp.Compare(m.leads[a].n, m.leads[b].n) }) {
		if l := m.leads[id]; l.workspace == ws && l.submission != (queue.ID{}) && l.state == queue.Held && !slices.Contains(all, l.submission) {
			all = append(all, l.submission)
		}
	}
	if len(all) == 0 {
		return NewID()
	}
	return rapid.SampledFrom(all).Draw(t, "submission")
}

func (m *machine) held(ws string, sub queue.ID) (ids []queue.ID) {
	for id, l := range m.leads {
		if l.workspace == ws && l.state == queue.Held && l.submission == sub {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b queue.ID) int { return cmp.Compare(m.leads[a].n, m.leads[b].n) })
	return ids
}

func (m *machine) Release(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	sub := m.submission(t, ws)
	ids := m.held(ws, sub)
	if n, err := m.q(t).Release(m.ctx, ws, sub); err != nil || n != len(ids) {
		t.Fatalf("released %d, want %d: %v", n, len(ids), err)
	}
	for _, id := range ids {
		m.leads[id].state = queue.Ready
	}
	m.departed(func(b *modelBatch) bool { return b.workspace == ws && b.submission == sub })
}

// departed notes that the launched batches that fits picks have moved their leads.
func (m *machine) departed(fits func(*modelBatch) bool) {
	for batch, b := range m.batches {
		if !fits(b) {
			continue
		}
		for _, id := range b.leads {
			if m.leads[id].batch == batch { // else it went on in a later one
				delete(m.launched, id)
			}
		}
	}
}

func (m *machine) Depart(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	if id, b, ok := m.batchIn(t, ws); ok {
		if err := m.q(t).Depart(m.ctx, ws, id); err != nil {
			t.Fatal(err)
		}
		m.departed(func(other *modelBatch) bool { return other == b })
	}
}

func (m *machine) Begin(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	sub := m.submission(t, ws)
	ids := m.held(ws, sub)
	if len(ids) == 0 {
		return
	}
	ids = ids[:rapid.IntRange(1, len(ids)).Draw(t, "size")]
	stray := rapid.IntRange(0, 4).Draw(t, "stray") == 0
	b := queue.Batch{ID: NewID(), Submission: sub, Workspace: ws, Leads: ids, Payload: []byte("[]")}
	if stray {
		b.Leads = append(slices.Clone(ids), NewID())
	}
	prepared, quick := rapid.Bool().Draw(t, "prepared"), rapid.Bool().Draw(t, "quick")
	if prepared {
		_ = m.owner().Prepare(m.ctx, b) // changes nothing; Begin says what is wrong
	}
	begin := m.owner().Begin
	if quick {
		begin = m.owner().Launch
	}
	err := begin(m.ctx, b)
	switch {
	case !slices.Contains(m.subs[ws], sub):
		mustBe(t, err, queue.ErrNoLease)
		return
	case stray:
		mustBe(t, err, queue.ErrNotFound)
		return
	case err != nil:
		t.Fatal(err)
	}
	mb := &modelBatch{workspace: ws, submission: sub, state: queue.InFlight, leads: ids}
	for _, id := range ids {
		if prepared && quick {
			m.launched[id] = m.leads[id].batch
		}
		m.leads[id].state, m.leads[id].batch = queue.Sending, b.ID
		mb.outcome, mb.revs = append(mb.outcome, queue.Sending), append(mb.revs, m.leads[id].rev)
	}
	m.batches[b.ID] = mb
}

// batchIn draws a batch of a workspace; ok is false when there is none.
func (m *machine) batchIn(t *rapid.T, ws string) (queue.ID, *modelBatch, bool) {
	var ids []queue.ID
	for id, b := range m.batches {
		if b.workspace == ws {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return queue.ID{}, nil, false
	}
	slices.SortFunc(ids, func(a, b queue.ID) int { return strings.Compare(a.String(), b.String()) })
	id := rapid.SampledFrom(ids).Draw(t, "batch")
	return id, m.batches[id], true
}

func (m *machine) Settle(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	id, b, ok := m.batchIn(t, ws)
	if !ok {
		return
	}
	end := rapid.SampledFrom([]queue.BatchState{queue.BatchSent, queue.BatchReturned, queue.BatchRefused, queue.BatchUnsure}).Draw(t, "end")
	can := map[queue.BatchState][]queue.State{
		queue.BatchSent: {queue.Sent}, queue.BatchReturned: {queue.Ready, queue.Held}, queue.BatchRefused: {queue.Ready, queue.Failed, queue.Held}, queue.BatchUnsure: {queue.Unsure},
	}[end]
	to := map[queue.ID]queue.State{}
	for _, l := range b.leads {
		to[l] = rapid.SampledFrom(can).Draw(t, "to")
	}
	err := m.owner().Settle(m.ctx, queue.Batch{ID: id, Workspace: ws, State: end}, to, nil)
	switch {
	case b.state != queue.InFlight:
		mustBe(t, err, queue.ErrConflict)
		return
	case !slices.Contains(m.subs[ws], b.submission):
		mustBe(t, err, queue.ErrNoLease)
		return
	case err != nil:
		t.Fatal(err)
	}
	b.state = end
	m.departed(func(other *modelBatch) bool { return other == b })
	for i, l := range b.leads {
		m.leads[l].state, b.outcome[i] = to[l], to[l]
	}
}

func (m *machine) Recover(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	ready, unsure, err := m.owner().Recover(m.ctx, ws)
	if m.leases[ws] == nil {
		mustBe(t, err, queue.ErrNoLease)
		return
	}
	m.departed(func(b *modelBatch) bool { return b.workspace == ws })
	wantReady, wantUnsure := 0, 0
	for _, l := range m.leads {
		if l.workspace == ws && l.state == queue.Held && !slices.Contains(m.subs[ws], l.submission) {
			l.state = queue.Ready
			wantReady++
		}
	}
	for _, b := range m.batches {
		if b.workspace == ws && b.state == queue.InFlight && !slices.Contains(m.subs[ws], b.submission) {
			b.state = queue.BatchUnsure
			for i, l := range b.leads {
				m.leads[l].state, b.outcome[i] = queue.Unsure, queue.Unsure
				wantUnsure++
			}
		}
	}
	if err != nil || ready != wantReady || unsure != wantUnsure {
		t.Fatalf("recovered %d and %d, want %d and %d: %v", ready, unsure, wantReady, wantUnsure, err)
	}
}

// Restart is what a process does that comes after a dead one.
func (m *machine) Restart(t *rapid.T) {
	for ws, l := range m.leases {
		if err := l.Release(); err != nil {
			t.Fatal(err)
		}
		delete(m.leases, ws)
		m.subs[ws] = nil
	}
	m.Lease(t)
	m.Recover(t)
}

func (m *machine) Resolve(t *rapid.T) {
	ws, to := workspaceGen().Draw(t, "ws"), rapid.SampledFrom([]queue.State{queue.Sent, queue.Ready}).Draw(t, "to")
	id, b, ok := m.batchIn(t, ws)
	if !ok {
		return
	}
	if rapid.Bool().Draw(t, "one") {
		i := rapid.IntRange(0, len(b.leads)-1).Draw(t, "lead")
		l := m.leads[b.leads[i]]
		if l.state != queue.Unsure || l.batch != id {
			return
		}
		if err := m.q(t).ResolveLead(m.ctx, ws, b.leads[i], to); err != nil {
			t.Fatal(err)
		}
		l.state, b.outcome[i] = to, to
	} else {
		n, err := m.q(t).Resolve(m.ctx, ws, id, to)
		if b.state != queue.BatchUnsure {
			mustBe(t, err, queue.ErrConflict)
			return
		}
		for i, l := range b.leads {
			if b.outcome[i] == queue.Unsure {
				m.leads[l].state, b.outcome[i] = to, to
				n--
			}
		}
		if err != nil || n != 0 {
			t.Fatal(n, err)
		}
	}
	if !slices.Contains(b.outcome, queue.Unsure) {
		b.state = queue.BatchResolved
	}
}

func (m *machine) Unresolve(t *rapid.T) {
	ws := workspaceGen().Draw(t, "ws")
	id, b, ok := m.batchIn(t, ws)
	if !ok {
		return
	}
	can := b.state == queue.BatchResolved || b.state == queue.BatchUnsure
	only := rapid.SliceOfDistinct(rapid.SampledFrom(b.leads), func(id queue.ID) queue.ID { return id }).Draw(t, "only")
	meant := func(l queue.ID) bool { return len(only) == 0 || slices.Contains(only, l) }
	for i, l := range b.leads {
		ml := m.leads[l]
		if meant(l) && b.outcome[i] != queue.Unsure && (ml.state != b.outcome[i] || ml.rev != b.revs[i] || ml.batch != id || ml.gone() || ml.workspace != ws) {
			can = false
		}
	}
	n, err := m.q(t).Unresolve(m.ctx, ws, id, only...)
	if !can {
		if err == nil {
			t.Fatal("a settlement was taken back that could not be")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range b.leads {
		if meant(l) && b.outcome[i] != queue.Unsure {
			m.leads[l].state, b.outcome[i], b.state = queue.Unsure, queue.Unsure, queue.BatchUnsure
			n--
		}
	}
	if n != 0 {
		t.Fatalf("the number of leads taken back is off by %d", n)
	}
}

// Check compares the queue with the model after every operation.
func (m *machine) Check(t *rapid.T) {
	m.done++
	q := m.qs[m.done%len(m.qs)]
	for _, ws := range []string{"w", "v"} {
		var want queue.Counts
		var order, trash []queue.ID
		for id, l := range m.leads {
			if l.workspace == ws && l.gone() {
				trash = append(trash, id)
			}
			if l.workspace != ws || l.gone() {
				continue
			}
			state, _ := m.seen(id, l)
			want.ByState[state]++
			if l.state != queue.Sent {
				order = append(order, id)
			}
			m.checkLead(t, q, id, l)
		}
		if got, err := q.Counts(m.ctx, ws); err != nil || got != want {
			t.Fatalf("counts of %s: %v, want %v: %v", ws, got, want, err)
		}
		m.order(order)
		if got, err := q.IDs(m.ctx, queue.Query{Workspace: ws}); err != nil || !slices.Equal(got, order) {
			t.Fatalf("order of %s:\n%v\nwant\n%v: %v", ws, got, order, err)
		}
		m.checkTrash(t, q, ws, trash)
	}
	for id, b := range m.batches {
		got, err := q.Batch(m.ctx, b.workspace, id)
		if err != nil || got.State != b.state || !slices.Equal(got.Leads, b.leads) || !slices.Equal(got.States, b.outcome) {
			t.Fatalf("batch %+v, want %+v: %v", got, b, err)
		}
	}
}

// checkTrash looks that exactly these leads are in a workspace's Trash, as they were.
func (m *machine) checkTrash(t *rapid.T, q queue.Queue, ws string, want []queue.ID) {
	slices.SortFunc(want, func(a, b queue.ID) int {
		x, y := m.leads[a], m.leads[b]
		return cmp.Or(y.deleted.Compare(x.deleted), cmp.Compare(y.n, x.n))
	})
	rows, total, err := q.Trash(m.ctx, ws, 0, len(want)+1)
	if err != nil || total != len(want) || len(rows) != len(want) {
		t.Fatalf("%d of %d in the Trash of %s, want %d: %v", len(rows), total, ws, len(want), err)
	}
	for i, id := range want {
		l := m.leads[id]
		if rows[i].ID != id || !rows[i].Deleted.Equal(l.deleted) || rows[i].State != l.state || rows[i].Name != l.name {
			t.Fatalf("row %d of the Trash is %+v, want %+v", i, rows[i], l)
		}
		if at, err := q.TrashIndex(m.ctx, ws, id); err != nil || at != i {
			t.Fatalf("lead %d of the Trash is at %d: %v", i, at, err)
		}
	}
}

// seen is the state and the batch that a lead is read with.
func (m *machine) seen(id queue.ID, l *modelLead) (queue.State, queue.ID) {
	if before, flying := m.launched[id]; flying {
		return queue.Held, before
	}
	return l.state, l.batch
}

func (m *machine) checkLead(t *rapid.T, q queue.Queue, id queue.ID, l *modelLead) {
	e, err := q.Get(m.ctx, l.workspace, id)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(e.State, e.Lead.Name, e.Rev, e.Updated, e.Batch, lead.Count(e.Problems) > 0)
	state, batch := m.seen(id, l)
	want := fmt.Sprint(state, l.name, l.rev, l.updated, batch, l.problem)
	if got != want {
		t.Fatalf("lead %s is %s, want %s", id, got, want)
	}
}
