package api

import (
	"bytes"
	"cmp"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"leadpad/config"
	"leadpad/lead"
)

// Encoding is all that decides how a lead looks on the wire.
type Encoding struct {
	Form  Form
	Wire  Wire
	Rules lead.Rules
}

// NewEncoding reads docs ("", "current", "legacy") and wire of a profile. Its
// errors are a *config.Error about docs, and a *WireError.
func NewEncoding(p config.Profile, r lead.Rules) (Encoding, error) {
	e := Encoding{Rules: r}
	switch p.Docs {
	case "", "current":
	case "legacy":
		e.Form = Legacy
	default:
		forms := []string{"current", "legacy"}
		return Encoding{}, &config.Error{What: config.NotWord, Name: "docs", Known: forms, Near: config.Nearest(p.Docs, forms)}
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
	return fmt.Sprintf("lead %d cannot be sent: %s", e.Index+1, cmp.Or(e.Problem.Text, string(e.Problem.Cause.Kind)))
}

// Encode gives the canonical JSON array for 1 to MaxLeads leads (an empty slice
// gives "[]"): members in the order of the documentation, none of them empty,
// no white space. A lead with problems is a *LeadError, the first one's.
func (e Encoding) Encode(leads []lead.Lead) ([]byte, error) {
	if len(leads) > MaxLeads {
		return nil, fmt.Errorf("a request carries at most %d leads, not %d", MaxLeads, len(leads))
	}
	parts := e.encodeParts(leads)
	buf := []byte{'['}
	for _, part := range parts {
		if part.err != nil {
			return nil, part.err
		}
		if len(buf) > 1 && len(part.buf) > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, part.buf...)
	}
	return append(buf, ']'), nil
}

// EncodeLead is the object of one lead, of which Join makes a request; a lead with
// problems is a *LeadError.
func (e Encoding) EncodeLead(l lead.Lead) ([]byte, error) { return e.encodeRun([]lead.Lead{l}, 0) }

// Join gives what Encode gives for the leads of which these are the objects.
func Join(objects [][]byte) []byte {
	return append(append([]byte{'['}, bytes.Join(objects, []byte{','})...), ']')
}

// encoded is a run of leads, with commas between them.
type encoded struct {
	buf []byte
	err error
}

// encodeParts shares the leads out over the processors: reading a phone number
// takes longer than all the rest of a lead.
func (e Encoding) encodeParts(leads []lead.Lead) []encoded {
	const fewest = 16 // leads for which a goroutine pays
	n := max(1, min(runtime.GOMAXPROCS(0), len(leads)/fewest))
	parts := make([]encoded, n)
	var wait sync.WaitGroup
	for i := range parts {
		from, to := i*len(leads)/n, (i+1)*len(leads)/n
		wait.Go(func() { parts[i].buf, parts[i].err = e.encodeRun(leads[from:to], from) })
	}
	wait.Wait()
	return parts
}

// encodeRun writes leads one after the other; from is the first one's index.
func (e Encoding) encodeRun(leads []lead.Lead, from int) ([]byte, error) {
	w := &writer{buf: make([]byte, 0, 256*len(leads))}
	for i, l := range leads {
		var legacy legacyLead
		if e.Form == Legacy {
			legacy = e.toLegacy(l)
		}
		if p, bad := e.fault(l, legacy); bad {
			return nil, &LeadError{Index: from + i, Problem: p}
		}
		e.write(w, l, legacy)
	}
	return w.buf, nil
}

// Preview is the indented JSON object of one lead, problems or not.
func (e Encoding) Preview(l lead.Lead) []byte {
	var legacy legacyLead
	if e.Form == Legacy {
		legacy = e.toLegacy(l)
	}
	w := &writer{}
	e.write(w, l, legacy)
	return PreviewBody(w.buf)
}

// write writes one object, also for a lead that has nothing to say.
func (e Encoding) write(w *writer, l lead.Lead, legacy legacyLead) {
	before := len(w.buf)
	if e.Form == Legacy {
		legacy.write(w)
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

// phone is the number as it goes out, for contact 0 (the lead) or the n-th.
func (e Encoding) phone(l lead.Lead, contact int, typed string) string {
	if typed = send(typed); typed == "" {
		return ""
	}
	region := lead.PhoneRegion(l, contact, e.Rules)
	if e.Form == Current && e.Wire.Notes == "" && lead.PhoneBeside(typed, region, e.Rules) != "" {
		return typed // what stands beside the digits has no other place
	}
	return lead.SendPhone(typed, region, e.Rules)
}

// beside calls add for each phone of the lead (0) or its n-th contact beside
// whose digits something stands, with the number as it goes out.
func (e Encoding) beside(l lead.Lead, contact int, add func(number, words string)) {
	for _, typed := range person(l, contact).Phones {
		if words := lead.PhoneBeside(typed, lead.PhoneRegion(l, contact, e.Rules), e.Rules); words != "" {
			add(e.phone(l, contact, typed), words)
		}
	}
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
