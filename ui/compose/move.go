package compose

import "leadpad/lead"

// stops says that Tab and Enter stop at an input: not at the type of a social,
// which is read from its address, nor at the closed "More".
func (s slot) stops() bool { return !s.more && s.path.Part != lead.Type }

// next goes to the next part, then to the next section (Tab).
func (f *form) next() {
	slots := f.slots()
	i := at(slots, f.focus)
	if i+1 < len(slots) && sameRow(slots[i+1].path, f.focus) && slots[i+1].stops() {
		f.goTo(slots[i+1].path)
		return
	}
	f.nextSection()
}

// prev goes to the previous part, then to the last row of the previous section.
func (f *form) prev() {
	slots := f.slots()
	i := at(slots, f.focus)
	if i > 0 && sameRow(slots[i-1].path, f.focus) {
		f.goTo(slots[i-1].path)
		return
	}
	j := (i + len(slots) - 1) % len(slots)
	for j != i && (slots[j].section == slots[i].section || !slots[j].stops()) {
		j = (j + len(slots) - 1) % len(slots)
	}
	f.goTo(f.unfold(slots[j]))
}

// unfold gives the last input of a folded contact, for one who comes from below.
func (f *form) unfold(s slot) lead.Path {
	if !s.folded || f.contactEmpty(s.path.Contact) {
		return s.path
	}
	open := *f
	open.focus, open.shut = s.path, false
	p := s.path
	for _, o := range open.slots() {
		if o.path.Contact == s.path.Contact {
			p = o.path
		}
	}
	p.Part = p.Field.Parts()[0]
	return p
}

// enterKey is the row grammar of Enter: the next part; after the last part of
// a filled repeatable row one more row; on an empty row out of the group.
func (f *form) enterKey() {
	p := f.focus
	if f.shut {
		f.shut = false
		return
	}
	if p.Contact != 0 && !f.filled(p) && (p.Field.Repeats() || f.contactEmpty(p.Contact)) {
		f.nextContact()
		return
	}
	if !p.Field.Repeats() || !f.filled(p) {
		f.nextSection()
		return
	}
	ps := p.Field.Parts()
	if p.Part != ps[len(ps)-1] && p.Part != lead.URL {
		f.next()
		return
	}
	f.oneMore()
}

// nextSection leaves the row for the next section, whatever parts it has left.
func (f *form) nextSection() {
	slots := f.slots()
	i := at(slots, f.focus)
	for j := i + 1; j < len(slots); j++ {
		if slots[j].section != slots[i].section && slots[j].stops() {
			f.goTo(slots[j].path)
			return
		}
	}
	f.goTo(slots[0].path)
}

// nextContact leaves a contact: for the next one, for a new one behind the last
// filled one, and from an empty one for the section behind all contacts.
func (f *form) nextContact() {
	n := f.focus.Contact
	if !f.contactEmpty(n) {
		f.remember()
		f.goTo(lead.Path{Contact: n + 1, Field: lead.Name})
		return
	}
	f.page(1)
}

// page goes to the next (1) or previous (-1) section; a contact is one section.
func (f *form) page(by int) {
	slots := f.slots()
	i := at(slots, f.focus)
	group := func(s slot) [2]int {
		if s.path.Contact != 0 {
			return [2]int{s.path.Contact, 0}
		}
		return [2]int{0, s.section + 1}
	}
	here := group(slots[i])
	for j := i + by; j >= 0 && j < len(slots); j += by {
		g := group(slots[j])
		if g == here || f.focus.Contact != 0 && f.contactEmpty(f.focus.Contact) && g[0] != 0 && by > 0 {
			continue
		}
		for j > 0 && group(slots[j-1]) == g {
			j-- // to its first input
		}
		f.goTo(slots[j].path)
		return
	}
}

// vertical goes to the row above or below, to the input nearest to x in it.
func (f *form) vertical(by int) {
	slots := f.slots()
	i := at(slots, f.focus)
	for j := i + by; j >= 0 && j < len(slots); j += by {
		if slots[j].line == slots[i].line {
			continue
		}
		for j > 0 && slots[j-1].line == slots[j].line {
			j--
		}
		if by < 0 {
			f.goTo(f.unfold(slots[j]))
		} else {
			f.goTo(slots[j].path)
		}
		return
	}
}

// sideways goes to the neighbour input of the same line (by -1 or 1), if there
// is one.
func (f *form) sideways(by int) {
	slots := f.slots()
	i := at(slots, f.focus)
	j := i + by
	if j < 0 || j >= len(slots) || slots[j].line != slots[i].line {
		return
	}
	f.goTo(slots[j].path)
	if by > 0 {
		f.editor.SetCursor(0)
	}
}
