package queue

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// view is one workspace's leads in memory, as far as the table needs them: what
// they are found and sorted by. SQL could not filter 100,000 leads between two
// frames. It is brought up to date, by the change number, before every use, so
// it never tells less than the database. About 150 bytes a lead.
//
// A slot is a lead's place in the view. Slots are only ever added; a lead whose
// text changed gets a new one and its old one is dead.
type view struct {
	workspace string
	lock      chan struct{} // held by whoever uses the view
	ready     atomic.Bool   // it was built
	wanted    time.Time     // when it was last used

	seq, epoch int64
	slots      []slot
	flags      []uint8 // by slot: state, hasProblems, isDead
	byRow      []int32 // living slots by row number
	dead       int
	text       []chunk
	orders     [sortKeys][]int32 // living slots in order; nil until asked for
	used       [sortKeys]bool    // orders asked for since the last change
	results    map[Query][]int32
}

// slot is one lead.
type slot struct {
	n        int64
	id       ID
	updated  int64
	place    int32 // of its text: which chunk
	start    uint32
	end      uint32
	problems int32
	kind     uint8
}

// chunk is a piece of all find texts, one after the other, each in one piece.
type chunk struct {
	first int32 // its first slot
	buf   []byte
	ends  []uint32 // by slot: where its text ends
}

const (
	chunkSize   = 256 << 10
	stateBits   = 0x07
	hasProblems = 0x08
	isDead      = 0x80
	// resultsKept is how many queries' answers are remembered between changes.
	resultsKept = 3
)

// record is what the database says about one lead that changed.
type record struct {
	slot
	workspace string
	deleted   int64
	state     State
	find      []byte
}

const recordColumns = `SELECT n, id, ws, deleted, state, kind, problems, updated, find FROM leads `

// build reads the workspace anew.
func (v *view) build(ctx context.Context, t *tx) error {
	v.clear()
	if err := t.get(ctx, `SELECT seq, epoch FROM meta`, nil, &v.seq, &v.epoch); err != nil {
		return err
	}
	var n int
	if err := t.get(ctx, `SELECT coalesce(sum(count), 0) FROM counts WHERE ws = ?`, []any{v.workspace}, &n); err != nil {
		return err
	}
	n = max(0, min(n, 1<<24)) // a damaged count must not ask for all memory
	v.slots, v.flags, v.byRow = make([]slot, 0, n+n/16), make([]uint8, 0, n+n/16), make([]int32, 0, n+n/16)
	err := eachRecord(ctx, t, recordColumns+`WHERE ws = ? AND deleted = 0 ORDER BY n`, []any{v.workspace}, func(r *record) {
		v.byRow = append(v.byRow, v.add(r))
	})
	if err != nil {
		return err
	}
	v.ready.Store(true)
	return nil
}

// clear forgets everything.
func (v *view) clear() {
	v.ready.Store(false)
	v.slots, v.flags, v.byRow, v.text, v.dead = nil, nil, nil, nil, 0
	v.orders, v.results = [sortKeys][]int32{}, map[Query][]int32{}
}

// eachRecord reads the records that query selects.
func eachRecord(ctx context.Context, t *tx, query string, args []any, f func(*record)) error {
	var r record
	var id []byte
	return t.each(ctx, query, args, func(scan func(...any) error) error {
		if err := scan(&r.n, &id, &r.workspace, &r.deleted, &r.state, &r.kind, &r.problems, &r.updated, &r.find); err != nil {
			return err
		}
		r.id = idOf(id)
		f(&r)
		return nil
	})
}

// refresh reads what changed since the view was last used.
func (v *view) refresh(ctx context.Context, t *tx) error {
	if !v.ready.Load() {
		return v.build(ctx, t)
	}
	var seq, epoch int64
	if err := t.get(ctx, `SELECT seq, epoch FROM meta`, nil, &seq, &epoch); err != nil {
		return err
	}
	if seq == v.seq {
		return nil
	}
	if epoch != v.epoch || v.dead > len(v.byRow)/4+64 {
		return v.build(ctx, t)
	}
	touched := make(bitset, (len(v.slots)+63)/64) // slots to be taken out of the orders
	var added []int32
	v.ready.Store(false) // until it is whole again
	err := eachRecord(ctx, t, recordColumns+`INDEXED BY leads_seq WHERE seq > ?`, []any{v.seq}, func(r *record) {
		if s, ok := v.apply(r, touched); ok {
			added = append(added, s)
		}
	})
	if err != nil {
		return err
	}
	v.reorder(touched, added)
	v.seq = seq
	v.results = map[Query][]int32{}
	v.ready.Store(true)
	return nil
}

// apply takes one changed lead in. It gives the slot that is to be put into
// the orders, and marks in touched the one that is to be taken out of them.
func (v *view) apply(r *record, touched bitset) (int32, bool) {
	at, known := v.rowAt(r.n)
	wanted := r.workspace == v.workspace && r.deleted == 0
	if !known {
		if !wanted {
			return 0, false
		}
		s := v.add(r)
		v.byRow = slices.Insert(v.byRow, at, s)
		return s, true
	}
	old := v.byRow[at]
	touched.set(old)
	if !wanted {
		v.kill(old)
		v.byRow = slices.Delete(v.byRow, at, at+1)
		return 0, false
	}
	if bytes.Equal(v.line(old), r.find) {
		o := &v.slots[old]
		o.updated, o.problems, o.kind = r.updated, r.problems, r.kind
		v.flags[old] = flagsOf(r)
		return old, true
	}
	v.kill(old)
	s := v.add(r)
	v.byRow[at] = s
	return s, true
}

// rowAt finds a row number in byRow, or where it would stand.
func (v *view) rowAt(n int64) (int, bool) {
	return slices.BinarySearchFunc(v.byRow, n, func(s int32, n int64) int { return cmp.Compare(v.slots[s].n, n) })
}

// kill makes a slot dead; its text stays until the view is built anew.
func (v *view) kill(s int32) {
	v.flags[s] |= isDead
	v.dead++
}

// add puts a lead into a new slot.
func (v *view) add(r *record) int32 {
	s := int32(len(v.slots))
	if len(v.text) == 0 || len(v.text[len(v.text)-1].buf)+len(r.find) > chunkSize {
		v.text = append(v.text, chunk{first: s, buf: make([]byte, 0, max(chunkSize, len(r.find)))})
	}
	c := &v.text[len(v.text)-1]
	r.place, r.start = int32(len(v.text)-1), uint32(len(c.buf))
	c.buf = append(c.buf, r.find...)
	r.end = uint32(len(c.buf))
	c.ends = append(c.ends, r.end)
	v.slots = append(v.slots, r.slot)
	v.flags = append(v.flags, flagsOf(r))
	return s
}

// flagsOf packs what a filter asks most.
func flagsOf(r *record) uint8 {
	f := uint8(r.state) & stateBits
	if r.problems > 0 {
		f |= hasProblems
	}
	return f
}

// line is a slot's find text.
func (v *view) line(s int32) []byte {
	o := &v.slots[s]
	return v.text[o.place].buf[o.start:o.end]
}
