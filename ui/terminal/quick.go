package terminal

import "strings"

// Pace is how text came.
type Pace byte

const (
	// Together: in one piece, its characters at most 10 ms apart, or that close
	// behind the key before it.
	Together Pace = 't'
	// Near: one character, at most 60 ms behind the one before it.
	Near Pace = 'n'
)

// Quick text travels through Bubble Tea as a paste that begins with NUL, which
// no other paste has here: so it keeps its place among the keys.
const quick = "\x00"

// mark appends text with its pace.
func mark(out []byte, pace Pace, text []byte) []byte {
	out = append(out, pasteStart+quick...)
	out = append(out, byte(pace))
	for _, c := range text {
		if c != 0 {
			out = append(out, c)
		}
	}
	return append(out, pasteEnd...)
}

// Parse tells quick text from a paste: of the content of a paste message it
// gives the text and how it came, or false for one that the terminal bracketed.
func Parse(content string) (text string, pace Pace, ok bool) {
	rest, ok := strings.CutPrefix(content, quick)
	if !ok || rest == "" {
		return "", 0, false
	}
	return rest[1:], Pace(rest[0]), true
}
