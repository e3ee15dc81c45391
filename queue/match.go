package queue

import (
	"bytes"
	"math/bits"
	"strings"
)

// bitset has one bit for each slot.
type bitset []uint64

func (b bitset) set(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// result gives the slots that qu matches, in its order without Reverse.
func (v *view) result(qu Query) []int32 {
	qu.Reverse = false
	qu.Text = strings.TrimSpace(qu.Text)
	if r, ok := v.results[qu]; ok {
		return r
	}
	hits := v.matching(qu)
	n := 0
	for _, w := range hits {
		n += bits.OnesCount64(w)
	}
	r := make([]int32, 0, n)
	for _, s := range v.order(qu.Sort) {
		if hits.has(s) {
			r = append(r, s)
		}
	}
	if len(v.results) >= resultsKept {
		clear(v.results)
	}
	v.results[qu] = r
	return r
}

// matching marks the living slots that qu matches.
func (v *view) matching(qu Query) bitset {
	hits := make(bitset, (len(v.slots)+63)/64)
	for s, f := range v.flags {
		if f&isDead == 0 && (qu.Sent || State(f&stateBits) != Sent) && (!qu.Problems || f&hasProblems != 0) {
			hits.set(int32(s))
		}
	}
	for _, t := range parse(qu.Text) {
		var found bitset
		if t.text == nil {
			found = v.ofStateOrKind(&t)
		} else {
			found = v.sweep(&t)
		}
		for i := range hits {
			if t.not {
				hits[i] &^= found[i]
			} else {
				hits[i] &= found[i]
			}
		}
	}
	return hits
}

// ofStateOrKind marks the slots of a term's states or kinds.
func (v *view) ofStateOrKind(t *term) bitset {
	found := make(bitset, (len(v.slots)+63)/64)
	if t.never {
		return found
	}
	for s, f := range v.flags {
		if t.states&(1<<(f&stateBits)) != 0 || t.kinds&(1<<v.slots[s].kind) != 0 {
			found.set(int32(s))
		}
	}
	return found
}

// sweep marks the slots whose text has the term. It searches whole chunks, not
// line by line: the processor finds a rare word at gigabytes a second.
func (v *view) sweep(t *term) bitset {
	found := make(bitset, (len(v.slots)+63)/64)
	for i := range v.text {
		v.text[i].sweep(t.text, t, found)
		if len(t.digits) > 0 && !bytes.Equal(t.digits, t.text) {
			v.text[i].sweep(t.digits, t, found)
		}
	}
	return found
}

// sweep marks the chunk's slots that have word, where t wants it.
func (c *chunk) sweep(word []byte, t *term, found bitset) {
	at, pos := 0, 0
	for pos < len(c.buf) {
		i := bytes.Index(c.buf[pos:], word)
		if i < 0 {
			return
		}
		pos += i
		for int(c.ends[at]) <= pos {
			at++
		}
		end := int(c.ends[at])
		start := 0
		if at > 0 {
			start = int(c.ends[at-1])
		}
		// A word has no fieldEnd in it, but could run from one line into the next.
		if pos+len(word) <= end {
			if t.field == anywhere() || t.in(c.buf[start:end]) {
				found.set(c.first + int32(at))
			}
		}
		pos = end
	}
}
