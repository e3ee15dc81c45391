package intake

import (
	"fmt"
	"strings"

	"leadpad/lead"
)

// texts reads emails, phones or labels: one text, several in one text, or a list
// of texts and objects.
func (r *reader) texts(f meaning, k *node, path string) []string {
	field := lead.Labels
	switch f {
	case emails:
		field = lead.Emails
	case phones:
		field = lead.Phones
	}
	switch k.kind {
	case '"':
		text := r.clean(k, true)
		parts := split(f, text)
		if len(parts) > 1 && f != labels {
			r.tell(TakenApart, numberless(path))
		}
		for i, part := range parts {
			parts[i], _ = lead.Accept(part, false)
		}
		return nonBlank(parts)
	case '[':
		var got []string
		for i := range k.kids {
			got = append(got, r.row(f, field, &k.kids[i], nth(path, i, len(k.kids)))...)
		}
		return got
	}
	return r.row(f, field, k, path)
}

// nth is the path of a row: with its number where there are several.
func nth(path string, i, n int) string {
	if n < 2 {
		return path
	}
	return fmt.Sprintf("%s.%d", path, i+1)
}

// row reads one row of a list.
func (r *reader) row(f meaning, field lead.Field, k *node, path string) []string {
	if k.scalar() {
		text := r.text(k, path, field)
		if r.ours {
			return []string{text} // empty rows too
		}
		return nonEmpty(text)
	}
	switch k.kind {
	case '{':
		if f != labels && (!r.hasValue(f, k) || r.several(f, k)) {
			return r.byType(f, field, k, path)
		}
		return r.object(f, field, k, path)
	case '[': // [["a@b.example", "c@d.example"]]
		return r.texts(f, k, path)
	}
	return nil
}

// several says that an object has more than one row, each under a name that says
// which: {"work": "+49…", "mobile": "+49…"}.
func (r *reader) several(f meaning, n *node) bool {
	rows := 0
	for i := range n.kids {
		k := &n.kids[i]
		if m := r.meaning(k); likeRow(f, k) && (m.meaning == f || allWhich(words(k.name))) {
			rows++
		}
		if rowMember(f, r.meaning(k).key) == rowType && !k.absent() {
			return false
		}
	}
	return rows > 1
}

// likeRow says that a member looks like an email or a phone.
func likeRow(f meaning, k *node) bool {
	return k.scalar() && (f == emails && strings.Contains(k.text, "@") || f == phones && digits(k.text) >= 5)
}

// hasValue says that one of an object's members is the row's value.
func (r *reader) hasValue(f meaning, n *node) bool {
	for i := range n.kids {
		if rowMember(f, r.meaning(&n.kids[i]).key) == rowValue {
			return true
		}
	}
	return false
}

// object reads a row with its type: {"value": "+49…", "label": "mobile"}.
func (r *reader) object(f meaning, field lead.Field, n *node, path string) []string {
	value, sort := "", ""
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		what := rowMember(f, r.meaning(k).key)
		if k.absent() {
			continue
		}
		if !k.scalar() && what != rowOff {
			r.rest(k, at)
			continue
		}
		switch what {
		case rowValue:
			text := r.text(k, at, field)
			if value == "" {
				value = text
			} else if text != value && !sameNumber(f, text, value) {
				r.keep(at, text)
			}
		case rowType:
			sort = r.clean(k, false)
			if plainSort(sort) {
				r.drop(at)
			} else if f != phones || !noPhone(sort) {
				r.keep(at, sort)
			}
		case rowOff:
			r.drop(at)
		default:
			r.rest(k, at)
		}
	}
	if f == phones && noPhone(sort) {
		r.keep(path+", "+sort, value)
		return nil
	}
	return nonEmpty(value)
}

// byType reads {"work": "a@b.example", "home": "c@d.example"}; what does not
// look like a row goes to the notes.
func (r *reader) byType(f meaning, field lead.Field, n *node, path string) []string {
	var got []string
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		if !likeRow(f, k) || f == phones && noPhone(k.name) {
			r.rest(k, at)
			continue
		}
		got = append(got, r.text(k, at, field))
		if !plainSort(k.name) {
			r.keep(at, r.text(k, at, field))
		}
	}
	return got
}

// sameNumber says that two texts are one phone, with and without its country.
func sameNumber(f meaning, a, b string) bool {
	x, y := onlyDigits(a), onlyDigits(b)
	return f == phones && min(len(x), len(y)) >= 7 && (strings.HasSuffix(x, y) || strings.HasSuffix(y, x))
}

func onlyDigits(s string) string {
	return strings.TrimLeft(strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s), "0")
}

// plainSort knows the types that say nothing: nearly every row has one of them.
func plainSort(sort string) bool {
	return sort == "" || oneOf(strings.ToLower(sort), "work business office main other default email mail e-mail phone tel voice internet primary pref company")
}

// noPhone knows the types of numbers that nobody calls.
func noPhone(sort string) bool {
	sort = strings.ToLower(sort)
	return strings.Contains(sort, "fax") || strings.Contains(sort, "pager") || strings.Contains(sort, "telex")
}
