package index

import (
	"bytes"
	"iter"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"

	"leadpad/queue"
)

// bitset has one bit for each slot.
type bitset []uint64

func (b bitset) set(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// words gives the bits of the slots from first up to end, a word at a time, each with
// the slot of its lowest bit.
func (b bitset) words(first, end int32) iter.Seq2[int32, uint64] {
	return func(yield func(int32, uint64) bool) {
		for at := first; at < end; at = at&^63 + 64 {
			w := b[at>>6] >> (at & 63)
			if left := end - at; left < 64 {
				w &= 1<<left - 1
			}
			if !yield(at, w) {
				return
			}
		}
	}
}

// from gives the slots from first up to end that are in it.
func (b bitset) from(first, end int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for at, w := range b.words(first, end) {
			for ; w != 0; w &= w - 1 {
				if !yield(at + int32(bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

// between counts them.
func (b bitset) between(first, end int32) (n int) {
	for _, w := range b.words(first, end) {
		n += bits.OnesCount64(w)
	}
	return n
}

// count is how many slots are in it.
func (b bitset) count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// Count is how many leads qu matches.
func (v *Index) Count(qu queue.Query) int {
	defer runtime.KeepAlive(v)
	return v.found(qu).count()
}

// Each gives the slots that qu matches, in its order.
func (v *Index) Each(qu queue.Query) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		defer runtime.KeepAlive(v)
		hits, order := v.found(qu), v.order(qu.Sort)
		for i, s := range order {
			if qu.Reverse {
				s = order[len(order)-1-i]
			}
			if hits.has(s) && !yield(s) {
				return
			}
		}
	}
}

// Page gives a part of what Each gives.
func (v *Index) Page(qu queue.Query, offset, limit int) []int32 {
	page := make([]int32, 0, min(limit, len(v.byRow)))
	if limit <= 0 {
		return page
	}
	for s := range v.Each(qu) {
		if offset > 0 {
			offset--
			continue
		}
		if page = append(page, s); len(page) == limit {
			break
		}
	}
	return page
}

// found marks the living slots that qu matches. Nobody changes what it gives.
func (v *Index) found(qu queue.Query) bitset {
	qu.Sort, qu.Reverse, qu.Text = 0, false, strings.TrimSpace(qu.Text)
	if r, ok := v.results[qu]; ok {
		return r
	}
	r := v.matching(qu)
	if len(v.results) >= resultsKept {
		clear(v.results)
	}
	v.results[qu] = r
	return r
}

// matching marks the living slots that qu matches.
func (v *Index) matching(qu queue.Query) bitset {
	hits, done := v.within(qu)
	for i, t := range parse(qu.Text) {
		switch {
		case i < done: // all of them match it
		case t.text == nil:
			hits.keep(v.ofStateOrKind(&t), t.not)
		default:
			hits.keep(v.search(&t, hits), t.not)
		}
	}
	return hits
}

// keep leaves those that are in found, or with not those that are not.
func (b bitset) keep(found bitset, not bool) {
	for i := range b {
		if not {
			b[i] &^= found[i]
		} else {
			b[i] &= found[i]
		}
	}
}

// within marks the slots among which a query's matches are: those of the query
// before its last key, when that is known and its text only grew, else all that
// the query's other members allow. All of them match the text's first words, as many
// as done says.
func (v *Index) within(qu queue.Query) (hits bitset, done int) {
	best := ""
	for known, r := range v.results {
		text := known.Text
		known.Text = qu.Text
		if known == qu && len(text) > len(best) && grew(text, qu.Text) {
			best, hits = text, r
		}
	}
	if hits != nil {
		return slices.Clone(hits), len(parse(best)) - 1 // the last one may have grown
	}
	hits = make(bitset, (len(v.slots)+63)/64)
	for s, f := range v.flags {
		if f&isDead == 0 && (qu.Sent || queue.State(f&stateBits) != queue.Sent) && (!qu.Problems || f&hasProblems != 0) &&
			(qu.State == 0 || queue.State(f&stateBits) == qu.State) {
			hits.set(int32(s))
		}
	}
	return hits, 0
}

// grew says that whatever matches text matches before, too: text begins with
// it, and no word in either excludes, is quoted, is a number or names a field.
func grew(before, text string) bool {
	return strings.HasPrefix(text, before) && !strings.ContainsAny(text, `-":+()./0123456789`)
}

// ofStateOrKind marks the slots of a term's states or kinds.
func (v *Index) ofStateOrKind(t *term) bitset {
	found := make(bitset, (len(v.slots)+63)/64)
	if t.never {
		return found
	}
	for s, f := range v.flags {
		if t.states&(1<<(f&stateBits)) != 0 || t.kinds&(1<<(f>>kindShift&3)) != 0 {
			found.set(int32(s))
		}
	}
	return found
}

// searchers is how many goroutines search: the time halves on two cores, and a
// frame is waiting.
const searchers = 2

// search marks the slots among hits, and perhaps others, whose text has the term.
func (v *Index) search(t *term, hits bitset) bitset {
	var parts [searchers]bitset
	var work sync.WaitGroup
	for p := range parts {
		parts[p] = make(bitset, len(hits))
		work.Go(func() {
			for i := p; i < len(v.text); i += searchers {
				v.searchChunk(i, t, hits, parts[p])
				runtime.Gosched() // on two cores a key and its frame would wait for all of it
			}
		})
	}
	work.Wait()
	for _, part := range parts[1:] {
		for i, w := range part {
			parts[0][i] |= w
		}
	}
	return parts[0]
}

// searchChunk is search in one chunk. Where few are left it looks at their lines,
// else it searches all of it in one piece: the processor finds a rare word at
// gigabytes a second.
func (v *Index) searchChunk(i int, t *term, hits, found bitset) {
	c, end := &v.text[i], int32(len(v.slots))
	if i+1 < len(v.text) {
		end = v.text[i+1].first
	}
	switch left := hits.between(c.first, end); {
	case left == 0:
	case left < int(end-c.first)/4:
		for s := range hits.from(c.first, end) {
			if t.in(v.line(s)) {
				found.set(s)
			}
		}
	default:
		v.sweepChunk(c, t.text, t, found)
		if len(t.digits) > 0 && !bytes.Equal(t.digits, t.text) {
			v.sweepChunk(c, t.digits, t, found)
		}
	}
}

// sweepChunk marks the chunk's slots that have word, where t wants it.
func (v *Index) sweepChunk(c *chunk, word []byte, t *term, found bitset) {
	whole := t.field == anywhere() && bytes.Equal(word, t.text)
	text := c.text()
	s, start, end := c.first, 0, v.end(c.first)
	for pos := 0; pos < len(text); pos = end {
		i := bytes.Index(text[pos:], word)
		if i < 0 {
			return
		}
		pos += i
		for end <= pos {
			s++
			start, end = end, v.end(s)
		}
		// A word has no fieldEnd in it, but could run from one line into the next.
		if pos+len(word) <= end && (whole || t.in(text[start:end])) {
			found.set(s)
		}
	}
}
