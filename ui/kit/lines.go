package kit

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/words"
)

// Margin is what stands left of a screen's lines; its first cell is the focus bar's.
const Margin = "  "

// Edge is the first cell of a line: the focus bar, or nothing.
func (t *Theme) Edge(on bool) string {
	if on {
		return t.Accent.S("▌")
	}
	return " "
}

// Rule is the faint line between two parts of a screen.
func (t *Theme) Rule(w int) string { return t.Faint.S(strings.Repeat("─", max(w, 0))) }

// Lines breaks s into lines of at most w cells, each in the paint.
func (t *Theme) Lines(p Paint, s string, w int) []string {
	lines := t.Wrap(s, w)
	for i, l := range lines {
		lines[i] = p.S(l)
	}
	return lines
}

// Behind gives the lines with the margin before them.
func Behind(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = Margin + l
	}
	return out
}

// Flow joins parts into lines of at most w cells, which break only between parts;
// empty ones are left out.
func (t *Theme) Flow(sep string, w int, parts ...string) []string {
	lines := []string{""}
	used, gap := 0, t.Width(sep)
	for _, p := range parts {
		width, last := t.Width(p), len(lines)-1
		switch {
		case p == "":
		case used == 0:
			lines[last], used = p, width
		case used+gap+width <= w:
			lines[last] += sep + p
			used += gap + width
		default:
			lines, used = append(lines, p), width
		}
	}
	return lines
}

// Moment writes a time: of today the hour, else the day, too.
func Moment(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case at.Year() != now.Year():
		return at.Format("2 Jan 2006 15:04")
	case at.YearDay() != now.YearDay():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("15:04")
}

// Failed is the notice of an error; what says what could not be done, "" where the
// error says it. It stays until it was read.
func Failed(what string, err error) Notice {
	if what != "" {
		what += ": "
	}
	return Notice{Level: Wrong, Text: what + words.Error(err)}
}

// Complain makes the command of Failed.
func Complain(what string, err error) tea.Cmd { return Do(Failed(what, err)) }
