package config

import (
	"fmt"
	"log/slog"

	"leadpad/safe"
)

// Secret is an API key. It prints as its last four characters at most, in
// every verb and encoder; Reveal is for the request header alone.
//
// The key stands behind a pointer: fmt calls no methods on unexported fields of
// other structs, nor for %p, and then prints an address instead of it.
type Secret struct{ s *string }

// NewSecret wraps a key.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal gives the key itself.
func (s Secret) Reveal() string {
	if s.s == nil {
		return ""
	}
	return *s.s
}

// Empty says that there is no key.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// shownFrom is the length from which a key's last four characters may be seen:
// of a shorter one they would be half of it.
const shownFrom = 8

// String is the masked form, like "…1a2b".
func (s Secret) String() string {
	r := []rune(s.Reveal())
	if len(r) < shownFrom {
		return "…"
	}
	for _, c := range r[len(r)-4:] {
		if c <= ' ' || c > '~' {
			return "…"
		}
	}
	return "…" + string(r[len(r)-4:])
}

// Out takes the key out of a text, should anything have repeated it. A short one is
// taken out where it stands as a word, so that no other words are spoilt.
func (s Secret) Out(text string) string {
	for _, form := range []string{s.Reveal(), jsonSafe(s.Reveal())} {
		text = safe.Blot(text, form, s.String(), safe.ShortSecret(s.Reveal()))
	}
	return text
}

// GoString masks %#v.
func (s Secret) GoString() string { return s.String() }

// Format masks every verb, %x and %d too.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText masks XML, TOML, map keys and all that goes by text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON masks JSON.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + jsonSafe(s.String()) + `"`), nil }

// LogValue masks slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// jsonSafe escapes the two printable ASCII characters that JSON must escape.
func jsonSafe(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r == '"' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}
