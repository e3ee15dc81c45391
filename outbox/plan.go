package outbox

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
)

// Plan says what submitting ids would do. It changes nothing.
type Plan struct {
	Workspace  string
	IDs        []queue.ID // those that would go, in order
	Batches    []int      // leads of each request
	NotReady   int        // asked for, but a draft, or failed
	NeedsFixes int        // ready, but with problems under today's rules
	Fixes      []queue.ID // those, in order
	Gone       int        // asked for, but sent, held, sending, unsure or deleted
	Duplicates []Duplicate
	Omitted    []Omission
	Returned   int  // of IDs, refused in a batch before
	Canary     bool // the first request carries one lead
	Look       bool // and then a person is asked to look at it
	Doubt      Doubt
	// Changed: key or address are not those of the last submission, and Submit
	// refuses until a person said that it is the SameWorkspace.
	Changed  bool
	Estimate time.Duration
	Hold     time.Duration
	names    string // a fingerprint of the names on the wire that it was made for
	baskets  *baskets
	listed   *listed // leads that are read on their way; nil: they were read
}

// Omission is a field that the request form does not carry, and how many of the
// leads have something in it.
type Omission struct {
	Field lead.Field
	Leads int
}

// Duplicate is a lead that may have been sent from this queue before, or that
// would go twice now.
type Duplicate struct {
	ID     queue.ID
	Name   string
	Of     queue.ID // the one that went, or goes before it
	OfName string
	Same   string // what both have: "email", "phone", …
	Here   bool   // both would go now
	// Who sent the one that went, and when.
	By   string
	Sent time.Time
}

const (
	// planStep is how many leads a plan reads at once.
	planStep = 500
	// plannersMost is on how many cores at most: a queue reads with few connections,
	// and a screen needs one.
	plannersMost = 2
)

// Plan makes one for this session. Its time grows with the number of ids: 20,000
// take a quarter of a second on two cores. The leads are read, checked and encoded
// once: what goes out is what was planned, where nobody changed it since.
func (s *Seat) Plan(ctx context.Context, ids []queue.ID) (Plan, error) {
	p := Plan{Workspace: s.o.Workspace, Hold: s.ownHold(), names: s.names(), baskets: &baskets{of: map[queue.ID]basket{}}}
	looked, err := s.survey(ctx, ids)
	if err != nil {
		return Plan{}, err
	}
	var going []queue.Entry
	omitted := map[lead.Field]int{}
	here := twins{}
	for _, some := range looked {
		p.Gone += some.gone
		for _, l := range some.leads {
			if p.add(l, some.like, here, omitted) {
				p.baskets.put(l.entry.ID, l.basket)
				going = append(going, l.entry)
			}
		}
	}
	p.Omitted = omissions(omitted)
	return s.portion(ctx, p, portionsOf(going))
}

// add counts a lead, and says whether it goes.
func (p *Plan) add(l planned, like map[queue.ID]queue.Match, here twins, omitted map[lead.Field]int) bool {
	if !p.sort(l) {
		return false
	}
	for _, f := range l.omitted {
		omitted[f]++
	}
	l.object = nil // twins are kept, and compared by their keys
	p.compare(l, like, here)
	return true
}

// looked is what was found out about some leads.
type looked struct {
	gone  int
	leads []planned
	like  map[queue.ID]queue.Match // what went out before and is like them
}

// planned is a lead of a plan.
type planned struct {
	entry   queue.Entry // without lead and problems
	omitted []lead.Field
	basket
}

// survey reads all leads, a few at a time on all cores.
func (s *Seat) survey(ctx context.Context, ids []queue.ID) ([]looked, error) {
	all := make([]looked, (len(ids)+planStep-1)/planStep)
	errs := make([]error, len(all))
	var next atomic.Int32
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all), plannersMost) {
		work.Go(func() {
			for i := int(next.Add(1) - 1); i < len(all); i = int(next.Add(1) - 1) {
				all[i], errs[i] = s.lookAt(ctx, ids[i*planStep:min((i+1)*planStep, len(ids))], queue.ID{})
			}
		})
	}
	work.Wait()
	return all, errors.Join(errs...)
}

// lookAt reads some leads. What the submission holds counts as ready.
func (s *Seat) lookAt(ctx context.Context, ids []queue.ID, submission queue.ID) (looked, error) {
	entries, err := s.o.own(s.who).Entries(ctx, s.o.Workspace, ids)
	if err != nil {
		return looked{}, wrap("read the leads", err)
	}
	some := looked{gone: len(ids) - len(entries), leads: make([]planned, len(entries))}
	var traits []queue.Traits
	for i, e := range entries {
		l := &some.leads[i]
		l.entry = e
		l.entry.Lead, l.entry.Problems = lead.Lead{}, nil // what follows needs neither
		if e.State == queue.Held && submission != (queue.ID{}) {
			l.entry.State = queue.Ready
		}
		if l.entry.State != queue.Ready {
			continue
		}
		enc := s.EncodingOf(e.Owner)
		l.basket = fill(enc, e)
		if l.object != nil {
			l.omitted = omitted(enc, e.Lead)
			traits = append(traits, l.Traits)
		}
	}
	some.like, err = s.o.Queue.AnyLike(ctx, s.o.Workspace, traits, submission)
	return some, wrap("look for the same leads", err)
}

// sort counts a lead and says whether it goes.
func (p *Plan) sort(l planned) bool {
	switch l.entry.State {
	case queue.Ready:
	case queue.Draft, queue.Failed:
		p.NotReady++
		return false
	default:
		p.Gone++
		return false
	}
	if l.object == nil {
		p.NeedsFixes++
		p.Fixes = append(p.Fixes, l.entry.ID)
		return false
	}
	if wasRefused(l.entry.Remark) {
		p.Returned++
	}
	return true
}

// omitted are the fields of a lead that will not be sent, each once.
func omitted(enc api.Encoding, l lead.Lead) []lead.Field {
	var fields []lead.Field
	for _, path := range enc.Omitted(l) {
		if !slices.Contains(fields, path.Field) {
			fields = append(fields, path.Field)
		}
	}
	return fields
}

// omissions are the fields that are not sent, in the order of the form.
func omissions(counts map[lead.Field]int) []Omission {
	var list []Omission
	for f := lead.Whole; f <= lead.ContactID; f++ {
		if n := counts[f]; n > 0 {
			list = append(list, Omission{f, n})
		}
	}
	return list
}

// portion divides the leads into requests and estimates the time.
func (s *Seat) portion(ctx context.Context, p Plan, parts *portions) (Plan, error) {
	for _, g := range parts.groups {
		p.IDs = append(p.IDs, g...)
	}
	if len(p.IDs) == 0 {
		return p, nil
	}
	key, err := s.knownKey(ctx)
	p.Changed = s.keyChanged(ctx)
	p.Look = s.canary.Load() && s.lookDue(ctx, s.unattended)
	p.Canary = s.canary.Load() && (err != nil || s.canaryDue(ctx, key, s.unattended))
	if p.Doubt, err = s.doubt(ctx); err != nil {
		return Plan{}, err
	}
	p.Batches = parts.coming(0, s.o.size, p.Canary || p.Doubt.Single)
	now := s.o.Now()
	// Without a key there is no window to read; the sentence then counts from an
	// empty one.
	t, _ := s.timeline(ctx, now)
	begin := now.Add(max(s.ownHold(), p.Doubt.Wait))
	p.Estimate = t.run(len(p.Batches), begin).Sub(now) - s.ownHold()
	return p, nil
}

// twins are the leads of a plan so far, by what tells that two are the same.
type twins map[lead.Key]*planned

// compare adds a lead to the duplicates where one like it went out before, or goes
// with it: one reason is enough to ask. A domain is shared by the leads of a
// company and says nothing of two that go together.
func (p *Plan) compare(l planned, like map[queue.ID]queue.Match, here twins) {
	var first *planned
	var by lead.Key
	for _, k := range l.Keys {
		if other := here[k]; other != nil && k.Kind != lead.KeyDomain {
			first, by = other, k
			break
		}
	}
	if first == nil {
		for _, k := range l.Keys {
			here[k] = &l
		}
	}
	d := Duplicate{ID: l.entry.ID, Name: l.name}
	switch m, gone := like[d.ID]; {
	case gone:
		d.Of, d.OfName, d.Same, d.By, d.Sent = m.ID, m.Name, m.Reason, m.By, m.Sent
	case first != nil:
		d.Of, d.OfName, d.Same, d.Here = first.entry.ID, first.name, by.Kind.String(), true
	default:
		return
	}
	p.Duplicates = append(p.Duplicates, d)
}
