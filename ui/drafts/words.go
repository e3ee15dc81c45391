package drafts

import (
	"time"

	"leadpad/lead"
)

// fieldWord is what a problem's line calls its field, "" for the lead as a
// whole.
func fieldWord(f lead.Field) string {
	if f == lead.Whole {
		return ""
	}
	return f.String()
}

// day writes the day of a time.
func day(at, now time.Time) string { return at.In(now.Location()).Format("2 Jan") }
