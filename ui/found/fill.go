package found

import (
	"slices"
	"strings"

	"leadpad/lead"
)

// filled is the form's lead with the values in it.
type filled struct {
	lead lead.Lead
	// keeps is, for each row whose field holds something else, what it holds; the
	// row goes to the notes then. there marks the rows whose value is in the form
	// already.
	keeps map[int]string
	there map[int]bool
	found int // rows that stand on a field
	notes int // rows that go to the notes
}

// filler fills a lead, one row after the other. It never overwrites.
type filler struct {
	filled
	p        *Panel
	contacts map[int]int   // of the pasted lead → of the form's
	address  map[place]int // of the pasted lead → row of the form's
}

// plan fills the form's lead with the rows as they stand now.
func (p *Panel) plan() {
	f := filler{p: p, contacts: map[int]int{}, address: map[place]int{}}
	f.lead, f.keeps, f.there = p.form.Clone(), map[int]string{}, map[int]bool{}
	f.lead.Kind = p.kind
	f.match()
	var notes []string
	for i, r := range p.rows {
		switch {
		case r.out:
		case r.to.field == lead.Notes || !f.put(i, r):
			notes = append(notes, r.text())
			f.notes++
		default:
			f.found++
		}
	}
	f.addNotes(notes)
	p.fill = f.filled
}

// Over says that the form holds another text of its lead now.
func (p *Panel) Over(form lead.Lead) {
	p.form = form
	p.plan()
}

// Filled is the form's lead with the values in it.
func (p *Panel) Filled() lead.Lead { return p.fill.lead }

// Figures are how many values went on fields and how many into the notes.
func (p *Panel) Figures() (found, notes int) { return p.fill.found, p.fill.notes }

func (f *filler) addNotes(notes []string) {
	all := strings.Join(notes, "\n")
	if all == "" {
		return
	}
	if f.lead.Notes != "" {
		all = strings.TrimRight(f.lead.Notes, "\n") + "\n" + all
	}
	f.lead.Notes = all
}

// match finds the people of the text among those of the form, by their name or an
// email.
func (f *filler) match() {
	for _, r := range f.p.rows {
		c := r.to.contact
		if c == 0 || r.out || f.contacts[c] != 0 {
			continue
		}
		first, last := r.name()
		for i, there := range f.lead.Contacts {
			named := r.to.field == lead.Name && same(there.FullName(), strings.TrimSpace(first+" "+last))
			if named || r.to.field == lead.Emails && among(there.Emails, r.text()) {
				f.contacts[c] = i + 1
			}
		}
	}
}

// contact is the form's contact for one of the text.
func (f *filler) contact(n int) int {
	if n == 0 {
		return 0
	}
	if f.contacts[n] == 0 {
		at := len(f.lead.Contacts) + 1
		if at > 1 && f.lead.Contacts[at-2].Empty() {
			at--
		}
		f.contacts[n] = at
	}
	return f.contacts[n]
}

// put puts a row on its field; false where the field holds something else.
func (f *filler) put(i int, r row) bool {
	c := f.contact(r.to.contact)
	switch to := r.to; {
	case to.field == lead.Name && (c > 0 || f.lead.Kind == lead.Contact):
		first, last := r.name()
		return f.plain(i, []piece{{lead.Path{Contact: c, Field: lead.Name}, first}, {lead.Path{Contact: c, Field: lead.LastName}, last}})
	case to.field == lead.Addresses && to.part != lead.One:
		at := lead.Path{Contact: c, Field: lead.Addresses, Row: f.addressRow(c, to), Part: to.part}
		return f.plain(i, []piece{{at, r.text()}})
	case to.field == lead.Addresses:
		f.putAddress(i, c, r)
		return true
	case to.field.Repeats():
		f.add(i, c, r)
		return true
	default:
		return f.plain(i, []piece{{lead.Path{Contact: c, Field: to.field}, r.text()}})
	}
}

// plain fills inputs that hold one value, all of them or none.
func (f *filler) plain(i int, pieces []piece) bool {
	here := true
	for _, p := range pieces {
		has := f.lead.Get(p.path)
		if p.text != "" && has != "" && !same(has, p.text) {
			f.keeps[i] = has
			return false
		}
		here = here && (p.text == "" || has != "")
	}
	f.there[i] = here
	for _, p := range pieces {
		if p.text != "" && f.lead.Get(p.path) == "" {
			f.lead.Set(p.path, p.text)
		}
	}
	return true
}

// add adds one more row of a repeatable field, unless its value is there.
func (f *filler) add(i, c int, r row) {
	at := lead.Path{Contact: c, Field: r.to.field, Part: r.to.field.Parts()[0]}
	value := r.text()
	if r.shape == phone && r.to.field == lead.Phones {
		value = r.number()
	}
	n := f.lead.Rows(c, at.Field)
	for at.Row = range n {
		if alike(at.Field, f.lead.Get(at), value) {
			f.there[i] = true
			return
		}
	}
	at.Row = n
	if n > 0 && f.blank(lead.Path{Contact: c, Field: at.Field, Row: n - 1}) {
		at.Row = n - 1
	}
	f.lead.Set(at, value)
	for _, p := range r.pieces {
		if p.path.Part == lead.Type {
			at.Part = lead.Type
			f.lead.Set(at, p.text)
		}
	}
}

func (f *filler) blank(at lead.Path) bool {
	for _, part := range at.Field.Parts() {
		at.Part = part
		if f.lead.Get(at) != "" {
			return false
		}
	}
	return true
}

// putAddress adds an address, unless the form has it.
func (f *filler) putAddress(i, c int, r row) {
	n := f.lead.Rows(c, lead.Addresses)
	for at := range n {
		if f.hasAddress(lead.Path{Contact: c, Field: lead.Addresses, Row: at}, r) {
			f.there[i] = true
			return
		}
	}
	at := lead.Path{Contact: c, Field: lead.Addresses, Row: f.addressRow(c, r.to)}
	for _, p := range r.pieces {
		at.Part = p.path.Part
		f.lead.Set(at, p.text)
	}
}

func (f *filler) hasAddress(at lead.Path, r row) bool {
	for _, p := range r.pieces {
		at.Part = p.path.Part
		if !same(f.lead.Get(at), p.text) {
			return false
		}
	}
	return true
}

// addressRow is the row of the form for an address of the text: one of its own, to
// which single parts are added.
func (f *filler) addressRow(c int, to place) int {
	key := place{contact: c, address: to.address}
	if at, ok := f.address[key]; ok {
		return at
	}
	at := f.lead.Rows(c, lead.Addresses)
	if at > 0 && f.blank(lead.Path{Contact: c, Field: lead.Addresses, Row: at - 1}) {
		at--
	}
	f.address[key] = at
	return at
}

// same says that two texts are one value to people.
func same(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func among(all []string, s string) bool {
	return slices.ContainsFunc(all, func(one string) bool { return same(one, s) })
}

// alike says that a row of a list has a value already.
func alike(f lead.Field, a, b string) bool {
	switch f {
	case lead.Phones:
		return digits(a) == digits(b) && digits(a) != ""
	case lead.Socials:
		return same(lead.SendURL(a), lead.SendURL(b))
	}
	return same(a, b)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}
