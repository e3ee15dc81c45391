package table

import (
	"strings"

	"leadpad/intake/columns"
)

// NoMapping is a text that maps no column to a field.
type NoMapping struct {
	Text  string
	Field string // that there is not, "" where none is named
}

func (e *NoMapping) Error() string { return "no mapping: " + e.Text }

// ParseMapping reads "Column=field". Its error is a *NoMapping.
func ParseMapping(text string) (Mapping, error) {
	i := strings.LastIndexByte(text, '=')
	if i <= 0 {
		return Mapping{}, &NoMapping{Text: text}
	}
	word := strings.TrimSpace(text[i+1:])
	f, ok := columns.ParseField(word)
	if !ok {
		return Mapping{}, &NoMapping{Text: text, Field: word}
	}
	return Mapping{strings.TrimSpace(text[:i]), f}, nil
}

// FieldWords are the words for fields in a mapping.
func FieldWords() string { return strings.Join(columns.FieldNames(), ", ") }
