package lead

import "strings"

// atLeast is what a lead and an associated contact need to be more than a note.
const atLeast = "needs a name, an email or a phone"

// missing finds the groups of r.Required without a filled field, each at the
// first of its fields that l's kind has, and whether l has what any lead needs.
func missing(l *Lead, r Rules) []Problem {
	var out []Problem
	named := false // something is said under Name already
	for _, group := range r.Required {
		asked := sentFields(l, group)
		if len(asked) == 0 || anyFilled(l, asked) {
			continue
		}
		out = append(out, Problem{Path: asked[0].Path(), Text: "needs " + oneOf(asked)})
		named = named || asked[0] == Name
	}
	if !named && !anyFilled(l, []Field{Name, Emails, Phones}) && (l.Kind == Company || blank(l.LastName)) {
		out = append(out, Problem{Path: Name.Path(), Text: atLeast})
	}
	return out
}

// sentFields leaves out what l's kind cannot send: nobody can be asked for it.
func sentFields(l *Lead, group []Field) []Field {
	var out []Field
	for _, f := range group {
		if f != Whole && l.Sends(f) {
			out = append(out, f)
		}
	}
	return out
}

func anyFilled(l *Lead, fields []Field) bool {
	for _, f := range fields {
		if f == Contacts {
			for i := range l.Contacts {
				if !l.Contacts[i].Empty() {
					return true
				}
			}
			continue
		}
		if len(l.filled(nil, 0, f)) > 0 {
			return true
		}
	}
	return false
}

// oneOf is "a name", or "an email or a phone".
func oneOf(fields []Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = [...]string{
			"text", "a name", "a last name", "a role", "a company", "an industry", "an email", "a phone", "an address",
			"a social", "the employees", "a contact", "a label", "notes", "a company ID", "a contact ID",
		}[f]
	}
	if len(words) == 1 {
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
