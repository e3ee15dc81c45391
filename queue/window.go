package queue

import (
	"context"
	"time"
)

// Slot is one request of a key in the ledger.
type Slot struct {
	ID      ID
	Begun   time.Time
	Ended   time.Time // zero while in flight
	Timeout time.Duration
}

// Ledger is a key's requests and pauses, as every process that uses the key
// sees them.
type Ledger struct {
	Slots      []Slot
	PauseUntil time.Time
	Pace       time.Duration
	Clean      time.Time // since when no 429 was seen; zero: never one
}

// Windows is the open window.db, shared by all queues of a person.
type Windows struct{}

// OpenWindows opens or creates it; "" keeps it in memory.
func OpenWindows(ctx context.Context, path string) (*Windows, error) { return &Windows{}, nil }

// Close closes it.
func (w *Windows) Close() error { return nil }

// Change runs f on key's ledger inside one immediate transaction and stores
// what f leaves; slots older than keep are dropped before. key is a salted
// hash, see Fingerprint.
func (w *Windows) Change(ctx context.Context, key string, f func(*Ledger) error) error { return nil }

// Read gives key's ledger.
func (w *Windows) Read(ctx context.Context, key string) (Ledger, error) { return Ledger{}, nil }

// Fingerprint is the salted hash of a key and its address.
func (w *Windows) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	return "", nil
}
