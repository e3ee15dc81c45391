package lead

import "github.com/google/uuid"

// Cause is what a problem is about, where another package than this one found it:
// a fact that is kept with the lead, of which words makes the sentence.
type Cause struct {
	Kind  CauseKind `json:"kind"`
	Value string    `json:"value,omitempty"` // a member or a value of a file
	Units int       `json:"units,omitempty"` // the length of a text
	Limit int       `json:"limit,omitempty"`
	Day   string    `json:"day,omitempty"` // as 2006-01-02
	Batch uuid.UUID `json:"batch,omitzero"`
	By    string    `json:"by,omitempty"` // who sent that batch
}

// CauseKind says what a Cause is. The word is stored.
type CauseKind string

// Where a lead of a Doubt has been.
const (
	MayBeThere     CauseKind = "may be there"   // in Batch, of By
	Restored       CauseKind = "restored"       // with a queue as it was on Day, "" where nobody knows
	Salvaged       CauseKind = "salvaged"       // from a damaged file
	SentElsewhere  CauseKind = "sent elsewhere" // in Batch of another queue, as those below
	MaybeElsewhere CauseKind = "may be sent elsewhere"
)

// Doubtful is a problem of where a lead has been.
func Doubtful(c Cause) Problem { return Problem{Doubt: true, Cause: c} }
