package queue

// Scope says whose leads a caller sees and touches. Where there is one person,
// everything belongs to the owner "" and the zero Scope is that person's.
type Scope struct {
	// Owner is who the caller is: its own leads are seen, and what it makes is its
	// own.
	Owner string
	// All: the leads of every owner are seen, as by somebody who leads a team, and
	// by the sender.
	All bool
}

// Sees says whether what belongs to owner is seen.
func (s Scope) Sees(owner string) bool { return s.All || s.Owner == owner }

// News is a set of kinds of changes that can be watched.
type News uint8

// The kinds.
const (
	OfLeads   News = 1 << iota // leads were saved, moved from state to state or deleted
	OfBatches                  // a request began or ended, or a person settled it
	OfSending                  // a lease was taken, leads were claimed or let go

	OfAll = OfLeads | OfBatches | OfSending
)
