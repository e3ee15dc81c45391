package api

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/safe"
)

// Wire is the table of wire names of the current form. A name of "" leaves its
// member out.
type Wire struct {
	Emails, EmailAddress                                string
	Phones, PhoneNumber                                 string
	Socials, SocialType, SocialURL                      string
	Addresses, Street, City, State, PostalCode, Country string
	Notes                                               string
}

// DefaultWire is docs/api.md's table: the vendor's example where it shows a name,
// the program's own guess where nothing public does.
func DefaultWire() Wire {
	return Wire{
		Emails: "email", EmailAddress: "Address",
		Phones: "phoneNumber", PhoneNumber: "Number",
		Socials: "socials", SocialType: "Type", SocialURL: "Url",
		Addresses: "addresses", Street: "Street", City: "City", State: "State",
		PostalCode: "PostalCode", Country: "Country",
		Notes: "notes",
	}
}

// PluralWire is the second preset: the plural names of the current
// documentation's object page.
func PluralWire() Wire {
	w := DefaultWire()
	w.Emails, w.Phones = "emails", "phoneNumbers"
	return w
}

// wirePreset is the config key that chooses the names to start from.
const wirePreset = "preset"

// maxWireName bounds a configured name, in bytes; no documented one is near it.
const maxWireName = 64

// wireName is one entry of the table: its key in the config and its place.
type wireName struct {
	key string
	at  *string
}

// names lists w's entries under the keys that the config uses, objects before
// their members.
func (w *Wire) names() []wireName {
	return []wireName{
		{"emails", &w.Emails},
		{"emails.address", &w.EmailAddress},
		{"phones", &w.Phones},
		{"phones.number", &w.PhoneNumber},
		{"socials", &w.Socials},
		{"socials.type", &w.SocialType},
		{"socials.url", &w.SocialURL},
		{"addresses", &w.Addresses},
		{"addresses.street", &w.Street},
		{"addresses.city", &w.City},
		{"addresses.state", &w.State},
		{"addresses.postal_code", &w.PostalCode},
		{"addresses.country", &w.Country},
		{"notes", &w.Notes},
	}
}

// Names gives the table under the config's keys, for showing it.
func (w Wire) Names() map[string]string {
	all := map[string]string{}
	for _, n := range w.names() {
		all[n.key] = *n.at
	}
	return all
}

// WireError is what is wrong with one name that the config gives.
type WireError struct {
	Key  string // as the config has it, "emails.address"
	Text string // one sentence without the final stop
}

// Error is the sentence.
func (e *WireError) Error() string { return e.Text }

func wireError(key, format string, args ...any) error {
	return &WireError{Key: key, Text: fmt.Sprintf(format, args...)}
}

// Override applies the config's names: keys as in Names, in any case and with
// or without the underscore, and `preset` = "default" or "plural" to choose
// what they override. An unknown key, and a name that would stand twice in one
// object, is a *WireError; w is unchanged then.
func (w Wire) Override(names map[string]string) (Wire, error) {
	out := w
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if foldKey(key) != wirePreset {
			continue
		}
		switch strings.ToLower(names[key]) {
		case "", "default":
			out = DefaultWire()
		case "plural":
			out = PluralWire()
		default:
			return w, wireError(key, "wire preset %q is neither \"default\" nor \"plural\"", safe.Clean(names[key]).String())
		}
	}
	seen := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		folded := foldKey(key)
		if other, twice := seen[folded]; twice {
			return w, wireError(key, "wire names %q and %q are the same", safe.Clean(other).String(), safe.Clean(key).String())
		}
		seen[folded] = key
		if folded == wirePreset {
			continue
		}
		if err := out.set(key, names[key]); err != nil {
			return w, err
		}
	}
	if name := out.collision(); name != "" {
		return w, wireError(keyOf(names, name), "wire name %q would stand twice in one object", name)
	}
	return out, nil
}

// set changes the one name that key stands for.
func (w *Wire) set(key, name string) error {
	if err := checkWireName(name); err != nil {
		return wireError(key, "wire name of %s: %s", safe.Clean(key).String(), err)
	}
	for _, n := range w.names() {
		if foldKey(n.key) == foldKey(key) {
			*n.at = name
			return nil
		}
	}
	return wireError(key, "unknown wire name %q, did you mean %q?", safe.Clean(key).String(), w.nearest(key))
}

// nearest is the known key that takes the fewest changes to get from key.
func (w *Wire) nearest(key string) string {
	best, least := "", -1
	for _, n := range append(w.names(), wireName{key: wirePreset}) {
		if d := distance(foldKey(key), foldKey(n.key)); least < 0 || d < least {
			best, least = n.key, d
		}
	}
	return best
}

// keyOf is the first of the config's keys, in their order, that gives name.
func keyOf(names map[string]string, name string) string {
	for _, key := range slices.Sorted(maps.Keys(names)) {
		if strings.EqualFold(names[key], name) {
			return key
		}
	}
	return wirePreset
}

// collision finds a name that would stand twice in one JSON object, where case
// does not count (the server matches names without regard to it); "" for none.
func (w *Wire) collision() string {
	lead := slices.Clone(fixedNames)
	groups := [][]string{
		append(lead, w.Emails, w.Phones, w.Socials, w.Addresses, w.Notes),
		{w.SocialType, w.SocialURL},
		{w.Street, w.City, w.State, w.PostalCode, w.Country},
	}
	for _, group := range groups {
		seen := map[string]bool{}
		for _, name := range group {
			low := strings.ToLower(name)
			if name != "" && seen[low] {
				return name
			}
			seen[low] = true
		}
	}
	return ""
}

func checkWireName(name string) error {
	switch {
	case len(name) > maxWireName:
		return fmt.Errorf("longer than %d bytes", maxWireName)
	case !utf8.ValidString(name):
		return errors.New("not valid UTF-8")
	}
	for _, r := range name {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return errors.New("holds a space or a character that cannot be shown")
		}
	}
	return nil
}

// foldKey is a key without regard to case and word separators.
func foldKey(key string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(key))
}

// distance is the Levenshtein distance of two short strings. Longer ones are
// cut: a key of the config that long is near to nothing.
func distance(a, b string) int {
	a, b = a[:min(len(a), maxWireName)], b[:min(len(b), maxWireName)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
