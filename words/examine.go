package words

import (
	"fmt"

	"leadpad/app"
)

// Fine says what is so of a part in which nothing is wrong.
func Fine(f app.Finding) string {
	switch f.Part {
	case app.PartDatabase:
		return "opens, and its counts can be read"
	case app.PartLeads:
		return fmt.Sprintf("%d ready, %d not sure", f.Ready, f.Unsure) + Nobodys(f.Nobodys)
	case app.PartKey:
		return "found: " + f.Is
	}
	return f.Is
}

// leastWidth and leastHeight are the cells of the smallest terminal that has room for
// a screen.
const leastWidth, leastHeight = 60, 15

// TerminalFits says of a terminal whether the screens can be drawn in it.
func TerminalFits(name string, width, height int) (says string, fits bool) {
	says = fmt.Sprintf("%s, %d×%d", name, width, height)
	if width < leastWidth || height < leastHeight || name == "" || name == "dumb" {
		return says + fmt.Sprintf("; the screens need %d×%d and a TERM that is not dumb", leastWidth, leastHeight), false
	}
	return says, true
}
