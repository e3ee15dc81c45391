package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"leadpad/safe"
	"leadpad/sshd"
	"leadpad/words"
)

// servedMistake gives what keeps a server from starting its sentence, with what to
// do about it.
func servedMistake(err error) error {
	if e, ok := errors.AsType[*sshd.UsersError](err); ok {
		return exit{codeFailed, errors.New(safe.Clean(usersMistake(e)).String())}
	}
	if e, ok := errors.AsType[*sshd.HostKeyError](err); ok {
		return exit{codeFailed, errors.New(safe.Clean(hostKeyMistake(e)).String())}
	}
	return err
}

// usersMistake says what is wrong with a users file, and where.
func usersMistake(e *sshd.UsersError) string {
	where := "users file " + e.Path
	if e.Line > 0 {
		where += ", line " + strconv.Itoa(e.Line)
	}
	if e.What == sshd.Unread && errors.Is(e.Err, fs.ErrNotExist) {
		return where + ": there is none; nobody could enter"
	}
	if e.What == sshd.Unread {
		return words.Error(e.Err) + remedy(e.Err)
	}
	return where + ": " + usersFault(e)
}

// remedy is what can be done about an error, behind it.
func remedy(err error) string {
	if what := (words.Reader{}).Remedy(err); what != "" {
		return "; " + what
	}
	return ""
}

// usersFault says what is wrong in a line.
func usersFault(e *sshd.UsersError) string {
	name := strconv.Quote(inShort(e.Name))
	line := "line " + strconv.Itoa(e.OtherLine)
	switch e.What {
	case sshd.NoUsers:
		return "no key in it; nobody could enter"
	case sshd.LongLine:
		return "longer than a key's line can be"
	case sshd.WindowsLine:
		return "it ends as Windows ends lines (CRLF); save the file with LF"
	case sshd.OddByte:
		return "a character that no such line has"
	case sshd.OpenQuote:
		return `an option's value stands in quotes, like leadpad-user="ana", with a comma alone before the next`
	case sshd.OddOption:
		return "option " + name + ` is written like restrict or like leadpad-user="ana"`
	case sshd.UnknownOption:
		return "option " + name + " is not honoured here; leadpad-user, leadpad-workspace, leadpad-tz, from, expiry-time, restrict and pty are"
	case sshd.TwiceOption:
		return "option " + name + " stands there twice"
	case sshd.SameKey:
		if e.Other == e.Name {
			return "the same key as in " + line + "; remove one of them"
		}
		return "the key of " + strconv.Quote(e.Other) + " (" + line + "); a key is one person's"
	case sshd.LikeName:
		return name + " and " + strconv.Quote(e.Other) + " (" + line + ") would be two people; write one name in one way"
	}
	return keyFault(e, name)
}

// maxQuoted bounds what is repeated of a file, in characters: a name that is too
// long need not be read whole.
const maxQuoted = 40

func inShort(s string) string {
	if runes := []rune(safe.Clean(s).String()); len(runes) > maxQuoted {
		return string(runes[:maxQuoted]) + "…"
	}
	return s
}

// keyFault says what is wrong with a key or with a value.
func keyFault(e *sshd.UsersError, name string) string {
	switch e.What {
	case sshd.NoKey:
		return "no key in it"
	case sshd.OddKind:
		return "keys of kind " + name + " do not enter; `ssh-keygen -t ed25519` makes one that does"
	case sshd.BadKey:
		return "the key is damaged; copy it whole from its .pub file"
	case sshd.OtherKind:
		return "it says " + e.Name + " and is a key of kind " + e.Other
	case sshd.WeakKey:
		return fmt.Sprintf("an RSA key of %d bits can be broken; `ssh-keygen -t ed25519` makes a better one", e.Bits)
	case sshd.NoName:
		return `whose key it is stands nowhere; write leadpad-user="NAME" in front`
	case sshd.BadName:
		return "a user's name has 1 to 64 bytes of letters, digits and . ' - _ @ + with single blanks between them; " + name + " is none"
	case sshd.BadWorkspace:
		return "no workspace can be called " + name
	case sshd.NoWorkspace:
		return "the config has no workspace " + name
	case sshd.BadZone:
		return "no time zone is called " + name + `; write one like "Europe/Berlin"`
	case sshd.BadFrom:
		return "from= takes addresses such as 192.0.2.7, 192.0.2.* and 10.0.0.0/8, and no names; " + name + " is none"
	case sshd.BadExpiry:
		return "expiry-time= is a time like 20271231 or 202712311800Z; " + name + " is none"
	}
	return string(e.What)
}

// hostKeyMistake says why the server's key is not used. It is never made anew, so
// that clients are not told of an attack that is none.
func hostKeyMistake(e *sshd.HostKeyError) string {
	const anew = "put a backup of it back; who moves it away gets a new one, and each client has to be told"
	switch e.What {
	case sshd.UnmadeHostKey, sshd.UnreadHostKey:
		return "the server's key " + e.Path + ": " + words.Error(e.Err) + remedy(e.Err)
	case sshd.DamagedHostKey:
		return "the server's key " + e.Path + " is damaged; " + anew
	case sshd.LockedHostKey:
		return "the server's key " + e.Path + " asks for a passphrase; take it off with `ssh-keygen -p`"
	case sshd.OtherHostKey:
		return "the server's key " + e.Path + " is of kind " + strings.TrimPrefix(e.Kind, "ssh-") + ", not ed25519; name another with --host-key"
	}
	return e.Error()
}
