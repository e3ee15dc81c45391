package queue

import (
	"time"

	"leadpad/lead"
)

// Row is what the review table draws of an entry. Texts longer than any screen
// (1 KiB) are cut.
type Row struct {
	ID       ID
	State    State
	Kind     lead.Kind
	Name     string // lead.Title
	Company  string // that a contact works for
	Email    string // the first, else that of a contact
	Phone    string // the first, as typed, else that of a contact
	Labels   string // joined by ", "
	Problems int
	Finished bool
	Remark   string
	Updated  time.Time
}
