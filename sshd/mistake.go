package sshd

import (
	"fmt"
	"strings"

	"leadpad/safe"
)

// UsersError is what is wrong with a users file. None of it lets anybody in.
type UsersError struct {
	Path string
	Line int // counted from 1; 0 for the file as a whole
	What UsersFault
	// Name is the option, the user, the kind of key or the value that cannot be, as
	// it stands in the file.
	Name string
	// Other is the user, or the kind of key, that Name clashes with; OtherLine is
	// where it stands.
	Other     string
	OtherLine int
	Bits      int   // of WeakKey
	Err       error // of Unread and BadKey
}

// UsersFault is the kind of a UsersError, named for logs.
type UsersFault string

// What can be wrong with a users file.
const (
	Unread        UsersFault = "not read"
	NoUsers       UsersFault = "no key in it"
	LongLine      UsersFault = "a line that is too long"
	WindowsLine   UsersFault = "a line that ends with CRLF"
	OddByte       UsersFault = "a control character"
	OpenQuote     UsersFault = "quotes that are not closed, or a value without them"
	NoKey         UsersFault = "no key"
	OddKind       UsersFault = "a kind of key that may not enter"
	BadKey        UsersFault = "a damaged key"
	OtherKind     UsersFault = "a key of another kind"
	WeakKey       UsersFault = "a weak key"
	SameKey       UsersFault = "a key twice"
	UnknownOption UsersFault = "unknown option"
	TwiceOption   UsersFault = "an option twice"
	OddOption     UsersFault = "an option with or without a value"
	NoName        UsersFault = "no leadpad-user"
	BadName       UsersFault = "no user's name"
	LikeName      UsersFault = "two names that look alike"
	BadWorkspace  UsersFault = "no workspace's name"
	NoWorkspace   UsersFault = "no workspace of that name in the config"
	BadZone       UsersFault = "no time zone"
	BadFrom       UsersFault = "no pattern of addresses"
	BadExpiry     UsersFault = "no expiry time"
)

// Error is for logs and tests.
func (e *UsersError) Error() string {
	var out strings.Builder
	out.WriteString("users file")
	if e.Path != "" {
		out.WriteString(" " + e.Path)
	}
	if e.Line > 0 {
		fmt.Fprintf(&out, ", line %d", e.Line)
	}
	out.WriteString(": " + string(e.What))
	for _, detail := range []string{e.Name, e.Other} {
		if detail != "" {
			fmt.Fprintf(&out, " | %s", short(detail))
		}
	}
	if e.OtherLine > 0 {
		fmt.Fprintf(&out, " in line %d", e.OtherLine)
	}
	if e.Bits > 0 {
		fmt.Fprintf(&out, " | %d bits", e.Bits)
	}
	if e.Err != nil {
		out.WriteString(" | " + e.Err.Error())
	}
	return safe.Clean(out.String()).String()
}

// Unwrap gives Err.
func (e *UsersError) Unwrap() error { return e.Err }

// maxDetail bounds what is repeated of a file or a client, in bytes.
const maxDetail = 64

// short cuts text that somebody else wrote, for a line of the log.
func short(s string) string {
	if len(s) > maxDetail {
		s = s[:maxDetail] + "…"
	}
	return safe.Clean(s).String()
}

// Denied is why a key does not enter.
type Denied struct {
	Why         DeniedWhy
	User        string // whose key it is, "" of UnknownKey
	Fingerprint string
}

// DeniedWhy is the kind of a Denied, named for logs.
type DeniedWhy string

// Why a key does not enter.
const (
	UnknownKey   DeniedWhy = "unknown key"
	ExpiredKey   DeniedWhy = "expired key"
	ElsewhereKey DeniedWhy = "address not allowed"
)

// Error is for logs: who is denied learns nothing of it.
func (e *Denied) Error() string {
	out := string(e.Why) + " " + e.Fingerprint
	if e.User != "" {
		out += " of " + e.User
	}
	return out
}
