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
		r.tell("line breaks within an address became commas")
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
		switch {
		case k.absent():
		case m.meaning == addressPart && k.kind != '[':
			r.part(&f, k, member{part: m.part}, at)
		case oneOf(r.meaning(k).key, "line1 line2 line3 street1 street2 addressline1 addressline2 addressline3 address formatted formattedaddress full value text suite unit apartment") && k.scalar():
			r.part(&f, k, member{part: lead.Street}, at)
		case oneOf(r.meaning(k).key, "zip plz postal code"), r.meaning(k).key == "postalcode":
			r.part(&f, k, member{part: lead.PostalCode}, at)
		case plainSort(k.text) && rowMember(addresses, r.meaning(k).key) == rowType, rowMember(addresses, r.meaning(k).key) == rowOff:
			r.drop(at)
		default:
			r.rest(k, at)
		}
	}
	if len(f.parts) == 0 {
		return lead.Address{}
	}
	return f.parts[0].Address
}

// part reads a part of an address that stands in a member of its own.
func (r *reader) part(f *facts, k *node, m member, path string) {
	switch {
	case k.kind == '{' || k.kind == '[':
		f.addPart(m.word, m.part, r.text(k, path, lead.Addresses))
	case m.part == lead.Street:
		f.addPart(m.word, m.part, r.street(k))
	case m.part == lead.PostalCode && k.kind == '0':
		f.addPart(m.word, m.part, r.float(k.text, path))
	default:
		if !f.addPart(m.word, m.part, r.text(k, path, lead.Addresses)) {
			r.keep(path, r.text(k, path, lead.Addresses))
		}
	}
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
	a := &f.parts[i].Address
	to := map[lead.Part]*string{
		lead.Street: &a.Street, lead.City: &a.City, lead.State: &a.State, lead.PostalCode: &a.PostalCode, lead.Country: &a.Country,
	}[part]
	switch {
	case *to == "":
		*to = text
	case *to == text:
	case part == lead.Street:
		*to += ", " + text
	default:
		return false
	}
	return true
}
