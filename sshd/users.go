package sshd

import (
	"bytes"
	"encoding/base64"
	"net/netip"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/config"
)

// The limits of a users file, in bytes.
const (
	maxUsers    = 4 << 20  // thousands of keys
	maxUserLine = 16 << 10 // OpenSSH's own limit for a line with a key
)

// User is what the users file says of the one who holds a key.
type User struct {
	// Name is the owner of what is typed, in Unicode's composed form (NFC).
	Name string
	// Workspace is the profile that the key works in, "" for the default one.
	Workspace string
	// Zone is what times are shown in, nil for the server's.
	Zone *time.Location
	// NoTerminal is a key for commands alone: restrict without pty.
	NoTerminal bool
	// Fingerprint is the key's, as `ssh-keygen -l` prints it.
	Fingerprint string
	// Line is where it stands in the file, counted from 1.
	Line int
}

// Users is a users file that was read whole. It does not change; reading the
// file again gives another.
type Users struct {
	keys map[string]entry // by the key's wire form
}

// entry is a line of the file.
type entry struct {
	user    User
	from    addresses // nil for everywhere
	expires time.Time // zero for never
}

// ReadUsers reads a file of OpenSSH's authorized_keys format, in which each line
// names its owner by leadpad-user. A file with anything wrong in it is refused
// whole by a UsersError. What others can have written is a config.Refused or a
// config.Exposed. expiry-time without a zone is in now's.
func ReadUsers(path string, now time.Time) (*Users, error) {
	data, err := config.ReadTrusted(path, maxUsers)
	if err != nil {
		return nil, &UsersError{Path: path, What: Unread, Err: err}
	}
	users, mistake := parseUsers(data, now.Location())
	if mistake != nil {
		mistake.Path = path
		return nil, mistake
	}
	return users, nil
}

// parseUsers reads the text of a users file.
func parseUsers(data []byte, zone *time.Location) (*Users, *UsersError) {
	users := &Users{keys: map[string]entry{}}
	names := map[string]User{} // by the folded name: its first line
	line := 0
	for text := range bytes.Lines(data) {
		line++
		text = bytes.TrimSuffix(text, []byte("\n"))
		if what := oddLine(text); what != "" {
			return nil, &UsersError{Line: line, What: what}
		}
		trimmed := strings.Trim(string(text), " \t")
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		key, e, mistake := parseUser(trimmed, zone)
		if mistake == nil {
			e.user.Line = line
			mistake = users.add(key, e, names)
		}
		if mistake != nil {
			mistake.Line = line
			return nil, mistake
		}
	}
	if len(users.keys) == 0 {
		return nil, &UsersError{What: NoUsers}
	}
	return users, nil
}

// oddLine is what is wrong with the bytes of a line, "" for nothing. A file with
// Windows' line ends was written by something that does not know the format, and
// what its last words are is not guessed.
func oddLine(text []byte) UsersFault {
	switch {
	case len(text) > maxUserLine:
		return LongLine
	case bytes.HasSuffix(text, []byte("\r")):
		return WindowsLine
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")), // a byte order mark
		bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
		return OddByte
	}
	return ""
}

// add takes a line in, unless its key stands in another or its name differs from
// another one's in nothing that people see.
func (u *Users) add(key gossh.PublicKey, e entry, names map[string]User) *UsersError {
	wire := string(key.Marshal())
	if other, ok := u.keys[wire]; ok {
		return &UsersError{What: SameKey, Name: e.user.Name, Other: other.user.Name, OtherLine: other.user.Line}
	}
	folded := fold(e.user.Name)
	if other, ok := names[folded]; !ok {
		names[folded] = e.user
	} else if other.Name != e.user.Name {
		return &UsersError{What: LikeName, Name: e.user.Name, Other: other.Name, OtherLine: other.Line}
	}
	u.keys[wire] = e
	return nil
}

// Find gives the user of the key that signed, who comes from an address at a
// time; a Denied otherwise. A certificate is no key of the file.
func (u *Users) Find(key ssh.PublicKey, from netip.Addr, now time.Time) (User, error) {
	e, ok := u.keys[string(key.Marshal())]
	switch {
	case !ok:
		return User{}, &Denied{Why: UnknownKey, Fingerprint: gossh.FingerprintSHA256(key)}
	case !e.expires.IsZero() && now.After(e.expires):
		return User{}, &Denied{Why: ExpiredKey, User: e.user.Name, Fingerprint: e.user.Fingerprint}
	case e.from != nil && !e.from.allow(from):
		return User{}, &Denied{Why: ElsewhereKey, User: e.user.Name, Fingerprint: e.user.Fingerprint}
	}
	return e.user, nil
}

// parseUser reads a line that is neither empty nor a comment: options, the kind of
// the key, the key, a comment.
func parseUser(text string, zone *time.Location) (gossh.PublicKey, entry, *UsersError) {
	options, rest := "", text
	if !beginsWithKind(text) {
		end := endOfOptions(text)
		if end < 0 {
			return nil, entry{}, &UsersError{What: OpenQuote}
		}
		options, rest = text[:end], strings.TrimLeft(text[end:], " \t")
	}
	key, mistake := parseKey(rest)
	if mistake != nil {
		return nil, entry{}, mistake
	}
	e := entry{user: User{Fingerprint: gossh.FingerprintSHA256(key)}}
	if mistake := e.options(options, zone); mistake != nil {
		return nil, entry{}, mistake
	}
	return key, e, nil
}

// endOfOptions is where the first blank stands that no quotes hold, -1 where
// quotes are left open.
func endOfOptions(text string) int {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && text[i+1] == '"':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\t'):
			return i
		}
	}
	if quoted {
		return -1
	}
	return len(text)
}

// leastRSA is the shortest RSA key that enters, in bits: what NIST's SP 800-131A
// asks for.
const leastRSA = 2048

// kindOfKey says that a word is the kind of a key that may enter; certificates and
// DSA are none.
func kindOfKey(word string) bool {
	switch word {
	case gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoRSA,
		gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521, gossh.KeyAlgoSKECDSA256:
		return true
	}
	return false
}

// beginsWithKind says that a line has no options: it begins as kinds of keys do,
// those that may not enter as well.
func beginsWithKind(text string) bool {
	for _, start := range []string{"ssh-", "ecdsa-", "sk-"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// parseKey reads "ssh-ed25519 AAAA… comment".
func parseKey(text string) (gossh.PublicKey, *UsersError) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' })
	if len(words) < 2 {
		return nil, &UsersError{What: NoKey}
	}
	if !kindOfKey(words[0]) {
		return nil, &UsersError{What: OddKind, Name: words[0]}
	}
	wire, err := base64.StdEncoding.DecodeString(words[1])
	if err != nil {
		return nil, &UsersError{What: BadKey, Err: err}
	}
	key, err := gossh.ParsePublicKey(wire)
	if err != nil {
		return nil, &UsersError{What: BadKey, Err: err}
	}
	if key.Type() != words[0] {
		return nil, &UsersError{What: OtherKind, Name: words[0], Other: key.Type()}
	}
	if n := rsaBits(key); n > 0 && n < leastRSA {
		return nil, &UsersError{What: WeakKey, Bits: n}
	}
	return key, nil
}
