package lead

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"leadpad/safe"
)

// emailFault says what is wrong with a trimmed, filled email address, "" when
// nothing is. It is RFC 5321 with RFC 6531's letters, less what no card shows:
// quoted local parts, comments and address literals.
func emailFault(s string) string {
	if plainMail(s) {
		return ""
	}
	return mailFault(s)
}

// mailFault is emailFault of any address.
func mailFault(s string) string {
	if n := Units(s); n > MaxEmail {
		return tooLong(n, MaxEmail)
	}
	local, domain, found := strings.Cut(s, "@")
	switch {
	case hasInvisible(s), hasIgnorable(s):
		return "an invisible character hides in it: type it anew"
	case strings.ContainsAny(s, "<>"), strings.HasPrefix(strings.ToLower(s), "mailto:"):
		return "only the address itself, " + likeAddress(s)
	case strings.ContainsFunc(s, isLookAlike):
		return lookAlikes
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
	case strings.ContainsFunc(local, notAtom):
		return "a character that no address has stands before the @"
	case domain == "":
		return "the domain after the @ is missing, like example.com"
	}
	return hostFault(domain, "an address ends in a domain, like .com", isMailHostRune)
}

// plainMail knows at a glance an address without fault: letters and digits of ASCII,
// and between them what nearly all addresses have.
func plainMail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 1 || at > maxLocalPart || len(s) > MaxEmail || len(s)-at-1 > maxDomain {
		return false
	}
	for i := range at {
		if c := s[i]; !isAlnum(rune(c)) && c != '.' && c != '-' && c != '_' && c != '+' {
			return false
		}
	}
	label, labels, letters := 0, 0, false // of the domain's part that is being read
	for i := at + 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.' && label > 0 && s[i-1] != '-':
			labels, label, letters = labels+1, 0, false
		case !isAlnum(rune(c)) && (c != '-' || label == 0), label == maxHostLabel:
			return false
		default:
			label++
			letters = letters || c > '9'
		}
	}
	return labels > 0 && label > 1 && letters && s[len(s)-1] != '-'
}

// oddDots notes dots that mail servers should refuse and that some phone
// companies gave away all the same; "" where there are none.
func oddDots(s string) string {
	if local, _, _ := strings.Cut(s, "@"); dotFault(local) {
		return "a dot at an end of the part before the @, or two in a row: is that so?"
	}
	return ""
}

// likeAddress is the address that stands in angle brackets or behind mailto:, else
// an example.
func likeAddress(s string) string {
	_, address, _ := strings.Cut(s, "<")
	address, _, _ = strings.Cut(address, ">")
	if address == "" {
		_, address, _ = strings.Cut(s, ":")
	}
	if address != "" && emailFault(address) == "" {
		return safe.Clean(address).String()
	}
	return "like name@example.com"
}

func dotFault(s string) bool {
	return strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..")
}

// notAtom is false for RFC 5322's atext, the dot and letters of other scripts.
func notAtom(r rune) bool {
	if r >= 0x80 {
		return !isMailHostRune(r)
	}
	return !isAlnum(r) && !strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", r)
}

func isAlnum(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// isMailHostRune knows what stands in a label of a mail domain beside hyphens.
func isMailHostRune(r rune) bool {
	if r < 0x80 {
		return isAlnum(r)
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '·' || r == '・'
}

// isWebHostRune knows in addition what browsers open: underscores and emoji.
func isWebHostRune(r rune) bool {
	return isMailHostRune(r) || r == '_' || unicode.Is(unicode.So, r) || unicode.Is(unicode.Variation_Selector, r)
}

const lookAlikes = "full-width or look-alike characters stand in it: type it anew"

// isLookAlike knows what only looks like ASCII: the wide forms that East Asian
// keyboards type, ligatures, letters in circles, raised ones.
func isLookAlike(r rune) bool {
	if r < 0x80 || r == '·' {
		return false
	}
	if own, _ := utf8.DecodeRuneInString(norm.NFC.String(string(r))); own < 0x80 {
		return true // the sign of Kelvin is a K
	}
	return r == '。' || strings.ContainsFunc(norm.NFKD.String(string(r)), func(part rune) bool { return part < 0x80 }) &&
		norm.NFKC.String(string(r)) != norm.NFC.String(string(r))
}

// hasInvisible finds controls, format characters and invalid UTF-8, joiners
// excepted, which some scripts are spelled with.
func hasInvisible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == unicode.ReplacementChar || isControl(r) ||
			r >= 0x80 && unicode.Is(unicode.Cf, r) && r != 0x200c && r != 0x200d
	})
}

// hasIgnorable finds what Unicode says is drawn as nothing: fillers, variation
// selectors, joiners of graphemes.
func hasIgnorable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || r == '\u2800'
	})
}

// hostFault says what is wrong with a host name in ASCII or other scripts, whose
// labels may hold hyphens and what is allowed; undotted is what to say to one
// without a dot.
func hostFault(host, undotted string, allowed func(rune) bool) string {
	if asciiLength(host) > maxDomain {
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
		case asciiLength(label) > maxHostLabel:
			return "a part of the domain is too long: at most 63 bytes between dots"
		case strings.HasPrefix(label, "-"), strings.HasSuffix(label, "-"):
			return "no hyphen at an end of a domain's part"
		case strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !allowed(r) }), beginsWithMark(label):
			return "a character that no domain has stands in it"
		}
		last = label
	}
	if len(last) < 2 || strings.Trim(last, "0123456789") == "" {
		return undotted
	}
	return ""
}

// asciiLength is how many bytes a host, or a label of one, takes on the wire: of
// other scripts in the form that begins with xn--.
func asciiLength(host string) int {
	n := 0
	for label := range strings.SplitSeq(host, ".") {
		ascii, err := idna.Punycode.ToASCII(label)
		if err != nil {
			ascii = label
		}
		n += len(ascii) + 1
	}
	return n - 1
}

// beginsWithMark says that a label's first character hangs on nothing.
func beginsWithMark(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	return unicode.Is(unicode.M, first)
}

// domainOf is the lower-case part after the @.
func domainOf(email string) string {
	return strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
}

// mailTypo names the well-known mail host that the one of a valid address is
// one slip away from, as a sentence; "" for none.
func mailTypo(email string) string {
	domain := domainOf(email)
	switch domain {
	case "mail.com", "ymail.com", "email.com", "yahoo.co", "hotmail.co":
		return ""
	}
	known := [...]string{
		"gmail.com", "googlemail.com", "hotmail.com", "outlook.com",
		"yahoo.com", "icloud.com", "protonmail.com",
	}
	if slices.Contains(known[:], domain) {
		return ""
	}
	length := utf8.RuneCountInString(domain)
	for _, k := range known {
		if abs(length-len(k)) > 1 {
			continue
		}
		if editDistance(domain, k, 2) == 1 {
			return safe.Clean(domain).String() + "? " + k + " is the usual one"
		}
	}
	return ""
}
