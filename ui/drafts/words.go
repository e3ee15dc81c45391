package drafts

import "leadpad/lead"

// fieldWord is what a problem's line calls its field, "" for the lead as a
// whole.
func fieldWord(f lead.Field) string {
	if f == lead.Whole {
		return ""
	}
	return f.String()
}
