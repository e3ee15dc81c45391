package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"leadpad/safe/lazyregexp"
)

// Problem is a problem document (RFC 9457), with which a server refuses a body
// before it reads the leads. Its texts are safe lines, without the key.
type Problem struct {
	Title string `json:"title,omitempty"`
	// Faults are what is wrong, as the document has them, the first maxFaults.
	Faults []Fault `json:"faults,omitempty"`
}

// Fault is what is wrong with one part of a body.
type Fault struct {
	Name string `json:"name"` // "$[3].email[0].Address"
	Text string `json:"text,omitempty"`
}

// maxFaults is how many faults of a document are kept.
const maxFaults = 20

// faultPlace finds the place of a lead in a fault's name: "$[3].name", "[3].Email",
// "leads[3]", "#/3/email". These names count from 0.
var faultPlace = lazyregexp.New(`^(?:\$|[A-Za-z]+)?\[(\d{1,4})\]|^#?/(\d{1,4})(?:/|$)`)

// Place is the place in the request, counted from 0, of the first lead that a
// document names; false when it names none.
func (p *Problem) Place() (int, bool) {
	for _, f := range p.Faults {
		if m := faultPlace.FindStringSubmatch(f.Name); m != nil {
			n, err := strconv.Atoi(m[1] + m[2])
			return n, err == nil
		}
	}
	return 0, false
}

// Line is the document in one line.
func (p *Problem) Line() string {
	parts := []string{strings.TrimRight(p.Title, ".: ")}
	for _, f := range p.Faults {
		parts = append(parts, strings.Trim(f.Name+": "+f.Text, ": "))
	}
	return strings.Trim(strings.Join(parts, ": "), ": ")
}

// readProblem reads a body that is a problem document: by its type, or a JSON object
// with a title, the status of the answer and errors. nil: it is none.
func readProblem(status int, body []byte, contentType string, r redactor) *Problem {
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		return nil
	}
	var doc struct {
		Title  *string         `json:"title"`
		Detail *string         `json:"detail"`
		Status *int            `json:"status"`
		Errors json.RawMessage `json:"errors"`
	}
	kind, _, _ := mime.ParseMediaType(contentType)
	if json.Unmarshal(bytes.TrimPrefix(body, []byte("\uFEFF")), &doc) != nil || doc.Status != nil && *doc.Status != status {
		return nil
	}
	if kind != "application/problem+json" && (doc.Title == nil || doc.Status == nil || doc.Errors == nil) {
		return nil
	}
	p := &Problem{}
	for _, text := range []*string{doc.Title, doc.Detail} {
		if text != nil && p.Title == "" {
			p.Title = safeLine(r.text(*text), maxLineText)
		}
	}
	for _, f := range faults(doc.Errors) {
		f.Name, f.Text = safeLine(r.text(f.Name), maxTitleText), safeLine(r.text(f.Text), maxLineText)
		p.Faults = append(p.Faults, f)
	}
	return p
}

// faults reads errors, in their order: an object of texts or lists of texts by
// name, as ASP.NET writes it, or RFC 9457's list of objects with a pointer.
func faults(raw json.RawMessage) (list []Fault) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	start, _ := dec.Token()
	for dec.More() && len(list) < maxFaults {
		switch start {
		case json.Delim('{'):
			name, err := dec.Token()
			var value json.RawMessage
			if err != nil || dec.Decode(&value) != nil {
				return list
			}
			list = append(list, Fault{Name: name.(string), Text: firstText(value)})
		case json.Delim('['):
			var one struct{ Pointer, Detail string }
			if dec.Decode(&one) != nil {
				return list
			}
			list = append(list, Fault{Name: one.Pointer, Text: one.Detail})
		default:
			return list
		}
	}
	return list
}

// firstText is a text, or the first one of a list.
func firstText(raw json.RawMessage) string {
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	if json.Unmarshal(raw, &many) == nil && len(many) > 0 {
		return many[0]
	}
	return ""
}

// Said is the server's own sentence, of its envelope or of its problem document, ""
// when it has none.
func (a *Answer) Said() string {
	if a.Envelope.Message != nil {
		return *a.Envelope.Message
	}
	if a.Problem != nil {
		return a.Problem.Line()
	}
	return ""
}

// Places are the places in a request, counted from 0, of the lead that an answer
// may say is at fault, likeliest first; nil when it names none.
func (a *Answer) Places() []int {
	if a.Problem == nil || a.Envelope.Message != nil {
		places := MessageIndex(a.Said())
		return places[:min(len(places), 2)] // further numbers are limits and lengths
	}
	if at, ok := a.Problem.Place(); ok {
		return []int{at}
	}
	return nil
}
