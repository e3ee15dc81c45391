package index

import (
	"bytes"
	"strings"

	"leadpad/lead"
	"leadpad/queue"
)

// term is one word of a filter.
type term struct {
	not    bool
	text   []byte // folded; nil when it is about state or kind alone
	digits []byte // the word's digits when it is written like a number: phones are found by them
	field  field
	states uint16 // bits of the states that match, 0 when it is not about them
	kinds  uint8  // likewise
	never  bool   // names a state or kind that there is not
}

// field is the range of find fields in which a term is looked for.
type field struct{ from, to int }

// anywhere is the range of a word without a prefix.
func anywhere() field { return field{findTitle, findFields - 1} }

// parse reads a filter. What is still being typed ("name:", "-", an open
// quote) never hides everything.
func parse(text string) []term {
	var terms []term
	for rest := text; ; {
		rest = strings.TrimLeft(rest, " \t\n")
		if rest == "" {
			return terms
		}
		var t term
		if t.not = rest[0] == '-'; t.not {
			rest = rest[1:]
		}
		var prefix, word string
		prefix, rest = cutPrefix(rest)
		word, rest = cutWord(rest)
		if word = Fold(word); word == "" {
			continue
		}
		terms = append(terms, t.about(prefix, word))
	}
}

// cutPrefix takes "name:" and its like off the front of s.
func cutPrefix(s string) (prefix, rest string) {
	before, after, ok := strings.Cut(s, ":")
	if !ok {
		return "", s
	}
	if p := queue.FilterField(before); p != "" {
		return p, after
	}
	return "", s
}

// cutWord takes a word, or a phrase in quotes, off the front of s.
func cutWord(s string) (word, rest string) {
	if strings.HasPrefix(s, `"`) {
		word, rest, _ = strings.Cut(s[1:], `"`)
		return strings.TrimSpace(word), rest
	}
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// about completes a term by its prefix.
func (t term) about(prefix, word string) term {
	t.text, t.field = []byte(word), anywhere()
	if (prefix == "" || prefix == "phone") && isNumber(word) {
		t.digits = []byte(digits(word))
	}
	switch prefix {
	case "name":
		t.field = field{findTitle, findNames}
	case "company":
		t.field = field{findCompany, findCompany}
	case "email":
		t.field = field{findEmails, findEmails}
	case "label":
		t.field = field{findLabels, findLabels}
	case "phone":
		t.field = field{findPhones, findPhones}
	case "industry":
		t.field = field{findIndustry, findIndustry}
	case "role":
		t.field = field{findRoles, findRoles}
	case "address":
		t.field = field{findStreets, findCountries}
	case "city":
		t.field = field{findCities, findCities}
	case "country":
		t.field = field{findCountries, findCountries}
	case "note":
		t.field = field{findNotes, findNotes}
	case "web":
		t.field = field{findWeb, findWeb}
	case "state":
		t.text, t.states = nil, statesNamed(word)
		t.never = t.states == 0
	case "kind":
		t.text, t.kinds = nil, kindsNamed(word)
		t.never = t.kinds == 0
	}
	return t
}

// statesNamed gives the states whose name, on screen or in commands, begins so.
func statesNamed(word string) (bits uint16) {
	for s := queue.Draft; s <= queue.Unsure; s++ {
		names := []string{s.String()}
		switch s {
		case queue.Held:
			names = append(names, "holding", "waiting")
		case queue.Unsure:
			names = append(names, "not sure")
		}
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				bits |= 1 << s
			}
		}
	}
	return bits
}

// kindsNamed gives the kinds whose name begins so.
func kindsNamed(word string) (bits uint8) {
	for kind, name := range map[lead.Kind]string{lead.Company: "company", lead.Contact: "contact"} {
		if strings.HasPrefix(name, word) {
			bits |= 1 << kind
		}
	}
	return bits
}

// in looks for a term's text in a find text.
func (t *term) in(line []byte) bool {
	part := line
	if t.field != anywhere() {
		part = fieldOf(line, t.field)
	}
	if len(part) == 1 && part[0] == asTitle {
		part = fieldOf(line, field{findTitle, findTitle})
	}
	if bytes.Contains(part, t.text) {
		return true
	}
	return len(t.digits) > 0 && bytes.Contains(fieldOf(line, field{findPhones, findPhones}), t.digits)
}

// fieldOf is the part of a find text that holds the fields f.
func fieldOf(line []byte, f field) []byte {
	start := 0
	for i := 0; ; i++ {
		if i == f.from {
			line = line[start:]
			break
		}
		next := bytes.IndexByte(line[start:], fieldEnd)
		if next < 0 {
			return nil
		}
		start += next + 1
	}
	end := 0
	for i := f.from; ; i++ {
		next := bytes.IndexByte(line[end:], fieldEnd)
		if next < 0 {
			return line
		}
		if i == f.to {
			return line[:end+next]
		}
		end += next + 1
	}
}
