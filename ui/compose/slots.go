package compose

import (
	"slices"

	"leadpad/lead"
)

// slot is one input of the form in the order of Tab.
type slot struct {
	path    lead.Path
	section int  // inputs of one field of one person share a section
	line    int  // inputs of one visual line share a line
	folded  bool // a contact drawn as one line
	more    bool // the closed "more" line
}

// fields are the form's fields for a kind: what the kind sends, in the form's
// order, with what only the other kind sends at its place.
func fields(k lead.Kind) []lead.Field {
	order := lead.Order(k)
	put := func(f, before lead.Field) {
		if !slices.Contains(order, f) {
			order = slices.Insert(order, slices.Index(order, before), f)
		}
	}
	put(lead.LastName, lead.Industry)
	put(lead.CompanyName, lead.Industry)
	put(lead.Employees, lead.Contacts)
	return order
}

// slots lists every input of the form; the contact that has the focus is
// unfolded, and so is "more" when the focus is in it or something was typed.
func (f *form) slots() []slot {
	var out []slot
	section, line := 0, 0
	add := func(p lead.Path) {
		for i, part := range p.Field.Parts() {
			p.Part = part
			if p.Field == lead.Addresses && i == 1 {
				line++ // city to country stand on a line of their own
			}
			out = append(out, slot{path: p, section: section, line: line})
		}
		line++
	}
	for _, field := range fields(f.lead.Kind) {
		if !f.has(field) {
			continue
		}
		switch field {
		case lead.Contacts:
			for n := 1; n <= max(len(f.lead.Contacts), f.focus.Contact, 1); n++ {
				f.contactSlots(n, &section, &line, &out, add)
			}
			continue
		case lead.CompanyID:
			if !f.moreOpen() {
				out = append(out, slot{path: lead.Path{Field: lead.CompanyID}, section: section, line: line, more: true})
				section, line = section+1, line+1
				return out
			}
		}
		for r := range max(f.lead.Rows(0, field), 1) {
			add(lead.Path{Field: field, Row: r})
			if field == lead.Labels {
				line-- // labels share a line
			}
		}
		if field == lead.Labels {
			line++
		}
		section++
	}
	return out
}

// contactSlots adds one associated contact: a line, or all its inputs.
func (f *form) contactSlots(n int, section, line *int, out *[]slot, add func(lead.Path)) {
	if f.focus.Contact != n || f.shut {
		*out = append(*out, slot{path: lead.Path{Contact: n, Field: lead.Name}, section: *section, line: *line, folded: true})
		*section, *line = *section+1, *line+1
		return
	}
	for _, field := range lead.ContactOrder() {
		if (field == lead.Industry || field == lead.ContactID) && !f.filled(lead.Path{Contact: n, Field: field}) {
			continue // only imported people have them
		}
		if field != lead.Name && f.contactEmpty(n) {
			break // one more contact: nothing but its name until something is typed
		}
		for r := range max(f.lead.Rows(n, field), 1) {
			add(lead.Path{Contact: n, Field: field, Row: r})
		}
		*section++
	}
}

// has says that a field stands in the form: it can be sent by this kind,
// something was typed in it before the kind was changed, or it has the focus.
func (f *form) has(field lead.Field) bool {
	return f.lead.Sends(field) || f.filled(lead.Path{Field: field}) || f.focus.Contact == 0 && f.focus.Field == field
}

// moreOpen says that the IDs are shown.
func (f *form) moreOpen() bool {
	return f.focus.Contact == 0 && (f.focus.Field == lead.CompanyID || f.focus.Field == lead.ContactID) ||
		f.lead.CompanyID != "" || f.lead.ContactID != ""
}

// contactEmpty says that nothing was typed for a contact.
func (f *form) contactEmpty(n int) bool {
	return n > len(f.lead.Contacts) || f.lead.Contacts[n-1].Empty()
}

// filled says that something was typed in a row (in any of its parts).
func (f *form) filled(p lead.Path) bool {
	return slices.ContainsFunc(p.Field.Parts(), func(part lead.Part) bool {
		p.Part = part
		return f.lead.Get(p) != ""
	})
}

// at is the index of a path's slot, or of the nearest one before it.
func at(slots []slot, p lead.Path) int {
	best := 0
	for i, s := range slots {
		if s.path == p {
			return i
		}
		if s.path.Contact == p.Contact && s.path.Field == p.Field {
			best = i
		}
	}
	return best
}
