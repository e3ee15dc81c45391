package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"leadpad/lead"
)

// Item is one lead of an imported file.
type Item struct {
	// At is where it stands: "line 3" of JSON lines, "lead 3" of an array, both
	// counted from 1.
	At string
	// ID is the draft that our own export was made of, zero for none; State and
	// Batch are what that export said of it then.
	ID    uuid.UUID
	State string
	Batch uuid.UUID
	Lead  lead.Lead
	// Dropped are the members that no field takes, for people.
	Dropped []string
	// Controls counts the control characters that were dropped.
	Controls int
	// Err says why this one cannot be read; the others can.
	Err error
}

// maxDepth bounds the nesting of what is read; a lead needs five.
const maxDepth = 32

// ReadJSON reads a JSON array of leads, one lead, or JSON lines: each in the
// API's current form or as our own export wrote it. f gets them in order and
// stops the reading with an error. An error of ReadJSON's own means that the
// text is no JSON from that place on.
func ReadJSON(r io.Reader, f func(Item) error) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("read the leads: %w", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	array := bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("["))
	d := json.NewDecoder(bytes.NewReader(data))
	lines := lineCounter{data: data, line: 1}
	line := func() int { return lines.at(int(d.InputOffset())) }
	if array {
		if _, err := d.Token(); err != nil {
			return fmt.Errorf("line %d: not JSON: %w", line(), err)
		}
	}
	for n := 1; d.More(); n++ {
		skip := int(d.InputOffset())
		skip += len(data[skip:]) - len(bytes.TrimLeft(data[skip:], " \t\r\n,"))
		at := fmt.Sprintf("lead %d", n)
		if !array {
			at = fmt.Sprintf("line %d", lines.at(skip))
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return fmt.Errorf("%s: the file ends in the middle of it", at)
			}
			return fmt.Errorf("%s: not JSON: %w", at, err)
		}
		item := readItem(raw)
		item.At = at
		if err := f(item); err != nil {
			return err
		}
	}
	if !array {
		return nil
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("line %d: the array has no end", line())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("line %d: there is text after the array", line())
	}
	return nil
}

// lineCounter tells the line of places that only ever go forward, so that a
// long file is counted once.
type lineCounter struct {
	data       []byte
	seen, line int
}

// at is the line, counted from 1, of the place at offset.
func (c *lineCounter) at(offset int) int {
	offset = min(max(offset, c.seen), len(c.data))
	c.line += bytes.Count(c.data[c.seen:offset], []byte("\n"))
	c.seen = offset
	return c.line
}

// readItem reads one lead.
func readItem(raw json.RawMessage) Item {
	if depth(raw) > maxDepth {
		return Item{Err: errors.New("nested too deeply for a lead")}
	}
	var own struct {
		ID    uuid.UUID `json:"id"`
		State string    `json:"state"`
		Batch uuid.UUID `json:"batch"`
		Lead  *exported `json:"lead"`
	}
	members, err := object(raw)
	if err != nil {
		return Item{Err: err}
	}
	if _, ok := members["lead"]; ok {
		if err := json.Unmarshal(raw, &own); err != nil || own.Lead == nil {
			return Item{Err: errors.New("its \"lead\" is not one that leadpad wrote")}
		}
		l := own.Lead.Lead
		l.Kind = lead.Kind(own.Lead.Kind)
		l, controls := Accept(l)
		return Item{ID: own.ID, State: own.State, Batch: own.Batch, Lead: l, Controls: controls}
	}
	w := reader{}
	l := w.lead(members)
	if w.err != nil {
		return Item{Err: w.err}
	}
	slices.Sort(w.dropped)
	l, controls := Accept(l)
	return Item{Lead: l, Dropped: w.dropped, Controls: controls}
}

// depth is how deep raw, which is valid JSON, is nested.
func depth(raw []byte) int {
	most, now, text := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			now++
			most = max(most, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return most
}

// object takes an object apart, names in lower case: the API matches them
// without regard to case.
func object(raw json.RawMessage) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return nil, errors.New("a lead is an object in braces")
	}
	lower := make(map[string]json.RawMessage, len(members))
	for name, value := range members {
		lower[strings.ToLower(name)] = value
	}
	return lower, nil
}

// reader reads members and remembers the first that is not what it should be.
type reader struct {
	err     error
	dropped []string
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func absent(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}

// lead reads a lead of the current form.
func (r *reader) lead(m map[string]json.RawMessage) lead.Lead {
	l := lead.Lead{Person: r.person(m)}
	var contact bool
	if raw := m["iscontact"]; !absent(raw) && json.Unmarshal(raw, &contact) != nil {
		r.fail("isContact is true or false")
	}
	if contact {
		l.Kind = lead.Contact
	}
	l.Company = r.text(m, "company")
	l.Employees = r.text(m, "employeecount")
	l.CompanyID = r.text(m, "companyid")
	l.Notes = r.text(m, "notes")
	l.Labels = r.texts(m, "", "labels")
	for _, raw := range r.list(m, "contacts") {
		sub, err := object(raw)
		if err != nil {
			r.fail("each of contacts is an object in braces")
			continue
		}
		l.Contacts = append(l.Contacts, r.person(sub))
	}
	for name := range m {
		if !known(name) {
			r.dropped = append(r.dropped, name)
		}
	}
	return l
}

// known says whether lead or person reads a member of that name.
func known(name string) bool {
	switch name {
	case "iscontact", "name", "lastname", "industry", "role", "employeecount", "companyid", "contactid", "labels",
		"contacts", "company", "notes", "email", "emails", "phonenumber", "phonenumbers", "socials", "addresses":
		return true
	}
	return false
}

func (r *reader) person(m map[string]json.RawMessage) lead.Person {
	p := lead.Person{
		Name: r.text(m, "name"), LastName: r.text(m, "lastname"), Industry: r.text(m, "industry"),
		Role: r.text(m, "role"), ContactID: r.text(m, "contactid"),
		Emails: r.texts(m, "address", "email", "emails"),
		Phones: r.texts(m, "number", "phonenumber", "phonenumbers"),
	}
	for _, raw := range r.list(m, "socials") {
		var url string
		if json.Unmarshal(raw, &url) == nil {
			p.Socials = append(p.Socials, lead.Social{URL: url})
			continue
		}
		sub, err := object(raw)
		if err != nil {
			r.fail("each of socials is an object or a text")
			continue
		}
		p.Socials = append(p.Socials, lead.Social{URL: r.text(sub, "url"), Type: r.text(sub, "type")})
	}
	for _, raw := range r.list(m, "addresses") {
		var line string
		if json.Unmarshal(raw, &line) == nil {
			p.Addresses = append(p.Addresses, lead.Address{Street: line})
			continue
		}
		sub, err := object(raw)
		if err != nil {
			r.fail("each of addresses is an object or a text")
			continue
		}
		p.Addresses = append(p.Addresses, lead.Address{
			Street: r.text(sub, "street"), City: r.text(sub, "city"), State: r.text(sub, "state"),
			PostalCode: r.text(sub, "postalcode"), Country: r.text(sub, "country"),
		})
	}
	return p
}

// text reads a string, or a number as it is written.
func (r *reader) text(m map[string]json.RawMessage, name string) string {
	raw := m[name]
	if absent(raw) {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	r.fail("%s is a text", strconv.Quote(name))
	return ""
}

// list reads an array.
func (r *reader) list(m map[string]json.RawMessage, name string) []json.RawMessage {
	raw := m[name]
	if absent(raw) {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		r.fail("%s is an array", strconv.Quote(name))
	}
	return list
}

// texts reads texts that stand alone, in an array, or as a member of objects in
// an array, under any of names.
func (r *reader) texts(m map[string]json.RawMessage, member string, names ...string) []string {
	var got []string
	for _, name := range names {
		raw := m[name]
		if absent(raw) {
			continue
		}
		var one string
		if json.Unmarshal(raw, &one) == nil {
			got = append(got, one)
			continue
		}
		for _, raw := range r.list(m, name) {
			if json.Unmarshal(raw, &one) == nil {
				got = append(got, one)
				continue
			}
			sub, err := object(raw)
			if err != nil || member == "" {
				r.fail("each of %s is a text", strconv.Quote(name))
				continue
			}
			got = append(got, r.text(sub, member))
		}
	}
	return got
}

// Accept drops from every field what no field may hold and counts it.
func Accept(l lead.Lead) (clean lead.Lead, dropped int) {
	take := func(s *string, multiline bool) {
		var n int
		*s, n = lead.Accept(*s, multiline)
		dropped += n
	}
	line := func(s *string) { take(s, false) }
	person := func(p *lead.Person) {
		for _, s := range []*string{&p.Name, &p.LastName, &p.Role, &p.Industry, &p.ContactID} {
			line(s)
		}
		for i := range p.Emails {
			line(&p.Emails[i])
		}
		for i := range p.Phones {
			line(&p.Phones[i])
		}
		for i := range p.Socials {
			line(&p.Socials[i].URL)
			line(&p.Socials[i].Type)
		}
		for i := range p.Addresses {
			a := &p.Addresses[i]
			for _, s := range []*string{&a.Street, &a.City, &a.State, &a.PostalCode, &a.Country} {
				line(s)
			}
		}
	}
	person(&l.Person)
	for i := range l.Contacts {
		person(&l.Contacts[i])
	}
	for i := range l.Labels {
		line(&l.Labels[i])
	}
	for _, s := range []*string{&l.Company, &l.Employees, &l.CompanyID} {
		line(s)
	}
	take(&l.Notes, true)
	return l, dropped
}
