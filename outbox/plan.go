package outbox

import (
	"context"
	"errors"
	"fmt"
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
	Omitted    []string // "socials of 3 leads": what will not be sent
	Returned   int      // of IDs, refused in a batch before
	Canary     bool     // the first request carries one lead
	Estimate   time.Duration
	Hold       time.Duration
}

// Duplicate is a lead that may have been sent from this queue before.
type Duplicate struct {
	ID     queue.ID
	Of     queue.ID
	Name   string
	Reason string // "same email", …
}

// Plan makes one. Its time grows with the number of ids: about 10,000 a second.
func (s *Sender) Plan(ctx context.Context, ids []queue.ID) (Plan, error) {
	p := Plan{Workspace: s.o.Workspace, Hold: s.o.Hold}
	var going []queue.Entry
	omitted := map[lead.Field]int{}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return Plan{}, err
		}
		e, err := s.o.Queue.Get(ctx, s.o.Workspace, id)
		if errors.Is(err, queue.ErrNotFound) {
			p.Gone++
			continue
		}
		if err != nil {
			return Plan{}, wrap("read a lead", err)
		}
		if !s.sort(&p, e) {
			continue
		}
		s.note(omitted, e.Lead)
		if err := s.compare(ctx, &p, e); err != nil {
			return Plan{}, err
		}
		e.Lead, e.Problems = lead.Lead{}, nil // what follows needs neither
		going = append(going, e)
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
	if lead.Count(s.o.Encoding.Check(e.Lead)) > 0 {
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
	for _, path := range s.o.Encoding.Omitted(l) {
		if int(path.Field) < len(seen) && !seen[path.Field] {
			seen[path.Field] = true
			omitted[path.Field]++
		}
	}
}

// fieldNames are what the form calls the fields.
func fieldName(f lead.Field) string {
	names := [...]string{
		lead.Whole: "parts", lead.Name: "name", lead.LastName: "last name", lead.Role: "role", lead.CompanyName: "company",
		lead.Industry: "industry", lead.Emails: "emails", lead.Phones: "phones", lead.Addresses: "addresses",
		lead.Socials: "socials", lead.Employees: "employees", lead.Contacts: "contacts", lead.Labels: "labels",
		lead.Notes: "notes", lead.CompanyID: "company ID", lead.ContactID: "contact ID",
	}
	if int(f) < len(names) {
		return names[f]
	}
	return names[lead.Whole]
}

func omissions(counts map[lead.Field]int) []string {
	var list []string
	for f := lead.Whole; f <= lead.ContactID; f++ {
		if n := counts[f]; n > 0 {
			list = append(list, fmt.Sprintf("%s of %s", fieldName(f), leads(n)))
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
	p.Canary = s.o.Canary && (err != nil || s.canaryDue(ctx, key))
	p.Batches = parts.coming(0, s.o.size, p.Canary)
	now := s.o.Now()
	// Without a key there is no window to read; the sentence then counts from an
	// empty one.
	t, _ := s.timeline(ctx, now)
	p.Estimate = t.run(len(p.Batches), now.Add(s.o.Hold)).Sub(now) - s.o.Hold
	return p, nil
}

// compare looks for leads like e that went out before.
func (s *Sender) compare(ctx context.Context, p *Plan, e queue.Entry) error {
	matches, err := s.o.Queue.SentLike(ctx, s.o.Workspace, e.Lead)
	if err != nil {
		return wrap("look for the same lead", err)
	}
	for _, m := range matches {
		if m.ID != e.ID {
			p.Duplicates = append(p.Duplicates, Duplicate{ID: e.ID, Of: m.ID, Name: m.Name, Reason: "same " + m.Reason})
			return nil // one reason is enough to ask
		}
	}
	return nil
}
