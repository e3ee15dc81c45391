package api

import (
	"cmp"
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
		why := lead.Cause{Kind: NoName}
		if at.Contact == 0 && !l.Sends(at.Field) {
			why.Kind = NoPlace
		}
		found = append(found, lead.Problem{Path: at, Note: true, Cause: why})
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
	add := func(at lead.Path, why lead.Cause) {
		same := func(p lead.Problem) bool { return p.Path == at && !p.Note }
		if !slices.ContainsFunc(found, same) {
			found = append(found, lead.Problem{Path: at, Cause: why})
		}
	}
	if e.Form == Legacy {
		e.checkLegacy(l, legacy, add)
		return found
	}
	notes := e.currentNotes(l)
	if n := lead.Units(notes); n > lead.LegacyMaxNotes && e.Wire.Notes != "" {
		add(lead.Path{Field: lead.Notes}, tooLong(longNotes(l, notes, LongWithCompany), n, lead.LegacyMaxNotes))
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

// What a problem of Check is about, beside what lead.Check finds. The words are
// stored.
const (
	NoName          lead.CauseKind = "no name on the wire"
	NoPlace         lead.CauseKind = "no place in this kind of lead"
	Long            lead.CauseKind = "too long"
	LongWithCompany lead.CauseKind = "too long with the company"
	LongWithLines   lead.CauseKind = "too long with the lines of the legacy form"
	LongAddress     lead.CauseKind = "too long as one line"
	LongRole        lead.CauseKind = "too long in the legacy form"
	LongName        lead.CauseKind = "too long with the name"
	FewEmployees    lead.CauseKind = "too few in the legacy form"
)

func tooLong(kind lead.CauseKind, n, limit int) lead.Cause {
	return lead.Cause{Kind: kind, Units: n, Limit: limit}
}

// longNotes is kind where lines of ours stand in the notes, else plain Long.
func longNotes(l lead.Lead, sent string, kind lead.CauseKind) lead.CauseKind {
	if sent == strings.TrimSpace(l.Notes) {
		return Long
	}
	return kind
}

// checkLegacy finds what the legacy form's narrower members cannot hold.
func (e Encoding) checkLegacy(l lead.Lead, legacy legacyLead, add func(lead.Path, lead.Cause)) {
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
				add(at, tooLong(LongAddress, n, lead.LegacyMaxAddress))
			}
			break // the others go to the notes
		}
	}
	if l.Kind == lead.Company {
		if n, ok := lead.EmployeeCount(l.Employees); ok && n < lead.LegacyMinEmployees {
			add(lead.Path{Field: lead.Employees}, lead.Cause{Kind: FewEmployees, Limit: lead.LegacyMinEmployees})
		}
	}
	if n := lead.Units(legacy.notes); n > lead.LegacyMaxNotes {
		add(lead.Path{Field: lead.Notes}, tooLong(longNotes(l, legacy.notes, LongWithLines), n, lead.LegacyMaxNotes))
	}
}

// checkTitles looks at names and job titles, which the legacy form keeps
// shorter, or in one member.
func (e Encoding) checkTitles(l lead.Lead, first int, add func(lead.Path, lead.Cause)) {
	if l.Kind == lead.Contact {
		checkTitle(l.Person, 0, true, add)
	}
	for i, p := range l.Contacts {
		checkTitle(p, i+1, i == first, add)
	}
}

func checkTitle(p lead.Person, contact int, named bool, add func(lead.Path, lead.Cause)) {
	if n := lead.Units(send(p.Role)); n > lead.LegacyMaxRole {
		add(lead.Path{Contact: contact, Field: lead.Role}, tooLong(LongRole, n, lead.LegacyMaxRole))
	}
	if n := lead.Units(p.FullName()); named && n > lead.LegacyMaxPerson {
		add(lead.Path{Contact: contact, Field: lead.LastName}, tooLong(LongName, n, lead.LegacyMaxPerson))
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
