package ui

import (
	"strings"

	"leadpad/ui/compose"
	"leadpad/words"
)

// notOnDisk says how many leads hold text that is not on disk yet, and which;
// "" when all is.
func (m *Model) notOnDisk(u compose.Unsaved) string {
	const most, wide = 3, 24
	n := len(u.Leads)
	if n == 0 {
		return ""
	}
	names := make([]string, 0, most)
	for _, name := range u.Leads[:min(n, most)] {
		names = append(names, m.theme.Cut(name, wide))
	}
	which := strings.Join(names, ", ")
	switch last := len(names) - 1; {
	case n > most:
		which += " and " + words.Number(n-most) + " more"
	case n > 1:
		which = strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return words.Leads(n) + " not on disk yet: " + which
}
