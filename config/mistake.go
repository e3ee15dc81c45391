package config

import (
	"fmt"
	"slices"
	"strings"
)

// Error is what is wrong with a config file, or with a value for one.
type Error struct {
	Path string // "" when the text came from no file
	Line int    // counted from 1; 0 when unknown
	What What
	Name string // the setting, or the name or the colour that cannot be
	// Table is where the setting stands, dotted; of NotTable the table itself.
	Table string
	Near  string   // what was probably meant, "" where nothing is near
	Known []string // what there is instead
	Least int64    // of NotWhole
	Most  int64    // of NotWhole; of NotPerson in bytes, of NotPreset in characters
	// Text is what the decoder says of NotTOML, and all of an Other that is wrong
	// with what a screen or a command reads of the config: a sentence.
	Text string
	Err  error // all of an Other that a package above found
	// KeyOf is the profile whose key stands in the config, where none belongs;
	// Missing one that is named and not there. "" for neither.
	KeyOf, Missing string
}

// What is the kind of an Error, named for logs.
type What string

// The kinds of mistakes.
const (
	Other      What = "mistake" // that packages above found, see Text
	NotTOML    What = "not TOML"
	Unknown    What = "unknown name"
	KeyInIt    What = "a key in it"
	NoProfile  What = "no such profile"
	NotText    What = "not a text"
	NotWord    What = "not one of the words"
	NotColor   What = "not a colour"
	NotRegion  What = "not a country"
	NotWhole   What = "not a whole number"
	NotBool    What = "neither true nor false"
	NotTime    What = "not a time"
	NotTexts   What = "not a list of texts"
	NotPerson  What = "not a person's name"
	NotPeople  What = "not a list of names"
	NotLabels  What = "not a list of labels"
	NotPlain   What = "not a text of one line"
	NotPreset  What = "not a preset's name"
	NotCommand What = "not a command"
	NotTable   What = "not a table"
	NotField   What = "not a field of a lead"
	NoCountry  What = "no country's code"
	NotKeys    What = "not a list of keys"
	NotName    What = "not a workspace's name"
	OwnName    What = "the practice workspace's name"
	LongOwn    What = "settings that are too long"
)

// Error is for logs and tests.
func (e *Error) Error() string {
	out := "config"
	if e.Path != "" {
		out += " " + e.Path
	}
	if e.Line > 0 {
		out += fmt.Sprintf(", line %d", e.Line)
	}
	out += ": " + string(e.What)
	for _, detail := range slices.Concat([]string{e.Name, e.Table, e.Text}, e.Known) {
		if detail != "" {
			out += " | " + detail
		}
	}
	if e.Err != nil {
		out += " | " + e.Err.Error()
	}
	if e.Near != "" {
		out += " | near " + e.Near
	}
	if e.Most > 0 {
		out += fmt.Sprintf(" | %d to %d", e.Least, e.Most)
	}
	return strings.TrimSpace(out)
}

// Unwrap gives Err.
func (e *Error) Unwrap() error { return e.Err }
