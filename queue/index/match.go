package index

import (
	"bytes"
	"math/bits"
	"strings"
	"sync"

	"leadpad/queue"
)

// bitset has one bit for each slot.
type bitset []uint64

func (b bitset) set(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

// count is how many slots are in it.
func (b bitset) count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// Find gives the slots that qu matches, in its order without Reverse.
func (v *Index) Find(qu queue.Query) []int32 {
	qu.Reverse = false
	qu.Text = strings.TrimSpace(qu.Text)
	if r, ok := v.results[qu]; ok {
		return r
	}
	hits := v.matching(qu)
	r := make([]int32, 0, hits.count())
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
func (v *Index) matching(qu queue.Query) bitset {
	hits := v.within(qu)
	for _, t := range parse(qu.Text) {
		switch left := hits.count(); {
		case t.text == nil:
			hits.keep(v.ofStateOrKind(&t), t.not)
		case left < len(v.slots)/4:
			v.sift(&t, hits)
		default:
			hits.keep(v.sweep(&t), t.not)
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
// the query's other members allow.
func (v *Index) within(qu queue.Query) bitset {
	hits := make(bitset, (len(v.slots)+63)/64)
	var best string
	var from []int32
	for known, r := range v.results {
		text := known.Text
		known.Text = qu.Text
		known.Sort = qu.Sort
		if known == qu && len(text) > len(best) && grew(text, qu.Text) {
			best, from = text, r
		}
	}
	if from != nil {
		for _, s := range from {
			hits.set(s)
		}
		return hits
	}
	for s, f := range v.flags {
		if f&isDead == 0 && (qu.Sent || queue.State(f&stateBits) != queue.Sent) && (!qu.Problems || f&hasProblems != 0) {
			hits.set(int32(s))
		}
	}
	return hits
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
		if t.states&(1<<(f&stateBits)) != 0 || t.kinds&(1<<v.slots[s].kind) != 0 {
			found.set(int32(s))
		}
	}
	return found
}

// sift looks at the lines of the few slots that are left.
func (v *Index) sift(t *term, hits bitset) {
	for i, w := range hits {
		for ; w != 0; w &= w - 1 {
			bit := bits.TrailingZeros64(w)
			if t.in(v.line(int32(i<<6+bit))) == t.not {
				hits[i] &^= 1 << bit
			}
		}
	}
}

// sweepers is how many goroutines sweep: the time halves on two cores, and a
// frame is waiting.
const sweepers = 2

// sweep marks the slots whose text has the term. It searches whole chunks, not
// line by line: the processor finds a rare word at gigabytes a second.
func (v *Index) sweep(t *term) bitset {
	var parts [sweepers]bitset
	var work sync.WaitGroup
	for p := range parts {
		parts[p] = make(bitset, (len(v.slots)+63)/64)
		work.Go(func() {
			for i := p; i < len(v.text); i += sweepers {
				v.text[i].sweep(t.text, t, parts[p])
				if len(t.digits) > 0 && !bytes.Equal(t.digits, t.text) {
					v.text[i].sweep(t.digits, t, parts[p])
				}
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

// sweep marks the chunk's slots that have word, where t wants it.
func (c *chunk) sweep(word []byte, t *term, found bitset) {
	whole := t.field == anywhere() && bytes.Equal(word, t.text)
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
		if pos+len(word) <= end && (whole || t.in(c.buf[start:end])) {
			found.set(c.first + int32(at))
		}
		pos = end
	}
}
