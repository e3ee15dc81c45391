package intake

import (
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
// the list around it is called, name its name in a keyed object.
func (d *document) lead(outer, inner *node, hint, name string) error {
	item, err := d.made(outer, inner, hint, name)
	if err != nil {
		return err
	}
	return d.emit(item, outer.line)
}

// made is the lead that lead hands on.
func (d *document) made(outer, inner *node, hint, name string) (Item, error) {
	if d.check {
		return Item{}, nil
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
	if err := r.tooMany(); err != nil {
		return Item{}, err
	}
	l := &r.item.Lead
	if !r.ours && withoutRepeats(l) {
		r.tell(Repeated)
	}
	if l.Empty() && len(r.lines) == 0 && r.item.ID == uuid.Nil {
		return Item{Err: &Fact{What: NothingIn}}, nil
	}
	l.Notes = strings.Join(append(nonEmpty(l.Notes), r.lines...), "\n")
	var controls int
	r.item.Lead, controls = Accept(r.item.Lead)
	r.item.Controls += controls
	slices.Sort(r.item.Dropped)
	r.item.Dropped = slices.Compact(r.item.Dropped)
	return r.item, nil
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
	if most > lead.MaxRows {
		return r.place().over(ManyRows, lead.MaxRows)
	}
	return nil
}

// withoutRepeats leaves out rows that say again what one above says: other
// programs write the main phone beside the list that it stands in.
func withoutRepeats(l *lead.Lead) (any bool) {
	site := func(s lead.Social) string {
		url := strings.ToLower(s.URL)
		for _, scheme := range []string{"https://", "http://", "www."} {
			url = strings.TrimPrefix(url, scheme)
		}
		return strings.TrimSuffix(url, "/")
	}
	person := func(p *lead.Person) {
		before := len(p.Emails) + len(p.Phones) + len(p.Socials)
		p.Emails, p.Phones = firsts(p.Emails, same), firsts(p.Phones, same)
		p.Socials = firsts(p.Socials, site)
		any = any || len(p.Emails)+len(p.Phones)+len(p.Socials) < before
	}
	person(&l.Person)
	for i := range l.Contacts {
		person(&l.Contacts[i])
	}
	before := len(l.Labels)
	l.Labels = firsts(l.Labels, same)
	return any || len(l.Labels) < before
}

func same(s string) string { return s }

// firsts keeps the first of rows with equal keys.
func firsts[T any](rows []T, key func(T) string) []T {
	if len(rows) < 2 {
		return rows
	}
	seen := make(map[string]bool, len(rows))
	return slices.DeleteFunc(rows, func(row T) bool {
		k := key(row)
		twice := seen[k]
		seen[k] = true
		return twice
	})
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
			r.tell(NoUUID, k.name)
			r.rest(k, k.name)
		}
	}
}

// around reads the members beside a wrapped lead: {"id": 1, "properties": {...}}.
func (r *reader) around(outer, inner *node, f *facts) {
	for i := range outer.kids {
		k := &outer.kids[i]
		if k.name == inner.name && k.line == inner.line || k.absent() {
			continue
		}
		if about(k.name) {
			r.drop(k.name)
			continue
		}
		m := r.meaning(k)
		if m.meaning == unknown || m.meaning == housekeeping {
			r.rest(k, k.name)
			continue
		}
		r.fact(f, k, m, "", true)
	}
	f.gather()
	f.Addresses = withoutTwins(f.Addresses)
}

// company reads a company by its name or as an object that has one.
func (r *reader) company(f *facts, k *node, at string) bool {
	if k.kind == '{' && r.named(k) {
		if f.org != nil || f.company != "" {
			return false
		}
		f.org, f.orgPath = k, at
		for i := range k.kids {
			if one := &k.kids[i]; r.meaning(one).meaning == name && !one.absent() {
				f.company, f.orgName = r.text(one, at+"."+one.name, lead.CompanyName), one
				return true
			}
		}
		return true
	}
	if k.kind == '{' && !valued(k) || k.kind != '[' && strings.HasSuffix(key(k.name), "id") {
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
		r.problem(lead.Whole, WhetherContact, k.name)
		r.rest(k, k.name)
	}
}

// kind reads our own export's word, and what others call the two.
func (r *reader) kind(f *facts, k *node) {
	if known := kindWordOf(k.text); known != nil {
		f.kind = known
		return
	}
	r.problem(lead.Whole, WhichKind, k.name)
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
