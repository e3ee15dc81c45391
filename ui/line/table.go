package line

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// Table prints leads, a line each as it comes.
type Table struct {
	Print    func(line string) error // its error ends the table
	Practice bool
	Last     [2]string // names of the last two columns: an age and what else there is to say
	rows     int
}

// Row prints one lead; since is where its age begins, text what else there is to say.
func (t *Table) Row(l queue.Row, since time.Time, text string) error {
	if t.rows == 0 {
		if err := t.Print(columns("ID", "STATE", "NAME", "EMAIL", t.Last[0], t.Last[1])); err != nil {
			return err
		}
	}
	t.rows++
	return t.Print(columns(l.ID.String(), words.State(l.State, t.Practice, false), l.Name, l.Email, words.Age(time.Since(since)), text))
}

// End says that there are none, unless the list ended otherwise.
func (t *Table) End(none string, err error) error {
	if err != nil || t.rows > 0 {
		return err
	}
	return t.Print(none)
}

// columns lays out one row of the table.
func columns(cells ...string) string {
	var b strings.Builder
	for i, width := range []int{36, 15, 28, 30, 8} {
		text := ansi.Truncate(safe.Clean(cells[i]).String(), width, "…")
		b.WriteString(text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text))+2))
	}
	return strings.TrimRight(b.String()+safe.Clean(cells[5]).String(), " ")
}
