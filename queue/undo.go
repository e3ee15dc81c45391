package queue

import "time"

// KeepUndo is how long the undo journal offers to take something back. What was
// deleted earlier is in the Trash.
const KeepUndo = 7 * 24 * time.Hour

// Undone is a deletion that was taken back.
type Undone struct {
	At   time.Time // of the deletion
	Of   int       // how many leads were deleted
	Back []ID      // those that came back; the others were restored before
}
