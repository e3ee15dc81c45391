package queue

// Match is a lead that went out from this queue and may be the same as
// another.
type Match struct {
	ID     ID
	Name   string
	Owner  string // who has it; what went out is known to all of a workspace
	State  State  // Sent, or Unsure while nobody knows
	Batch  ID     // the one that carried it
	Reason string // what both have: the word of their lead.KeyKind
	Value  string // the shared value, normalised
}
