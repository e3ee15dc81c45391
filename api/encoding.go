package api

import (
	"fmt"
	"strings"

	"leadpad/config"
	"leadpad/lead"
)

// Encoding is all that decides how a lead looks on the wire.
type Encoding struct {
	Form  Form
	Wire  Wire
	Rules lead.Rules
}

// NewEncoding reads docs ("", "current", "legacy") and wire of a profile. An
// unknown value or wire name is an error that names the nearest right one.
func NewEncoding(p config.Profile, r lead.Rules) (Encoding, error) {
	e := Encoding{Rules: r}
	switch p.Docs {
	case "", "current":
	case "legacy":
		e.Form = Legacy
	default:
		return Encoding{}, fmt.Errorf("docs is %q, but must be \"current\" or \"legacy\"", p.Docs)
	}
	wire, err := DefaultWire().Override(p.Wire)
	if err != nil {
		return Encoding{}, err
	}
	e.Wire = wire
	return e, nil
}

// LeadError says that one lead of a request cannot be encoded.
type LeadError struct {
	Index   int // in the slice given to Encode, counted from 0
	Problem lead.Problem
}

// Error names the lead by its place, counted from 1.
func (e *LeadError) Error() string {
	return fmt.Sprintf("lead %d cannot be sent: %s", e.Index+1, e.Problem.Text)
}

// Encode gives the canonical JSON array for 1 to MaxLeads leads (an empty slice
// gives "[]"): members in the order of the documentation, none of them empty,
// no white space. A lead with problems is a *LeadError.
func (e Encoding) Encode(leads []lead.Lead) ([]byte, error) {
	if len(leads) > MaxLeads {
		return nil, fmt.Errorf("a request carries at most %d leads, not %d", MaxLeads, len(leads))
	}
	w := &writer{buf: make([]byte, 0, 2+256*len(leads))}
	w.open('[')
	for i, l := range leads {
		for _, p := range e.Check(l) {
			if !p.Note {
				return nil, &LeadError{Index: i, Problem: p}
			}
		}
		e.lead(w, l)
	}
	w.shut(']')
	return w.buf, nil
}

// Preview is the indented JSON object of one lead, problems or not.
func (e Encoding) Preview(l lead.Lead) []byte {
	w := &writer{}
	e.lead(w, l)
	return PreviewBody(w.buf)
}

// lead writes one object, also for a lead that has nothing to say.
func (e Encoding) lead(w *writer, l lead.Lead) {
	before := len(w.buf)
	if e.Form == Legacy {
		e.toLegacy(l).write(w)
	} else {
		e.writeCurrent(w, l)
	}
	if len(w.buf) == before {
		w.open('{')
		w.shut('}')
	}
}

// send is a single-line value as it goes out: as typed, less the white space
// around it.
func send(s string) string { return strings.TrimSpace(s) }

// filled is the values that go out, of those typed.
func filled(values []string) []string {
	var out []string
	for _, v := range values {
		if v = send(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// fullName is a person's name on one line.
func fullName(p lead.Person) string {
	return strings.Join(filled([]string{p.Name, p.LastName}), " ")
}

// phone is the number as it goes out, for contact 0 (the lead) or the n-th.
func (e Encoding) phone(l lead.Lead, contact int, typed string) string {
	if typed = send(typed); typed == "" {
		return ""
	}
	return lead.SendPhone(typed, lead.PhoneRegion(l, contact, e.Rules), e.Rules)
}

// socialType is the type that goes out with a social: the typed one, else what
// its host stands for.
func socialType(s lead.Social) string {
	if t := send(s.Type); t != "" {
		return t
	}
	return lead.SocialType(send(s.URL))
}

// underNotes puts lines of ours under the rep's own notes.
func underNotes(notes string, lines []string) string {
	notes = strings.TrimSpace(notes)
	if len(lines) == 0 {
		return notes
	}
	if notes != "" {
		notes += "\n"
	}
	return notes + strings.Join(lines, "\n")
}
