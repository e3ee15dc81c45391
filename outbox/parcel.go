package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// aheadWithin bounds what is written while a request is in flight: a locked disk
// must not keep its answer waiting.
const aheadWithin = 250 * time.Millisecond

// parcel is a request ready to go.
type parcel struct {
	batch queue.Batch
	note  Note
	slot  time.Time // when its reserved slot is free, monotonic; zero: none is reserved
}

// parcel makes the next request of sub, or takes the one made before. Leads
// that cannot go, because they are no longer held or do not pass today's rules,
// leave the submission and are Ready when it ends. nil: nothing is left.
func (s *Sender) parcel(sub *submission) (*parcel, error) {
	if p := sub.prefetched; p != nil {
		sub.prefetched = nil
		ids, _ := sub.work.next(s.most(sub))
		if slices.Equal(p.batch.Leads, ids) {
			return p, nil
		}
		s.unreserve(p)
	}
	for {
		ids, note := sub.work.next(s.most(sub))
		if len(ids) == 0 {
			return nil, nil
		}
		if !sub.holds(ids) {
			if _, err := s.claimMore(s.ctx, sub); err != nil {
				return nil, err
			}
			s.claimedNow(sub)
			continue
		}
		p, out, err := s.pack(sub, ids, note)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 {
			return p, nil
		}
		sub.work.gone(out)
		if sub.baskets != nil {
			sub.unfit += len(sub.baskets.unfit(out))
		}
		s.tell(reportUnfit(len(out)))
		s.changed()
	}
}

// pack makes a request of ids; out are those that cannot go. What was planned is
// used as it is: that it is still held, and as it was read, is looked at when the
// request is written down.
func (s *Sender) pack(sub *submission, ids []queue.ID, note Note) (p *parcel, out []queue.ID, err error) {
	full, out := sub.baskets.take(ids)
	if len(out) > 0 {
		return nil, out, nil
	}
	if full == nil {
		if full, out, err = s.fill(ids); err != nil || len(out) > 0 {
			return nil, out, err
		}
	}
	b := queue.Batch{ID: newID(), Workspace: s.o.Workspace, State: queue.InFlight, Practice: s.o.Practice}
	objects := make([][]byte, len(full))
	for i, one := range full {
		objects[i] = one.object
		b.Leads, b.Read, b.Names = append(b.Leads, one.ID), append(b.Read, one.Traits), append(b.Names, one.name)
	}
	b.Payload = api.Join(objects)
	sum := sha256.Sum256(b.Payload)
	b.Hash = hex.EncodeToString(sum[:])
	return &parcel{note: note, batch: b}, nil, nil
}

// fill reads and encodes ids; out are those that are not held any more or have
// problems by the rules of now.
func (s *Sender) fill(ids []queue.ID) (full []basket, out []queue.ID, err error) {
	entries, err := s.o.Queue.Entries(s.ctx, s.o.Workspace, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		// Entries come in the order of ids, less those that are gone.
		if len(entries) == 0 || entries[0].ID != id {
			out = append(out, id)
			continue
		}
		e := entries[0]
		entries = entries[1:]
		if one := fill(s.EncodingOf(e.Owner), e); e.State == queue.Held && one.object != nil {
			full = append(full, one)
		} else {
			out = append(out, id)
		}
	}
	return full, out, nil
}

// prefetch makes the request after p while p is in flight; it is used if p is
// created whole and nothing else came between, such as somebody else's turn.
func (s *Sender) prefetch(sub *submission, p *parcel) {
	w, ok := sub.work.(*portions)
	if !ok || sub.canary || s.yields(sub) {
		return
	}
	ids, note := w.after(len(p.batch.Leads), sub.size)
	for !sub.holds(ids) && s.claimBeside(sub) {
		ids, note = w.after(len(p.batch.Leads), sub.size)
	}
	if len(ids) == 0 || !sub.holds(ids) {
		return
	}
	next, out, err := s.pack(sub, ids, note)
	if err != nil || len(out) > 0 {
		return // the next step finds out the same and tells it
	}
	next.batch.Submission, next.batch.Seq = sub.id, sub.seq+1
	ctx, cancel := context.WithTimeout(s.ctx, aheadWithin)
	defer cancel()
	if s.o.Queue.Prepare(ctx, next.batch) != nil {
		return
	}
	sub.prefetched = next
	if at, ok := s.window.reserve(ctx, next.batch.ID, sub.by.User); ok {
		next.slot = at
	}
}

// most is how many leads sub's next request may carry.
func (s *Sender) most(sub *submission) int {
	if s.caution.doubt.Single {
		return 1
	}
	return sub.most()
}

// coming are the sizes of sub's requests after one that carries flying leads.
func (s *Sender) coming(sub *submission, flying int) []int {
	return sub.work.coming(flying, sub.size, s.caution.doubt.Single || sub.canary)
}

// after is what next gives once the first n leads are gone.
func (p *portions) after(n, most int) ([]queue.ID, Note) {
	for i, g := range p.groups {
		if n < len(g) {
			return g[n:min(n+most, len(g))], p.notes[i]
		}
		n -= len(g)
	}
	return nil, Note{}
}
