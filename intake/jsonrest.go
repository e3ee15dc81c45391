package intake

import (
	"regexp"
	"slices"
	"strings"
)

// keep writes a line of the notes.
func (r *reader) keep(path, text string) {
	if text != "" {
		r.lines = append(r.lines, path+": "+text)
	}
}

// drop names a member that is not kept.
func (r *reader) drop(path string) { r.item.Dropped = append(r.item.Dropped, numberless(path)) }

// numberless is a path without the numbers of rows, the same for each of them.
func numberless(path string) string { return rowNumber.ReplaceAllString(path, "") }

var rowNumber = regexp.MustCompile(`\.\d+\b`)

// rest keeps a member that no field takes, leaf by leaf, and names what is not
// worth keeping.
func (r *reader) rest(k *node, path string) {
	if k.absent() {
		return
	}
	m := r.meaning(k)
	number := m.key == "value" && k.kind == '0' && linkValue.MatchString(path) // Pipedrive's
	if number || k.name != "" && (m.meaning == housekeeping || isID(k, m)) {
		r.drop(path)
		return
	}
	switch k.kind {
	case '{':
		r.restOf(k, path)
	case '[':
		r.restOfList(k, path)
	default:
		r.keep(path, r.clean(k, true))
	}
}

// linkValue is the number in what Pipedrive links to: org_id.value.
var linkValue = regexp.MustCompile(`_id\.value$`)

// isID knows links by a number of another program's own.
func isID(k *node, m member) bool {
	switch m.meaning {
	case companyID, contactID:
		return k.kind == '0' || k.kind == '"' && digitsOnly(k.text)
	case company, contactPerson:
		return strings.HasSuffix(m.key, "id") && k.scalar()
	}
	return false
}

// restOf keeps the members of an object, less those that were read.
func (r *reader) restOf(n *node, path string, read ...*node) {
	for i := range n.kids {
		if k := &n.kids[i]; !slices.Contains(read, k) {
			r.rest(k, path+"."+k.name)
		}
	}
}

// restOfList keeps a list: texts in one line, each object in lines of its own.
func (r *reader) restOfList(n *node, path string) {
	var line []string
	for i := range n.kids {
		k := &n.kids[i]
		if k.scalar() {
			line = append(line, r.clean(k, true))
		} else {
			r.rest(k, nth(path, i, len(n.kids)))
		}
	}
	r.keep(path, strings.Join(nonBlank(line), ", "))
}

func nonBlank(texts []string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}
