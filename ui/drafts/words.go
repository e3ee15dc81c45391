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

// moment writes a time: of today the hour, else the day, too.
func moment(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case at.Year() != now.Year():
		return at.Format("2 Jan 2006 15:04")
	case at.YearDay() != now.YearDay():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("15:04")
}

// day writes the day of a time.
func day(at, now time.Time) string { return at.In(now.Location()).Format("2 Jan") }
