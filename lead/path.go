package lead

import (
	"slices"
	"strings"
)

// Get gives the text of one input, "" where there is none (yet).
func (l *Lead) Get(at Path) string {
	if p := l.input(at, false); p != nil {
		return *p
	}
	return ""
}

// Set puts text into one input. Rows and contacts that are missing before it
// come to be, empty. It never writes into a slice that a copy of l may share.
// A path that no lead has changes nothing.
func (l *Lead) Set(at Path, text string) {
	if p := l.input(at, true); p != nil {
		*p = text
	}
}

// Remove takes away what the path points at: the row of a repeatable field, an
// associated contact (its Whole field, or row n-1 of Contacts), or the text of
// a plain field.
func (l *Lead) Remove(at Path) {
	contact := at.Contact
	if contact == 0 && at.Field == Contacts {
		contact, at.Field = at.Row+1, Whole
	}
	if contact > 0 && at.Field == Whole {
		l.Contacts = without(l.Contacts, contact-1)
		return
	}
	if contact == 0 && at.Field == Labels {
		l.Labels = without(l.Labels, at.Row)
		return
	}
	if !at.Field.Repeats() {
		l.Set(at, "")
		return
	}
	p := l.person(contact, false)
	if p == nil {
		return
	}
	if contact > 0 {
		l.Contacts = slices.Clone(l.Contacts)
		p = &l.Contacts[contact-1]
	}
	switch at.Field {
	case Emails:
		p.Emails = without(p.Emails, at.Row)
	case Phones:
		p.Phones = without(p.Phones, at.Row)
	case Socials:
		p.Socials = without(p.Socials, at.Row)
	case Addresses:
		p.Addresses = without(p.Addresses, at.Row)
	}
}

// without copies rows less the one at i.
func without[T any](rows []T, i int) []T {
	if i < 0 || i >= len(rows) {
		return rows
	}
	return slices.Concat(rows[:i], rows[i+1:])
}

// Paths lists the filled inputs in the order of the form, also those that l's
// kind does not send.
func (l *Lead) Paths() []Path {
	var out []Path
	shown := Order(l.Kind)
	for _, f := range []Field{LastName, Role, CompanyName, Employees} {
		if !slices.Contains(shown, f) {
			shown = append(shown, f)
		}
	}
	for _, f := range shown {
		if f != Contacts {
			out = l.filled(out, 0, f)
			continue
		}
		for i := range l.Contacts {
			for _, f := range ContactOrder() {
				out = l.filled(out, i+1, f)
			}
		}
	}
	return out
}

// filled appends the filled inputs of one field.
func (l *Lead) filled(out []Path, contact int, f Field) []Path {
	for row := range l.Rows(contact, f) {
		for _, part := range f.Parts() {
			at := Path{Contact: contact, Field: f, Row: row, Part: part}
			if strings.TrimSpace(l.Get(at)) != "" {
				out = append(out, at)
			}
		}
	}
	return out
}

// Rows counts the rows of a field, empty ones too; of a plain field it is 1.
func (l *Lead) Rows(contact int, f Field) int {
	if !f.Repeats() {
		return 1
	}
	if contact == 0 && f == Labels {
		return len(l.Labels)
	}
	if contact == 0 && f == Contacts {
		return len(l.Contacts)
	}
	p := l.person(contact, false)
	if p == nil {
		return 0
	}
	switch f {
	case Emails:
		return len(p.Emails)
	case Phones:
		return len(p.Phones)
	case Socials:
		return len(p.Socials)
	case Addresses:
		return len(p.Addresses)
	}
	return 0
}

// person gives the lead itself or its n-th contact; with grow it is there
// afterwards, in a slice of l's own. nil when there is none.
func (l *Lead) person(contact int, grow bool) *Person {
	if contact == 0 {
		return &l.Person
	}
	if contact < 0 || contact > MaxMembers || !grow && contact > len(l.Contacts) {
		return nil
	}
	if grow {
		l.Contacts = grown(l.Contacts, contact)
	}
	return &l.Contacts[contact-1]
}

// grown copies rows and makes them n at least.
func grown[T any](rows []T, n int) []T {
	out := make([]T, max(n, len(rows)))
	copy(out, rows)
	return out
}

// element points at row i of rows, or at an empty row when there is none.
func element[T any](rows *[]T, i int) *T {
	if i < 0 || i >= len(*rows) {
		return new(T)
	}
	return &(*rows)[i]
}

// row points at row i; with grow in a slice of its own that reaches as far.
func row[T any](rows *[]T, i int, grow bool) *T {
	if grow && i >= 0 && i < MaxMembers {
		*rows = grown(*rows, i+1)
	}
	return element(rows, i)
}

// input points at the text of one input, nil when the path names none.
func (l *Lead) input(at Path, grow bool) *string {
	if !slices.Contains(at.Field.Parts(), at.Part) || at.Row != 0 && !at.Field.Repeats() {
		return nil
	}
	if at.Contact == 0 {
		switch at.Field {
		case CompanyName:
			return &l.Company
		case Employees:
			return &l.Employees
		case Labels:
			return row(&l.Labels, at.Row, grow)
		case Notes:
			return &l.Notes
		case CompanyID:
			return &l.CompanyID
		}
	}
	if !ofPerson(at.Field) {
		return nil
	}
	if p := l.person(at.Contact, grow); p != nil {
		return p.input(at, grow)
	}
	return nil
}

// ofPerson says that the field is one that an associated contact has too.
func ofPerson(f Field) bool { return slices.Contains(ContactOrder(), f) }

func (p *Person) input(at Path, grow bool) *string {
	switch at.Field {
	case Name:
		return &p.Name
	case LastName:
		return &p.LastName
	case Role:
		return &p.Role
	case Industry:
		return &p.Industry
	case ContactID:
		return &p.ContactID
	case Emails:
		return row(&p.Emails, at.Row, grow)
	case Phones:
		return row(&p.Phones, at.Row, grow)
	case Socials:
		s := row(&p.Socials, at.Row, grow)
		if at.Part == Type {
			return &s.Type
		}
		return &s.URL
	case Addresses:
		return row(&p.Addresses, at.Row, grow).part(at.Part)
	}
	return nil
}

func (a *Address) part(p Part) *string {
	switch p {
	case City:
		return &a.City
	case State:
		return &a.State
	case PostalCode:
		return &a.PostalCode
	case Country:
		return &a.Country
	}
	return &a.Street
}
