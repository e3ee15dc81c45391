package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"leadpad/lead"
)

// The fields of a lead's find text, in order, divided by fieldEnd.
const (
	findTitle = iota // what the table calls it; sorted by
	findNames        // all names: its own, its company's, its contacts'
	findEmails
	findPhones // as digits alone; as typed too where there are letters in it
	findLabels
	findIndustry
	findCompany // its own name, or where a contact works
	findRoles
	findStreets // with postal codes and states
	findCities
	findCountries
	findWeb
	findNotes
	findFields
)

const (
	fieldEnd = 0x1f
	// asTitle stands in the index for a company that is called what the title says.
	asTitle = 0x1e
	// findMax is how many bytes of a field are searched: a paste of a megabyte
	// into a name must not weigh on every later filter.
	findMax = 2048
)

// Text is what the filter searches of a lead: folded, so that a word is
// found whatever its case and accents.
func Text(l lead.Lead) []byte {
	var fields [findFields][]string
	title := l.Title()
	fields[findTitle] = []string{title}
	for _, name := range []string{strings.TrimSpace(l.Name + " " + l.LastName), l.Company} {
		if name != title {
			fields[findNames] = append(fields[findNames], name)
		}
	}
	fields[findCompany] = []string{l.Company}
	if l.Kind == lead.Company {
		fields[findCompany] = []string{title}
	}
	fields[findLabels] = l.Labels
	fields[findNotes] = []string{l.Notes}
	addPerson := func(p lead.Person) {
		fields[findIndustry] = append(fields[findIndustry], p.Industry)
		fields[findRoles] = append(fields[findRoles], p.Role)
		for _, a := range p.Addresses {
			fields[findStreets] = append(fields[findStreets], a.Street, a.PostalCode, a.State)
			fields[findCities] = append(fields[findCities], a.City)
			fields[findCountries] = append(fields[findCountries], a.Country)
		}
		for _, s := range p.Socials {
			fields[findWeb] = append(fields[findWeb], s.URL)
		}
		fields[findEmails] = append(fields[findEmails], p.Emails...)
		for _, number := range p.Phones {
			fields[findPhones] = append(fields[findPhones], digits(number))
			if !isNumber(number) {
				fields[findPhones] = append(fields[findPhones], number)
			}
		}
	}
	addPerson(l.Person)
	for _, c := range l.Contacts {
		fields[findNames] = append(fields[findNames], strings.TrimSpace(c.Name+" "+c.LastName))
		addPerson(c)
	}
	b := make([]byte, 0, 128)
	for i, texts := range fields {
		if i > 0 {
			b = append(b, fieldEnd)
		}
		b = appendField(b, texts)
	}
	return b
}

// appendField adds texts, folded and divided by "; ", up to findMax bytes.
func appendField(b []byte, texts []string) []byte {
	start := len(b)
	for _, s := range texts {
		if s == "" || len(b)-start >= findMax {
			continue
		}
		if len(b) > start {
			b = append(b, ';', ' ')
		}
		s = Fold(s[:min(len(s), findMax)])
		b = append(b, s[:min(len(s), findMax-min(findMax, len(b)-start))]...)
	}
	return b
}

// digits keeps the digits of a phone number.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, Fold(s[:min(len(s), findMax)]))
}

// isNumber says whether s is made of what phone numbers are written with.
func isNumber(s string) bool { return strings.Trim(s, "0123456789+-()./ ") == "" }

// Fold makes texts that people take for the same word equal: lower case,
// compatibility forms resolved, accents dropped, control characters blank.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return foldRunes(s)
		}
	}
	return strings.Map(foldRune, s)
}

// foldRunes is Fold for what is not ASCII alone.
func foldRunes(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if accent(r) {
			continue
		}
		if long := spelled(r); long != "" {
			b.WriteString(long)
			continue
		}
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

// foldRune lowers one character.
func foldRune(r rune) rune {
	if r < 0x20 || r == 0x7f {
		return ' '
	}
	return unicode.ToLower(r)
}

// accent says whether r is a mark that people leave out when they search:
// Latin, Greek and Cyrillic accents, Hebrew points and Arabic vowel signs. The
// vowel signs of Indic scripts and the voicing marks of kana change the word.
func accent(r rune) bool {
	return r >= 0x0300 && r <= 0x036f || r >= 0x0591 && r <= 0x05c7 || r >= 0x064b && r <= 0x065f || r == 0x0670
}

// spelled is how a letter without a decomposition is typed by people whose
// keyboard lacks it.
func spelled(r rune) string {
	switch unicode.ToLower(r) {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}
