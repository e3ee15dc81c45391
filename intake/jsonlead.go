package intake

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"leadpad/lead"
)

// reader turns one object into a lead. What it finds no field for goes to the
// lead's notes or is named in Item.Dropped.
type reader struct {
	*document
	item    Item
	ours    bool // our own export: a lead as it was typed
	lines   []string
	contact int // whose values are being read: 0 for the lead's own
}

// lead hands on the lead in inner, which is outer or stands in it. hint is what
// the list around it is called, key its name in a keyed object.
func (d *document) lead(outer, inner *node, hint, name string) error {
	if d.check {
		return d.emit(Item{}, outer.line)
	}
	r := &reader{document: d}
	if own := d.own(outer); own != nil {
		r.ours = true
		r.record(outer)
		outer, inner = own, own
	}
	path := ""
	if inner != outer {
		path = inner.name + "."
	}
	f := r.facts(inner, path, true)
	if inner != outer {
		r.around(outer, inner, &f)
	}
	if !digitsOnly(name) {
		r.keep("key", name)
	}
	r.assemble(f, hint)
	l := &r.item.Lead
	if l.Empty() && len(r.lines) == 0 && r.item.ID == uuid.Nil {
		return d.emit(Item{Err: errors.New("nothing stands in it")}, outer.line)
	}
	l.Notes = strings.Join(append(nonEmpty(l.Notes), r.lines...), "\n")
	var controls int
	r.item.Lead, controls = Accept(r.item.Lead)
	r.item.Controls += controls
	slices.Sort(r.item.Dropped)
	r.item.Dropped = slices.Compact(r.item.Dropped)
	if err := r.tooMany(); err != nil {
		return err
	}
	return d.emit(r.item, outer.line)
}

// digitsOnly says that a key only counts, or that there is none.
func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// tooMany refuses a lead whose rows, taken apart, are more than a lead has.
func (r *reader) tooMany() error {
	l := &r.item.Lead
	most := max(len(l.Emails), len(l.Phones), len(l.Socials), len(l.Addresses), len(l.Labels), len(l.Contacts))
	for _, p := range l.Contacts {
		most = max(most, len(p.Emails), len(p.Phones), len(p.Socials), len(p.Addresses))
	}
	if most > maxRows {
		return r.place().errorf("more than %d rows of one kind", maxRows)
	}
	return nil
}

// record reads what our own export says beside the lead.
func (r *reader) record(n *node) {
	for i := range n.kids {
		k := &n.kids[i]
		var err error
		switch key(k.name) {
		case "lead", "reason", "workspace", "problems", "notes", "finished", "sample", "created", "updated", "deleted", "until":
		case "id":
			r.item.ID, err = uuid.Parse(k.text)
		case "batch":
			r.item.Batch, err = uuid.Parse(k.text)
		case "state":
			r.item.State = strings.ToLower(strings.TrimSpace(k.text))
		default:
			r.rest(k, k.name)
		}
		if err != nil && !k.absent() {
			r.tell(k.name + " is no UUID of an export: read as a new lead")
			r.rest(k, k.name)
		}
	}
}

// around reads the members beside a wrapped lead: {"id": 1, "properties": {...}}.
func (r *reader) around(outer, inner *node, f *facts) {
	for i := range outer.kids {
		k := &outer.kids[i]
		switch m := r.meaning(k); {
		case k.name == inner.name && k.line == inner.line || k.absent():
		case about(k.name):
			r.drop(k.name)
		case m.meaning == unknown || m.meaning == housekeeping:
			r.rest(k, k.name)
		default:
			r.fact(f, k, m, "", true)
		}
	}
	f.gather()
	f.Addresses = withoutTwins(f.Addresses)
}

// facts is what an object says of a lead or of a person.
type facts struct {
	lead.Person        // all but the name, which assemble decides
	full, first, last  string
	company            string
	org                *node // the company as an object
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
	seen               []*node // members that say one thing, to find those that say it again
	parts              []addressGroup
	fullPath, compPath string
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
		r.tell("the member " + before + " stands there twice: the first counts, the other is in the notes")
	} else {
		r.tell("two members differ in their spelling only: " + before + ", " + k.name + ": the first counts, the other is in the notes")
	}
	r.rest(k, at)
}

// personal reads what leads and contacts have both.
func (r *reader) personal(f *facts, k *node, m member, at string) bool {
	switch m.meaning {
	case name:
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

// wholeLead reads what only a lead has.
func (r *reader) wholeLead(f *facts, k *node, m member, at string) bool {
	switch m.meaning {
	case employees:
		if k.kind == '{' || k.kind == '[' && len(k.kids) != 1 {
			return false
		}
		r.fill(&f.employees, k, at, lead.Employees)
	case labels:
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

// company reads a company by its name or as an object that has one.
func (r *reader) company(f *facts, k *node, at string) bool {
	switch {
	case k.kind == '{' && r.named(k):
		if f.org != nil || f.company != "" {
			return false
		}
		f.org, f.orgPath = k, at
		for i := range k.kids {
			if r.meaning(&k.kids[i]).meaning == name {
				f.company = r.text(&k.kids[i], at+"."+k.kids[i].name, lead.CompanyName)
				return true
			}
		}
		return true
	case k.kind == '{', strings.HasSuffix(key(k.name), "id") && k.kind != '[':
		return false
	}
	r.fill(&f.company, k, at, lead.CompanyName)
	f.compPath = at
	return true
}

// isContact reads true and false, however they are written.
func (r *reader) isContact(f *facts, k *node) {
	said := strings.ToLower(strings.TrimSpace(k.text))
	switch {
	case oneOf(said, "true yes 1 1.0 y"):
		f.kind = kindOf(lead.Contact)
	case oneOf(said, "false no 0 0.0 n"):
		f.kind = kindOf(lead.Company)
	default:
		r.problem(lead.Whole, k.name+" is true or false: is it a contact?")
		r.rest(k, k.name)
	}
}

// kind reads our own export's word, and what others call the two.
func (r *reader) kind(f *facts, k *node) {
	if known := kindWordOf(k.text); known != nil {
		f.kind = known
		return
	}
	r.problem(lead.Whole, k.name+" is company or contact: which of them?")
	r.rest(k, k.name)
}

// typeHint reads {"type": "person"} and Salesforce's attributes, where no other
// member says the kind.
func (r *reader) typeHint(f *facts, k *node) bool {
	switch key(k.name) {
	case "type":
		if known := kindWordOf(k.text); known != nil && k.kind == '"' {
			if f.kind == nil {
				f.kind = known
			}
			return true
		}
	case "attributes":
		for _, of := range k.kids {
			if key(of.name) == "type" && f.kind == nil {
				f.kind = kindWordOf(of.text)
			}
		}
	}
	return false
}

func kindOf(k lead.Kind) *lead.Kind { return &k }

// kindWordOf is the kind that a word names, nil for none.
func kindWordOf(word string) *lead.Kind {
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "contact", "person", "people", "individual", "1":
		return kindOf(lead.Contact)
	case "company", "organization", "organisation", "account", "business", "0":
		return kindOf(lead.Company)
	}
	return nil
}
