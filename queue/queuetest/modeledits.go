package queuetest

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"pgregory.net/rapid"

	"leadpad/lead"
	"leadpad/queue"
)

// What a rep does to drafts.

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
