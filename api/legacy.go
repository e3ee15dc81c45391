package api

import (
	"cmp"
	"fmt"
	"strings"

	"leadpad/lead"
)

// legacyReach is what a legacy lead and a legacy contact share: one value of
// each sort.
type legacyReach struct {
	website, linkedIn, twitter, facebook string
	email, phone, address                string
}

// legacyLead is a lead in the legacy form. What has no member stands in notes.
type legacyLead struct {
	company, contactPerson, jobTitle, industry string
	employees                                  string
	legacyReach
	notes    string
	labels   []string
	contacts []legacyContact
}

type legacyContact struct {
	name, lastName, role string
	legacyReach
}

// leftovers gathers what has no member, one `Header: value` line each.
type leftovers struct{ lines []string }

func (o *leftovers) add(header, of, value string) {
	if value == "" {
		return
	}
	if of != "" {
		header += " of " + of
	}
	o.lines = append(o.lines, header+": "+value)
}

// toLegacy maps one of our leads as docs/api.md says ("How one of our leads becomes
// a legacy lead"). Nothing that the lead's kind can send is lost: what has no
// member becomes a line of the notes.
func (e Encoding) toLegacy(l lead.Lead) legacyLead {
	var rest leftovers
	out := legacyLead{industry: send(l.Industry), labels: filled(l.Labels)}
	if l.Kind == lead.Contact {
		out.company = send(l.Company)
		out.contactPerson = l.FullName()
		out.jobTitle = send(l.Role)
	} else {
		out.company = send(l.Name)
		out.employees = send(l.Employees)
		rest.add("Role", "", send(l.Role))
	}
	out.legacyReach = e.reach(l, 0, "", &rest)
	rest.add("Company ID", "", send(l.CompanyID))
	rest.add("Contact ID", "", send(l.ContactID))
	first := firstContact(l)
	for i, p := range l.Contacts {
		if p.Empty() {
			continue
		}
		of := called(p, i)
		if i == first {
			out.contactPerson, out.jobTitle = p.FullName(), send(p.Role)
			e.spill(l, i+1, of, &rest)
		} else {
			out.contacts = append(out.contacts, legacyContact{
				name: send(p.Name), lastName: send(p.LastName), role: send(p.Role),
				legacyReach: e.reach(l, i+1, of, &rest),
			})
		}
		rest.add("Industry", of, send(p.Industry))
		rest.add("Contact ID", of, send(p.ContactID))
	}
	out.notes = underNotes(l.Notes, rest.lines)
	return out
}

// firstContact is the index of the contact that a company lead names in
// contactPerson, -1 when there is none.
func firstContact(l lead.Lead) int {
	if l.Kind == lead.Company {
		for i, p := range l.Contacts {
			if !p.Empty() {
				return i
			}
		}
	}
	return -1
}

// called is what a contact is called in the notes: its name, else its number.
func called(p lead.Person, i int) string {
	if name := p.FullName(); name != "" {
		return name
	}
	return fmt.Sprintf("contact %d", i+1)
}

// reach picks the value of each sort that has a member; the others spill over.
func (e Encoding) reach(l lead.Lead, contact int, of string, rest *leftovers) legacyReach {
	var out legacyReach
	p := person(l, contact)
	take := func(member *string, header, value string) {
		if *member == "" {
			*member = value
			return
		}
		rest.add(header, of, value)
	}
	for _, v := range filled(p.Emails) {
		take(&out.email, "Email", v)
	}
	for _, v := range p.Phones {
		take(&out.phone, "Phone", e.phone(l, contact, v))
	}
	e.beside(l, contact, func(number, words string) { rest.add("Phone "+number, of, words) })
	for _, a := range p.Addresses {
		take(&out.address, "Address", addressLine(a))
	}
	for _, s := range p.Socials {
		out.social(s, of, rest)
	}
	return out
}

// social places one social by its URL's host.
func (r *legacyReach) social(s lead.Social, of string, rest *leftovers) {
	url, typed := lead.SendURL(s.URL), send(s.Type)
	host := lead.SocialType(url)
	member := &r.website
	switch host {
	case "LinkedIn":
		member = &r.linkedIn
	case "X", "Twitter":
		member = &r.twitter
	case "Facebook":
		member = &r.facebook
	}
	switch {
	case url == "":
		rest.add("Social", of, typed)
	case *member != "":
		rest.add(header(typed, host), of, url)
	default:
		*member = url
		if typed != "" && !strings.EqualFold(typed, host) {
			rest.add(typed, of, url) // no member says the typed type
		}
	}
}

func header(typed, host string) string {
	return cmp.Or(typed, host, "Website")
}

// spill puts all of the contact's reach into the notes, for the contact that
// became contactPerson.
func (e Encoding) spill(l lead.Lead, contact int, of string, rest *leftovers) {
	p := person(l, contact)
	for _, v := range filled(p.Emails) {
		rest.add("Email", of, v)
	}
	for _, v := range p.Phones {
		rest.add("Phone", of, e.phone(l, contact, v))
	}
	e.beside(l, contact, func(number, words string) { rest.add("Phone "+number, of, words) })
	for _, a := range p.Addresses {
		rest.add("Address", of, addressLine(a))
	}
	for _, s := range p.Socials {
		url, typed := lead.SendURL(s.URL), send(s.Type)
		if url == "" {
			rest.add("Social", of, typed)
			continue
		}
		rest.add(header(typed, lead.SocialType(url)), of, url)
	}
}

// addressLine is an address as one line.
func addressLine(a lead.Address) string {
	town := strings.Join(filled([]string{a.State, a.PostalCode}), " ")
	return strings.Join(filled([]string{a.Street, a.City, town, a.Country}), ", ")
}

// write writes the lead, members in the order of docs/api.md's table. `date` and
// `dateCreated` are left to the server, whose default is now.
func (l legacyLead) write(w *writer) {
	w.object(func() {
		w.text("company", l.company)
		w.text("contactPerson", l.contactPerson)
		w.text("jobTitle", l.jobTitle)
		w.text("industry", l.industry)
		writeEmployees(w, l.employees)
		l.web(w)
		l.direct(w)
		w.text("notes", l.notes)
		w.list("labels", len(l.labels), func(i int) { w.value(l.labels[i]) })
		w.list("contacts", len(l.contacts), func(i int) { l.contacts[i].write(w) })
	})
}

func (c legacyContact) write(w *writer) {
	w.object(func() {
		w.text("name", c.name)
		w.text("lastName", c.lastName)
		c.direct(w)
		c.web(w)
		w.text("role", c.role)
	})
}

func (r legacyReach) web(w *writer) {
	w.text("website", r.website)
	w.text("linkedIn", r.linkedIn)
	w.text("twitter", r.twitter)
	w.text("facebook", r.facebook)
}

func (r legacyReach) direct(w *writer) {
	w.text("email", r.email)
	w.text("phoneNumber", r.phone)
	w.text("address", r.address)
}
