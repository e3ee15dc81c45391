package lead

import (
	"strings"
	"unicode"

	"leadpad/safe"
)

// emailFault says what is wrong with a trimmed, filled email address, "" when
// nothing is. It is RFC 5321 with RFC 6531's letters, less what no card shows:
// quoted local parts, comments and address literals.
func emailFault(s string) string {
	if n := Units(s); n > MaxEmail {
		return tooLong(n, MaxEmail)
	}
	local, domain, found := strings.Cut(s, "@")
	switch {
	case hasInvisible(s):
		return "an invisible character hides in it: type it anew"
	case strings.ContainsAny(s, "<>"):
		return "only the address itself, like name@example.com"
	case strings.Contains(domain, "@"):
		return "only one @, and one address in a row"
	case strings.ContainsFunc(s, unicode.IsSpace):
		return "an address has no spaces"
	case !found:
		return "an address needs an @, like name@example.com"
	case strings.ContainsAny(s, ",;"):
		return "one address in a row, without commas"
	case local == "":
		return "the part before the @ is missing"
	case len(local) > maxLocalPart:
		return "the part before the @ is too long: at most 64 bytes"
	case dotFault(local):
		return "no dot at an end of the part before the @, nor two in a row"
	case strings.ContainsFunc(local, notAtom):
		return "a character that no address has stands before the @"
	case domain == "":
		return "the domain after the @ is missing, like example.com"
	}
	return hostFault(domain, "an address ends in a domain, like .com")
}

func dotFault(s string) bool {
	return strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..")
}

// notAtom is false for RFC 5322's atext, the dot and letters of other scripts.
func notAtom(r rune) bool {
	if r >= 0x80 {
		return !isHostRune(r)
	}
	return !isAlnum(r) && !strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", r)
}

func isAlnum(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// isHostRune knows what stands in a label of a host name beside hyphens.
func isHostRune(r rune) bool {
	if r < 0x80 {
		return isAlnum(r)
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '·' || r == '・'
}

// hasInvisible finds controls, format characters and invalid UTF-8, joiners
// excepted, which some scripts are spelled with.
func hasInvisible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == unicode.ReplacementChar || isControl(r) ||
			r >= 0x80 && unicode.Is(unicode.Cf, r) && r != 0x200c && r != 0x200d
	})
}

// hostFault says what is wrong with a host name in ASCII or letters of other
// scripts; undotted is what to say to one without a dot.
func hostFault(host, undotted string) string {
	if len(host) > maxDomain {
		return "the domain is too long: at most 253 bytes"
	}
	if strings.HasPrefix(host, "[") {
		return "a domain by its name, like example.com"
	}
	if !strings.Contains(host, ".") {
		return undotted
	}
	if dotFault(host) {
		return "no dot at an end of the domain, nor two in a row"
	}
	last := ""
	for label := range strings.SplitSeq(host, ".") {
		switch {
		case len(label) > maxHostLabel:
			return "a part of the domain is too long: at most 63 bytes between dots"
		case strings.HasPrefix(label, "-"), strings.HasSuffix(label, "-"):
			return "no hyphen at an end of a domain's part"
		case strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !isHostRune(r) }):
			return "a character that no domain has stands in it"
		}
		last = label
	}
	if len(last) < 2 || strings.Trim(last, "0123456789") == "" {
		return undotted
	}
	return ""
}

// domainOf is the lower-case part after the @.
func domainOf(email string) string {
	return strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
}

// mailTypo names the well-known mail host that the one of a valid address is
// one slip away from, as a sentence; "" for none.
func mailTypo(email string) string {
	domain := domainOf(email)
	known := []string{
		"gmail.com", "googlemail.com", "hotmail.com", "outlook.com",
		"yahoo.com", "icloud.com", "protonmail.com",
	}
	for _, k := range append(known, "mail.com", "ymail.com", "email.com", "yahoo.co", "hotmail.co") {
		if domain == k {
			return ""
		}
	}
	for _, k := range known {
		if editDistance(domain, k, 2) == 1 {
			return safe.Clean(domain).String() + "? " + k + " is the usual one"
		}
	}
	return ""
}
