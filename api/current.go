package api

import (
	"strconv"

	"leadpad/lead"
)

// fixedNames are the members of a current lead that both the table and the
// example of the documentation agree on. The config cannot change them.
var fixedNames = []string{
	"isContact", "name", "lastName", "industry", "role", "employeeCount",
	"companyId", "contactId", "labels", "contacts",
}

// writeCurrent writes one lead in the current form.
func (e Encoding) writeCurrent(w *writer, l lead.Lead) {
	contact := l.Kind == lead.Contact
	w.object(func() {
		w.member("isContact")
		w.comma()
		w.buf = strconv.AppendBool(w.buf, contact)
		head := l.Person
		if !contact {
			head.LastName = ""
		}
		writeHead(w, head)
		if !contact {
			writeEmployees(w, l.Employees)
		}
		w.text("companyId", send(l.CompanyID))
		w.text("contactId", send(l.ContactID))
		w.list("labels", len(l.Labels), func(i int) {
			if label := send(l.Labels[i]); label != "" {
				w.value(label)
			}
		})
		w.list("contacts", len(l.Contacts), func(i int) {
			w.object(func() {
				writeHead(w, l.Contacts[i])
				w.text("contactId", send(l.Contacts[i].ContactID))
				e.writeReach(w, l, i+1)
			})
		})
		e.writeReach(w, l, 0)
		w.text(e.Wire.Notes, e.currentNotes(l))
	})
}

// writeHead writes what a lead and a contact have first.
func writeHead(w *writer, p lead.Person) {
	w.text("name", send(p.Name))
	w.text("lastName", send(p.LastName))
	w.text("industry", send(p.Industry))
	w.text("role", send(p.Role))
}

// writeEmployees writes the head count as a number, or, in a preview of what is
// no number yet, as typed.
func writeEmployees(w *writer, typed string) {
	if n, ok := lead.EmployeeCount(typed); ok {
		w.number("employeeCount", n)
		return
	}
	w.text("employeeCount", send(typed))
}

// writeReach writes emails, phones, socials and addresses of the lead (0) or
// its n-th contact.
func (e Encoding) writeReach(w *writer, l lead.Lead, contact int) {
	names, p := e.Wire, person(l, contact)
	w.list(names.Emails, len(p.Emails), func(i int) {
		w.object(func() { w.text(names.EmailAddress, send(p.Emails[i])) })
	})
	w.list(names.Phones, len(p.Phones), func(i int) {
		w.object(func() { w.text(names.PhoneNumber, e.phone(l, contact, p.Phones[i])) })
	})
	w.list(names.Socials, len(p.Socials), func(i int) {
		w.object(func() {
			w.text(names.SocialType, socialType(p.Socials[i]))
			w.text(names.SocialURL, lead.SendURL(p.Socials[i].URL))
		})
	})
	w.list(names.Addresses, len(p.Addresses), func(i int) {
		a := p.Addresses[i]
		w.object(func() {
			w.text(names.Street, send(a.Street))
			w.text(names.City, send(a.City))
			w.text(names.State, send(a.State))
			w.text(names.PostalCode, send(a.PostalCode))
			w.text(names.Country, send(a.Country))
		})
	})
}

// person is the lead itself (0) or its n-th contact.
func person(l lead.Lead, contact int) lead.Person {
	if contact == 0 {
		return l.Person
	}
	return l.Contacts[contact-1]
}

// currentNotes is the rep's notes and, because the current form has no member
// for them, the company that a contact works for and what stands beside phones.
func (e Encoding) currentNotes(l lead.Lead) string {
	var lines []string
	if company := send(l.Company); company != "" && l.Kind == lead.Contact {
		lines = []string{"Company: " + company}
	}
	for contact := range len(l.Contacts) + 1 {
		e.beside(l, contact, func(number, words string) { lines = append(lines, "Phone "+number+": "+words) })
	}
	return underNotes(l.Notes, lines)
}
