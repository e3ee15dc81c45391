package lead

import (
	"slices"
	"strings"
)

// FullName is name and last name, trimmed.
func (p Person) FullName() string {
	return strings.TrimSpace(strings.TrimSpace(p.Name) + " " + strings.TrimSpace(p.LastName))
}

// Title is what a lead is called in a table: its name (a contact's with the
// last name), else its company, first email or first phone; "" when it has none.
func (l Lead) Title() string {
	name := strings.TrimSpace(l.Name)
	if l.Kind == Contact || name == "" {
		name = l.FullName()
	}
	if name != "" {
		return name
	}
	for _, rows := range [][]string{{l.Company}, l.Emails, l.Phones} {
		if first := firstFilled(rows); first != "" {
			return first
		}
	}
	return ""
}

func firstFilled(rows []string) string {
	for _, r := range rows {
		if r = strings.TrimSpace(r); r != "" {
			return r
		}
	}
	return ""
}

// Empty says that nothing was typed; spaces are nothing.
func (l Lead) Empty() bool {
	return l.Person.Empty() && blank(l.Company, l.Employees, l.Notes, l.CompanyID) && firstFilled(l.Labels) == "" &&
		!slices.ContainsFunc(l.Contacts, func(p Person) bool { return !p.Empty() })
}

// Empty says that nothing was typed.
func (p Person) Empty() bool {
	return blank(p.Name, p.LastName, p.Role, p.Industry, p.ContactID) &&
		firstFilled(p.Emails) == "" && firstFilled(p.Phones) == "" &&
		!slices.ContainsFunc(p.Socials, func(s Social) bool { return !s.Empty() }) &&
		!slices.ContainsFunc(p.Addresses, func(a Address) bool { return !a.Empty() })
}

// Empty says that nothing was typed.
func (s Social) Empty() bool { return blank(s.URL, s.Type) }

// Empty says that nothing was typed.
func (a Address) Empty() bool { return blank(a.Street, a.City, a.State, a.PostalCode, a.Country) }

func blank(texts ...string) bool { return firstFilled(texts) == "" }

// Clone copies l so that no slice is shared.
func (l Lead) Clone() Lead {
	l.Person = l.Person.clone()
	l.Labels = slices.Clone(l.Labels)
	l.Contacts = slices.Clone(l.Contacts)
	for i, c := range l.Contacts {
		l.Contacts[i] = c.clone()
	}
	return l
}

func (p Person) clone() Person {
	p.Emails = slices.Clone(p.Emails)
	p.Phones = slices.Clone(p.Phones)
	p.Socials = slices.Clone(p.Socials)
	p.Addresses = slices.Clone(p.Addresses)
	return p
}

// Normalised copies l without the spaces around its texts and without empty
// rows, labels and contacts. Its paths are not those of l: Check looks at a
// lead as it was typed and skips what Normalised drops.
func (l Lead) Normalised() Lead {
	l.Person = l.Person.normalised()
	for _, s := range []*string{&l.Company, &l.Employees, &l.Notes, &l.CompanyID} {
		*s = strings.TrimSpace(*s)
	}
	l.Labels = trimmed(l.Labels)
	var contacts []Person
	for _, c := range l.Contacts {
		if c = c.normalised(); !c.Empty() {
			contacts = append(contacts, c)
		}
	}
	l.Contacts = contacts
	return l
}

func (p Person) normalised() Person {
	for _, s := range []*string{&p.Name, &p.LastName, &p.Role, &p.Industry, &p.ContactID} {
		*s = strings.TrimSpace(*s)
	}
	p.Emails, p.Phones = trimmed(p.Emails), trimmed(p.Phones)
	var socials []Social
	for _, s := range p.Socials {
		if !s.Empty() {
			socials = append(socials, Social{URL: strings.TrimSpace(s.URL), Type: strings.TrimSpace(s.Type)})
		}
	}
	var addresses []Address
	for _, a := range p.Addresses {
		if a.Empty() {
			continue
		}
		for _, s := range []*string{&a.Street, &a.City, &a.State, &a.PostalCode, &a.Country} {
			*s = strings.TrimSpace(*s)
		}
		addresses = append(addresses, a)
	}
	p.Socials, p.Addresses = socials, addresses
	return p
}

// trimmed copies rows without outer spaces and empty ones.
func trimmed(rows []string) []string {
	var out []string
	for _, r := range rows {
		if r = strings.TrimSpace(r); r != "" {
			out = append(out, r)
		}
	}
	return out
}
