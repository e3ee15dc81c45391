// Package index finds and sorts leads in memory, fed by changes. It knows no
// database: who keeps the leads tells it of each. Start reading at Index.
package index

import (
	"bytes"
	"cmp"
	"slices"

	"leadpad/lead"
	"leadpad/queue"
)

// Index is some leads in memory, as far as the table needs them: what they are
// found and sorted by. SQL could not filter 100,000 leads between two frames. It
// holds what it was fed, and is not safe for concurrent use. About 150 bytes a
// lead.
//
// A slot is a lead's place in the index. Slots are only ever added; a lead whose
// text changed gets a new one and its old one is dead.
type Index struct {
	slots   []slot
	flags   []uint8 // by slot: state, hasProblems, isDead
	byRow   []int32 // living slots by row number
	dead    int
	text    []chunk
	orders  [sortKeys][]int32 // living slots in order; nil until asked for
	used    [sortKeys]bool    // orders asked for since the last change
	results map[queue.Query][]int32
}

// sortKeys is how many columns there are to sort by.
const sortKeys = int(queue.ByProblems) + 1

// slot is one lead.
type slot struct {
	n        int64
	id       queue.ID
	updated  int64
	place    int32 // of its text: which chunk
	start    uint32
	end      uint32
	problems int32
	kind     lead.Kind
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

// Record is what the database says about one lead.
type Record struct {
	N        int64 // its row number
	ID       queue.ID
	Gone     bool // it does not belong here any more; the other members do not count
	State    queue.State
	Kind     lead.Kind
	Problems int32
	Updated  int64  // nanoseconds since 1970
	Find     []byte // see Text; copied
}

// Reset forgets everything and makes room for about n leads.
func (v *Index) Reset(n int) {
	n = max(0, min(n, 1<<24)) // a damaged count must not ask for all memory
	*v = Index{results: map[queue.Query][]int32{}}
	if n > 0 {
		v.slots, v.flags, v.byRow = make([]slot, 0, n+n/16), make([]uint8, 0, n+n/16), make([]int32, 0, n+n/16)
	}
}

// Feed adds a lead whose row number is greater than all before it.
func (v *Index) Feed(r *Record) { v.byRow = append(v.byRow, v.add(r)) }

// Worn says that so many leads changed that the index is better built anew.
func (v *Index) Worn() bool { return v.dead > len(v.byRow)/4+64 }

// Change takes leads in that changed: f is given a function that takes one. The
// index is of no use when f fails.
func (v *Index) Change(f func(take func(*Record)) error) error {
	touched := make(bitset, (len(v.slots)+63)/64) // slots to be taken out of the orders
	var added []int32
	err := f(func(r *Record) {
		if s, ok := v.apply(r, touched); ok {
			added = append(added, s)
		}
	})
	if err != nil {
		return err
	}
	v.reorder(touched, added)
	v.results = map[queue.Query][]int32{}
	return nil
}

// At gives the row number and the id of a lead that Find gave.
func (v *Index) At(s int32) (int64, queue.ID) { return v.slots[s].n, v.slots[s].id }

// apply takes one changed lead in. It gives the slot that is to be put into
// the orders, and marks in touched the one that is to be taken out of them.
func (v *Index) apply(r *Record, touched bitset) (int32, bool) {
	at, known := v.rowAt(r.N)
	if !known {
		if r.Gone {
			return 0, false
		}
		s := v.add(r)
		v.byRow = slices.Insert(v.byRow, at, s)
		return s, true
	}
	old := v.byRow[at]
	touched.set(old)
	if r.Gone {
		v.kill(old)
		v.byRow = slices.Delete(v.byRow, at, at+1)
		return 0, false
	}
	if bytes.Equal(v.line(old), r.Find) {
		o := &v.slots[old]
		o.updated, o.problems, o.kind = r.Updated, r.Problems, r.Kind
		v.flags[old] = flagsOf(r)
		return old, true
	}
	v.kill(old)
	s := v.add(r)
	v.byRow[at] = s
	return s, true
}

// rowAt finds a row number in byRow, or where it would stand.
func (v *Index) rowAt(n int64) (int, bool) {
	return slices.BinarySearchFunc(v.byRow, n, func(s int32, n int64) int { return cmp.Compare(v.slots[s].n, n) })
}

// kill makes a slot dead; its text stays until the view is built anew.
func (v *Index) kill(s int32) {
	v.flags[s] |= isDead
	v.dead++
}

// add puts a lead into a new slot.
func (v *Index) add(r *Record) int32 {
	s := int32(len(v.slots))
	if len(v.text) == 0 || len(v.text[len(v.text)-1].buf)+len(r.Find) > chunkSize {
		v.text = append(v.text, chunk{first: s, buf: make([]byte, 0, max(chunkSize, len(r.Find)))})
	}
	c := &v.text[len(v.text)-1]
	o := slot{n: r.N, id: r.ID, updated: r.Updated, problems: r.Problems, kind: r.Kind}
	o.place, o.start = int32(len(v.text)-1), uint32(len(c.buf))
	c.buf = append(c.buf, r.Find...)
	o.end = uint32(len(c.buf))
	c.ends = append(c.ends, o.end)
	v.slots = append(v.slots, o)
	v.flags = append(v.flags, flagsOf(r))
	return s
}

// flagsOf packs what a filter asks most.
func flagsOf(r *Record) uint8 {
	f := uint8(r.State) & stateBits
	if r.Problems > 0 {
		f |= hasProblems
	}
	return f
}

// line is a slot's find text.
func (v *Index) line(s int32) []byte {
	o := &v.slots[s]
	return v.text[o.place].buf[o.start:o.end]
}
