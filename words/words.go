// Package words makes sentences of what the rooms below it tell in facts: for a
// person at a screen, where keys act, or at a prompt, where commands do. It is
// the only place where a fact becomes English. It knows nothing of the terminal
// and does no I/O. Start reading at Reader, then at Reader.Report.
package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/safe"
)

// Told is what is said of something that happened: what it was, what is certain
// about the leads, and what can be done. A part that needs no words is empty.
type Told struct{ What, Certain, Next string }

// String is all of it in one line.
func (t Told) String() string { return Join(t.What, t.Certain, t.Next) }

// Stop ends a text with a full stop, and makes it safe to draw. "" stays so.
func Stop(text string) string {
	text = strings.TrimSpace(safe.Clean(text).String())
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") || strings.HasSuffix(text, ".”") {
		return text
	}
	return text + "."
}

// Sentence is Stop, with a capital at the beginning. Not for what begins with a
// key or with a name, which stay as they are.
func Sentence(text string) string { return Capital(Stop(text)) }

// Join puts parts together, each with its full stop.
func Join(parts ...string) string {
	whole := make([]string, len(parts))
	for i, p := range parts {
		whole[i] = Stop(p)
	}
	return some(" ", whole...)
}

// Capital begins a text with a capital; leadpad keeps its small letter.
func Capital(text string) string {
	if text == "" || strings.HasPrefix(text, "leadpad") {
		return text
	}
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
}

// List joins parts of which none is empty: "2 emails, 1 phone and 1 address".
func List(parts ...string) string {
	n := len(parts)
	if n < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
}

// some leaves out what is empty and joins the rest.
func some(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), between)
}

// Copied says that something went to the clipboard; how is "", or begins with a
// space: " as JSON". Whether the terminal took it nobody is told.
func Copied(what, how string) string { return what + " copied" + how + ", if your terminal allows it" }
