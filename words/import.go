package words

import (
	"strings"

	"leadpad/app"
)

// Imported says what came of an import in one line, nothing that is zero but the
// leads that are Ready and Draft.
func Imported(n app.Imported) string {
	text := Number(n.Ready) + " Ready, " + Number(n.Drafts) + " Draft"
	if n.DryRun {
		text = "would be " + text
	}
	if n.Here > 0 {
		text += " · already here: " + Number(n.Here)
	}
	dropped := ""
	if len(n.Dropped) > 0 {
		dropped = "left out, because no field takes them: " + strings.Join(n.Dropped, ", ")
	}
	return some(" · ", text,
		counted(n.Grouped, "row joined the company of another", "rows joined the company of another"),
		counted(n.Same.Left, "duplicate left out", "duplicates left out"),
		counted(n.Same.Filled, "duplicate went into the other lead", "duplicates went into the other leads"),
		counted(n.Empty, "row without a lead", "rows without a lead"),
		counted(n.Updated, "of them was here already and is changed", "of them were here already and are changed"),
		counted(n.Unchanged, "was here already, the same", "were here already, the same"),
		counted(n.Skipped, "is sent, on the way or not sure and stays as it is", "are sent, on the way or not sure and stay as they are"),
		counted(n.Unread, "could not be read", "could not be read"),
		counted(n.Controls, "control character was dropped", "control characters were dropped"),
		counted(n.Blanks, "blank or invisible character at the ends of values was dropped", "blanks or invisible characters at the ends of values were dropped"),
		dropped)
}
