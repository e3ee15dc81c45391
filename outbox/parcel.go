package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"leadpad/lead"
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
	if p := s.prefetched; p != nil {
		s.prefetched = nil
		ids, _ := sub.work.next(sub.most())
		if slices.Equal(p.batch.Leads, ids) {
			return p, nil
		}
		s.unreserve(p)
	}
	for {
		ids, note := sub.work.next(sub.most())
		if len(ids) == 0 {
			return nil, nil
		}
		p, out, err := s.pack(ids, note)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 {
			return p, nil
		}
		sub.work.gone(out)
		s.tell(reportUnfit(len(out)))
		s.changed()
	}
}

// pack encodes ids; out are those that cannot go.
func (s *Sender) pack(ids []queue.ID, note Note) (p *parcel, out []queue.ID, err error) {
	entries, err := s.o.Queue.Entries(s.ctx, s.o.Workspace, ids)
	if err != nil {
		return nil, nil, err
	}
	read := entries
	leads := make([]lead.Lead, 0, len(ids))
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		// Entries come in the order of ids, less those that are gone.
		if len(entries) == 0 || entries[0].ID != id {
			out = append(out, id)
			continue
		}
		e := entries[0]
		if entries = entries[1:]; e.State != queue.Held {
			out = append(out, id)
			continue
		}
		leads, names = append(leads, e.Lead), append(names, e.Lead.Title())
	}
	if len(out) > 0 {
		return nil, out, nil
	}
	enc := s.Encoding()
	body, err := enc.Encode(leads)
	if err != nil {
		for i, l := range leads {
			if _, err := enc.Encode([]lead.Lead{l}); err != nil {
				out = append(out, ids[i])
			}
		}
		if len(out) > 0 {
			return nil, out, nil
		}
		return nil, nil, fmt.Errorf("encode %d leads: %w", len(leads), err)
	}
	sum := sha256.Sum256(body)
	return &parcel{note: note, batch: queue.Batch{
		ID: newID(), Workspace: s.o.Workspace, State: queue.InFlight, Leads: append([]queue.ID(nil), ids...),
		Read: read, Names: names, Payload: body, Hash: hex.EncodeToString(sum[:]), Practice: s.o.Practice,
	}}, nil, nil
}

// prefetch makes the request after p while p is in flight; it is used if p is
// created whole and nothing else came between.
func (s *Sender) prefetch(sub *submission, p *parcel) {
	w, ok := sub.work.(*portions)
	if !ok || sub.canary {
		return
	}
	ids, note := w.after(len(p.batch.Leads), sub.size)
	if len(ids) == 0 {
		return
	}
	next, out, err := s.pack(ids, note)
	if err != nil || len(out) > 0 {
		return // the next step finds out the same and tells it
	}
	next.batch.Submission, next.batch.Seq = sub.id, sub.seq+1
	ctx, cancel := context.WithTimeout(s.ctx, aheadWithin)
	defer cancel()
	if s.o.Queue.Prepare(ctx, next.batch) != nil {
		return
	}
	s.prefetched = next
	if at, ok := s.window.reserve(ctx, next.batch.ID); ok {
		next.slot = at
	}
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
