package queue

import (
	"context"
	"time"
)

// BatchState of one request.
type BatchState uint8

// A batch is in flight, or ended one of these ways.
const (
	InFlight BatchState = iota + 1
	BatchSent
	BatchReturned // certainly nothing created, leads ready (or held) again
	BatchRefused  // refused for its content, leads ready or failed
	BatchUnsure
	BatchResolved // was unsure, settled by a person
)

// Batch is the record of one request: its leads, its exact payload, its receipt.
type Batch struct {
	ID         ID
	Submission ID
	Workspace  string
	Seq        int // 1, 2, … within its submission
	State      BatchState
	Leads      []ID
	Names      []string // titles of the leads when it was sent, same order
	Payload    []byte   // the exact body
	Hash       string   // hex SHA-256 of Payload
	Practice   bool     // sent to a sandbox
	Receipt    Receipt
	Resolution string // "sent" or "ready" once a person settled it
}

// Receipt is what was seen of the answer, in plain facts.
type Receipt struct {
	Begun, Ended        time.Time // Ended is zero while in flight
	Outcome             string    // name of the api's outcome
	Status              int       // HTTP status, 0 for none
	Succeeded           *bool
	StatusCode          *int
	Description         *string
	Message             *string
	Body                []byte // envelope verbatim, key redacted
	Err                 string
	Bytes               int64
	What, Certain, Next string
}

// Claim moves the ready leads among ids to Held for a submission, all in one
// transaction, in the order given, and gives those it got.
func (q *Queue) Claim(ctx context.Context, workspace string, submission ID, ids []ID) ([]Entry, error) {
	return nil, nil
}

// Release puts what a submission still holds back to Ready and counts it.
func (q *Queue) Release(ctx context.Context, workspace string, submission ID) (int, error) {
	return 0, nil
}

// Begin records a batch, payload and all, and moves its leads from Held to
// Sending. It must return before the first byte leaves. An error means that
// nothing was changed.
func (q *Queue) Begin(ctx context.Context, b Batch) error { return nil }

// Settle records a batch's receipt and moves its leads out of Sending: each to
// the state given for it (Sent, Failed, Unsure, Ready, or Held to stay with the
// submission).
func (q *Queue) Settle(ctx context.Context, b Batch, to map[ID]State, remark map[ID]string) error {
	return nil
}

// Recover, called with the workspace's lease held, settles what a dead process
// left: Held goes back to Ready, Sending becomes Unsure (a byte may have left).
func (q *Queue) Recover(ctx context.Context, workspace string) (ready, unsure int, err error) {
	return 0, 0, nil
}

// Resolve settles an unsure batch by a person's word: to Sent or to Ready.
func (q *Queue) Resolve(ctx context.Context, workspace string, batch ID, to State) (int, error) {
	return 0, nil
}

// ResolveLead settles one lead of an unsure batch.
func (q *Queue) ResolveLead(ctx context.Context, workspace string, lead ID, to State) error {
	return nil
}

// Batches lists a workspace's batches, unsure ones first, then newest first,
// without payload and body.
func (q *Queue) Batches(ctx context.Context, workspace string, offset, limit int) ([]Batch, error) {
	return nil, nil
}

// BatchCount counts them.
func (q *Queue) BatchCount(ctx context.Context, workspace string) (int, error) { return 0, nil }

// Batch gives one whole.
func (q *Queue) Batch(ctx context.Context, workspace string, id ID) (Batch, error) {
	return Batch{}, ErrNotFound
}

// Lease is the right to send for a workspace, held by one process at a time
// (an OS file lock; free at once when the process dies).
type Lease struct{}

// TakeLease takes it without waiting; ok is false while another process has it.
func (q *Queue) TakeLease(ctx context.Context, workspace string) (l *Lease, ok bool, err error) {
	return &Lease{}, true, nil
}

// Release gives it back.
func (l *Lease) Release() error { return nil }
