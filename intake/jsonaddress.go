package intake

import (
	"strings"

	"leadpad/lead"
)

// addresses reads whole addresses: a line, a list, or objects of parts.
func (r *reader) addresses(f *facts, k *node, word, path string) {
	switch k.kind {
	case '[':
		for i := range k.kids {
			one := &k.kids[i]
			if one.scalar() {
				if text := r.street(one); text != "" {
					f.Addresses = append(f.Addresses, lead.Address{Street: text})
				}
				continue
			}
			r.addresses(f, one, "", nth(path, i, len(k.kids)))
		}
	case '{':
		if a := r.address(k, path); r.ours || !a.Empty() {
			f.Addresses = append(f.Addresses, a)
		}
	case 'n':
	default:
		f.addPart(word, lead.Street, r.street(k))
	}
}

// street is an address or the first line of one, its line breaks as commas.
func (r *reader) street(k *node) string {
	if k.kind != '"' || r.ours {
		return r.text(k, "", lead.Addresses)
	}
	var lines []string
	for line := range strings.Lines(r.clean(k, true)) {
		if line, _ = bareEnds(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) > 1 {
		r.tell(AddressBreaks)
	}
	return strings.Join(lines, ", ")
}

// address reads an object of parts.
func (r *reader) address(n *node, path string) lead.Address {
	var f facts
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		m := r.meaning(k)
		if k.absent() {
			continue
		}
		if part, ok := partOf(k, m); ok {
			r.part(&f, k, member{part: part}, at)
			continue
		}
		what := rowMember(addresses, m.key)
		if what == rowOff || what == rowType && plainSort(k.text) {
			r.drop(at)
			continue
		}
		r.rest(k, at)
	}
	if len(f.parts) == 0 {
		return lead.Address{}
	}
	return f.parts[0].Address
}

// partOf is the part of an address that a member of it is.
func partOf(k *node, m member) (lead.Part, bool) {
	if m.meaning == addressPart && k.kind != '[' {
		return m.part, true
	}
	if k.scalar() && oneOf(m.key, "line1 line2 line3 street1 street2 addressline1 addressline2 addressline3 address formatted formattedaddress full value text suite unit apartment") {
		return lead.Street, true
	}
	return lead.PostalCode, oneOf(m.key, "zip plz postal code postalcode")
}

// part reads a part of an address that stands in a member of its own. What the
// address has no place for goes to the notes.
func (r *reader) part(f *facts, k *node, m member, path string) {
	text := r.partText(k, m.part, path)
	if !f.addPart(m.word, m.part, text) {
		r.keep(path, text)
	}
}

func (r *reader) partText(k *node, part lead.Part, path string) string {
	if part == lead.Street && k.scalar() {
		return r.street(k)
	}
	if part == lead.PostalCode && k.kind == '0' {
		return r.float(k.text, path)
	}
	return r.text(k, path, lead.Addresses)
}

// addPart puts a part into the address of that word. Further lines of a street
// follow behind a comma; false means that the part has a text already.
func (f *facts) addPart(word string, part lead.Part, text string) bool {
	if text == "" {
		return true
	}
	i := 0
	for i < len(f.parts) && f.parts[i].word != word {
		i++
	}
	if i == len(f.parts) {
		f.parts = append(f.parts, addressGroup{word: word})
	}
	to := textOfPart(&f.parts[i].Address, part)
	if *to == "" || *to == text {
		*to = text
		return true
	}
	if part != lead.Street {
		return false
	}
	*to += ", " + text
	return true
}

func textOfPart(a *lead.Address, part lead.Part) *string {
	switch part {
	case lead.City:
		return &a.City
	case lead.State:
		return &a.State
	case lead.PostalCode:
		return &a.PostalCode
	case lead.Country:
		return &a.Country
	}
	return &a.Street
}
