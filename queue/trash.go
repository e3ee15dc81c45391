package queue

import (
	"time"
)

// KeepDeleted is how long a deleted lead stays in the Trash.
const KeepDeleted = 30 * 24 * time.Hour

// Deletion is some leads that were deleted together.
type Deletion struct {
	N     int64 // its number in the undo journal, for Undelete; 0: nothing was deleted
	At    time.Time
	Leads []ID // as they were asked for
}

// Trashed is a deleted lead that can be restored.
type Trashed struct {
	Row
	Deleted time.Time
}

// Until is how long the lead stays in the Trash at least.
func (t Trashed) Until() time.Time { return t.Deleted.Add(KeepDeleted) }
