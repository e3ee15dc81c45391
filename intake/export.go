package intake

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/safe"
)

// Record is one lead as leadpad exports it, with what became of it. ReadJSON
// reads it back into the draft that its ID names.
type Record struct {
	Reason    string         `json:"reason,omitempty"` // why it is in its state
	State     string         `json:"state"`
	Batch     *uuid.UUID     `json:"batch,omitempty"` // the last one that carried it
	ID        uuid.UUID      `json:"id"`
	Workspace string         `json:"workspace"`
	Lead      lead.Lead      `json:"-"` // written last, its kind as a word
	Found     []lead.Problem `json:"-"` // of which words makes Problems and Notes
	Problems  []string       `json:"problems,omitempty"`
	Notes     []string       `json:"notes,omitempty"`
	Finished  bool           `json:"finished"`
	Sample    bool           `json:"sample,omitempty"`
	Created   *time.Time     `json:"created,omitempty"`
	Updated   *time.Time     `json:"updated,omitempty"`
	Deleted   *time.Time     `json:"deleted,omitempty"` // in the Trash since then
	Until     *time.Time     `json:"until,omitempty"`   // in the Trash until then at least
}

// Walk calls f with each record, in order, and stops with its error.
type Walk func(f func(Record) error) error

// exported is a lead as leadpad writes it and reads it back.
type exported struct {
	Kind kindWord `json:"kind"`
	lead.Lead
}

// AsJSON is a lead as leadpad writes it as JSON, its kind as a word.
func AsJSON(l lead.Lead) any { return exported{kindWord(l.Kind), l} }

// kindWord is a kind as a word.
type kindWord lead.Kind

// MarshalJSON writes "company" or "contact".
func (k kindWord) MarshalJSON() ([]byte, error) { return json.Marshal(kindName(lead.Kind(k))) }

// UnmarshalJSON takes the words, and the numbers that exports once had.
func (k *kindWord) UnmarshalJSON(raw []byte) error {
	switch string(raw) {
	case `"company"`, "0", "null":
		*k = kindWord(lead.Company)
	case `"contact"`, "1":
		*k = kindWord(lead.Contact)
	default:
		return fmt.Errorf("%s is no kind of lead", raw)
	}
	return nil
}

func kindName(k lead.Kind) string {
	if k == lead.Contact {
		return "contact"
	}
	return "company"
}

// WriteJSON writes one array, a lead a line, as it walks: there can be 100,000.
// What was written before an error is still an array.
func WriteJSON(w io.Writer, walk Walk) error {
	before := "["
	err := walk(func(r Record) error {
		text, err := JSONText(struct {
			Record
			Lead any `json:"lead"`
		}{r, AsJSON(r.Lead)}, "")
		if err != nil {
			return fmt.Errorf("write lead %s: %w", r.ID, err)
		}
		_, err = io.WriteString(w, before+"\n"+strings.TrimSuffix(text, "\n"))
		before = ","
		return err
	})
	end := "\n]\n"
	if before == "[" {
		end = "[]\n"
	}
	if _, wrong := io.WriteString(w, end); err == nil {
		err = wrong
	}
	return err
}

// JSONText is v as JSON with a newline behind it. What does not stand for itself on
// a terminal (controls, format characters, towers of marks) is escaped: JSON often
// ends on one.
func JSONText(v any, indent string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return safe.Escape(b.String(), func(r rune) string {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			return fmt.Sprintf("\\u%04x\\u%04x", high, low)
		}
		return fmt.Sprintf("\\u%04x", r)
	}), nil
}
