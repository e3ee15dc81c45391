package queue

import "errors"

// ErrNoLease is what a process gets that would send without the lease of the
// workspace, or after it lost it.
var ErrNoLease = errors.New("another process has the right to send for this workspace")

// Lease is the right to send for a workspace, held by one taker at a time. It is
// free at once when the process that held it dies, or, where no lock of the engine
// tells that, some seconds after it was last renewed.
type Lease interface {
	// Fence is the lease's number, greater than those of all leases before it.
	Fence() int64
	// Release gives it back. Releasing twice does nothing.
	Release() error
}
