package queue

import (
	"slices"
	"strings"
)

// Query selects and orders rows of one workspace.
type Query struct {
	Workspace string
	// Text filters: words are found anywhere in a lead without regard to case and
	// accents, all must match; "-word" must not; a phrase in double quotes is one
	// word. "city:" and the other names of FilterFields restrict a word to a field.
	// What belongs to a lead's contacts counts too. "state:" and "kind:" take the
	// beginning of a name ("state:not" finds Not sure).
	Text     string
	Problems bool  // only leads with problems
	Sent     bool  // sent leads too
	State    State // only leads in this state; 0 for any
	Sort     SortKey
	Reverse  bool
}

// SortKey is a column to sort by.
type SortKey uint8

// The columns; ByAge (Updated, newest first) is the default, and orders what
// the others leave equal. ByName and ByEmail go from A to Z, empty ones last;
// ByState from Draft to Unsure; ByProblems from most to none.
const (
	ByAge SortKey = iota
	ByName
	ByState
	ByEmail
	ByProblems
)

// FilterFields are the fields that a filter can name.
func FilterFields() []string {
	return []string{
		"name", "company", "email", "phone", "label", "industry", "role", "city", "country", "address", "note", "web", "state", "kind",
	}
}

// FilterField gives the field that a word before a colon names, in either number
// and whatever its case; "" for none.
func FilterField(word string) string {
	word = strings.ToLower(word)
	switch word {
	case "address", "addresses":
		return "address"
	case "website", "social", "socials", "url":
		return "web"
	}
	if many, ok := strings.CutSuffix(word, "ies"); ok {
		word = many + "y"
	}
	for _, name := range []string{word, strings.TrimSuffix(word, "s")} {
		if slices.Contains(FilterFields(), name) {
			return name
		}
	}
	return ""
}

// UnknownField is the first word of a filter that is written like a field's name
// and is none, as in "town:berlin", which is looked for as it stands; "" for none.
func UnknownField(filter string) string {
	quoted := false
	for word := range strings.FieldsSeq(filter) {
		before, after, colon := strings.Cut(strings.TrimPrefix(word, "-"), ":")
		letters := before != "" && strings.Trim(strings.ToLower(before), "abcdefghijklmnopqrstuvwxyz") == ""
		if !quoted && colon && letters && !strings.HasPrefix(after, "//") && FilterField(before) == "" {
			return before
		}
		quoted = quoted != (strings.Count(word, `"`)%2 == 1)
	}
	return ""
}
