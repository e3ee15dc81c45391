package intake

import "leadpad/lead"

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
