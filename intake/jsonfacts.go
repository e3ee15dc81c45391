package intake

import (
	"slices"
	"strings"

	"leadpad/lead"
)

// facts is what an object says of a lead or of a person.
type facts struct {
	lead.Person        // all but the name, which assemble decides
	full, first, last  string
	company            string
	org, orgName       *node // the company as an object, and the member with its name
	orgPath            string
	job, title         string // a job title, and what may be one
	titlePath          string
	employees          string
	companyID          string
	labels             []string
	notes              string
	kind               *lead.Kind
	persons, contacts  []*node
	personsAt          string
	contactsAt         string
	orgPeople          []group // of the company's object
	seen               []*node // members that say one thing, to find those that say it again
	parts              []addressGroup
	fullPath, compPath string
}

// group is persons that stand in one member.
type group struct {
	people []*node
	at     string
}

// addressGroup is an address that stands in members of its own: MailingCity.
type addressGroup struct {
	word string
	lead.Address
}

// facts reads the members of an object. A lead has more of them than a person.
func (r *reader) facts(n *node, path string, whole bool) facts {
	f := facts{seen: make([]*node, 0, len(n.kids))}
	for i := range n.kids {
		k := &n.kids[i]
		if k.absent() {
			continue
		}
		r.fact(&f, k, r.meaning(k), path, whole)
	}
	f.gather()
	if !r.ours {
		f.Addresses = withoutTwins(f.Addresses)
	}
	return f
}

// gather makes addresses of the parts that stand in members of their own.
func (f *facts) gather() {
	for _, g := range f.parts {
		f.Addresses = append(f.Addresses, g.Address)
	}
	f.parts = nil
}

// withoutTwins leaves out an address that stands there already: Salesforce
// writes each as an object and in parts.
func withoutTwins(as []lead.Address) []lead.Address {
	var out []lead.Address
	for _, a := range as {
		if !slices.Contains(out, a) || a.Empty() {
			out = append(out, a)
		}
	}
	return out
}

// fact reads one member.
func (r *reader) fact(f *facts, k *node, m member, path string, whole bool) {
	at := path + k.name
	if m.meaning != unknown && m.meaning != housekeeping {
		for _, before := range f.seen {
			if r.meaning(before).key == m.key {
				r.twice(before.name, k, at)
				return
			}
		}
		f.seen = append(f.seen, k)
	}
	if r.personal(f, k, m, at) || whole && r.wholeLead(f, k, m, at) {
		return
	}
	r.rest(k, at)
}

// twice tells that two names of one object differ in case only.
func (r *reader) twice(before string, k *node, at string) {
	if before == k.name {
		r.tell(Twice, before)
	} else {
		r.tell(Alike, before, k.name)
	}
	r.rest(k, at)
}

// personal reads what leads and contacts have both.
func (r *reader) personal(f *facts, k *node, m member, at string) bool {
	switch m.meaning {
	case name:
		if r.nameParts(k) {
			r.partsOfName(f, k, at)
			return true
		}
		r.fill(&f.full, k, at, lead.Name)
		f.fullPath = at
	case firstName:
		r.fill(&f.first, k, at, lead.Name)
	case lastName:
		r.fill(&f.last, k, at, lead.LastName)
	case jobTitle:
		r.fill(&f.job, k, at, lead.Role)
	case role:
		r.fill(&f.Role, k, at, lead.Role)
	case title:
		r.fill(&f.title, k, at, lead.Role)
		f.titlePath = at
	case industry:
		r.fill(&f.Industry, k, at, lead.Industry)
	case emails:
		f.Emails = append(f.Emails, r.texts(emails, k, at)...)
	case phones:
		f.Phones = append(f.Phones, r.texts(phones, k, at)...)
	case social, socials:
		f.Socials = append(f.Socials, r.socials(k, m.word, at)...)
	case addresses:
		r.addresses(f, k, m.word, at)
	case addressPart:
		r.part(f, k, m, at)
	case contactID:
		return r.link(&f.ContactID, k, lead.ContactID)
	case company:
		return r.company(f, k, at)
	default:
		return false
	}
	return true
}

// partsOfName reads {"first": "Ana", "last": "Lee"}.
func (r *reader) partsOfName(f *facts, n *node, at string) {
	for i := range n.kids {
		switch k := &n.kids[i]; partOfName(r.meaning(k)) {
		case firstName:
			r.fill(&f.first, k, at+"."+k.name, lead.Name)
		case lastName:
			r.fill(&f.last, k, at+"."+k.name, lead.LastName)
		default:
			r.rest(k, at+"."+k.name)
		}
	}
}

// wholeLead reads what only a lead has.
func (r *reader) wholeLead(f *facts, k *node, m member, at string) bool {
	switch m.meaning {
	case employees:
		if k.kind == '{' || k.kind == '[' && len(k.kids) != 1 {
			return false
		}
		r.fill(&f.employees, k, at, lead.Employees)
	case labels:
		if k.kind == '0' && m.key == "label" { // Pipedrive's number of one
			return false
		}
		f.labels = append(f.labels, r.texts(labels, k, at)...)
	case notes:
		return r.notes(f, k, at)
	case companyID:
		return r.link(&f.companyID, k, lead.CompanyID)
	case isContact:
		r.isContact(f, k)
	case kind:
		r.kind(f, k)
	case contactPerson:
		if strings.HasSuffix(key(k.name), "id") && k.kind != '{' {
			return false
		}
		f.persons, f.personsAt = append(f.persons, people(k)...), at
	case contacts:
		f.contacts, f.contactsAt = append(f.contacts, people(k)...), at
	default:
		return r.typeHint(f, k)
	}
	return true
}

// people are the persons in a list, or the one that stands where a list belongs.
func people(k *node) []*node {
	if k.kind != '[' {
		return []*node{k}
	}
	var out []*node
	for i := range k.kids {
		if !k.kids[i].absent() {
			out = append(out, &k.kids[i])
		}
	}
	return out
}

// link reads the UUID of what is in ClosingDealz already. Another program's
// number of the same name is housekeeping.
func (r *reader) link(to *string, k *node, f lead.Field) bool {
	if !r.ours && (k.kind != '"' || digitsOnly(k.text)) {
		return false
	}
	r.fill(to, k, k.name, f)
	return true
}
