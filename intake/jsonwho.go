package intake

import (
	"fmt"
	"slices"
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
	if len(f.persons) > 0 && len(l.Contacts) == 0 { // they are empty
		r.job(&l.Role, &f)
	}
	r.persons(f.contacts, f.contactsAt)
	for _, g := range f.orgPeople {
		r.persons(g.people, g.at)
	}
}

// kindBy decides between company and contact: as the file says, else by what only
// a person has. A company with a person beside it is a company with a contact.
func (r *reader) kindBy(f facts, hint string) lead.Kind {
	if f.kind != nil {
		return *f.kind
	}
	if r.ours {
		return lead.Company
	}
	if f.first != "" || f.last != "" {
		return lead.Contact
	}
	if len(f.persons) > 0 {
		if f.company == "" && f.full == "" {
			return lead.Contact
		}
		return lead.Company
	}
	if f.full == "" || f.employees != "" || len(f.contacts) > 0 {
		return lead.Company
	}
	if f.company == f.full && f.job == "" { // its own object beside it
		return lead.Company
	}
	if f.company != "" || f.job != "" || f.title != "" || ofPerson(f.fullPath) || oneOf(key(hint), "contacts people persons person individuals") {
		return lead.Contact
	}
	return lead.Company
}

// ofPerson says that a member is the name of a person, by its own: "full_name".
func ofPerson(path string) bool {
	return key(path[strings.LastIndexByte(path, '.')+1:]) == "fullname"
}

// assembleContact gives a person's names their places.
func (r *reader) assembleContact(l *lead.Lead, f *facts) {
	if f.full == "" && f.first == "" && len(f.persons) > 0 && f.last == "" {
		first := f.persons[0]
		f.persons = f.persons[1:]
		if first.kind == '{' {
			person := r.person(first, f.personsAt)
			l.Person = r.joined(l.Person, person, f.personsAt)
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
	if f.first == "" {
		p.Name = f.full
		return
	}
	said := []string{"", f.first, f.last, f.first + " " + f.last, f.last + " " + f.first, f.last + ", " + f.first}
	if slices.Contains(said, f.full) {
		return
	}
	if rest, begins := strings.CutPrefix(f.full, f.first+" "); begins && f.last == "" {
		p.LastName = strings.TrimSpace(rest)
		return
	}
	r.keep(f.fullPath, f.full)
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
	if l.Name == "" {
		l.Name = f.company
		r.ofCompany(l, f)
	} else {
		if f.company != l.Name {
			r.keep(f.compPath, f.company)
		}
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
	l.Person = r.joined(l.Person, of.Person, f.orgPath)
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
	r.keep(f.orgPath+".firstName", of.first)
	r.keep(f.orgPath+".lastName", of.last)
	r.keep(f.orgPath+".jobTitle", of.job)
	r.keep(of.titlePath, of.title)
	if of.full != f.company {
		r.keep(of.fullPath, of.full)
	}
	if of.org != nil {
		r.restOf(of.org, of.orgPath)
	} else {
		r.keep(of.compPath, of.company)
	}
	if of.kind != nil && *of.kind != l.Kind {
		r.keep(f.orgPath+".kind", kindName(*of.kind))
	}
	l.Labels = append(l.Labels, of.labels...)
	f.orgPeople = []group{{of.persons, of.personsAt}, {of.contacts, of.contactsAt}}
}

// joined is a person with what another object says of the same one. What it says
// otherwise goes to the notes.
func (r *reader) joined(p, more lead.Person, at string) lead.Person {
	for _, one := range []struct {
		to         *string
		text, what string
	}{
		{&p.Name, more.Name, "name"},
		{&p.LastName, more.LastName, "lastName"},
		{&p.Role, more.Role, "role"},
		{&p.Industry, more.Industry, "industry"},
		{&p.ContactID, more.ContactID, "contactId"},
	} {
		if *one.to == "" {
			*one.to = one.text
		} else if one.text != *one.to {
			r.keep(at+"."+one.what, one.text)
		}
	}
	p.Emails, p.Phones = append(p.Emails, more.Emails...), append(p.Phones, more.Phones...)
	p.Socials, p.Addresses = append(p.Socials, more.Socials...), append(p.Addresses, more.Addresses...)
	return p
}

// job is the job title, which several members may say.
func (r *reader) job(to *string, f *facts) {
	for _, one := range []struct{ text, at string }{{f.job, "jobTitle"}, {f.title, f.titlePath}} {
		if one.text == *to {
			continue
		}
		if *to == "" && !formOfAddress(one.text) {
			*to = one.text
			continue
		}
		r.keep(one.at, one.text)
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
		if p := r.person(k, path); r.ours || !p.Empty() { // null is as if absent
			l.Contacts = append(l.Contacts, p)
		}
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
