// Package sandbox serves the Create Leads API as its documentation describes
// it, in memory, with switchable faults. One implementation serves the practice
// workspace (over an in-memory connection), the `leadpad sandbox` command and
// the tests. Start reading at Server.
package sandbox

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"
)

// Options of a sandbox.
type Options struct {
	Keys       []string // default "sandbox-key"
	Docs       string   // "current", "legacy" or "both" (default)
	Plan       string   // "basic" (default), "free", "downgraded"
	Leads      int      // already in the workspace
	Requests   int      // 0: the form's own
	Window     time.Duration
	WindowKind string // "exact" (default), "segmented", "fixed", "weighted", "leaky"
	Latency    time.Duration
	Faults     []Fault
	Ledger     io.Writer // JSON lines, written before the answer; nil: none
	Now        func() time.Time
}

// Fault is what happens to the next N requests.
type Fault struct {
	Kind string
	Arg  string
	N    int
}

// Server is a sandbox; it is an http.Handler.
type Server struct{}

// New makes one.
func New(o Options) (*Server, error) { return &Server{}, nil }

// ServeHTTP answers the API and, on GET /, the page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

// Serve serves l until ctx ends.
func (s *Server) Serve(ctx context.Context, l net.Listener) error { return nil }

// Dial connects in memory, for api.Options.Dial; serving starts at the first
// call and ends with Close.
func (s *Server) Dial(ctx context.Context, network, addr string) (net.Conn, error) { return nil, nil }

// Close ends what Dial started.
func (s *Server) Close() error { return nil }

// SetFault switches a fault on for the next f.N requests (0: one).
func (s *Server) SetFault(f Fault) error { return nil }
