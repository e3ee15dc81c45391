package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadpad/lead"
)

// Check is lead.Check plus what this form cannot carry; a value that will not
// be sent is a note.
func (e Encoding) Check(l lead.Lead) []lead.Problem {
	found := lead.Check(l, e.Rules)
	add := func(at lead.Path, note bool, text string) {
		same := func(p lead.Problem) bool { return p.Path == at && p.Note == note }
		if !slices.ContainsFunc(found, same) {
			found = append(found, lead.Problem{Path: at, Note: note, Text: text})
		}
	}
	if e.Form == Legacy {
		e.checkLegacy(l, add)
	} else if lead.Units(currentNotes(l)) > lead.LegacyMaxNotes && e.Wire.Notes != "" {
		add(lead.Path{Field: lead.Notes}, false, tooLong("notes with the Company line", lead.LegacyMaxNotes))
	}
	for _, at := range e.Omitted(l) {
		add(at, true, "will not be sent")
	}
	slices.SortStableFunc(found, func(a, b lead.Problem) int { return order(a.Path, b.Path) })
	return found
}

// order puts problems in the order of the form: the lead's own fields, each
// contact's, then what follows the contacts.
func order(a, b lead.Path) int {
	place := func(p lead.Path) []int {
		if p.Contact > 0 {
			return []int{int(lead.Contacts), p.Contact, int(p.Field), p.Row, int(p.Part)}
		}
		return []int{int(p.Field), 0, 0, p.Row, int(p.Part)}
	}
	return slices.Compare(place(a), place(b))
}

func tooLong(what string, limit int) string {
	return fmt.Sprintf("%s: at most %d characters", what, limit)
}

// checkLegacy finds what the legacy form's narrower members cannot hold.
func (e Encoding) checkLegacy(l lead.Lead, add func(lead.Path, bool, string)) {
	first := firstContact(l)
	e.checkTitles(l, first, add)
	for contact := range len(l.Contacts) + 1 {
		if contact-1 == first && first >= 0 {
			continue // goes to the notes, which have a limit of their own
		}
		for row, a := range person(l, contact).Addresses {
			line := addressLine(a)
			if line == "" {
				continue
			}
			if lead.Units(line) > lead.LegacyMaxAddress {
				at := lead.Path{Contact: contact, Field: lead.Addresses, Row: row, Part: lead.Street}
				add(at, false, tooLong("the address as one line (legacy)", lead.LegacyMaxAddress))
			}
			break // the others go to the notes
		}
	}
	if l.Kind == lead.Company {
		n, err := strconv.Atoi(send(l.Employees))
		if err == nil && n < lead.LegacyMinEmployees {
			add(lead.Path{Field: lead.Employees}, false, "employees: at least 1 (legacy)")
		}
	}
	if lead.Units(e.toLegacy(l).notes) > lead.LegacyMaxNotes {
		add(lead.Path{Field: lead.Notes}, false,
			tooLong("notes with the lines for what has no member of its own (legacy)", lead.LegacyMaxNotes))
	}
}

// checkTitles looks at names and job titles, which the legacy form keeps
// shorter, or in one member.
func (e Encoding) checkTitles(l lead.Lead, first int, add func(lead.Path, bool, string)) {
	if l.Kind == lead.Contact {
		checkTitle(l.Person, 0, true, add)
	}
	for i, p := range l.Contacts {
		checkTitle(p, i+1, i == first, add)
	}
}

func checkTitle(p lead.Person, contact int, named bool, add func(lead.Path, bool, string)) {
	if lead.Units(send(p.Role)) > lead.LegacyMaxRole {
		add(lead.Path{Contact: contact, Field: lead.Role}, false, tooLong("role (legacy)", lead.LegacyMaxRole))
	}
	if named && lead.Units(fullName(p)) > lead.LegacyMaxPerson {
		add(lead.Path{Contact: contact, Field: lead.LastName}, false,
			tooLong("name and last name together (legacy)", lead.LegacyMaxPerson))
	}
}

// Omitted names the filled inputs that will not be sent as members of their
// own nor in notes: what the lead's kind has no place for, and, in the current
// form, what the wire names leave out.
func (e Encoding) Omitted(l lead.Lead) []lead.Path {
	var out []lead.Path
	add := func(at lead.Path, value string) {
		if send(value) != "" {
			out = append(out, at)
		}
	}
	if l.Kind == lead.Contact {
		add(lead.Path{Field: lead.Employees}, l.Employees)
	} else {
		add(lead.Path{Field: lead.LastName}, l.LastName)
		add(lead.Path{Field: lead.CompanyName}, l.Company)
	}
	if e.Form == Legacy {
		return out
	}
	for contact := range len(l.Contacts) + 1 {
		e.unnamed(person(l, contact), contact, add)
	}
	if e.Wire.Notes == "" {
		add(lead.Path{Field: lead.Notes}, l.Notes)
		if l.Kind == lead.Contact {
			add(lead.Path{Field: lead.CompanyName}, l.Company)
		}
	}
	return out
}

// unnamed adds what has no name on the wire.
func (e Encoding) unnamed(p lead.Person, contact int, add func(lead.Path, string)) {
	n := e.Wire
	part := func(f lead.Field, row int, part lead.Part, outer, inner, value string) {
		if outer == "" || inner == "" {
			add(lead.Path{Contact: contact, Field: f, Row: row, Part: part}, value)
		}
	}
	for i, v := range p.Emails {
		part(lead.Emails, i, lead.One, n.Emails, n.EmailAddress, v)
	}
	for i, v := range p.Phones {
		part(lead.Phones, i, lead.One, n.Phones, n.PhoneNumber, v)
	}
	for i, s := range p.Socials {
		part(lead.Socials, i, lead.URL, n.Socials, n.SocialURL, s.URL)
		part(lead.Socials, i, lead.Type, n.Socials, n.SocialType, s.Type)
	}
	for i, a := range p.Addresses {
		part(lead.Addresses, i, lead.Street, n.Addresses, n.Street, a.Street)
		part(lead.Addresses, i, lead.City, n.Addresses, n.City, a.City)
		part(lead.Addresses, i, lead.State, n.Addresses, n.State, a.State)
		part(lead.Addresses, i, lead.PostalCode, n.Addresses, n.PostalCode, a.PostalCode)
		part(lead.Addresses, i, lead.Country, n.Addresses, n.Country, a.Country)
	}
}

// OmittedWords says what is left out, for a sentence: "socials", "addresses,
// notes"; "" for nothing.
func (e Encoding) OmittedWords(l lead.Lead) string {
	var words []string
	for _, at := range e.Omitted(l) {
		if w := fieldWord(at.Field); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

func fieldWord(f lead.Field) string {
	switch f {
	case lead.LastName:
		return "last name"
	case lead.CompanyName:
		return "company"
	case lead.Emails:
		return "emails"
	case lead.Phones:
		return "phones"
	case lead.Socials:
		return "socials"
	case lead.Addresses:
		return "addresses"
	case lead.Employees:
		return "employees"
	default:
		return "notes"
	}
}
