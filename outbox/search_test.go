package outbox

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/queue"
)

// oracle is a server that refuses a request with a lead at fault in it.
type oracle struct {
	bad     map[queue.ID]bool
	base    int // from which it counts in its message; -1: it names none; -2: it lies
	created map[queue.ID]int
	failed  map[queue.ID]int
	asked   int
}

func (o *oracle) refusal(ids []queue.ID) (string, bool) {
	for i, id := range ids {
		if !o.bad[id] {
			continue
		}
		switch o.base {
		case -1:
			return "A lead is not valid.", true
		case -2:
			return fmt.Sprintf("leads[%d].email: not valid", (i+3)%(len(ids)+2)), true
		}
		return fmt.Sprintf("leads[%d].email: not valid, at most 124", i+o.base), true
	}
	return "", false
}

// places are those that a message names.
func places(message string) []int {
	return (&api.Answer{Envelope: api.Envelope{Message: &message}}).Places()
}

type fataler interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// search runs w against o to its end.
func (o *oracle) search(t fataler, w *searchWork) {
	for w.left() > 0 {
		ids, _ := w.next(100)
		if len(ids) == 0 {
			t.Fatalf("%d leads are left and nothing is next", w.left())
		}
		ids = slices.Clone(ids)
		o.asked++
		if o.asked > 2000 {
			t.Fatal("the search does not end")
		}
		text, refused := o.refusal(ids)
		if !refused {
			for _, id := range ids {
				o.created[id]++
			}
			w.created(ids)
			continue
		}
		if !w.refused(ids, places(text)) {
			for _, id := range ids {
				o.failed[id]++
			}
		}
	}
}

func TestSearchFindsEveryLeadAtFaultWithinItsPrice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 100).Draw(t, "n")
		k := min(rapid.SampledFrom([]int{1, 1, 2, 3, 5, n}).Draw(t, "k"), n)
		ids := make([]queue.ID, n)
		for i := range ids {
			ids[i] = newID()
		}
		o := &oracle{
			bad: map[queue.ID]bool{}, created: map[queue.ID]int{}, failed: map[queue.ID]int{},
			base: rapid.IntRange(-2, 1).Draw(t, "base"),
		}
		for _, i := range rapid.Permutation(seq(n)).Draw(t, "order")[:k] {
			o.bad[ids[i]] = true
		}
		text, refused := o.refusal(ids)
		if !refused {
			t.Fatal("the oracle accepts leads at fault")
		}
		o.search(t, newSearchWork(ids, places(text), true))
		for _, id := range ids {
			want, not := o.created, o.failed
			if o.bad[id] {
				want, not = o.failed, o.created
			}
			if want[id] != 1 || not[id] != 0 {
				t.Fatalf("lead: created %d, failed %d, at fault %v", o.created[id], o.failed[id], o.bad[id])
			}
		}
		if most := k * Price(n); o.asked > most {
			t.Fatalf("%d requests for %d of %d at fault (base %d), promised at most %d", o.asked, k, n, o.base, most)
		}
	})
}

// TestSearchPriceExhaustively tries every single lead at fault and every
// naming, where the price is tightest.
func TestSearchPriceExhaustively(t *testing.T) {
	t.Parallel()
	trials := 0
	for n := 2; n <= 100; n++ {
		if testing.Short() && n%10 != 0 {
			continue
		}
		for at := range n {
			for base := -2; base <= 1; base++ {
				trials++
				ids := make([]queue.ID, n)
				for i := range ids {
					ids[i] = queue.ID{byte(i), 1}
				}
				o := &oracle{bad: map[queue.ID]bool{ids[at]: true}, created: map[queue.ID]int{}, failed: map[queue.ID]int{}, base: base}
				text, _ := o.refusal(ids)
				o.search(t, newSearchWork(ids, places(text), true))
				if o.asked > Price(n) || o.failed[ids[at]] != 1 || len(o.created) != n-1 {
					t.Fatalf("n %d, at %d, base %d: %d requests (price %d), failed %d, created %d",
						n, at, base, o.asked, Price(n), o.failed[ids[at]], len(o.created))
				}
			}
		}
	}
	t.Logf("%d searches", trials)
}

func seq(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestPortionsSendEachLeadOnceAndApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 500).Draw(t, "n")
		batches := []queue.ID{newID(), newID()}
		entries := make([]queue.Entry, n)
		from := map[queue.ID]int{}
		for i := range entries {
			entries[i].ID = newID()
			if g := rapid.IntRange(0, 2).Draw(t, "group"); g > 0 {
				entries[i].Batch = batches[g-1]
				entries[i].Remark = refusedRemark + "x: no"
				from[entries[i].ID] = g
			}
		}
		p := portionsOf(entries)
		sizes := p.coming(0, 100, false)
		seen := map[queue.ID]bool{}
		for i := 0; p.left() > 0; i++ {
			ids, _ := p.next(100)
			if i >= len(sizes) || sizes[i] != len(ids) {
				t.Fatalf("request %d has %d leads, foretold were %v", i, len(ids), sizes)
			}
			for _, id := range ids {
				if seen[id] {
					t.Fatal("a lead goes twice")
				}
				seen[id] = true
				if from[id] != from[ids[0]] {
					t.Fatal("leads of different groups share a request")
				}
			}
			p.gone(slices.Clone(ids))
		}
		if len(seen) != n {
			t.Fatalf("%d of %d leads went", len(seen), n)
		}
	})
}
