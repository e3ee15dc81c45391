package queue

import (
	"context"
	"time"
)

// Slot is one request of a key in the ledger.
type Slot struct {
	ID      ID            `json:"id"`
	Begun   time.Time     `json:"begun"`
	Ended   time.Time     `json:"ended,omitzero"` // zero while in flight
	Timeout time.Duration `json:"timeout"`
	// Reserved: taken for a request that has not begun yet. It keeps others
	// waiting, and is not counted on screen.
	Reserved bool `json:"reserved,omitempty"`
	// Owner is whose request it is, "" where there is one person.
	Owner string `json:"owner,omitempty"`
	// Holder is the process whose request it is. The Windows write it, "" when they
	// cannot tell, and say with each look whether that process is Dead.
	Holder string `json:"holder,omitempty"`
	Dead   bool   `json:"dead,omitempty"`
}

// Ledger is a key's requests and pauses, as every process that uses the key
// sees them.
type Ledger struct {
	Slots      []Slot        `json:"slots"`
	PauseUntil time.Time     `json:"pauseUntil,omitzero"`
	Paused     time.Time     `json:"paused,omitzero"` // when that pause began
	Pace       time.Duration `json:"pace,omitempty"`
	Clean      time.Time     `json:"clean,omitzero"` // since when no 429 was seen; zero: never one
}

// SaltSetting is the setting of the owner "" that salts a queue's fingerprints.
const SaltSetting = "salt"

// Windows are the ledgers of a person's keys, shared by all queues.
type Windows interface {
	// Change runs f on key's ledger inside one transaction, alone among all
	// processes, and stores what f leaves; when f gives an error nothing is stored.
	// f must not use the Windows. It is for f to drop the slots that are over. key
	// is a salted hash, see Fingerprint, other than the queues' for the same key.
	Change(ctx context.Context, key string, f func(*Ledger) error) error
	// Read gives key's ledger; an unknown key has an empty one.
	Read(ctx context.Context, key string) (l Ledger, err error)
	// Fingerprint is the salted hash of a key and its address: the same for all
	// who use these Windows, and of no use without them.
	Fingerprint(ctx context.Context, secret, address string) (string, error)
	// Close closes them.
	Close() error
}
