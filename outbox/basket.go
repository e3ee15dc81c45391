package outbox

import (
	"leadpad/api"
	"leadpad/queue"
)

// basket is a lead as it goes out, made when it was planned or when its request is
// packed.
type basket struct {
	queue.Traits
	name   string
	object []byte // nil: it has problems
}

// fill makes the basket of an entry.
func fill(enc api.Encoding, e queue.Entry) basket {
	b := basket{Traits: queue.Traits{ID: e.ID, Rev: e.Rev}, name: e.Lead.Title()}
	enc.Rules = enc.Rules.ForOne()
	var err error
	if b.object, err = enc.EncodeLead(e.Lead); err != nil {
		b.object = nil
		return b
	}
	b.Keys = enc.Rules.Keys(e.Lead)
	return b
}

// basketsMost is how many bytes of objects a plan keeps; what is more is read again
// when its request is packed.
const basketsMost = 32 << 20

// baskets are those of a plan, or of a reading, each until it is taken. They belong
// to the plan, and then to its submission.
type baskets struct {
	of      map[queue.ID]basket
	size    int
	reading *reading // nil for those of a plan, which are all there
}

func (b *baskets) put(id queue.ID, one basket) {
	if b.size += len(one.object); b.size <= basketsMost {
		b.of[id] = one
	}
}

// keep drops what is not as it was claimed.
func (b *baskets) keep(claimed []queue.Entry) {
	if b == nil {
		return
	}
	for _, e := range claimed {
		if one, ok := b.of[e.ID]; ok && one.Rev != e.Rev {
			delete(b.of, e.ID)
		}
	}
}

// take gives the baskets of all ids, once. unfit are those that have problems; then
// none is taken. Neither: not all of them are here, and the leads are to be read.
func (b *baskets) take(ids []queue.ID) (taken []basket, unfit []queue.ID) {
	if b == nil {
		return nil, nil
	}
	if unfit = b.unfit(ids); len(unfit) > 0 {
		return nil, unfit
	}
	taken = make([]basket, 0, len(ids))
	for _, id := range ids {
		if one, ok := b.get(id); ok {
			taken = append(taken, one)
		}
		b.drop(id)
	}
	if len(taken) < len(ids) {
		return nil, nil
	}
	return taken, nil
}

// unfit are those of ids that have problems.
func (b *baskets) unfit(ids []queue.ID) (unfit []queue.ID) {
	for _, id := range ids {
		if one, ok := b.get(id); ok && one.object == nil {
			unfit = append(unfit, id)
		}
	}
	return unfit
}

// get gives a basket that was not taken yet. Where there is a reading it waits until
// that has come past the lead.
func (b *baskets) get(id queue.ID) (one basket, ok bool) {
	for {
		if one, ok = b.of[id]; ok || b.reading == nil {
			return one, ok && one.ID == id
		}
		next, more := <-b.reading.steps
		if !more {
			b.reading = nil
			return one, false
		}
		for _, id := range next.ids {
			b.of[id] = basket{}
		}
		for _, l := range next.leads {
			b.of[l.entry.ID] = l.basket
		}
	}
}

// drop forgets a basket; a reading must know that it came.
func (b *baskets) drop(id queue.ID) {
	if b.reading == nil {
		delete(b.of, id)
		return
	}
	b.of[id] = basket{}
}
