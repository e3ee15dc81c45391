// Package safe holds text that may be drawn on a terminal. Every string that
// leadpad did not write itself passes through Clean before it reaches a screen,
// a log or standard output. It imports nothing of leadpad; start reading at Clean.
package safe

import (
	"strings"
	"unicode"
)

// Text is text without anything a terminal could act on. Only Clean and Lines
// make it; the zero Text is empty.
type Text struct{ s string }

// String gives the cleaned text.
func (t Text) String() string { return t.s }

// Clean makes one drawable line of s: valid UTF-8 without escape sequences,
// controls, line breaks, direction overrides or invisible characters. Line
// breaks and tabs become a space each, what cannot be shown becomes U+FFFD.
// Clean text comes back as it is, without an allocation, and so
// Clean(Clean(s).String()) is Clean(s).
func Clean(s string) Text {
	if plain(s) {
		return Text{s}
	}
	return Text{clean(s, ' ')}
}

// Lines makes drawable lines of s: Clean for each of its lines, with escape
// sequences removed whole even where they reach over a line's end. There is
// always one line at least, and a line break at the end opens an empty one.
func Lines(s string) []Text {
	if !plain(s) {
		s = clean(s, '\n')
	}
	lines := make([]Text, 0, strings.Count(s, "\n")+1)
	for {
		line, rest, more := strings.Cut(s, "\n")
		lines = append(lines, Text{line})
		if !more {
			return lines
		}
		s = rest
	}
}

// Escape writes by esc what does not stand for itself in s on a terminal: controls
// but the newline, format characters and others that are not drawn, private ones,
// and the marks above a base that has its fill of them or is a quote.
func Escape(s string, esc func(r rune) string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return (r < ' ' || r > '~') && r != '\n' }) {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	marks, before := 0, rune(0)
	for _, r := range s {
		c := visible
		switch {
		case r >= 0xa0:
			c = classOf(r)
		case r < ' ' && r != '\n' || r > '~':
			c = invisible
		}
		if c == mark {
			marks++
		} else {
			marks = 0
		}
		undrawn := r >= firstMark && unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
		if c > mark || marks > maxMarks || marks == 1 && before == '"' || undrawn {
			out.WriteString(esc(r))
		} else {
			out.WriteRune(r)
		}
		before = r
	}
	return out.String()
}

// plain says that s is printable ASCII, which is most of what is ever drawn.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
