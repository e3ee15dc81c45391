package api

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Envelope is the API's answer as it came. Missing members are nil.
type Envelope struct {
	Succeeded   *bool
	StatusCode  *int
	Description *string // statusCodeDescription
	Message     *string
	// Extra holds the members that the documentation does not know, each as it
	// came (key redacted). Nil when there are none.
	Extra map[string]json.RawMessage
	Raw   []byte // the body verbatim, at most 1 MiB, key redacted
	// Headers are the answer's Retry-After and RateLimit headers, "Name: value",
	// each as one safe line. None is documented; nil when none came.
	Headers []string
	// odd says that a member that leadpad relies on came in a type it cannot
	// read, or twice with different values: then nothing good is concluded.
	odd bool
}

// DecodeEnvelope reads an answer's body. ok is false, with Raw alone filled,
// when the body is no JSON object or has none of the envelope's members. Member
// names are matched without regard to case.
func DecodeEnvelope(body []byte) (e Envelope, ok bool) {
	e.Raw = body
	text := bytes.TrimPrefix(body, []byte("\uFEFF"))
	if !json.Valid(text) {
		return e, false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return e, false
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return Envelope{Raw: body}, false
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return Envelope{Raw: body}, false
		}
		known := e.member(name.(string), value)
		ok = ok || known
	}
	return e, ok
}

// member takes one member in and says whether the documentation knows it.
func (e *Envelope) member(name string, value json.RawMessage) bool {
	switch {
	case strings.EqualFold(name, "succeeded"):
		take(e, &e.Succeeded, value)
	case strings.EqualFold(name, "statusCode"):
		take(e, &e.StatusCode, value)
	case strings.EqualFold(name, "statusCodeDescription"):
		show(&e.Description, value)
	case strings.EqualFold(name, "message"):
		show(&e.Message, value)
	default:
		if e.Extra == nil {
			e.Extra = map[string]json.RawMessage{}
		}
		e.Extra[name] = value
		return false
	}
	return true
}

// take reads a member that decides what the answer means. The first one stays.
func take[T comparable](e *Envelope, at **T, value json.RawMessage) {
	var v *T
	if json.Unmarshal(value, &v) != nil {
		e.odd = true
		return
	}
	if v == nil { // null is an absent member
		return
	}
	if *at == nil {
		*at = v
	} else if **at != *v {
		e.odd = true
	}
}

// show reads a member that is only shown: what is no string stands as its JSON.
func show(at **string, value json.RawMessage) {
	var v *string
	if json.Unmarshal(value, &v) != nil {
		text := string(value)
		v = &text
	}
	if *at == nil {
		*at = v
	}
}

// redacted is e with the key blotted out of everything that is shown.
func (e Envelope) redacted(r redactor) Envelope {
	e.Raw = r.body(e.Raw)
	for _, at := range []**string{&e.Description, &e.Message} {
		if *at != nil {
			text := r.text(**at)
			*at = &text
		}
	}
	var extra map[string]json.RawMessage
	for name, value := range e.Extra {
		if extra == nil {
			extra = make(map[string]json.RawMessage, len(e.Extra))
		}
		extra[r.text(name)] = r.body(value)
	}
	e.Extra = extra
	return e
}
