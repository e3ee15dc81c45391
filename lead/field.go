package lead

import (
	"strconv"
	"strings"
)

// String is the field's word in the config and on the command line.
func (f Field) String() string {
	if f > ContactID {
		return "unknown"
	}
	return [...]string{
		"lead", "name", "last-name", "role", "company", "industry", "email", "phone", "address", "social",
		"employees", "contacts", "labels", "notes", "company-id", "contact-id",
	}[f]
}

// Label is what screens call the field.
func (f Field) Label() string {
	if f > ContactID {
		return "Unknown"
	}
	return [...]string{
		"Lead", "Name", "Last name", "Role", "Company", "Industry", "Emails", "Phones", "Addresses", "Socials",
		"Employees", "Contacts", "Labels", "Notes", "Company ID", "Contact ID",
	}[f]
}

// Label is what screens call the part, "" for the only part of a field.
func (p Part) Label() string {
	if p > Type {
		return ""
	}
	return [...]string{"", "Street", "City", "State", "Postal code", "Country", "URL", "Type"}[p]
}

// ParseField reads a field's word: String's, in any case, with a space, "_" or
// nothing for the hyphen, in singular or plural.
func ParseField(word string) (Field, bool) {
	plain := strings.NewReplacer("-", "", "_", "", " ", "")
	word = plain.Replace(strings.ToLower(word))
	for f := Name; f <= ContactID; f++ {
		known := strings.TrimSuffix(plain.Replace(f.String()), "s")
		if word == known || word == known+"s" || word == known+"es" || word == known+"ses" {
			return f, true
		}
	}
	return Whole, false
}

// Repeats says that the field has any number of rows.
func (f Field) Repeats() bool {
	switch f {
	case Emails, Phones, Addresses, Socials, Labels, Contacts:
		return true
	}
	return false
}

// Parts lists the parts of one row in the order of the form.
func (f Field) Parts() []Part {
	switch f {
	case Addresses:
		return []Part{Street, City, State, PostalCode, Country}
	case Socials:
		return []Part{URL, Type}
	}
	return []Part{One}
}

// Path is the first input of the field in a lead.
func (f Field) Path() Path { return Path{Field: f, Part: f.Parts()[0]} }

// Order lists the fields of a lead in the order of the form, those that only
// the other kind sends excepted.
func Order(k Kind) []Field {
	if k == Contact {
		return []Field{
			Name, LastName, Role, CompanyName, Industry, Emails, Phones, Addresses, Socials,
			Contacts, Labels, Notes, CompanyID, ContactID,
		}
	}
	return []Field{
		Name, Industry, Emails, Phones, Addresses, Socials, Employees, Role,
		Contacts, Labels, Notes, CompanyID, ContactID,
	}
}

// ContactOrder lists the fields of an associated contact in the form's order.
func ContactOrder() []Field {
	return []Field{Name, LastName, Role, Industry, Emails, Phones, Addresses, Socials, ContactID}
}

// Sends says that a lead of l's kind has a place for the field on the wire.
// What it has none for keeps its text and is not checked. CompanyName is true
// for contacts although it has no member of its own in the current form.
func (l Lead) Sends(f Field) bool {
	switch f {
	case Employees:
		return l.Kind == Company
	case LastName, CompanyName:
		return l.Kind == Contact
	}
	return true
}

// UnknownField is a name that no field of a lead has.
type UnknownField struct{ Name string }

func (e *UnknownField) Error() string { return "no field is called " + strconv.Quote(e.Name) }

// ParseRequired reads the config's `required`: each entry is one field or
// several with "|" between them, of which one must be filled. Its error is an
// *UnknownField.
func ParseRequired(entries []string) ([][]Field, error) {
	groups := make([][]Field, 0, len(entries))
	for _, entry := range entries {
		var group []Field
		for word := range strings.SplitSeq(entry, "|") {
			f, ok := ParseField(word)
			if !ok {
				return nil, &UnknownField{strings.TrimSpace(word)}
			}
			group = append(group, f)
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// FieldNames are the fields as ParseField reads them.
func FieldNames() []string {
	var names []string
	for f := Name; f <= ContactID; f++ {
		names = append(names, f.String())
	}
	return names
}
