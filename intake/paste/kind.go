package paste

import (
	"slices"

	"leadpad/lead"
)

// convert makes a lead that an import read, whose text says its kind or leaves it open,
// the kind that is wanted, as a text for people becomes it: of a company its first
// person with the company in its row, of a contact their company with them in it.
func (l *Lead) convert(as As) {
	switch {
	case as == Contact && l.Lead.Kind == lead.Company:
		l.Lead = contactOf(l.Lead)
		for i := range l.Problems {
			l.Problems[i].Contact = max(0, l.Problems[i].Contact-1)
		}
	case as == Company && l.Lead.Kind == lead.Contact:
		l.Lead = companyOf(l.Lead)
		for i := range l.Problems {
			if f := l.Problems[i].Field; f != lead.Addresses && f != lead.Industry && f != lead.Labels && f != lead.Notes {
				l.Problems[i].Contact++
			}
		}
	default:
		return
	}
	line := 0
	if len(l.Found) > 0 {
		line = l.Found[0].Line
	}
	l.setFound(line)
}

func contactOf(in lead.Lead) lead.Lead {
	out := in.Clone()
	out.Kind, out.Company = lead.Contact, in.Name
	out.Name = ""
	if len(in.Contacts) == 0 {
		return out
	}
	p := out.Contacts[0]
	out.Contacts = out.Contacts[1:]
	out.Name, out.LastName = p.Name, p.LastName
	if p.Role != "" {
		out.Role = p.Role
	}
	if p.Industry != "" {
		out.Industry = p.Industry
	}
	if p.ContactID != "" {
		out.ContactID = p.ContactID
	}
	out.Emails = slices.Concat(p.Emails, out.Emails)
	out.Phones = slices.Concat(p.Phones, out.Phones)
	out.Socials = slices.Concat(p.Socials, out.Socials)
	out.Addresses = slices.Concat(p.Addresses, out.Addresses)
	return out
}

func companyOf(in lead.Lead) lead.Lead {
	out := in.Clone()
	out.Kind, out.Company = lead.Company, ""
	p := out.Person
	out.Person = lead.Person{Name: in.Company, Industry: p.Industry, Addresses: p.Addresses}
	p.Industry, p.Addresses = "", nil
	for _, email := range in.Emails {
		if fits(lead.Emails, email) && roleAddress(localOf(email)) {
			out.Emails = append(out.Emails, email)
		}
	}
	p.Emails = slices.DeleteFunc(p.Emails, func(email string) bool { return slices.Contains(out.Emails, email) })
	out.Contacts = append([]lead.Person{p}, out.Contacts...)
	return out
}
