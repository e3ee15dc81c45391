package found

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/words"
)

// place is where a value can go: an input of the form, or the notes. Rows are not
// counted: a repeatable field takes one more.
type place struct {
	contact int // of the pasted lead, from 1; 0 for the lead itself
	field   lead.Field
	part    lead.Part // of an address
	swapped bool      // of a person's name: first and last change places
	// address numbers the addresses of one person in the text.
	address int
}

// shape is what a value looks like, which decides where else it could go.
type shape uint8

const (
	text shape = iota
	email
	phone
	site
	address
	person
	block // several lines that have no place
)

// piece is one input's text.
type piece struct {
	path lead.Path
	text string
}

// row is one line of the panel: a value, an address or a person's name.
type row struct {
	pieces []piece
	to     place
	shape  shape
	why    string // why it stands there, as it was recognised
	line   int    // of the text, from 1; 0 for unknown
	lines  int    // how many lines of the text it is, for a block
	left   bool   // it had no place
	moved  bool   // by the rep
	out    bool   // left out by the rep
	// tooLong: more text than notes can hold; it is left out, and says so.
	tooLong bool
}

// mostLeft is the most text without a place that goes into the notes, in bytes.
const mostLeft = 256 << 10

// rowsOf are the rows of a lead, in the order of the form, what has no place last.
func rowsOf(one paste.Lead) []row {
	why := map[lead.Path]paste.Found{}
	for _, f := range one.Found {
		why[f.Path] = f
	}
	var rows []row
	for _, at := range one.Lead.Paths() {
		if at.Part == lead.Type && one.Lead.Get(lead.Path{Contact: at.Contact, Field: at.Field, Row: at.Row, Part: lead.URL}) != "" {
			last := &rows[len(rows)-1]
			last.pieces = append(last.pieces, piece{at, one.Lead.Get(at)})
			continue
		}
		r := rowOf(one.Lead, at, why[at])
		if n := len(rows); n > 0 && joins(rows[n-1], r) {
			rows[n-1].pieces = append(rows[n-1].pieces, r.pieces...)
			continue
		}
		rows = append(rows, r)
	}
	nameTags(rows, one.Left)
	return append(rows, leftRows(one.Left)...)
}

// nameTags puts the words that name a field before the reason of the value that they
// stood beside: of the only one in their line, or of each phone in it.
func nameTags(rows []row, left []paste.Left) {
	tags := map[int][]string{}
	for _, l := range left {
		word := strings.Trim(l.Text, ".: ")
		again := slices.ContainsFunc(rows, func(r row) bool { return strings.EqualFold(r.text(), word) })
		if l.Kind == paste.Tag && l.Line > 0 && label(word) && !again {
			tags[l.Line] = append(tags[l.Line], word)
		}
	}
	all, phones := map[int][]int{}, map[int][]int{}
	for i, r := range rows {
		all[r.line] = append(all[r.line], i)
		if r.shape == phone {
			phones[r.line] = append(phones[r.line], i)
		}
	}
	name := func(i int, words ...string) {
		rows[i].why = strings.TrimSuffix(strings.Join(append(words, rows[i].why), " · "), " · ")
	}
	for line, words := range tags {
		switch of := phones[line]; {
		case len(all[line]) == 1 && rows[all[line][0]].shape != person:
			name(all[line][0], words...)
		case len(of) == len(words):
			for n, i := range of {
				name(i, words[n])
			}
		}
	}
}

// label says that a text is a word or two, as fields are called.
func label(s string) bool {
	const longest = 20
	return s != "" && len(s) <= longest && !strings.ContainsFunc(s, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.Is(unicode.M, c) && !strings.ContainsRune(" .-/&", c)
	})
}

// rowOf is the row of one filled input.
func rowOf(l lead.Lead, at lead.Path, f paste.Found) row {
	r := row{pieces: []piece{{at, l.Get(at)}}, line: f.Line, to: place{contact: at.Contact, field: at.Field}, shape: shapeOf(at)}
	switch {
	case at.Field == lead.Addresses:
		r.to.address = at.Row
	case r.shape == person || at.Contact == 0 && l.Kind == lead.Contact && at.Field == lead.Name:
		r.shape, r.to.field = person, lead.Name
	}
	if f.Value != "" && at.Field != lead.Addresses {
		r.why = words.WhyThere(f)
	}
	return r
}

func shapeOf(at lead.Path) shape {
	switch at.Field {
	case lead.Emails:
		return email
	case lead.Phones:
		return phone
	case lead.Socials:
		return site
	case lead.Addresses:
		return address
	case lead.Name:
		if at.Contact > 0 {
			return person
		}
	case lead.LastName:
		return person
	}
	return text
}

// joins says that b is one more part of the address or name in a.
func joins(a, b row) bool {
	return a.to == b.to && a.shape == b.shape && (a.shape == address || a.shape == person)
}

// leftRows are what has no place; lines that follow each other and are no card's
// are one row.
func leftRows(left []paste.Left) []row {
	var rows []row
	size := 0
	for _, l := range left {
		if l.Kind == paste.Tag {
			continue
		}
		size += len(l.Text) + 1
		r := row{
			pieces: []piece{{lead.Path{Field: lead.Notes}, l.Text}}, to: place{field: lead.Notes}, line: l.Line, lines: 1, left: true,
			why: words.WhyLeft(l.Kind), shape: leftShape(l),
		}
		if r.shape == block && len(rows) > 0 && rows[len(rows)-1].shape == block {
			last := &rows[len(rows)-1]
			last.pieces = append(last.pieces, r.pieces...)
			last.lines++
			continue
		}
		rows = append(rows, r)
	}
	if size > mostLeft {
		for i := range rows {
			rows[i].out, rows[i].tooLong = true, true
		}
	}
	return rows
}

func leftShape(l paste.Left) shape {
	switch {
	case l.Kind == paste.Outside:
		return block
	case l.Kind == paste.Fax:
		return phone
	case strings.Contains(l.Text, "@") && !strings.ContainsAny(l.Text, " \t"):
		return email
	}
	return text
}

// text is the row's value as it stands in one line.
func (r row) text() string {
	var parts []string
	for _, p := range r.pieces {
		if p.path.Part != lead.Type {
			parts = append(parts, p.text)
		}
	}
	if r.to.swapped {
		slices.Reverse(parts)
	}
	switch r.shape {
	case address:
		return r.addressText()
	case block:
		return strings.Join(parts, "\n")
	}
	return strings.Join(parts, " ")
}

// addressText is an address as people write it, postal code and town together.
func (r row) addressText() string {
	by := map[lead.Part]string{}
	for _, p := range r.pieces {
		by[p.path.Part] = p.text
	}
	town := strings.TrimSpace(by[lead.PostalCode] + " " + by[lead.City])
	var parts []string
	for _, s := range []string{by[lead.Street], town, by[lead.State], by[lead.Country]} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// name gives a row's text as a person's first and last name.
func (r row) name() (first, last string) {
	if len(r.pieces) == 2 && r.shape == person {
		first, last = r.pieces[0].text, r.pieces[1].text
	} else if first = r.text(); r.shape != person || r.to.swapped {
		if i := strings.LastIndexByte(first, ' '); i > 0 {
			first, last = first[:i], first[i+1:]
		}
	} else if r.pieces[0].path.Field == lead.LastName {
		first, last = "", first
	}
	if r.to.swapped {
		return last, first
	}
	return first, last
}

// number is the phone in a row's text, without the words beside it.
func (r row) number() string {
	s := r.text()
	from := strings.IndexFunc(s, func(c rune) bool { return unicode.IsDigit(c) || c == '+' || c == '(' })
	if !r.left || from < 0 {
		return s
	}
	return strings.TrimSpace(s[from:])
}

// placesFor are the places where a row could go, the notes last. Plain fields that
// another row of the text takes are left out.
func (p *Panel) placesFor(i int) []place {
	r := p.rows[i]
	const c = 1 // the lead's first person
	var all []place
	switch r.shape {
	case email:
		all = both(lead.Emails, c)
	case phone:
		all = both(lead.Phones, c)
	case site:
		all = both(lead.Socials, c)
	case address:
		all = []place{{field: lead.Addresses, address: r.to.address}, {contact: c, field: lead.Addresses, address: r.to.address}}
		if r.to.field == lead.Addresses {
			all = []place{r.to, {contact: c - r.to.contact, field: lead.Addresses, address: r.to.address}}
		}
	case person:
		all = p.namePlaces(c)
	case text:
		all = p.textPlaces(c)
	}
	if !slices.Contains(all, r.to) && r.to.field != lead.Notes {
		all = append(all, r.to)
	}
	all = append(all, place{field: lead.Notes})
	return slices.DeleteFunc(all, func(to place) bool { return p.taken(i, to) })
}

func both(f lead.Field, contact int) []place {
	return []place{{field: f}, {contact: contact, field: f}}
}

func (p *Panel) namePlaces(c int) []place {
	if p.kind == lead.Contact {
		return []place{{field: lead.Name}, {field: lead.Name, swapped: true}, {field: lead.CompanyName}}
	}
	return []place{{contact: c, field: lead.Name}, {contact: c, field: lead.Name, swapped: true}, {field: lead.Name}}
}

func (p *Panel) textPlaces(c int) []place {
	all := []place{{field: lead.Name}, {contact: c, field: lead.Name}, {contact: c, field: lead.Role}, {field: lead.Industry}}
	if p.kind == lead.Contact {
		all = []place{{field: lead.Name}, {field: lead.CompanyName}, {field: lead.Role}, {field: lead.Industry}}
	}
	for _, part := range lead.Addresses.Parts() {
		all = append(all, place{field: lead.Addresses, part: part})
	}
	return append(all, place{field: lead.Labels})
}

// taken says that another row stands on a place that holds one value.
func (p *Panel) taken(i int, to place) bool {
	if to.part == lead.One && (to.field.Repeats() || to.field == lead.Notes) {
		return false
	}
	for j, r := range p.rows {
		if j == i || r.out {
			continue
		}
		same := r.to.contact == to.contact && r.to.field == to.field
		if same && to.part == lead.One {
			return true
		}
		if same && (r.to.part == to.part || r.shape == address && r.holds(to.part)) {
			return true
		}
	}
	return false
}

func (r row) holds(part lead.Part) bool {
	return slices.ContainsFunc(r.pieces, func(p piece) bool { return p.path.Part == part })
}
