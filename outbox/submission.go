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
	refused(ids []queue.ID, message string) (stay bool)
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
	work    work
	search  bool
	message string // of the refusal that a search starts from

	claimed   bool
	total     int
	seq       int  // requests begun
	size      int  // most leads in a request
	single    bool // the next request carries one lead
	canary    bool // the canary has not landed yet
	hold      time.Duration
	holdEnds  time.Time // monotonic
	holdShown time.Time // wall
	waitUntil time.Time // monotonic: not before
	waitWhy   Reason
	unwritten time.Duration // last pause after a failed connection or write
	trouble   time.Time     // since when connections or writes fail
	back      int           // leads that were put back to Ready at the end
	cancelled bool
	took      int // leads that a TakeBack gave back
	stopped   bool
	stopsAll  bool // what is queued behind does not go either
}

// newSubmission is for ids, with a hold.
func newSubmission(ids []queue.ID, size int, hold time.Duration) *submission {
	return &submission{id: newID(), ids: ids, size: size, work: &portions{}, hold: hold}
}

// newSearch is for the leads of a refused batch; it has no hold.
func newSearch(ids []queue.ID, size int, message string) *submission {
	return &submission{id: newID(), ids: ids, size: size, work: &portions{}, search: true, message: message}
}

// take makes the work out of what was claimed. Leads that were refused in a
// batch before go behind the others, each batch's in requests of their own, so
// that they cannot take fresh leads down with them.
func (u *submission) take(entries []queue.Entry) {
	u.claimed, u.total = true, len(entries)
	if u.search {
		ids := make([]queue.ID, len(entries))
		for i, e := range entries {
			ids[i] = e.ID
		}
		u.work = newSearchWork(ids, u.message, len(ids) == len(u.ids))
	} else {
		u.work = newPortions(entries)
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

// most is how many leads the next request may carry.
func (u *submission) most() int {
	if u.single || u.canary {
		return 1
	}
	return u.size
}

func (u *submission) coming(flying int) []int {
	return u.work.coming(flying, u.size, u.single || u.canary)
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

// newPortions sorts claimed leads into groups.
func newPortions(entries []queue.Entry) *portions {
	p := &portions{count: len(entries)}
	var fresh []queue.ID
	var order []queue.ID
	before := map[queue.ID][]queue.ID{}
	for _, e := range entries {
		if !wasRefused(e.Remark) {
			fresh = append(fresh, e.ID)
			continue
		}
		if before[e.Batch] == nil {
			order = append(order, e.Batch)
		}
		before[e.Batch] = append(before[e.Batch], e.ID)
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

func (p *portions) refused(ids []queue.ID, _ string) bool {
	p.gone(ids)
	return false
}

// gone drops ids, which next gave: they are in the first group.
func (p *portions) gone(ids []queue.ID) {
	if len(ids) == 0 {
		return
	}
	p.count -= len(ids)
	if ids[0] == p.groups[0][0] && ids[len(ids)-1] == p.groups[0][len(ids)-1] {
		p.groups[0] = p.groups[0][len(ids):]
	} else {
		p.groups[0] = without(p.groups[0], ids)
	}
	if len(p.groups[0]) == 0 {
		p.groups, p.notes = p.groups[1:], p.notes[1:]
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
