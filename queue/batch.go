package queue

import (
	"fmt"
	"time"
)

// BatchState of one request.
type BatchState uint8

// A batch is in flight, or ended one of these ways.
const (
	InFlight BatchState = iota + 1
	BatchSent
	BatchReturned // certainly nothing created, leads ready (or held) again
	BatchRefused  // refused for its content, leads ready, held or failed
	BatchUnsure
	BatchResolved // was unsure, settled by a person
)

// String is the state's name in JSON.
func (s BatchState) String() string {
	names := [...]string{
		InFlight: "in flight", BatchSent: "sent", BatchReturned: "returned",
		BatchRefused: "refused", BatchUnsure: "unsure", BatchResolved: "resolved",
	}
	if int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("state %d", uint8(s))
}

// Batch is the record of one request: its leads, its exact payload, its receipt.
type Batch struct {
	ID         ID
	Submission ID
	Workspace  string
	Owner      string // who sent it
	Seq        int    // 1, 2, … within its submission
	State      BatchState
	Leads      []ID
	// Read and Names are its leads as they were read for the payload, and their titles,
	// same order; who begins a batch gives them, so that they are not read again. nil:
	// they are read when the batch is written.
	Read       []Traits
	Names      []string // titles of the leads when it was sent, same order
	States     []State  // what became of each in this batch, same order
	Payload    []byte   // the exact body
	Hash       string   // hex SHA-256 of Payload
	Practice   bool     // sent to a sandbox
	Receipt    Receipt
	Resolution string // once a person settled it: "sent", "ready" or "lead by lead"
}

// EndKnown says that the receipt's Ended is when the request ended. Of a batch
// whose process died (it has no outcome) it is only when that was noticed.
func (b Batch) EndKnown() bool {
	return !b.Receipt.Ended.IsZero() && (b.Receipt.Outcome != "" || !b.wasUnsure())
}

// BytesKnown says that the receipt's Bytes were counted. None at all of a batch
// that became unsure means that nobody was there to count them.
func (b Batch) BytesKnown() bool {
	return b.State != InFlight && (b.Receipt.Bytes > 0 || !b.wasUnsure())
}

func (b Batch) wasUnsure() bool { return b.State == BatchUnsure || b.State == BatchResolved }

// Doubt is what the requests of a workspace leave behind of which nobody knows
// whether they arrived.
type Doubt struct {
	// Batches are those that are unsure, newest first and without leads, payload and
	// body, up to the last one that was sent, or that a person settled.
	Batches []Batch
	// Refused: the server refused a later one, so it reads what it is sent.
	Refused bool
}

// Receipt is what was seen of the answer, in plain facts.
type Receipt struct {
	Begun, Ended        time.Time // Ended is zero while in flight; see EndKnown
	Outcome             string    // name of the api's outcome
	Status              int       // HTTP status, 0 for none
	Succeeded           *bool
	StatusCode          *int
	Description         *string
	Message             *string
	Body                []byte   // envelope verbatim, key redacted
	Headers             []string // Retry-After and rate-limit headers, "Name: value"
	Err                 string
	Bytes               int64  // of the request, written; see BytesKnown
	What, Certain, Next string // of receipts of earlier versions, which had no Seen
	// Seen is what else was seen of the answer, in JSON of the sender's.
	Seen []byte
}
