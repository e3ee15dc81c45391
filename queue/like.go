package queue

import (
	"time"

	"leadpad/lead"
)

// Traits are a lead as it was read, as far as others are compared with it.
type Traits struct {
	ID   ID
	Rev  int64
	Keys []lead.Key // those of Options.Keys
}

// Match is a lead of this queue that may be the same as another.
type Match struct {
	ID     ID
	Name   string
	Owner  string // who has it; what went out is known to all of a workspace
	State  State
	Batch  ID     // the one that carried it last, zero for none
	By     string // who sent that batch
	Sent   time.Time
	Reason string // what both have: the word of their lead.KeyKind
	Value  string // the shared value, normalised
}
