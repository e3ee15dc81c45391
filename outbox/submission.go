package outbox

import (
	"slices"
	"time"

	"leadpad/queue"
)

// work is what a submission still has to send, and in which portions. Leads
// stay in it until it is told what became of them.
type work interface {
	// next gives the leads of the next request, at most most of them, and what
	// is special about that request. None when all is done.
	next(most int) (ids []queue.ID, note Note)
	// created, refused and gone tell what became of leads that next gave.
	created(ids []queue.ID)
	// refused says whether the leads stay with the submission, to be sent again
	// in smaller requests.
	// places are those in the request that the answer names, likeliest first.
	refused(ids []queue.ID, places []int) (stay bool)
	gone(ids []queue.ID)
	// left counts the leads, and ids gives them.
	left() int
	ids() []queue.ID
	// coming gives the sizes of the requests after one that carries flying leads.
	coming(flying, most int, single bool) []int
}

// submission is one S, one `leadpad submit` or one search for leads at fault.
type submission struct {
	id      queue.ID
	by      Who
	ids     []queue.ID // asked for; nil once claimed
	baskets *baskets   // of the plan; nil without one
	work    work
	search  bool
	// unattended: nobody looks at its first lead.
	unattended bool
	places     []int // that the refusal names from which a search starts

	claimed   bool       // at least its first leads
	unclaimed []queue.ID // the last of work, in its order, that are claimed on the way
	at        int64      // when those were listed, see queue.Waiting
	unfit     int        // leads that need fixes by today's rules, found on the way
	moved     int        // leads that were changed or taken away before they were claimed
	total     int
	came      int  // which one it was, of all that came
	begun     bool // its hold is over and its key is looked up
	ended     bool
	asking    bool    // whether one request more goes, see mayGo
	pic       picture // its own, also while it waits for its turn
	drawn     drawn
	seq       int  // requests begun
	size      int  // most leads in a request
	dared     bool // a person said that one goes although the last ones are not sure
	canary    bool // the canary has not landed yet
	hold      time.Duration
	holdEnds  time.Time // monotonic
	holdShown time.Time // wall
	back      int       // leads that were put back to Ready at the end
	cancelled bool
	took      int // leads that a TakeBack gave back
	stopped   bool
	stopsAll  bool // nothing else goes either, whoever's it is

	prefetched *parcel // its next request, made while one was in flight
}

// newSubmission is for ids, with a hold.
func newSubmission(ids []queue.ID, size int, hold time.Duration) *submission {
	return &submission{id: newID(), ids: ids, size: size, work: &portions{}, hold: hold}
}

// newSearch is for the leads of a refused batch; it has no hold.
func newSearch(ids []queue.ID, size int, places []int) *submission {
	return &submission{id: newID(), ids: ids, size: size, work: &portions{}, search: true, places: places}
}

// onItsWay makes it one whose leads are read and claimed on their way.
func (u *submission) onItsWay(s *Seat, l *listed) {
	parts := newPortions(l.IDs, l.Remarked)
	u.work, u.at, u.unclaimed, u.total = parts, l.At, parts.ids(), parts.count
	if l.reading.begin(s, u.unclaimed, u.id) {
		u.baskets = &baskets{of: map[queue.ID]basket{}, reading: l.reading}
	}
}

// endReading ends the reading of leads that do not go any more.
func (u *submission) endReading() {
	if u.baskets != nil && u.baskets.reading != nil {
		u.baskets.reading.stop()
	}
}

// holds says that all of ids, which are next in the work, are claimed.
func (u *submission) holds(ids []queue.ID) bool {
	return len(u.unclaimed) == 0 || !slices.Contains(ids, u.unclaimed[0])
}

// take makes the work out of what was claimed. Leads that were refused in a
// batch before go behind the others, each batch's in requests of their own, so
// that they cannot take fresh leads down with them.
func (u *submission) take(entries []queue.Entry) {
	u.claimed, u.total = true, len(entries)
	u.moved = distinct(u.ids) - len(entries)
	u.baskets.keep(entries)
	if u.search {
		ids := make([]queue.ID, len(entries))
		for i, e := range entries {
			ids[i] = e.ID
		}
		u.work = newSearchWork(ids, u.places, len(ids) == len(u.ids))
	} else {
		u.work = portionsOf(entries)
	}
	u.ids = nil
}

// left counts what is still to go, claimed or not.
func (u *submission) left() int {
	if !u.claimed {
		return len(u.ids)
	}
	return u.work.left()
}

// most is how many leads the next request may carry, if nothing is in doubt.
func (u *submission) most() int {
	if u.canary {
		return 1
	}
	return u.size
}

// held says that the submission was in its hold at a moment.
func (u *submission) held(at time.Time) bool {
	return !at.Before(u.holdEnds.Add(-u.hold)) && at.Before(u.holdEnds)
}

// over says that nothing more of it is sent.
func (u *submission) over() bool { return u.cancelled || u.stopped }

// portions are leads in groups that do not share a request.
type portions struct {
	groups [][]queue.ID
	notes  []Note
	count  int
}

// portionsOf sorts leads into groups.
func portionsOf(entries []queue.Entry) *portions {
	ids, remarked := make([]queue.ID, len(entries)), map[queue.ID]queue.Entry{}
	for i, e := range entries {
		ids[i] = e.ID
		if e.Remark != "" {
			remarked[e.ID] = e
		}
	}
	return newPortions(ids, remarked)
}

// newPortions sorts leads into groups by the remarks that some have.
func newPortions(ids []queue.ID, remarked map[queue.ID]queue.Entry) *portions {
	p := &portions{count: len(ids)}
	var fresh []queue.ID
	var order []queue.ID
	before := map[queue.ID][]queue.ID{}
	for _, id := range ids {
		e, ok := remarked[id]
		if !ok || !wasRefused(e.Remark) {
			fresh = append(fresh, id)
			continue
		}
		if before[e.Batch] == nil {
			order = append(order, e.Batch)
		}
		before[e.Batch] = append(before[e.Batch], id)
	}
	p.add(fresh, Note{})
	for _, batch := range order {
		p.add(before[batch], Note{Kind: RefusedBefore})
	}
	return p
}

func (p *portions) add(ids []queue.ID, note Note) {
	if len(ids) > 0 {
		p.groups, p.notes = append(p.groups, ids), append(p.notes, note)
	}
}

func (p *portions) next(most int) ([]queue.ID, Note) {
	if len(p.groups) == 0 {
		return nil, Note{}
	}
	g := p.groups[0]
	return g[:min(most, len(g))], p.notes[0]
}

func (p *portions) created(ids []queue.ID) { p.gone(ids) }

func (p *portions) refused(ids []queue.ID, _ []int) bool {
	p.gone(ids)
	return false
}

// gone drops ids, all of which it has.
func (p *portions) gone(ids []queue.ID) {
	if len(ids) == 0 {
		return
	}
	p.count -= len(ids)
	if g := p.groups[0]; len(ids) <= len(g) && slices.Equal(g[:len(ids)], ids) { // what next gave
		p.groups[0] = g[len(ids):]
	} else {
		for i, g := range p.groups {
			p.groups[i] = without(g, ids)
		}
	}
	for i := len(p.groups) - 1; i >= 0; i-- {
		if len(p.groups[i]) == 0 {
			p.groups, p.notes = slices.Delete(p.groups, i, i+1), slices.Delete(p.notes, i, i+1)
		}
	}
}

func (p *portions) left() int { return p.count }

func (p *portions) ids() []queue.ID { return slices.Concat(p.groups...) }

func (p *portions) coming(flying, most int, single bool) []int {
	var sizes []int
	single = single && flying == 0
	for _, g := range p.groups {
		n := len(g)
		skip := min(flying, n)
		n, flying = n-skip, flying-skip
		for n > 0 {
			take := min(most, n)
			if single {
				take, single = 1, false
			}
			sizes = append(sizes, take)
			n -= take
		}
	}
	return sizes
}

// without gives ids less those in out.
func without(ids, out []queue.ID) []queue.ID {
	drop := make(map[queue.ID]bool, len(out))
	for _, id := range out {
		drop[id] = true
	}
	kept := make([]queue.ID, 0, len(ids))
	for _, id := range ids {
		if !drop[id] {
			kept = append(kept, id)
		}
	}
	return kept
}

// distinct counts ids, each once.
func distinct(ids []queue.ID) int {
	seen := make(map[queue.ID]struct{}, len(ids))
	for _, id := range ids {
		seen[id] = struct{}{}
	}
	return len(seen)
}
