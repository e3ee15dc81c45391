package outbox

import (
	"context"
	"time"

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
	// Changed: key or address are not those of the last submission, and Submit
	// refuses until a person said that it is the SameWorkspace.
	Changed  bool
	Estimate time.Duration
	Hold     time.Duration
	names    string // a fingerprint of the names on the wire that it was made for
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
}

// planStep is how many leads a plan reads at once.
const planStep = 500

// Plan makes one. Its time grows with the number of ids: 20,000 take most of a
// second.
func (s *Sender) Plan(ctx context.Context, ids []queue.ID) (Plan, error) {
	p := Plan{Workspace: s.o.Workspace, Hold: s.o.Hold, names: s.names()}
	var going []queue.Entry
	var chosen []Duplicate // the leads just read, as they would be one
	omitted := map[lead.Field]int{}
	here := twins{}
	for ; len(ids) > 0; ids = ids[min(planStep, len(ids)):] {
		some := ids[:min(planStep, len(ids))]
		entries, err := s.o.Queue.Entries(ctx, s.o.Workspace, some)
		if err != nil {
			return Plan{}, wrap("read the leads", err)
		}
		p.Gone += len(some) - len(entries)
		like := s.compare(ctx, entries) // while the leads are checked here
		for _, e := range entries {
			if !s.sort(&p, e) {
				continue
			}
			s.note(omitted, e.Lead)
			chosen = append(chosen, Duplicate{ID: e.ID, Name: e.Lead.Title()})
			e.Lead, e.Problems = lead.Lead{}, nil // what follows needs neither
			going = append(going, e)
		}
		if err := like(&p, here, chosen); err != nil {
			return Plan{}, err
		}
		chosen = chosen[:0]
	}
	p.Omitted = omissions(omitted)
	return s.portion(ctx, p, going)
}

// sort counts an entry and says whether it goes.
func (s *Sender) sort(p *Plan, e queue.Entry) bool {
	switch e.State {
	case queue.Ready:
	case queue.Draft, queue.Failed:
		p.NotReady++
		return false
	default:
		p.Gone++
		return false
	}
	if lead.Count(s.Encoding().Check(e.Lead)) > 0 {
		p.NeedsFixes++
		p.Fixes = append(p.Fixes, e.ID)
		return false
	}
	if wasRefused(e.Remark) {
		p.Returned++
	}
	return true
}

// note counts the fields of a lead that will not be sent, each once.
func (s *Sender) note(omitted map[lead.Field]int, l lead.Lead) {
	var seen [lead.ContactID + 1]bool
	for _, path := range s.Encoding().Omitted(l) {
		if int(path.Field) < len(seen) && !seen[path.Field] {
			seen[path.Field] = true
			omitted[path.Field]++
		}
	}
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
func (s *Sender) portion(ctx context.Context, p Plan, going []queue.Entry) (Plan, error) {
	parts := newPortions(going)
	for _, g := range parts.groups {
		p.IDs = append(p.IDs, g...)
	}
	if len(p.IDs) == 0 {
		return p, nil
	}
	key, err := s.knownKey(ctx)
	p.Changed = s.keyChanged(ctx)
	p.Look = s.o.Canary && s.lookDue(ctx)
	p.Canary = s.o.Canary && (err != nil || s.canaryDue(ctx, key))
	p.Batches = parts.coming(0, s.o.size, p.Canary)
	now := s.o.Now()
	// Without a key there is no window to read; the sentence then counts from an
	// empty one.
	t, _ := s.timeline(ctx, now)
	p.Estimate = t.run(len(p.Batches), now.Add(s.o.Hold)).Sub(now) - s.o.Hold
	return p, nil
}

// twins are the leads of a plan so far, by what tells that two are the same.
type twins map[lead.Key]Duplicate

// of finds the lead of the plan that shares a key with d, or takes d in. A
// domain is shared by the leads of a company and says nothing here.
func (w twins) of(d Duplicate, keys []lead.Key) (first Duplicate, by lead.Key, ok bool) {
	for _, k := range keys {
		if first, ok = w[k]; ok && k.Kind != lead.KeyDomain {
			return first, k, true
		}
	}
	for _, k := range keys {
		w[k] = d
	}
	return Duplicate{}, lead.Key{}, false
}

// compare looks for leads like these that went out before, and gives what waits
// for the result and adds those of chosen to the plan, those too of which one
// like it goes with them: one reason for each is enough to ask.
func (s *Sender) compare(ctx context.Context, entries []queue.Entry) func(p *Plan, here twins, chosen []Duplicate) error {
	type result struct {
		like map[queue.ID]queue.Match
		keys map[queue.ID][]lead.Key
		err  error
	}
	found := make(chan result, 1)
	go func() {
		like, err := s.o.Queue.AnyLike(ctx, s.o.Workspace, entries)
		keys := make(map[queue.ID][]lead.Key, len(entries))
		for _, e := range entries {
			keys[e.ID] = s.Encoding().Rules.Keys(e.Lead)
		}
		found <- result{like, keys, err}
	}()
	return func(p *Plan, here twins, chosen []Duplicate) error {
		r := <-found
		for _, d := range chosen {
			m, gone := r.like[d.ID]
			first, by, twice := here.of(d, r.keys[d.ID])
			switch {
			case gone:
				d.Of, d.OfName, d.Same = m.ID, m.Name, m.Reason
			case twice:
				d.Of, d.OfName, d.Same, d.Here = first.ID, first.Name, by.Kind.String(), true
			default:
				continue
			}
			p.Duplicates = append(p.Duplicates, d)
		}
		return wrap("look for the same leads", r.err)
	}
}
