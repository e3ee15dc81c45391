package intake

import (
	"slices"
	"strconv"
	"strings"
)

// What a value is: a lead, a list of leads, a table, or a wrapper around one of
// these. A lead is recognised by who it is about (a name, a company, an email, a
// phone); an object without that is a wrapper when something in it is a lead.

// deepest is how many wrappers may stand around a lead.
const deepest = 5

// meaning is what a member stands for.
func (d *document) meaning(n *node) member {
	if n.means != nil {
		return *n.means
	}
	m := d.names[n.name]
	if m == nil {
		m = new(member)
		*m = meant(n.name)
		m.key = key(n.name)
		if len(d.names) < 4096 {
			d.names[n.name] = m
		}
	}
	n.means = m
	return *m
}

// who says that an object tells who it is about, and whether it does so with
// more than a name, which lists have too.
func (d *document) who(n *node) (known, certain bool) {
	if n.kind != '{' {
		return false, false
	}
	for i := range n.kids {
		k := &n.kids[i]
		if !holdsText(k) {
			continue
		}
		switch m := d.meaning(k); m.meaning {
		case firstName, lastName, emails, phones:
			known, certain = true, true
		case name:
			parts := d.nameParts(k)
			known, certain = known || parts || k.scalar() || valued(k) || k.kind == '[' && k.kids[0].scalar(), certain || parts
		case company:
			known = known || k.kind == '"' && !strings.HasSuffix(m.key, "id") || k.kind == '{' && (d.named(k) || valued(k))
		case contactPerson: // as an object it is a wrapper, unless somebody else is named
			known = known || k.kind == '"' && !strings.HasSuffix(m.key, "id") || k.kind == '['
		}
	}
	return known, certain
}

// nameParts says that an object is a person's name in parts.
func (d *document) nameParts(n *node) bool {
	return n.kind == '{' && slices.ContainsFunc(n.kids, func(k node) bool {
		return holdsText(&k) && k.scalar() && partOfName(d.meaning(&k)) != unknown
	})
}

// partOfName is firstName or lastName for what a member within a name stands for,
// else unknown.
func partOfName(m member) meaning {
	switch {
	case m.meaning == firstName, oneOf(m.key, "first given"):
		return firstName
	case m.meaning == lastName, oneOf(m.key, "last family"):
		return lastName
	}
	return unknown
}

// valued says that an object is a text in a wrapper: {"value": "Acme"}.
func valued(n *node) bool {
	return n.kind == '{' && slices.ContainsFunc(n.kids, func(k node) bool { return key(k.name) == "value" && k.kind == '"' })
}

// named says that an object has a name of its own.
func (d *document) named(n *node) bool {
	known, _ := d.who(n)
	return known
}

// holdsText says that something stands in a value.
func holdsText(n *node) bool {
	switch n.kind {
	case 'n':
		return false
	case '"':
		return strings.TrimSpace(n.text) != ""
	case '{', '[':
		for i := range n.kids {
			if holdsText(&n.kids[i]) {
				return true
			}
		}
		return false
	}
	return true
}

// own says that n is a lead of our own export: its lead, beside what became of it.
func (d *document) own(n *node) *node {
	for i := range n.kids {
		if k := &n.kids[i]; k.kind == '{' && d.meaning(k).key == "lead" {
			return k
		}
	}
	return nil
}

// holds says that a value is a lead or holds some.
func (d *document) holds(n *node, depth int) bool {
	if depth > deepest {
		return false
	}
	switch n.kind {
	case '[':
		if len(n.kids) > 1 && d.isHeader(&n.kids[0]) {
			return true
		}
		return slices.ContainsFunc(n.kids[:min(len(n.kids), 20)], func(k node) bool { return d.holds(&k, depth+1) })
	case '{':
		return d.named(n) || d.own(n) != nil || len(d.inside(n, depth)) > 0
	}
	return false
}

// inside are the members of a wrapper that hold leads. Where a list does, single
// objects beside it do not: they say who asked, or for what.
func (d *document) inside(n *node, depth int) []*node {
	var lists, objects []*node
	for i := range n.kids {
		k := &n.kids[i]
		if k.kind != '{' && k.kind != '[' || about(k.name) || !d.holds(k, depth+1) {
			continue
		}
		if k.kind == '[' || !d.named(k) && d.own(k) == nil {
			lists = append(lists, k)
		} else {
			objects = append(objects, k)
		}
	}
	if len(lists) > 0 {
		return lists
	}
	return objects
}

// about are the members of an answer that are about the answer.
func about(name string) bool {
	return oneOf(key(name), "meta metadata paging pagination links user owner creator request requester query info me self headers config additionaldata relatedobjects")
}

// wrapped says that an object with a name, and nothing else that a lead has, is
// a list with a title: {"name": "Fair 2026", "leads": [...]}.
func (d *document) wrapped(n *node) bool {
	known, certain := d.who(n)
	if !known || certain {
		return false
	}
	return slices.ContainsFunc(n.kids, func(k node) bool {
		return k.kind == '[' && oneOf(key(k.name), "leads records results rows items data entries prospects") && d.holds(&k, 0)
	})
}

// top takes a whole value from the parser.
func (d *document) top(n node, hint string) error {
	d.listed = d.listed || len(d.frames) > 0
	return d.element(&n, hint, "", 0)
}

// element hands on the leads of a value. hint is what the list around it is
// called, key the name under which a keyed object has it.
func (d *document) element(n *node, hint, key string, depth int) error {
	if n.absent() {
		d.n++
		return nil
	}
	if n.kind == '[' {
		return d.list(n, hint, depth)
	}
	if n.kind != '{' {
		shown := n.text
		if n.kind == '"' {
			shown = strconv.Quote(short(n.text))
		}
		return d.emit(Item{Err: &Fact{What: NoObject, Text: shown}}, n.line)
	}
	if d.isLead(n) {
		return d.lead(n, n, hint, key)
	}
	if rows := d.byColumn(n); rows != nil {
		return d.list(&node{kind: '[', kids: rows, line: n.line}, hint, depth)
	}
	return d.wrapper(n, hint, key, depth)
}

// isLead says that a value is one lead, and neither a table nor a wrapper.
func (d *document) isLead(n *node) bool {
	if n.kind != '{' {
		return false
	}
	if d.own(n) != nil {
		return true
	}
	known, _ := d.who(n)
	return known && !d.wrapped(n) && d.byColumn(n) == nil
}

// list hands on the leads of an array, or of a row or a table.
func (d *document) list(n *node, hint string, depth int) error {
	if rowOf(n) {
		return d.row(n, hint)
	}
	d.listed = true
	if len(n.kids) > 0 && d.isHeader(&n.kids[0]) {
		d.header = nil
	}
	for i := range n.kids {
		if err := d.element(&n.kids[i], hint, "", depth+1); err != nil {
			return err
		}
	}
	return nil
}

// wrapper hands on the leads in an object that is none itself.
func (d *document) wrapper(n *node, hint, key string, depth int) error {
	if header := d.columns(n); header != nil {
		d.header = header
	}
	parts := d.inside(n, 0)
	if len(parts) == 1 && parts[0].kind == '{' && d.single(parts[0]) && d.own(parts[0]) == nil {
		if d.meaning(parts[0]).meaning == contactPerson {
			hint = parts[0].name
		}
		return d.lead(n, parts[0], hint, key)
	}
	if len(parts) == 0 && d.header != nil {
		parts = d.tables(n)
	}
	if len(parts) == 0 {
		return d.nothing(n, hint, key)
	}
	d.listed = d.listed || len(parts) > 1
	for i := range n.kids {
		k := &n.kids[i]
		if !slices.Contains(parts, k) {
			d.skip(k.name)
			continue
		}
		name := k.name
		under := ""
		if k.kind == '{' && d.single(k) {
			if name = hint; len(parts) > 1 {
				under = k.name
			}
		}
		if err := d.element(k, name, under, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// single says that an object is a lead itself.
func (d *document) single(n *node) bool {
	return (d.named(n) || d.own(n) != nil) && !d.wrapped(n)
}

// nothing is an object of which nobody knows who it is about: a lead with
// something in it is a draft that says what it needs, all else an error.
func (d *document) nothing(n *node, hint, key string) error {
	var names []string
	something := false
	for i := range n.kids {
		k := &n.kids[i]
		names = append(names, k.name)
		switch m := d.meaning(k).meaning; m {
		case unknown, housekeeping, kind, isContact:
		default:
			something = something || holdsText(k) && (k.kind != '{' || m != company && m != name)
		}
	}
	if something {
		return d.lead(n, n, hint, key)
	}
	if len(names) == 0 && len(d.frames) > 0 {
		return d.emit(Item{Err: &Fact{What: NothingIn}}, n.line)
	}
	if len(d.frames) == 0 && empty(n) {
		for _, name := range names {
			d.skip(name)
		}
		return nil
	}
	none := few(NoLeadHere, names)
	return d.emit(Item{Err: &none}, n.line)
}

// empty says that an object is empty, or a wrapper whose list is.
func empty(n *node) bool {
	list := func(k node) bool { return k.kind == '[' || k.absent() }
	return len(n.kids) == 0 || slices.ContainsFunc(n.kids, list) &&
		!slices.ContainsFunc(n.kids, func(k node) bool { return list(k) && holdsText(&k) })
}

// maxSkipped bounds the names of members beside the leads, far behind what anybody
// has.
const maxSkipped = 100_000

// skip names a member that stands beside the leads.
func (d *document) skip(name string) {
	if name == "" || d.isSkipped[name] || len(d.skipped) == maxSkipped {
		return
	}
	if d.isSkipped == nil {
		d.isSkipped = map[string]bool{}
	}
	d.isSkipped[name] = true
	d.skipped = append(d.skipped, name)
}

// isCollection says that frames[i], which is not whole yet, holds leads.
func (d *document) isCollection(frames []frame, i int) bool {
	f := &frames[i]
	for j := range frames[:i+1] {
		if known, _ := d.who(&frames[j].node); known {
			return false
		}
		switch m := d.meaning(&node{name: frames[j].named}); m.meaning {
		case unknown, housekeeping, contacts, company, contactPerson:
		default:
			if j < len(frames)-1 || frames[j].kind == '{' {
				return false
			}
		}
	}
	if f.kind == '{' {
		keyed := 0
		for k := range f.kids {
			if f.kids[k].kind == '{' && d.holds(&f.kids[k], 1) {
				keyed++
			}
		}
		return keyed > 1 && keyed == len(f.kids)
	}
	return len(f.kids) > 0 && d.holds(&f.node, 1)
}

// aside takes what stands in an object whose leads were handed on while it was
// read. A list of leads is more of them; a member of a lead means that it was one.
func (d *document) aside(n node) error {
	if (n.kind == '[' || n.kind == '{') && !about(n.name) && d.holds(&n, 1) {
		return d.element(&n, n.name, "", 1)
	}
	switch d.meaning(&n).meaning {
	case name, firstName, lastName, emails, phones:
		if holdsText(&n) {
			return place{line: n.line}.wrong(BesideList, short(n.name))
		}
	}
	d.skip(n.name)
	return nil
}
