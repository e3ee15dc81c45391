// Package sandbox serves the Create Leads API as its documentation describes
// it, in memory, with switchable faults. One implementation serves the practice
// workspace (over an in-memory connection), the `leadpad sandbox` command and
// the tests. It knows no queue and no screen, and shares no code with the
// client's encoder, so that a mistake there shows as a refusal here. Start
// reading at Server.
package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"leadpad/api"
)

// leadsPath is the one address of the API.
const leadsPath = "/api/v1/leads"

// The plans of Options.Plan.
const (
	planBasic      = "basic"
	planFree       = "free"
	planDowngraded = "downgraded"
)

// Options of a sandbox. The zero value is a workspace as the current
// documentation has it.
type Options struct {
	Keys  []string // each with a window of its own; default "sandbox-key"
	Docs  string   // "current", "legacy" or "both" (default), which tells them apart
	Plan  string   // "basic" (default), "free", "downgraded"
	Leads int      // already in the workspace; they count for the plan
	// Requests in any Window; 0: as the documentation of Docs says, for both
	// forms as the current one.
	Requests   int
	Window     time.Duration
	WindowKind string        // "exact" (default), "segmented", "fixed", "weighted", "leaky"
	Latency    time.Duration // between a request and its verdict
	Faults     []Fault       // as by SetFault
	// Ledger gets JSON lines, each as one Write, before the answer is written;
	// nil: none. When it fails, nothing is created and the answer is a 500.
	Ledger io.Writer
	Now    func() time.Time // for windows and records; nil: time.Now
}

// Server is a sandbox; it is an http.Handler. All its methods can be called at
// the same time.
type Server struct {
	keys       []string
	dec        decoder
	plan       string
	requests   int
	per        time.Duration
	windowKind string
	latency    time.Duration
	ledger     io.Writer
	now        func() time.Time
	documents  sync.Pool // of *scratch
	page       *page

	mu       sync.Mutex // guards what follows, and the order of the ledger's lines
	existing int
	faults   []Fault
	windows  map[string]window
	store    store

	memory memory // what Dial started
}

// New makes a sandbox. The error says which option is wrong and what it can be.
func New(o Options) (*Server, error) {
	s := &Server{
		keys: o.Keys, plan: o.Plan, existing: o.Leads, requests: o.Requests, per: o.Window,
		windowKind: o.WindowKind, latency: o.Latency, ledger: o.Ledger, now: o.Now,
		dec:     decoder{docs: o.Docs, current: currentSchema(), legacy: legacySchema()},
		windows: make(map[string]window),
	}
	s.documents.New = func() any { return new(scratch) }
	if err := s.fill(); err != nil {
		return nil, err
	}
	for _, f := range o.Faults {
		if err := s.SetFault(f); err != nil {
			return nil, err
		}
	}
	var err error
	s.page, err = newPage()
	return s, err
}

// fill sets the defaults and checks what was set.
func (s *Server) fill() error {
	if len(s.keys) == 0 {
		s.keys = []string{"sandbox-key"}
	}
	for _, key := range s.keys {
		if strings.TrimSpace(key) == "" {
			return errors.New("an API key of the sandbox is empty; leave it out for sandbox-key")
		}
	}
	form := api.Current
	switch s.dec.docs {
	case "":
		s.dec.docs = docsBoth
	case docsBoth, docsCurrent:
	case docsLegacy:
		form = api.Legacy
	default:
		return fmt.Errorf("unknown docs %q: choose one of current, legacy, both", s.dec.docs)
	}
	switch s.plan {
	case "":
		s.plan = planBasic
	case planBasic, planFree, planDowngraded:
	default:
		return fmt.Errorf("unknown plan %q: choose one of basic, free, downgraded", s.plan)
	}
	if s.existing < 0 || s.requests < 0 || s.per < 0 || s.latency < 0 {
		return errors.New("the sandbox's leads, requests, window and latency cannot be negative")
	}
	if s.latency > time.Hour {
		return errors.New("the sandbox's latency is at most an hour")
	}
	requests, per := form.Limit()
	if s.requests == 0 {
		s.requests = requests
	}
	if s.per == 0 {
		s.per = per
	}
	if s.windowKind == "" {
		s.windowKind = windowExact
	}
	if s.now == nil {
		s.now = time.Now
	}
	_, err := newWindow(s.windowKind, s.requests, s.per)
	return err
}

// ServeHTTP answers the API and, on GET /, the page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.RemoteAddr != pipeNetwork && loopback(r.RemoteAddr) && !loopbackHost(r.Host):
		// A page of another site whose name was made to lead here. The API answers to
		// its own machine by its own names alone.
		http.Error(w, "This sandbox answers to http://127.0.0.1:PORT and localhost only.", http.StatusForbidden)
	case pageRequest(r):
		s.servePage(w, r)
	case r.URL.Path == "/favicon.ico": // browsers ask by themselves; it is no request to the API
		w.WriteHeader(http.StatusNoContent)
	default:
		s.serveAPI(w, r)
	}
}
