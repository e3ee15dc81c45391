package lead

import "strings"

// mailPatterns are the ways in which companies make the part before the @ of a
// name, f and l in small letters.
var mailPatterns = []struct {
	name string
	of   func(f, l string) string
}{
	{"first.last", func(f, l string) string { return f + "." + l }},
	{"first_last", func(f, l string) string { return f + "_" + l }},
	{"first-last", func(f, l string) string { return f + "-" + l }},
	{"firstlast", func(f, l string) string { return f + l }},
	{"f.last", func(f, l string) string { return f[:1] + "." + l }},
	{"flast", func(f, l string) string { return f[:1] + l }},
	{"firstl", func(f, l string) string { return f + l[:1] }},
	{"last.first", func(f, l string) string { return l + "." + f }},
	{"lastf", func(f, l string) string { return l + f[:1] }},
	{"first", func(f, _ string) string { return f }},
	{"last", func(_, l string) string { return l }},
}

// MailPattern says how an address is made of a person's name ("first.last"), and
// the domain behind the @. False when it is not, and for names that can be written
// in several ways: of two parts, or with other letters than a to z.
func MailPattern(p Person, address string) (pattern, domain string, ok bool) {
	f, l, plain := plainName(p)
	local, domain, at := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if !plain || !at || emailFault(strings.TrimSpace(address)) != "" {
		return "", "", false
	}
	for _, m := range mailPatterns {
		if m.of(f, l) == local {
			return m.name, domain, true
		}
	}
	return "", "", false
}

// MailAddress is the address that a pattern makes of a person's name at a domain;
// false where MailPattern could not tell either.
func MailAddress(p Person, pattern, domain string) (string, bool) {
	f, l, plain := plainName(p)
	for _, m := range mailPatterns {
		if plain && m.name == pattern {
			return m.of(f, l) + "@" + domain, true
		}
	}
	return "", false
}

// plainName is a person's name in small letters, if it can be written in one way
// only.
func plainName(p Person) (first, last string, ok bool) {
	first, last = strings.ToLower(strings.TrimSpace(p.Name)), strings.ToLower(strings.TrimSpace(p.LastName))
	other := func(r rune) bool { return r < 'a' || r > 'z' }
	return first, last, first != "" && last != "" && !strings.ContainsFunc(first, other) && !strings.ContainsFunc(last, other)
}
