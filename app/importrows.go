package app

import (
	"slices"
	"strings"

	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// rows counts what the files hold, with the rows in which no lead stands.
func (n *sorted) rows(leads int) {
	n.Rows = leads
	for _, read := range n.options.Reads {
		if t := read.Table; t != nil {
			n.Empty += t.Rows - read.Leads
		}
	}
	n.Rows += n.Empty
}

// given puts on a lead what the import was told.
func (n *sorted) given(item *intake.Item) {
	if item.Err != nil {
		return
	}
	for _, label := range n.options.Labels {
		if !slices.Contains(item.Lead.Labels, label) {
			item.Lead.Labels = append(item.Lead.Labels, label)
		}
	}
	if len(n.options.Preset) > 0 {
		item.Lead = n.options.Preset.Into(item.Lead)
	}
}

// problem counts a draft by what is wrong with it, and tells who wants to know.
func (n *sorted) problem(e queue.Entry) error {
	if n.Problems == nil {
		n.Problems = map[string]int{}
	}
	var seen []lead.Field
	for _, p := range e.Problems {
		if p.Note || slices.Contains(seen, p.Field) {
			continue
		}
		seen = append(seen, p.Field)
		n.Problems[p.Field.Label()]++
	}
	if n.options.Problem == nil || len(seen) == 0 {
		return nil
	}
	return n.options.Problem(e)
}

// mostContacts is how many contacts a company gets of an import.
const mostContacts = 200

// grouped makes one company lead of the rows that name the same company: each person
// is a contact of it. Leads of our own exports stay as they are.
func grouped(items []*intake.Item) []*intake.Item {
	at := map[string]*intake.Item{}
	var out []*intake.Item
	for _, item := range items {
		company := companyOf(item)
		if company == "" {
			out = append(out, item)
			continue
		}
		first := at[company]
		if first == nil || len(first.Lead.Contacts) >= mostContacts {
			asCompany(item)
			at[company] = item
			out = append(out, item)
			continue
		}
		join(first, item)
	}
	return out
}

// companyOf is the company of a row, folded; "" for a row that stands alone.
func companyOf(item *intake.Item) string {
	l := item.Lead
	switch {
	case item.Err != nil, item.State != "", len(l.Contacts) > 0:
		return ""
	case l.Kind == lead.Contact:
		return lead.Fold(l.Company)
	}
	return lead.Fold(l.Name)
}

// asCompany makes the company of a person's lead, the person its contact.
func asCompany(item *intake.Item) {
	l := &item.Lead
	if l.Kind != lead.Contact {
		return
	}
	person := l.Person
	name, industry := l.Company, person.Industry
	person.Industry = ""
	l.Kind, l.Company, l.Person = lead.Company, "", lead.Person{Name: name, Industry: industry}
	l.Contacts = []lead.Person{person}
	if l.Notes != "" {
		l.Notes = person.FullName() + ": " + l.Notes
	}
	for i := range item.Problems {
		item.Problems[i].Contact = 1
	}
}

// join puts a row into the company of an earlier one. What differs goes to the notes.
func join(to, item *intake.Item) {
	asCompany(item)
	l, more := &to.Lead, item.Lead
	at := 0 // the contact that the row's person is
	for _, p := range more.Contacts {
		if at = again(l.Contacts, p); at < 0 {
			at = len(l.Contacts)
			l.Contacts = append(l.Contacts, p)
		}
	}
	for _, p := range item.Problems {
		if p.Contact > 0 {
			p.Row = max(0, slices.Index(l.Contacts[at].Phones, more.Get(p.Path)))
			p.Contact = at + 1
		}
		to.Problems = append(to.Problems, p)
	}
	if len(more.Contacts) == 0 { // the company itself once more
		l.Emails, l.Phones = both(l.Emails, more.Emails), both(l.Phones, more.Phones)
		l.Socials, l.Addresses = both(l.Socials, more.Socials), both(l.Addresses, more.Addresses)
	}
	l.Labels = both(l.Labels, more.Labels)
	for _, one := range []struct {
		to   *string
		text string
	}{{&l.Industry, more.Industry}, {&l.Employees, more.Employees}, {&l.CompanyID, more.CompanyID}, {&l.Role, more.Role}} {
		if *one.to == "" {
			*one.to = one.text
		} else if one.text != "" && one.text != *one.to {
			more.Notes = withLine(more.Notes, one.text)
		}
	}
	if more.Notes != l.Notes {
		l.Notes = withLine(l.Notes, more.Notes)
	}
	to.Controls, to.Blanks, to.Said = to.Controls+item.Controls, to.Blanks+item.Blanks, append(to.Said, item.Said...)
}

// again puts a person who is among the contacts already into that one: of the same name
// and email, with nothing else that differs. It says which one, -1 for none.
func again(people []lead.Person, p lead.Person) int {
	i := slices.IndexFunc(people, func(have lead.Person) bool {
		same := func(a, b string) bool { return a == "" || b == "" || a == b }
		return strings.EqualFold(have.FullName(), p.FullName()) && same(have.Role, p.Role) &&
			slices.ContainsFunc(p.Emails, func(e string) bool { return slices.Contains(have.Emails, e) })
	})
	if i < 0 {
		return -1
	}
	have := &people[i]
	have.Emails, have.Phones = both(have.Emails, p.Emails), both(have.Phones, p.Phones)
	have.Socials, have.Addresses = both(have.Socials, p.Socials), both(have.Addresses, p.Addresses)
	if have.Role == "" {
		have.Role = p.Role
	}
	return i
}

func withLine(text, line string) string {
	if text == "" || line == "" {
		return text + line
	}
	return text + "\n" + line
}

// both are the rows of two lists, each once.
func both[T comparable](a, b []T) []T {
	for _, one := range b {
		if !slices.Contains(a, one) {
			a = append(a, one)
		}
	}
	return a
}
