package outbox

import (
	"math/bits"
	"slices"

	"leadpad/queue"
)

// Price is the most requests it takes to find one lead at fault among n.
func Price(n int) int { return 2 * ceilLog2(n) }

func ceilLog2(n int) int {
	if n < 2 {
		return 0
	}
	return bits.Len(uint(n - 1))
}

// searchWork finds the leads at fault of a refused batch. It keeps one group of
// which it is known that at least one is at fault, and a pool of which nothing
// is known. The group is halved until one lead is left, which takes ⌈log2 n⌉
// requests; what was put aside goes to the pool, which costs one request when
// nobody else is at fault. Only a lead that was refused alone has failed.
type searchWork struct {
	n        int // leads at the start, for the notes
	pool     []queue.ID
	bad      []queue.ID
	named    []queue.ID // to be tried alone first, because a message named them
	tried    int        // how many of named were created
	base     int        // which reading of a message's number was right; -1 while unknown
	deceived bool       // a message named leads that were not at fault
}

// newSearchWork starts from the refused ids. whole says that they are the whole
// batch, so that at least one of them is at fault.
func newSearchWork(ids []queue.ID, places []int, whole bool) *searchWork {
	w := &searchWork{n: len(ids), base: -1}
	if whole {
		w.suspect(ids, places)
	} else {
		w.pool = ids
	}
	return w
}

// suspect makes ids the group with a lead at fault. A message may name it, counted
// from 0 or from 1, which makes two places; a problem document names one.
func (w *searchWork) suspect(ids []queue.ID, places []int) {
	w.bad, w.named, w.tried = ids, nil, 0
	if w.deceived || len(ids) < 2 {
		return
	}
	if w.base < len(places) && w.base >= 0 && len(places) == 2 {
		places = places[w.base : w.base+1]
	}
	for _, at := range places {
		if at < len(ids) {
			w.named = append(w.named, ids[at])
		}
	}
	// With eight leads a second wrong try would break the promised price.
	if len(ids) == 8 && len(w.named) > 1 {
		w.named = w.named[:1]
	}
}

func (w *searchWork) next(most int) ([]queue.ID, Note) {
	switch {
	case len(w.named) > 0:
		return w.named[:1], Note{Kind: NamedAlone}
	case len(w.bad) == 1:
		return w.bad, Note{Kind: LastOfGroup}
	case len(w.bad) > 1:
		half := min(len(w.bad)/2, most)
		return w.bad[:half], Note{Kind: PartOfRefused, Leads: half, Of: w.n}
	case len(w.pool) > 0:
		return w.pool[:min(len(w.pool), most)], Note{Kind: RestOfRefused, Of: w.n}
	}
	return nil, Note{}
}

func (w *searchWork) created(ids []queue.ID) {
	if len(w.named) > 0 {
		w.named = w.named[1:]
		w.tried++
		w.deceived = len(w.named) == 0
	}
	w.bad, w.pool = without(w.bad, ids), without(w.pool, ids)
}

func (w *searchWork) refused(ids []queue.ID, places []int) bool {
	if len(ids) == 1 {
		if len(w.named) > 0 && w.base < 0 {
			w.base = w.tried
		}
		w.gone(ids)
		return false
	}
	w.pool = append(without(w.pool, ids), without(w.bad, ids)...)
	w.suspect(ids, places)
	return true
}

// gone takes leads out that failed or of which nobody knows; of the rest of
// their group nothing is known then.
func (w *searchWork) gone(ids []queue.ID) {
	w.named = nil
	w.pool = append(without(w.bad, ids), without(w.pool, ids)...)
	w.bad = nil
}

func (w *searchWork) left() int { return len(w.bad) + len(w.pool) }

func (w *searchWork) ids() []queue.ID { return slices.Concat(w.bad, w.pool) }

// coming gives none: how a search goes on depends on the next answer.
func (w *searchWork) coming(int, int, bool) []int { return nil }
