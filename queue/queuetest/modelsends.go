package queuetest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"leadpad/queue"
)

// What the sender does, and what a person settles.

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
	got, err := m.claim(t, ws, sub, ids)
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
	if err != nil || !sameIDs(got, want) {
		t.Fatalf("claimed %v, want %v: %v", got, want, err)
	}
	if len(want) > 0 {
		m.subs[ws] = append(m.subs[ws], sub)
	}
}

// claim claims ids in one of the two ways.
func (m *machine) claim(t *rapid.T, ws string, sub queue.ID, ids []queue.ID) (got []queue.ID, err error) {
	if rapid.Bool().Draw(t, "as listed") {
		w, err := m.owner().Waiting(m.ctx, ws)
		if err != nil {
			t.Fatal(err)
		}
		return m.owner().ClaimAt(m.ctx, ws, sub, ids, w.At)
	}
	es, err := m.owner().Claim(m.ctx, ws, sub, ids)
	for i, e := range es {
		got = append(got, e.ID)
		if i > 0 && slices.Index(ids, es[i-1].ID) > slices.Index(ids, e.ID) {
			t.Fatalf("claimed %v in another order", ids)
		}
	}
	return got, err
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
