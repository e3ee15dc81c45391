package columns

import (
	"slices"
	"strconv"
	"strings"
)

// meaning is what a column's name says.
type meaning struct {
	field   Field
	tie     bool // it says two things
	network string
	group   string
	line    int
	some    bool // a name that may be a part of one: "Nom du contact"
	whole   bool // an address that is certainly no street alone
}

// hit is a name of a field among the words of a header.
type hit struct {
	field Field
	words []string
	at    int
}

// meaningOf reads a column's name. Each word must be a part of a field's name or one
// that only says which of several; one that is neither, and the column means
// something else: "Email Status", "Assistant's Phone".
func meaningOf(header string) meaning {
	words := normal(header)
	if len(words) == 0 || others()[strings.Join(words, " ")] {
		return meaning{}
	}
	plain := slices.DeleteFunc(slices.Clone(words), number)
	if others()[strings.Join(plain, " ")] {
		return meaning{}
	}
	if f, ok := phrases()[strings.Join(words, " ")]; ok {
		return meaning{field: f, network: network(f, words), group: wordGroup(words)}
	}
	if f := alone(plain); f != None {
		return meaning{field: f}
	}
	hits, rest := find(plain)
	field, ok := settle(hits)
	if !ok {
		return meaning{tie: len(hits) > 1}
	}
	m := meaning{field: field, line: lineOf(words, field), whole: strings.Contains(" "+strings.Join(plain, " "), " formatted") || slices.Contains(plain, "full")}
	for i, w := range rest {
		if !neutral(w) && !inContext(field, w) {
			return meaning{}
		}
		m.group = strings.TrimSpace(m.group + " " + groupOf(rest[i]))
	}
	for _, h := range hits {
		switch {
		case h.field == Social:
			m.network = h.words[0]
		case h.field == Company && field != Company:
			m.group = strings.TrimSpace("company " + m.group)
		case wordGroup(h.words) != "":
			m.group = wordGroup(h.words)
		}
	}
	return m.withWhose(hits, rest).withNumber(words)
}

// alone reads "First" and "Contact Last": names where no word for one stands.
func alone(words []string) Field {
	if len(words) == 2 && oneOf(words[0], "contact person") {
		words = words[1:]
	}
	if len(words) != 1 {
		return None
	}
	return map[string]Field{"first": First, "last": Last}[words[0]]
}

// find takes the names of fields out of words, the longest first.
func find(words []string) (hits []hit, rest []string) {
	const longest = 5
	for i := 0; i < len(words); {
		found := 0
		for n := min(longest, len(words)-i); n > 0 && found == 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			if f, ok := phrases()[name]; ok && !(n == 1 && f == contact) {
				hits = append(hits, hit{f, words[i : i+n], i})
				found = n
			}
		}
		if found == 0 {
			rest = append(rest, words[i])
			found = 1
		}
		i += found
	}
	return hits, rest
}

// settle decides what several names in one header mean together.
func settle(hits []hit) (Field, bool) {
	var all []Field
	for _, h := range hits {
		if !slices.Contains(all, h.field) {
			all = append(all, h.field)
		}
	}
	has := func(f Field) bool { return slices.Contains(all, f) }
	drop := func(f Field) { all = slices.DeleteFunc(all, func(g Field) bool { return g == f }) }
	switch {
	case len(all) == 2 && has(First) && has(Last):
		return Full, true
	case has(Country) && has(either), has(State) && has(either):
		drop(either)
	case has(either) && counted(hits, either) > 1: // "Land/Region"
		all[slices.Index(all, either)] = Country
	}
	if has(Social) && has(Site) {
		drop(Site)
	}
	if len(all) > 1 && has(Address) && slices.ContainsFunc(all, func(f Field) bool { return f.ofAddress() && f != Address || f == either }) {
		drop(Address)
	}
	if len(all) == 2 && has(Company) {
		switch {
		case has(someName):
			return Company, true
		case has(title):
			return Role, true
		case slices.ContainsFunc(all, func(f Field) bool {
			return f.ofAddress() || f == either || oneOf(f.String(), "email phone website social industry employees")
		}):
			drop(Company)
		}
	}
	if len(all) == 2 && has(Full) && (has(Email) || has(Phone) || has(First) || has(Last) || has(Role)) {
		drop(Full) // "Ansprechpartner Telefon"
	}
	if len(all) != 1 {
		return None, false
	}
	return all[0], true
}

func counted(hits []hit, f Field) int {
	n := 0
	for _, h := range hits {
		if h.field == f {
			n++
		}
	}
	return n
}

// withWhose looks at the words that name a person beside a name.
func (m meaning) withWhose(hits []hit, rest []string) meaning {
	person := slices.ContainsFunc(rest, func(w string) bool { return oneOf(w, "person contact kontakt contacto contatto contato") })
	switch m.field {
	case someName:
		if person {
			m.field, m.some = Full, true
		}
		if slices.ContainsFunc(rest, func(w string) bool { return groupOf(w) == "company" }) {
			m.field = Company
		}
	case Company, Role, title, Industry, Employees, Notes, Labels, First, Last, Middle, Full, Site, Social, None:
		// "Firma Kontakt" is a person; "Contact Company" is the company.
		if last := hits[len(hits)-1]; m.field == Company && person && len(rest) > 0 && last.at == 0 {
			return meaning{}
		}
	}
	if m.field == title && slices.Contains(rest, "lead") {
		return meaning{}
	}
	return m
}

// withNumber gives an address of several its number.
func (m meaning) withNumber(words []string) meaning {
	if !m.field.ofAddress() && m.field != either || m.line > 0 {
		return m
	}
	for i, w := range words {
		if number(w) && i > 0 && w != "1" {
			m.group = strings.TrimSpace(m.group + " " + w)
		}
	}
	return m
}

// lineOf is the number of a street's line, 0 for the only one.
func lineOf(words []string, f Field) int {
	if f != Street && f != Address {
		return 0
	}
	for i, w := range words {
		if i == 0 || !number(w) || i < len(words)-1 {
			continue
		}
		if n, err := strconv.Atoi(w); err == nil && n > 0 && n < 10 {
			return n
		}
	}
	return 0
}

func network(f Field, words []string) string {
	if f == Social {
		return words[0]
	}
	return ""
}

// wordGroup is the address that one word names together with a part: "Kotiosoite".
func wordGroup(words []string) string {
	switch {
	case oneOf(words[0], "kotimaa kotikaupunki kotiosoite"):
		return "home"
	case words[0] == "tyoosoite":
		return "work"
	}
	return ""
}
