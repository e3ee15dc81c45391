package sandbox

import (
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
)

// The docs a sandbox can speak; "both" tells the forms apart.
const (
	docsBoth    = "both"
	docsCurrent = "current"
	docsLegacy  = "legacy"
)

// decoder reads request bodies: which form they are in and what is wrong with
// their leads.
type decoder struct {
	docs            string
	current, legacy *schema
}

// batch is one request body that is a JSON array.
type batch struct {
	doc  *document
	form api.Form
	// why is the value by which the form was told, -1 when nothing told it.
	why int
}

// refusal is a 400's message; "" means that nothing is wrong.
type refusal string

// read scans body into doc. What it refuses comes before all checks of leads.
func (dec *decoder) read(doc *document, body []byte) (batch, refusal) {
	if err := doc.scan(body); err != nil {
		return batch{}, refusal(fmt.Sprintf("The request body is not valid JSON: %s at %s.", err.text, doc.place(err.pos)))
	}
	if k := doc.nodes[0].kind; k != kindArray {
		return batch{}, refusal(fmt.Sprintf("The request body must be an array of leads, but was %s.", k))
	}
	b := batch{doc: doc, why: -1}
	b.form, b.why = dec.form(doc)
	return b, ""
}

// form tells the generations apart: a request is current if any lead has a
// member that only current has, or an array where legacy has a string.
func (dec *decoder) form(doc *document) (form api.Form, why int) {
	var buf [64]byte
	for lead := range doc.children(0) {
		if doc.nodes[lead].kind != kindObject {
			continue
		}
		for m := range doc.children(lead) {
			k := doc.nodes[m].kind
			if k == kindNull {
				continue
			}
			name := fold(buf[:], doc.key(m))
			in, known := dec.legacy.members[string(name)]
			if known && in.typ == text && k == kindArray {
				return api.Current, m
			}
			if _, current := dec.current.members[string(name)]; current && !known {
				return api.Current, m
			}
		}
	}
	return api.Legacy, -1
}

// spoken is the form that a request told as form is judged by.
func (dec *decoder) spoken(form api.Form) api.Form {
	switch dec.docs {
	case docsCurrent:
		return api.Current
	case docsLegacy:
		return api.Legacy
	}
	return form
}

// check finds the first thing that is wrong with the leads.
func (dec *decoder) check(b batch) refusal {
	switch dec.docs {
	case docsCurrent:
		if r := dec.onlyCurrent(b); r != "" {
			return r
		}
	case docsLegacy:
		if b.form == api.Current {
			return refusal(b.doc.path(b.why) + ": belongs to the current form, but this server speaks the legacy form only")
		}
	}
	s, form := dec.legacy, dec.spoken(b.form)
	if form == api.Current {
		s = dec.current
	}
	for lead := range b.doc.children(0) {
		if r := s.object(b.doc, lead); r != "" {
			return r
		}
		if form == api.Current {
			if r := required(b, lead); r != "" {
				return r
			}
		}
	}
	return ""
}

// onlyCurrent refuses a request that only the legacy form can mean.
func (dec *decoder) onlyCurrent(b batch) refusal {
	if b.form == api.Current {
		return ""
	}
	var buf [64]byte
	for lead := range b.doc.children(0) {
		for m := range b.doc.children(lead) {
			name := fold(buf[:], b.doc.key(m))
			_, legacy := dec.legacy.members[string(name)]
			in, current := dec.current.members[string(name)]
			asText := current && in.typ == objects && b.doc.nodes[m].kind == kindString
			if b.doc.nodes[m].kind != kindNull && legacy && (!current || asText) {
				return refusal(b.doc.path(m) + ": belongs to the legacy form, but this server speaks the current form only")
			}
		}
	}
	return ""
}

// required finds a current lead without isContact.
func required(b batch, lead int) refusal {
	var buf [64]byte
	for m := range b.doc.children(lead) {
		if string(fold(buf[:], b.doc.key(m))) == "iscontact" && b.doc.nodes[m].kind != kindNull {
			return ""
		}
	}
	r := b.doc.path(lead) + ".isContact: required in the current form"
	if b.why >= 0 {
		r += ", which " + b.doc.path(b.why) + " belongs to"
	}
	return refusal(r)
}

// object checks the members of value i.
func (s *schema) object(doc *document, i int) refusal {
	if k := doc.nodes[i].kind; k != kindObject {
		return wrong(doc, i, "must be an object, but was %s", k)
	}
	var (
		buf  [64]byte
		seen uint64
	)
	for m := range doc.children(i) {
		name := doc.key(m)
		if len(name) > len(buf) {
			continue
		}
		known, ok := s.members[string(fold(buf[:], name))]
		if !ok || doc.nodes[m].kind == kindNull {
			continue
		}
		if seen&(1<<known.slot) != 0 {
			return wrong(doc, m, "the same member stands under another name, too")
		}
		seen |= 1 << known.slot
		if r := known.check(doc, m); r != "" {
			return r
		}
	}
	return ""
}

// check looks at one value that is not null.
func (m member) check(doc *document, i int) refusal {
	n := doc.nodes[i]
	switch m.typ {
	case boolean:
		if n.kind != kindTrue && n.kind != kindFalse {
			return wrong(doc, i, "must be true or false, but was %s", n.kind)
		}
	case integer:
		return m.checkInteger(doc, i)
	case texts, objects:
		if n.kind != kindArray {
			return wrong(doc, i, "must be an array, but was %s", n.kind)
		}
		for item := range doc.children(i) {
			r := refusal("")
			if m.typ == objects {
				r = m.of.object(doc, item)
			} else {
				r = m.checkText(doc, item)
			}
			if r != "" {
				return r
			}
		}
	default:
		return m.checkText(doc, i)
	}
	return ""
}

func (m member) checkInteger(doc *document, i int) refusal {
	if k := doc.nodes[i].kind; k != kindNumber {
		return wrong(doc, i, "must be an integer, but was %s", k)
	}
	const longest = 32 // enough to recognise a number in a message
	raw := doc.raw(i)
	v, err := strconv.ParseInt(string(raw[:min(len(raw), longest)]), 10, 64)
	if shown := raw[:min(len(raw), longest)]; err != nil && !isInteger(raw) {
		return wrong(doc, i, "must be an integer, but was %s", shown)
	} else if err != nil || int(v) < m.min || int(v) > m.max {
		return wrong(doc, i, "must be from %d to %d, but was %s", m.min, m.max, shown)
	}
	return ""
}

func isInteger(raw []byte) bool {
	for i, c := range raw {
		if (c < '0' || c > '9') && (c != '-' || i > 0) {
			return false
		}
	}
	return true
}

func (m member) checkText(doc *document, i int) refusal {
	n := doc.nodes[i]
	if n.kind != kindString {
		return wrong(doc, i, "must be a string, but was %s", n.kind)
	}
	switch {
	case m.typ == uuidText:
		const plain = 36 // the one form with hyphens and nothing around it
		if s := doc.text(i); len(s) != plain || uuid.Validate(s) != nil {
			return wrong(doc, i, "must be a UUID")
		}
	case m.typ == dateText:
		if !isDate(doc.text(i)) {
			return wrong(doc, i, "must be a date and time as in ISO 8601")
		}
	case m.max != noLimit && int(n.units) > m.max:
		return wrong(doc, i, "at most %d characters, but was %d", m.max, n.units)
	}
	return ""
}

// isDate takes what a JSON reader of ISO 8601 takes: a date, with or without a
// time, with or without an offset.
func isDate(s string) bool {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func wrong(doc *document, i int, format string, args ...any) refusal {
	return refusal(doc.path(i) + ": " + fmt.Sprintf(format, args...))
}
