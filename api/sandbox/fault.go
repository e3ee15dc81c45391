package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The kinds of faults. The first five create nothing; the others create the
// leads first and then spoil the answer.
const (
	FaultLimited     = "429"          // 429, which does not count in the window
	FaultStatus      = "status"       // status=CODE
	FaultReject      = "reject"       // reject=TEXT: a 400 with this message
	FaultProblem     = "problem"      // a 400 with a problem document that names a lead
	FaultResetBefore = "reset-before" // the body is read, then the connection reset
	FaultStatusAfter = "status-after" // status-after=CODE
	FaultHang        = "hang"         // no answer until the client gives up
	FaultResetAfter  = "reset-after"  // the connection is reset instead of an answer
	FaultTruncate    = "truncate"     // half of the answer
	FaultHTML        = "html"         // a web page with status 200, as a captive portal's
	FaultSlow        = "slow"         // slow=DUR: the answer, late
)

// Fault is what happens to the next N requests whose key is right.
type Fault struct {
	Kind string
	Arg  string // the status, the message or the duration; "" where there is none
	N    int    // 0 counts as 1
}

// FaultUsages lists the kinds as ParseFault reads them, for a help text.
func FaultUsages() []string {
	return []string{
		FaultLimited, FaultStatus + "=CODE", FaultReject + "=TEXT", FaultProblem, FaultResetBefore,
		FaultStatusAfter + "=CODE", FaultHang, FaultResetAfter, FaultTruncate, FaultHTML, FaultSlow + "=DUR",
	}
}

// ParseFault reads KIND[=ARG][:N], such as "status=500:3". The error for an
// unknown kind lists the kinds.
func ParseFault(s string) (Fault, error) {
	f := Fault{N: 1}
	head := s
	if i := strings.LastIndexByte(s, ':'); i >= 0 && isDigits(s[i+1:]) {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n < 1 {
			return Fault{}, fmt.Errorf("fault %q: the count after the colon must be a number from 1 up", s)
		}
		f.N, head = n, s[:i]
	}
	f.Kind, f.Arg, _ = strings.Cut(head, "=")
	if err := f.check(); err != nil {
		return Fault{}, err
	}
	return f, nil
}

// String writes the fault as ParseFault reads it, without the count.
func (f Fault) String() string {
	if f.Arg == "" {
		return f.Kind
	}
	return f.Kind + "=" + f.Arg
}

func (f Fault) check() error {
	if f.N < 0 {
		return fmt.Errorf("fault %q: the count must be a number from 1 up", f)
	}
	switch f.Kind {
	case FaultStatus, FaultStatusAfter:
		// Below 200 an answer is not final and net/http sends no body with it.
		if code, err := strconv.Atoi(f.Arg); err != nil || code < 200 || code > 599 {
			return fmt.Errorf("fault %q: needs a status from 200 to 599, as in %s=500", f, f.Kind)
		}
	case FaultReject:
		if f.Arg == "" {
			return fmt.Errorf("fault %q: needs a message, as in reject=TEXT", f)
		}
	case FaultSlow:
		if d, err := time.ParseDuration(f.Arg); err != nil || d < 0 {
			return fmt.Errorf("fault %q: needs a duration, as in slow=2s", f)
		}
	case FaultLimited, FaultProblem, FaultResetBefore, FaultHang, FaultResetAfter, FaultTruncate, FaultHTML:
		if f.Arg != "" {
			return fmt.Errorf("fault %q: %s takes no argument", f, f.Kind)
		}
	default:
		return fmt.Errorf("unknown fault %q: the kinds are %s", f.Kind, strings.Join(FaultUsages(), ", "))
	}
	return nil
}

// creates says whether the leads are created before the fault strikes.
func (f Fault) creates() bool {
	return !slices.Contains([]string{FaultLimited, FaultStatus, FaultReject, FaultProblem, FaultResetBefore}, f.Kind)
}

// code is the status of a status fault; check has read it before.
func (f Fault) code() int {
	code, _ := strconv.Atoi(f.Arg)
	return code
}

// delay is how late a slow answer is; check has read it before.
func (f Fault) delay() time.Duration {
	d, _ := time.ParseDuration(f.Arg)
	return d
}

// verdict is the answer of a fault that creates nothing to a request of n leads.
func (f Fault) verdict(n int) answer {
	switch f.Kind {
	case FaultLimited:
		return refused(http.StatusTooManyRequests, msgLimited)
	case FaultReject:
		return refused(http.StatusBadRequest, f.Arg)
	case FaultProblem:
		return problem(n / 2)
	case FaultStatus:
		return statusAnswer(f.code(), false)
	default: // reset-before: no answer at all
		return answer{}
	}
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// SetFault switches a fault on for the next f.N requests (0: one). Faults that
// are set while others are pending wait for their turn.
func (s *Server) SetFault(f Fault) error {
	if err := f.check(); err != nil {
		return err
	}
	f.N = max(f.N, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
	return nil
}

// ClearFaults switches all pending faults off.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Faults gives what is pending, in the order in which it will strike; N is how
// many requests each has left.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.faults)
}

// nextFault takes the fault for this request; the zero Fault is none. The
// caller holds mu.
func (s *Server) nextFault() Fault {
	if len(s.faults) == 0 {
		return Fault{}
	}
	f := s.faults[0]
	if s.faults[0].N--; s.faults[0].N == 0 {
		s.faults = s.faults[1:]
	}
	f.N = 1
	return f
}
