package sandbox

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"time"

	"leadpad/api"
)

// What is kept in memory; counts go on when the oldest are let go.
const (
	keepRequests = 10_000
	keepBytes    = 64 << 20 // of leads as received
)

// Request is one request that was seen.
type Request struct {
	ID       string
	Time     time.Time
	Key      string // masked
	Bytes    int64  // of the body
	Leads    int    // in the request
	Created  int
	Status   int    // the verdict; 0 when a fault left none
	Fault    string // as ParseFault reads it; "" for none
	Envelope []byte // the verdict's envelope; a fault may have spoilt it on its way
}

// Lead is one lead that was created, as received but for white space.
type Lead struct {
	Request string // the request's id
	Time    time.Time
	Form    api.Form // how the request was read
	Raw     json.RawMessage
}

// creation is the leads of one request: one buffer, cut at ends.
type creation struct {
	request string
	time    time.Time
	form    api.Form
	raw     []byte
	ends    []uint32
	before  int // leads created before these
}

func (c creation) lead(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.raw[from:c.ends[i]:c.ends[i]]
}

// store keeps what happened, newest last. It is not safe for concurrent use.
type store struct {
	requests  []Request
	seen      int
	creations []creation
	created   int
	bytes     int
}

func (st *store) add(req Request, c creation) {
	st.seen++
	st.requests = append(st.requests, req)
	if len(st.requests) > keepRequests {
		// The backing array is left behind by append's growth, so this costs little.
		st.requests[0] = Request{}
		st.requests = st.requests[1:]
	}
	if len(c.ends) == 0 {
		return
	}
	c.before = st.created
	st.created += len(c.ends)
	st.creations = append(st.creations, c)
	st.bytes += len(c.raw)
	for st.bytes > keepBytes && len(st.creations) > 1 {
		st.bytes -= len(st.creations[0].raw)
		st.creations[0] = creation{}
		st.creations = st.creations[1:]
	}
}

// leads gives at most limit leads, newest first, after the offset newest.
func (st *store) leads(offset, limit int) []Lead {
	var out []Lead
	if offset < 0 || limit <= 0 || offset >= st.created {
		return out
	}
	at := st.created - 1 - offset
	i := sort.Search(len(st.creations), func(i int) bool { return st.creations[i].before > at }) - 1
	for ; i >= 0; i-- {
		c := st.creations[i]
		for ; at >= c.before; at-- {
			if len(out) == limit {
				return out
			}
			out = append(out, Lead{c.request, c.time, c.form, slices.Clone(c.lead(at - c.before))})
		}
	}
	return out
}

// find gives the newest lead that arrived as raw.
func (st *store) find(raw []byte) (Lead, bool) {
	for _, c := range slices.Backward(st.creations) {
		for i := len(c.ends) - 1; i >= 0; i-- {
			if bytes.Equal(c.lead(i), raw) {
				return Lead{c.request, c.time, c.form, slices.Clone(c.lead(i))}, true
			}
		}
	}
	return Lead{}, false
}

// Stats is the state of the sandbox in numbers.
type Stats struct {
	Requests int // seen, whatever became of them
	Created  int // leads created here
	Existing int // leads that were in the workspace already
	Kept     int // leads that Leads still has
	// Used is how many of Limit requests are spent in the window of Window, for
	// the key that has spent most.
	Used   int
	Limit  int
	Window time.Duration
	Kind   string
}

// Stats counts what happened so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := Stats{
		Requests: s.store.seen, Created: s.store.created, Existing: s.existing,
		Limit: s.requests, Window: s.per, Kind: s.windowKind,
	}
	if len(s.store.creations) > 0 {
		st.Kept = s.store.created - s.store.creations[0].before
	}
	now := s.now()
	for _, w := range s.windows {
		st.Used = max(st.Used, w.used(now))
	}
	return st
}

// Leads gives at most limit of the leads that were created, newest first, after
// the offset newest. Of very many the oldest are let go (see Stats.Kept).
func (s *Server) Leads(offset, limit int) []Lead {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.leads(offset, limit)
}

// Find gives the newest of the leads kept that arrived as raw, which is JSON
// without white space; false when there is none.
func (s *Server) Find(raw []byte) (Lead, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.find(raw)
}

// Requests gives at most limit of the newest 10,000 requests, newest first,
// after the offset newest.
func (s *Server) Requests(offset, limit int) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := len(s.store.requests) - max(offset, 0)
	if to <= 0 || limit <= 0 {
		return nil
	}
	out := slices.Clone(s.store.requests[max(0, to-limit):to])
	slices.Reverse(out)
	return out
}

// AddLeads makes the workspace hold n leads more that were not created here, as
// Options.Leads does; they count for the plan only.
func (s *Server) AddLeads(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.existing += max(n, 0)
}
