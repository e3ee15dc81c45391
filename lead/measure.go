package lead

import "fmt"

// measure finds more rows, or more values, than a lead may have. What is beyond
// is kept as it is and not checked any further.
func (c *checker) measure(contact int, f Field) {
	if n := c.lead.Rows(contact, f); n > MaxRows {
		c.add(Path{Contact: contact, Field: f, Row: MaxRows}, false, fmt.Sprintf("at most 1,000 rows, %d too many", n-MaxRows))
	}
}

// beyond says that a lead has more than it may have.
func beyond(l *Lead) bool {
	if members(l) > MaxMembers {
		return true
	}
	for contact := range min(len(l.Contacts), MaxRows) + 1 {
		for _, f := range ContactOrder() {
			if l.Rows(contact, f) > MaxRows {
				return true
			}
		}
	}
	return len(l.Labels) > MaxRows || len(l.Contacts) > MaxRows
}

// members counts the values of a lead that are not empty.
func members(l *Lead) int {
	n := len(l.Labels)
	for _, s := range []string{l.Company, l.Employees, l.Notes, l.CompanyID} {
		n += filled(s)
	}
	n += l.members()
	for i := range l.Contacts {
		n += l.Contacts[i].members()
	}
	return n
}

func (p *Person) members() int {
	n := len(p.Emails) + len(p.Phones)
	for _, s := range []string{p.Name, p.LastName, p.Role, p.Industry, p.ContactID} {
		n += filled(s)
	}
	for _, s := range p.Socials {
		n += filled(s.URL) + filled(s.Type)
	}
	for _, a := range p.Addresses {
		n += filled(a.Street) + filled(a.City) + filled(a.State) + filled(a.PostalCode) + filled(a.Country)
	}
	return n
}

func filled(s string) int { return min(len(s), 1) }
