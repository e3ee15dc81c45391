// Package index finds and sorts leads in memory, fed by changes. It knows no
// database: who keeps the leads tells it of each. Start reading at Index.
package index

import (
	"bytes"
	"cmp"
	"math"
	"runtime"
	"slices"
	"unsafe"

	"leadpad/lead"
	"leadpad/queue"
)

// Index is some leads in memory, as far as the table needs them: what they are
// found and sorted by. SQL could not filter 100,000 leads between two frames. It
// holds what it was fed, and is not safe for concurrent use. About 50 bytes a
// lead, and its text.
//
// A slot is a lead's place in the index. Slots are only ever added; a lead whose
// text changed gets a new one and its old one is dead.
type Index struct {
	slots   []slot
	home    *block  // where slots are
	flags   []uint8 // by slot: state, hasProblems, kind, isDead
	byRow   []int32 // living slots by row number
	dead    int
	text    []chunk
	scratch []byte
	orders  [sortKeys][]int32 // living slots in order; nil until asked for
	used    [sortKeys]bool    // orders asked for since the last change
	results map[queue.Query]bitset
}

// sortKeys is how many columns there are to sort by.
const sortKeys = int(queue.ByProblems) + 1

// slot is one lead. It has no pointers, for it lies outside the heap, and is small:
// of a million leads a byte is a megabyte.
type slot struct {
	n        int64
	id       queue.ID
	updated  int64
	start    uint32 // of its text, which ends where the next slot's begins
	place    uint16 // in which chunk
	problems uint16
}

// chunk is a piece of all find texts, one after the other, each in one piece.
type chunk struct {
	first int32 // its first slot
	size  int
	block *block
}

// text is what the chunk holds.
func (c *chunk) text() []byte { return c.block.mem[:c.size] }

// block is memory for texts or slots. Its bytes are gone once nothing points to the
// block itself: whoever uses them keeps the index alive until he is done.
type block struct{ mem []byte }

const (
	blockSize   = 256 << 10
	stateBits   = 0x07
	hasProblems = 0x08
	kindShift   = 4 // two bits
	isDead      = 0x80
	// resultsKept is how many queries' answers are remembered between changes: those
	// of the keys of some words. Each is a bit for each lead.
	resultsKept = 16
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
	*v = Index{results: map[queue.Query]bitset{}}
	if n > 0 {
		n += n / 16
		v.room(n)
		v.flags, v.byRow = make([]uint8, 0, n), make([]int32, 0, n)
	}
}

// room moves the slots to where n of them have room.
func (v *Index) room(n int) {
	home := newBlock(n * int(unsafe.Sizeof(slot{})))
	slots := unsafe.Slice((*slot)(unsafe.Pointer(unsafe.SliceData(home.mem))), n) //nolint:gosec // n of them fit, and they hold no pointers
	v.slots, v.home = append(slots[:0], v.slots...), home
}

// Feed adds a lead whose row number is greater than all before it.
func (v *Index) Feed(r *Record) { v.byRow = append(v.byRow, v.add(r, v.brief(r.Find))) }

// Worn says that so many leads changed that the index is better built anew.
func (v *Index) Worn() bool { return v.dead > len(v.byRow)/4+64 }

// Change takes leads in that changed: f is given a function that takes one. The
// index is of no use when f fails.
func (v *Index) Change(f func(take func(*Record)) error) error {
	defer runtime.KeepAlive(v)
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
	v.results = map[queue.Query]bitset{}
	return nil
}

// At gives the row number and the id of a lead that Each gave.
func (v *Index) At(s int32) (int64, queue.ID) { return v.slots[s].n, v.slots[s].id }

// apply takes one changed lead in. It gives the slot that is to be put into
// the orders, and marks in touched the one that is to be taken out of them.
func (v *Index) apply(r *Record, touched bitset) (int32, bool) {
	at, known := v.rowAt(r.N)
	text := v.brief(r.Find)
	if !known {
		if r.Gone {
			return 0, false
		}
		s := v.add(r, text)
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
	if bytes.Equal(v.line(old), text) {
		o := &v.slots[old]
		o.updated, o.problems = r.Updated, most(r.Problems)
		v.flags[old] = flagsOf(r)
		return old, true
	}
	v.kill(old)
	s := v.add(r, text)
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

// brief is a find text as it is kept: what a company is called stands in it once.
// It is good until the next call.
func (v *Index) brief(find []byte) []byte {
	find = find[:min(len(find), blockSize-1)]
	title, company := fieldOf(find, field{findTitle, findTitle}), fieldOf(find, field{findCompany, findCompany})
	if len(company) < 2 || !bytes.Equal(title, company) {
		return find
	}
	at := cap(find) - cap(company)
	v.scratch = append(append(v.scratch[:0], find[:at]...), asTitle)
	v.scratch = append(v.scratch, find[at+len(company):]...)
	return v.scratch
}

// add puts a lead into a new slot.
func (v *Index) add(r *Record, text []byte) int32 {
	s := int32(len(v.slots))
	if len(v.slots) == cap(v.slots) {
		v.room(2*cap(v.slots) + 64)
	}
	if len(v.text) == 0 || v.text[len(v.text)-1].size+len(text) > blockSize {
		v.text = append(v.text, chunk{first: s, block: newBlock(blockSize)})
	}
	c := &v.text[len(v.text)-1]
	v.slots = append(v.slots, slot{
		n: r.N, id: r.ID, updated: r.Updated, problems: most(r.Problems), place: uint16(len(v.text) - 1), start: uint32(c.size),
	})
	c.size += copy(c.block.mem[c.size:], text)
	v.flags = append(v.flags, flagsOf(r))
	return s
}

// most is a number of problems as far as it matters.
func most(problems int32) uint16 { return uint16(max(0, min(problems, math.MaxUint16))) }

// flagsOf packs what a filter asks most.
func flagsOf(r *Record) uint8 {
	f := uint8(r.State)&stateBits | uint8(r.Kind&3)<<kindShift
	if r.Problems > 0 {
		f |= hasProblems
	}
	return f
}

// line is a slot's find text.
func (v *Index) line(s int32) []byte {
	o := &v.slots[s]
	return v.text[o.place].block.mem[o.start:v.end(s)]
}

// end is where a slot's text ends in its chunk.
func (v *Index) end(s int32) int {
	place := v.slots[s].place
	if next := int(s) + 1; next < len(v.slots) && v.slots[next].place == place {
		return int(v.slots[next].start)
	}
	return v.text[place].size
}
