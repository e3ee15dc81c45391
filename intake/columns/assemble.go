package columns

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/intake"
	"leadpad/lead"
)

// assemble makes the lead of what the cells hold.
func (b *row) assemble() {
	l := &b.item.Lead
	b.person()
	switch {
	case l.Name != "" || l.LastName != "":
		l.Kind, l.Company = lead.Contact, b.one[Company]
	case b.one[Company] != "":
		l.Kind, l.Name = lead.Company, b.one[Company]
	case b.People:
		l.Kind = lead.Contact
	}
	l.Role, l.Industry, l.Employees = b.one[Role], b.one[Industry], b.one[Employees]
	l.CompanyID, l.ContactID = b.one[CompanyID], b.one[ContactID]
	if b.Format == VendorList && l.Employees == "0" {
		l.Employees = "1" // as the extension sends it
		b.item.Say(intake.NoOne, "")
	}
	for format, label := range map[Format]string{VendorList: "Apollo", VendorMaps: "Google Maps"} {
		if b.Format == format && !slices.Contains(l.Labels, label) {
			l.Labels = append(l.Labels, label)
		}
	}
	b.addresses()
	b.shortened()
	l.Notes = strings.Join(b.notes, "\n")
}

// person gives the names their places.
func (b *row) person() {
	l := &b.item.Lead
	first, last, full := b.one[First], b.one[Last], b.one[Full]
	if middle := b.one[Middle]; middle != "" {
		first = strings.TrimSpace(first + " " + middle)
	}
	l.Name, l.LastName = first, last
	switch {
	case full == "":
		return
	case first == "" && last == "":
		b.divideName(full)
		return
	case first == "" || last == "":
		if rest, ok := beside(full, first+last); ok {
			if first == "" {
				l.Name = rest
			} else {
				l.LastName = rest
			}
			return
		}
	}
	have := " " + Key(first+" "+last+" "+b.one[Company]) + " "
	for _, w := range normal(full) {
		if !strings.Contains(have, " "+w+" ") {
			b.keep(b.header(Full), full)
			return
		}
	}
}

// beside is what stands in a name beside a part of it.
func beside(full, part string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(full, part+" "); !ok {
		rest, ok = strings.CutSuffix(full, " "+part)
	}
	rest = strings.TrimSpace(rest)
	return rest, ok && rest != "" && !strings.ContainsAny(rest, ",(@")
}

// header is the name of the first column of a field.
func (b *row) header(f Field) string {
	if i := b.at(f); i >= 0 {
		return b.named(&b.Columns[i])
	}
	return ""
}

// divideName divides a whole name where that is certain.
func (b *row) divideName(full string) {
	l := &b.item.Lead
	if b.Name != nil {
		if first, last, titles, ok := b.Name(full, l.Emails); ok {
			l.Name, l.LastName = first, last
			for _, title := range titles {
				b.keep(b.header(Full), title)
			}
			return
		}
	}
	if first, last, ok := inverted(full); ok {
		l.Name, l.LastName = first, last
		return
	}
	l.Name = full
}

// inverted reads "Krüger, Sabine".
func inverted(full string) (first, last string, ok bool) {
	last, first, ok = strings.Cut(full, ",")
	last, first = strings.TrimSpace(last), strings.TrimSpace(first)
	words := func(s string) bool {
		n := len(strings.Fields(s))
		return n > 0 && n <= 3 && !strings.ContainsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" .'’-", r)
		})
	}
	if !ok || !words(first) || !words(last) || legalForm(full) || legalForm(first) {
		return "", "", false
	}
	const suffixes = "jr sr ii iii iv phd md mba cpa esq pe dds dvm jd rn llm msc bsc ma ba inc llc ltd gmbh ag co dr prof cfa pmp"
	for _, w := range normal(first) {
		if oneOf(w, suffixes) {
			return "", "", false
		}
	}
	return first, last, true
}
