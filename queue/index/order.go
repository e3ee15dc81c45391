package index

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sort"

	"leadpad/queue"
)

// compare orders two slots by key; no two are equal.
func (v *Index) compare(key queue.SortKey, a, b int32) int {
	x, y := &v.slots[a], &v.slots[b]
	c := 0
	switch key {
	case queue.ByName:
		c = emptyLast(fieldOf(v.line(a), field{findTitle, findTitle}), fieldOf(v.line(b), field{findTitle, findTitle}))
	case queue.ByEmail:
		c = emptyLast(fieldOf(v.line(a), field{findEmails, findEmails}), fieldOf(v.line(b), field{findEmails, findEmails}))
	case queue.ByState:
		c = cmp.Compare(v.flags[a]&stateBits, v.flags[b]&stateBits)
	case queue.ByProblems:
		c = cmp.Compare(y.problems, x.problems)
	}
	if c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(y.updated, x.updated), cmp.Compare(y.n, x.n))
}

// emptyLast compares texts; an empty one comes after all others.
func emptyLast(a, b []byte) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	return bytes.Compare(a, b)
}

// order gives the living slots by key, and sorts them when they were not yet.
func (v *Index) order(key queue.SortKey) []int32 {
	if int(key) >= sortKeys {
		key = queue.ByAge
	}
	v.used[key] = true
	if v.orders[key] == nil {
		v.orders[key] = v.sorted(key)
	}
	return v.orders[key]
}

// sorted sorts all living slots. Most are told apart by a number: the first
// eight letters, or what else the key begins with.
func (v *Index) sorted(key queue.SortKey) []int32 {
	type keyed struct {
		head uint64
		slot int32
	}
	ks := make([]keyed, len(v.byRow))
	for i, s := range v.byRow {
		ks[i] = keyed{v.head(key, s), s}
	}
	slices.SortFunc(ks, func(a, b keyed) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return v.compare(key, a.slot, b.slot)
	})
	o := make([]int32, len(ks), len(ks)+len(ks)/16+8)
	for i, k := range ks {
		o[i] = k.slot
	}
	return o
}

// head is a number that orders slots as compare does, as far as it tells them
// apart.
func (v *Index) head(key queue.SortKey, s int32) uint64 {
	var text []byte
	switch key {
	case queue.ByName:
		text = fieldOf(v.line(s), field{findTitle, findTitle})
	case queue.ByEmail:
		text = fieldOf(v.line(s), field{findEmails, findEmails})
	case queue.ByState:
		return uint64(v.flags[s] & stateBits)
	case queue.ByProblems:
		return math.MaxUint16 - uint64(v.slots[s].problems)
	default:
		return math.MaxInt64 - uint64(v.slots[s].updated)
	}
	if len(text) == 0 {
		return math.MaxUint64
	}
	var b [8]byte
	copy(b[:], text)
	return binary.BigEndian.Uint64(b[:])
}

// reorder takes the touched slots out of every order that there is and merges
// the added ones in.
func (v *Index) reorder(touched bitset, added []int32) {
	for key, o := range v.orders {
		// What nobody looks at is not kept up; of many changes sorting is quicker.
		if o == nil || !v.used[key] || len(added) > len(o)/4 {
			v.orders[key] = nil
			continue
		}
		v.used[key] = false
		kept := slices.DeleteFunc(o, func(s int32) bool { return int(s)>>6 < len(touched) && touched.has(s) })
		news := slices.Clone(added)
		slices.SortFunc(news, func(a, b int32) int { return v.compare(queue.SortKey(key), a, b) })
		v.orders[key] = v.merge(queue.SortKey(key), kept, news)
	}
}

// merge puts sorted news into the sorted order o, from the end, in place.
func (v *Index) merge(key queue.SortKey, o, news []int32) []int32 {
	left := len(o)
	o = append(o, news...)
	end := len(o)
	for i := len(news) - 1; i >= 0; i-- {
		at := sort.Search(left, func(j int) bool { return v.compare(key, o[j], news[i]) > 0 })
		copy(o[end-(left-at):end], o[at:left])
		end -= left - at
		left = at
		end--
		o[end] = news[i]
	}
	return o
}
