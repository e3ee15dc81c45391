package sshd

import (
	"crypto/rsa"
	"strings"
	"time"
	_ "time/tzdata" // leadpad-tz is understood on machines without zone files: small containers, Windows
	"unicode"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"leadpad/config"
	"leadpad/safe"
)

// rsaBits is how long an RSA key is, 0 for another kind.
func rsaBits(key gossh.PublicKey) int {
	if k, ok := key.(gossh.CryptoPublicKey); ok {
		if k, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok {
			return k.N.BitLen()
		}
	}
	return 0
}

// options reads what stands before a key. Names count in any case, as OpenSSH
// takes them, and each once: of two values one would be dropped in silence.
func (e *entry) options(text string, zone *time.Location) *UsersError {
	seen := map[string]bool{}
	restrict := false
	for text != "" {
		name, value, quoted, rest, ok := nextOption(text)
		if !ok {
			return &UsersError{What: OpenQuote}
		}
		text = rest
		lower := strings.ToLower(name)
		if seen[lower] {
			return &UsersError{What: TwiceOption, Name: name}
		}
		seen[lower] = true
		flag := lower == "restrict" || lower == "pty"
		if takes := flag || valued(lower); !takes {
			return &UsersError{What: UnknownOption, Name: name}
		}
		if flag == quoted {
			return &UsersError{What: OddOption, Name: name}
		}
		restrict = restrict || lower == "restrict"
		if mistake := e.option(lower, value, zone); mistake != nil {
			return mistake
		}
	}
	if e.user.Name == "" {
		return &UsersError{What: NoName}
	}
	e.user.NoTerminal = restrict && !seen["pty"]
	return nil
}

// valued says that an option takes a value.
func valued(name string) bool {
	switch name {
	case "leadpad-user", "leadpad-workspace", "leadpad-tz", "from", "expiry-time":
		return true
	}
	return false
}

// option takes one with its value.
func (e *entry) option(name, value string, zone *time.Location) *UsersError {
	var ok bool
	switch name {
	case "leadpad-user":
		e.user.Name, ok = userName(value)
		if !ok {
			return &UsersError{What: BadName, Name: value}
		}
	case "leadpad-workspace":
		if config.CheckName(value) != nil {
			return &UsersError{What: BadWorkspace, Name: value}
		}
		e.user.Workspace = value
	case "leadpad-tz":
		if e.user.Zone, ok = zoneOf(value); !ok {
			return &UsersError{What: BadZone, Name: value}
		}
	case "from":
		bad := ""
		if e.from, bad = parseAddresses(value); e.from == nil {
			return &UsersError{What: BadFrom, Name: bad}
		}
	case "expiry-time":
		if e.expires, ok = parseExpiry(value, zone); !ok {
			return &UsersError{What: BadExpiry, Name: value}
		}
	}
	return nil
}

// nextOption cuts the first of a list like a,b="x,\"y\"",c. ok is false where
// quotes stay open, something stands behind them, or a comma at the end.
func nextOption(text string) (name, value string, quoted bool, rest string, ok bool) {
	end := strings.IndexAny(text, `,=`)
	if end < 0 {
		return text, "", false, "", true
	}
	name = text[:end]
	if text[end] == ',' {
		return name, "", false, text[end+1:], end+1 < len(text)
	}
	text = text[end+1:]
	if !strings.HasPrefix(text, `"`) {
		return "", "", false, "", false
	}
	var out strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '"':
			out.WriteByte('"')
			i++
		case text[i] == '"':
			rest = text[i+1:]
			if rest != "" && rest[0] != ',' {
				return "", "", false, "", false
			}
			return name, out.String(), true, strings.TrimPrefix(rest, ","), rest != ","
		default:
			out.WriteByte(text[i])
		}
	}
	return "", "", false, "", false
}

// maxUserName bounds a name, in bytes: what the config's user may have, whose
// leads they can be.
const maxUserName = 64

// userName takes a name: letters, digits, marks on them, and " . ' - _ @ +"
// between them. It is told from others byte by byte, drawn on other people's
// screens and written at a prompt (`leadpad users rename`), so it holds nothing
// that cannot be seen, reordered or quoted. It is kept in Unicode's composed form:
// editors write the same letters in two ways, and they are one person.
func userName(s string) (string, bool) {
	s = norm.NFC.String(s)
	if s == "" || len(s) > maxUserName || s != safe.Clean(s).String() {
		return "", false
	}
	last := ' '
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
		case last == ' ' && !strings.ContainsRune("@+_", r):
			return "", false // at the start, or behind a blank
		case unicode.IsMark(r), strings.ContainsRune(" .'-_@+", r):
		default:
			return "", false
		}
		last = r
	}
	return s, last != ' '
}

// fold makes names the same that differ in what people overlook: "Ana" and "ana".
func fold(name string) string { return norm.NFKC.String(cases.Fold().String(name)) }

// zoneOf gives an IANA zone by its name.
func zoneOf(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	return zone, err == nil
}

// parseExpiry reads OpenSSH's times: YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS,
// with Z or UTC behind, or in the server's zone. A day alone is its beginning.
func parseExpiry(s string, zone *time.Location) (time.Time, bool) {
	digits := s
	if upper := strings.ToUpper(s); strings.HasSuffix(upper, "UTC") {
		digits, zone = s[:len(s)-3], time.UTC
	} else if strings.HasSuffix(upper, "Z") {
		digits, zone = s[:len(s)-1], time.UTC
	}
	layout, ok := map[int]string{8: "20060102", 12: "200601021504", 14: "20060102150405"}[len(digits)]
	if !ok {
		return time.Time{}, false
	}
	at, err := time.ParseInLocation(layout, digits, zone)
	return at, err == nil && at.Unix() > 0
}
