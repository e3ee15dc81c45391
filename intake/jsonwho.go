package intake

import (
	"fmt"
	"strings"

	"leadpad/lead"
)

// assemble makes the lead of what was found: which kind it is, and whose the
// names are.
func (r *reader) assemble(f facts, hint string) {
	l := &r.item.Lead
	l.Kind = r.kindBy(f, hint)
	l.Person = f.Person
	l.Employees, l.CompanyID, l.Labels, l.Notes = f.employees, f.companyID, f.labels, f.notes
	if l.Kind == lead.Contact {
		r.assembleContact(l, &f)
	} else {
		r.assembleCompany(l, &f)
	}
	r.persons(f.persons, f.personsAt)
	if len(f.persons) > 0 && len(l.Contacts) > 0 {
		first := &l.Contacts[0]
		if f.title != "" && f.title != f.job {
			r.keep(f.titlePath, f.title) // of a deal, perhaps
			f.title = ""
		}
		r.job(&first.Role, &f)
	}
	r.persons(f.contacts, f.contactsAt)
}

// kindBy decides between company and contact: as the file says, else by what only
// a person has. A company with a person beside it is a company with a contact.
func (r *reader) kindBy(f facts, hint string) lead.Kind {
	companyOnly := f.employees != "" || len(f.contacts) > 0
	switch {
	case f.kind != nil:
		return *f.kind
	case r.ours:
		return lead.Company
	case f.first != "" || f.last != "":
		return lead.Contact
	case len(f.persons) > 0:
		if f.company == "" && f.full == "" {
			return lead.Contact
		}
	case f.full != "" && !companyOnly && (f.company != "" || f.job != "" || f.title != ""):
		return lead.Contact
	case f.full != "" && !companyOnly && oneOf(key(hint), "contacts people persons person individuals"):
		return lead.Contact
	}
	return lead.Company
}

// assembleContact gives a person's names their places.
func (r *reader) assembleContact(l *lead.Lead, f *facts) {
	if f.full == "" && f.first == "" && len(f.persons) > 0 && f.last == "" {
		first := f.persons[0]
		f.persons = f.persons[1:]
		if first.kind == '{' {
			person := r.person(first, f.personsAt)
			l.Person = joined(l.Person, person)
		} else {
			l.Name = r.text(first, f.personsAt, lead.Name)
		}
	} else {
		r.nameOf(&l.Person, f)
	}
	l.Company = f.company
	if f.org != nil {
		r.restOf(f.org, f.orgPath, f.orgName)
	}
	r.job(&l.Role, f)
}

// nameOf makes first and last name of what a person is called. A full name beside
// them that says the same is not kept twice.
func (r *reader) nameOf(p *lead.Person, f *facts) {
	p.Name, p.LastName = f.first, f.last
	rest, begins := strings.CutPrefix(f.full, f.first+" ")
	switch {
	case f.first == "":
		p.Name = f.full
	case f.full == "", f.full == f.first, f.full == f.last, f.full == f.first+" "+f.last,
		f.full == f.last+" "+f.first, f.full == f.last+", "+f.first:
	case f.last == "" && begins:
		p.LastName = strings.TrimSpace(rest)
	default:
		r.keep(f.fullPath, f.full)
	}
}

// assembleCompany gives a company its name, and its persons their places.
func (r *reader) assembleCompany(l *lead.Lead, f *facts) {
	r.nameOf(&l.Person, f)
	if r.ours {
		l.Company = f.company
		r.job(&l.Role, f)
		return
	}
	if f.title != "" && l.Name == "" && f.company == "" && !formOfAddress(f.title) {
		l.Name, f.title = f.title, "" // of a place on a map
	}
	switch {
	case l.Name == "":
		l.Name = f.company
		r.ofCompany(l, f)
	case f.company == "" || f.company == l.Name:
		if f.org != nil {
			r.restOf(f.org, f.orgPath, f.orgName)
		}
	default:
		r.keep(f.compPath, f.company)
		if f.org != nil {
			r.restOf(f.org, f.orgPath, f.orgName)
		}
	}
	if len(f.persons) == 0 {
		r.job(&l.Role, f)
	}
}

// ofCompany takes the members of the company's object as the lead's own.
func (r *reader) ofCompany(l *lead.Lead, f *facts) {
	if f.org == nil {
		return
	}
	of := r.facts(f.org, f.orgPath+".", true)
	l.Person = joined(l.Person, of.Person)
	for _, one := range []struct {
		to   *string
		text string
		what string
	}{{&l.Employees, of.employees, "employees"}, {&l.Notes, of.notes, "notes"}, {&l.CompanyID, of.companyID, "companyId"}} {
		if *one.to == "" {
			*one.to = one.text
		} else {
			r.keep(f.orgPath+"."+one.what, one.text)
		}
	}
	l.Labels = append(l.Labels, of.labels...)
	f.contacts = append(f.contacts, append(of.persons, of.contacts...)...)
	if f.contactsAt == "" {
		f.contactsAt = of.contactsAt
	}
}

// joined is a person with what another object says of the same one.
func joined(p, more lead.Person) lead.Person {
	for _, one := range []struct{ to, text *string }{
		{&p.Name, &more.Name},
		{&p.LastName, &more.LastName},
		{&p.Role, &more.Role},
		{&p.Industry, &more.Industry},
		{&p.ContactID, &more.ContactID},
	} {
		if *one.to == "" {
			*one.to = *one.text
		}
	}
	p.Emails, p.Phones = append(p.Emails, more.Emails...), append(p.Phones, more.Phones...)
	p.Socials, p.Addresses = append(p.Socials, more.Socials...), append(p.Addresses, more.Addresses...)
	return p
}

// job is the job title, which several members may say.
func (r *reader) job(to *string, f *facts) {
	for _, one := range []struct{ text, at string }{{f.job, "jobTitle"}, {f.title, f.titlePath}} {
		switch {
		case one.text == "" || one.text == *to:
		case *to == "" && !formOfAddress(one.text):
			*to = one.text
		default:
			r.keep(one.at, one.text)
		}
	}
	f.job, f.title = "", ""
}

// formOfAddress knows what stands before a name and is no job.
func formOfAddress(title string) bool {
	return oneOf(strings.ToLower(strings.Trim(title, ". ")), "mr mrs ms miss mx dr prof herr frau mme m monsieur madame sr sra señor señora dhr mevr sig")
}

// persons reads the associated contacts of a lead.
func (r *reader) persons(list []*node, at string) {
	l := &r.item.Lead
	for i, k := range list {
		path := at
		if len(list) > 1 {
			path = fmt.Sprintf("%s.%d", at, i+1)
		}
		r.contact = len(l.Contacts) + 1
		l.Contacts = append(l.Contacts, r.person(k, path))
	}
	r.contact = 0
}

// person reads one contact: an object, or a name.
func (r *reader) person(k *node, path string) lead.Person {
	if k.kind != '{' {
		text := r.text(k, path, lead.Name)
		if local, domain, ok := strings.Cut(text, "@"); ok && local != "" && !strings.ContainsAny(text, " <") && strings.Contains(domain, ".") {
			return lead.Person{Emails: []string{text}}
		}
		return lead.Person{Name: text}
	}
	f := r.facts(k, path+".", false)
	p := f.Person
	r.nameOf(&p, &f)
	r.job(&p.Role, &f)
	if f.company != "" && f.company != r.item.Lead.Name {
		r.keep(path+".company", f.company)
	}
	if f.org != nil {
		r.restOf(f.org, f.orgPath, f.orgName)
	}
	return p
}
