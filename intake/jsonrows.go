package intake

import (
	"fmt"
	"regexp"
	"strings"

	"leadpad/lead"
)

// texts reads emails, phones or labels: one text, several in one text, or a list
// of texts and objects.
func (r *reader) texts(f meaning, k *node, path string) []string {
	field := map[meaning]lead.Field{emails: lead.Emails, phones: lead.Phones, labels: lead.Labels}[f]
	switch k.kind {
	case '"':
		text := r.clean(k, true)
		parts := split(f, text)
		if len(parts) > 1 && f != labels {
			r.tell(numberless(path) + ": several in one text are taken apart")
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
	switch {
	case k.scalar() && r.ours:
		return []string{r.text(k, path, field)} // empty rows too
	case k.scalar():
		return nonEmpty(r.text(k, path, field))
	case k.kind == '{' && f != labels && !r.hasValue(f, k):
		return r.byType(f, field, k, path)
	case k.kind == '{':
		return r.object(f, field, k, path)
	case k.kind == '[':
		r.rest(k, path)
	}
	return nil
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
		switch what := rowMember(f, r.meaning(k).key); {
		case k.absent():
		case what == rowValue && k.scalar():
			text := r.text(k, at, field)
			switch {
			case value == "":
				value = text
			case text != value && !sameNumber(f, text, value):
				r.keep(at, text)
			}
		case what == rowType && k.scalar():
			sort = r.clean(k, false)
			if plainSort(sort) {
				r.drop(at)
			} else if f != phones || !noPhone(sort) {
				r.keep(at, sort)
			}
		case what == rowOff:
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
		fits := k.scalar() && (f == emails && strings.Contains(k.text, "@") || f == phones && digits(k.text) >= 5)
		if !fits || f == phones && noPhone(k.name) {
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

// socials reads profiles and websites: a text, a list, objects, or an object
// whose members are the networks. network is what the member's name says.
func (r *reader) socials(k *node, network, path string) []lead.Social {
	switch {
	case k.kind == '"' && network == "":
		text := r.clean(k, true)
		var got []lead.Social
		for _, part := range split(socials, text) {
			part, _ = lead.Accept(part, false)
			got = append(got, lead.Social{URL: part})
		}
		return got
	case k.scalar():
		return []lead.Social{{URL: r.profile(network, r.text(k, path, lead.Socials), path)}}
	case k.kind == '[':
		var got []lead.Social
		for i := range k.kids {
			one := &k.kids[i]
			if one.kind == '"' {
				got = append(got, lead.Social{URL: r.profile(network, r.clean(one, false), path)})
				continue
			}
			got = append(got, r.socials(one, network, nth(path, i, len(k.kids)))...)
		}
		return got
	case k.kind == '{' && (r.ours || r.hasValue(socials, k)):
		return r.social(k, network, path)
	case k.kind == '{':
		return r.byNetwork(k, path)
	}
	return nil
}

// social reads {"Type": "X", "Url": "…"}.
func (r *reader) social(n *node, network, path string) []lead.Social {
	var got lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		switch what := rowMember(socials, r.meaning(k).key); {
		case k.absent():
		case what == rowValue && k.scalar() && got.URL == "":
			got.URL = r.text(k, at, lead.Socials)
		case what == rowType && k.scalar() && got.Type == "":
			got.Type = r.text(k, at, lead.Socials)
		case what == rowOff:
			r.drop(at)
		default:
			r.rest(k, at)
		}
	}
	if network == "" && !r.ours {
		network = strings.ToLower(got.Type)
	}
	if !r.ours {
		got.URL = r.profile(network, got.URL, path)
	}
	if got.Empty() && !r.ours {
		return nil
	}
	return []lead.Social{got}
}

// byNetwork reads {"linkedin": "…", "twitter": "…"}.
func (r *reader) byNetwork(n *node, path string) []lead.Social {
	var got []lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		m := r.meaning(k)
		if m.meaning == social && !k.absent() {
			got = append(got, r.socials(k, m.word, path+"."+k.name)...)
			continue
		}
		r.rest(k, path+"."+k.name)
	}
	return got
}

// handle is what people are called on networks.
var handle = regexp.MustCompile(`^@?[A-Za-z0-9_.-]{1,40}$`)

// profile is the address of a handle on a network where every handle has one:
// @jane under twitter is https://x.com/jane. All else stays as written.
func (r *reader) profile(network, text, path string) string {
	base := map[string]string{
		"twitter": "https://x.com/", "x": "https://x.com/", "instagram": "https://www.instagram.com/", "facebook": "https://www.facebook.com/",
		"github": "https://github.com/", "tiktok": "https://www.tiktok.com/@", "youtube": "https://www.youtube.com/@",
		"threads": "https://www.threads.net/@", "telegram": "https://t.me/",
	}[network]
	at := strings.HasPrefix(text, "@")
	if base == "" || !handle.MatchString(text) || !at && strings.Contains(text, ".") {
		return text
	}
	url := base + strings.TrimPrefix(text, "@")
	r.tell(numberless(path) + ": a name on the network is read as its address there")
	return url
}

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
