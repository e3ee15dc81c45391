package words

import (
	"fmt"
	"strings"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// Pasted is what was found in a text of one lead, a line for each value.
func Pasted(one paste.Lead) []string {
	var labels, texts []string
	line := func(label, text string) { labels, texts = append(labels, label), append(texts, text) }
	kind := "company"
	if one.Lead.Kind == lead.Contact {
		kind = "contact"
	}
	line("Kind", kind)
	for _, found := range one.Found {
		label := found.Path.Field.Label()
		if part := found.Path.Part.Label(); part != "" {
			label = part
		}
		if found.Path.Contact > 0 {
			label = "Contact's " + strings.ToLower(label)
		}
		line(label, found.Value)
	}
	for _, left := range one.Left {
		if left.Kind != paste.Tag {
			line("Left over", left.Text)
		}
	}
	width := 0
	for _, label := range labels {
		width = max(width, len(label))
	}
	for i, label := range labels {
		texts[i] = fmt.Sprintf("%-*s  %s", width, label, texts[i])
	}
	return texts
}

// Unplaced says where the words of a text went that no field takes, "" for none.
func Unplaced(one paste.Lead, dropped bool) string {
	n := 0
	for _, left := range one.Left {
		if left.Kind != paste.Tag {
			n++
		}
	}
	switch {
	case n == 0:
		return ""
	case dropped:
		return Plural(n, "text without a place was", "texts without a place were") + " left out"
	}
	return Plural(n, "text without a place went", "texts without a place went") + " to the notes"
}
