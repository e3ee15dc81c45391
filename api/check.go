package api

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadpad/lead"
)

// Check is lead.Check plus what this form cannot carry; a value that will not
// be sent is a note.
func (e Encoding) Check(l lead.Lead) []lead.Problem {
	var legacy legacyLead
	if e.Form == Legacy {
		legacy = e.toLegacy(l)
	}
	found := e.formFaults(l, legacy, lead.Check(l, e.Rules))
	for _, at := range e.Omitted(l) {
		text := "not sent: the config gives it no name on the wire"
		if at.Contact == 0 && !l.Sends(at.Field) {
			text = "not sent: this kind of lead has no place for it"
		}
		found = append(found, lead.Problem{Path: at, Note: true, Text: text})
	}
	inOrder(l.Kind, found)
	return found
}

// fault is the first problem that keeps a lead from being encoded. It spares
// the notes, which cost most of a Check: a phone that goes out as typed has none.
func (e Encoding) fault(l lead.Lead, legacy legacyLead) (lead.Problem, bool) {
	rules := e.Rules
	rules.PhoneFormat = "typed"
	for _, p := range e.formFaults(l, legacy, lead.Check(l, rules)) {
		if !p.Note {
			return p, true
		}
	}
	return lead.Problem{}, false
}

// formFaults adds to found what only this form cannot carry, unless the same
// input has a problem already.
func (e Encoding) formFaults(l lead.Lead, legacy legacyLead, found []lead.Problem) []lead.Problem {
	add := func(at lead.Path, text string) {
		same := func(p lead.Problem) bool { return p.Path == at && !p.Note }
		if !slices.ContainsFunc(found, same) {
			found = append(found, lead.Problem{Path: at, Text: text})
		}
	}
	if e.Form == Legacy {
		e.checkLegacy(l, legacy, add)
		return found
	}
	notes := e.currentNotes(l)
	if n := lead.Units(notes); n > lead.LegacyMaxNotes && e.Wire.Notes != "" {
		add(lead.Path{Field: lead.Notes}, tooLong(n, lead.LegacyMaxNotes)+withLines(l, notes, "the Company line"))
	}
	return found
}

// inOrder sorts problems by the order of the form, each contact's at the place
// of the contacts. What stands in one field keeps its order.
func inOrder(k lead.Kind, ps []lead.Problem) {
	fields := lead.Order(k)
	place := func(p lead.Path) (int, int) {
		if p.Contact == 0 {
			at := slices.Index(fields, p.Field)
			if at < 0 && p.Field != lead.Whole {
				at = len(fields)
			}
			return at, 0
		}
		of := p.Contact*(len(fields)+1) + slices.Index(lead.ContactOrder(), p.Field)
		return slices.Index(fields, lead.Contacts), of
	}
	slices.SortStableFunc(ps, func(a, b lead.Problem) int {
		a1, a2 := place(a.Path)
		b1, b2 := place(b.Path)
		return cmp.Or(cmp.Compare(a1, b1), cmp.Compare(a2, b2))
	})
}

func tooLong(n, limit int) string {
	return fmt.Sprintf("at most %d characters, %d too many", limit, n-limit)
}

// withLines names the lines of ours in the notes, when there are any.
func withLines(l lead.Lead, sent, lines string) string {
	if sent == strings.TrimSpace(l.Notes) {
		return ""
	}
	return ", counted with " + lines
}

// checkLegacy finds what the legacy form's narrower members cannot hold.
func (e Encoding) checkLegacy(l lead.Lead, legacy legacyLead, add func(lead.Path, string)) {
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
			if n := lead.Units(line); n > lead.LegacyMaxAddress {
				at := lead.Path{Contact: contact, Field: lead.Addresses, Row: row, Part: lead.Street}
				add(at, tooLong(n, lead.LegacyMaxAddress)+", counted as one line")
			}
			break // the others go to the notes
		}
	}
	if l.Kind == lead.Company {
		if n, ok := lead.EmployeeCount(l.Employees); ok && n < lead.LegacyMinEmployees {
			add(lead.Path{Field: lead.Employees}, "at least 1 in the legacy form")
		}
	}
	if n := lead.Units(legacy.notes); n > lead.LegacyMaxNotes {
		add(lead.Path{Field: lead.Notes}, tooLong(n, lead.LegacyMaxNotes)+
			withLines(l, legacy.notes, "the lines for what has no member of its own"))
	}
}

// checkTitles looks at names and job titles, which the legacy form keeps
// shorter, or in one member.
func (e Encoding) checkTitles(l lead.Lead, first int, add func(lead.Path, string)) {
	if l.Kind == lead.Contact {
		checkTitle(l.Person, 0, true, add)
	}
	for i, p := range l.Contacts {
		checkTitle(p, i+1, i == first, add)
	}
}

func checkTitle(p lead.Person, contact int, named bool, add func(lead.Path, string)) {
	if n := lead.Units(send(p.Role)); n > lead.LegacyMaxRole {
		add(lead.Path{Contact: contact, Field: lead.Role}, tooLong(n, lead.LegacyMaxRole)+" (legacy form)")
	}
	if n := lead.Units(p.FullName()); named && n > lead.LegacyMaxPerson {
		add(lead.Path{Contact: contact, Field: lead.LastName},
			tooLong(n, lead.LegacyMaxPerson)+", counted with the name")
	}
}

// Omitted names the filled inputs that will not be sent as members of their
// own nor in notes: what the lead's kind has no place for, and, in the current
// form, what the wire names leave out.
func (e Encoding) Omitted(l lead.Lead) []lead.Path {
	var out []lead.Path
	for _, at := range l.Paths() {
		if at.Contact == 0 && !l.Sends(at.Field) || e.Form == Current && !e.Wire.carries(at) {
			out = append(out, at)
		}
	}
	return out
}

// carries says that an input has a name on the wire.
func (w Wire) carries(at lead.Path) bool {
	switch at.Field {
	case lead.Emails:
		return w.Emails != "" && w.EmailAddress != ""
	case lead.Phones:
		return w.Phones != "" && w.PhoneNumber != ""
	case lead.Socials:
		inner := w.SocialURL
		if at.Part == lead.Type {
			inner = w.SocialType
		}
		return w.Socials != "" && inner != ""
	case lead.Addresses:
		return w.Addresses != "" && w.addressName(at.Part) != ""
	case lead.Notes, lead.CompanyName: // the company stands in the notes
		return w.Notes != ""
	}
	return true
}

func (w Wire) addressName(p lead.Part) string {
	switch p {
	case lead.City:
		return w.City
	case lead.State:
		return w.State
	case lead.PostalCode:
		return w.PostalCode
	case lead.Country:
		return w.Country
	}
	return w.Street
}

// OmittedWords says what is left out, for a sentence: "socials", "addresses,
// notes"; "" for nothing.
func (e Encoding) OmittedWords(l lead.Lead) string {
	var words []string
	for _, at := range e.Omitted(l) {
		if w := strings.ToLower(at.Field.Label()); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}
