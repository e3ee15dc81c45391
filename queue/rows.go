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
	Email    string // the first
	Phone    string // the first, as typed
	Labels   string // joined by ", "
	Problems int
	Finished bool
	Remark   string
	Updated  time.Time
}
