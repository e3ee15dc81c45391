package queuetest

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"slices"
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
