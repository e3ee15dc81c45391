package queue

// Query selects and orders rows of one workspace.
type Query struct {
	Workspace string
	// Text filters: words are found anywhere in name, emails, phones, labels and
	// industry without regard to case and accents, all must match; "-word" must
	// not; "state:", "label:", "name:", "email:", "kind:", "phone:" restrict a
	// word to a field; a phrase in double quotes is one word. The names, emails
	// and phones of a lead's contacts count too. "state:" and "kind:" take the
	// beginning of a name ("state:not" finds Not sure).
	Text     string
	Problems bool // only leads with problems
	Sent     bool // sent leads too
	Sort     SortKey
	Reverse  bool
}

// SortKey is a column to sort by.
type SortKey uint8

// The columns; ByAge (Updated, newest first) is the default, and orders what
// the others leave equal. ByName and ByEmail go from A to Z, empty ones last;
// ByState from Draft to Unsure; ByProblems from most to none.
const (
	ByAge SortKey = iota
	ByName
	ByState
	ByEmail
	ByProblems
)
