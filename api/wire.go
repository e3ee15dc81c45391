package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/config"
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

// MaxWireName bounds a configured name, in bytes; no documented one is near it.
const MaxWireName = 64

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
	What WireFault
	Key  string // as the config has it, "emails.address"
	Near string // of UnknownWire the key that was probably meant, "" for none
	// Other is the preset of UnknownPreset, the other key of SameWire and the name
	// of TwiceWire.
	Other string
}

// WireFault is the kind of a WireError, named for logs.
type WireFault string

// What can be wrong with a name.
const (
	UnknownWire   WireFault = "unknown key"
	UnknownPreset WireFault = "unknown preset"
	SameWire      WireFault = "one key in two spellings"
	TwiceWire     WireFault = "a name twice in one object"
	LongWire      WireFault = "a name that is too long"
	BrokenWire    WireFault = "a name that is no UTF-8"
	HiddenWire    WireFault = "a name with a character that cannot be shown"
)

func (e *WireError) Error() string {
	return fmt.Sprintf("wire names: %s at %q", e.What, safe.Clean(e.Key).String())
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
			return w, &WireError{What: UnknownPreset, Key: key, Other: names[key]}
		}
	}
	seen := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		folded := foldKey(key)
		if other, twice := seen[folded]; twice {
			return w, &WireError{What: SameWire, Key: key, Other: other}
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
		return w, &WireError{What: TwiceWire, Key: keyOf(names, name), Other: name}
	}
	return out, nil
}

// set changes the one name that key stands for.
func (w *Wire) set(key, name string) error {
	if what := wrongWire(name); what != "" {
		return &WireError{What: what, Key: key}
	}
	for _, n := range w.names() {
		if foldKey(n.key) == foldKey(key) {
			*n.at = name
			return nil
		}
	}
	return &WireError{What: UnknownWire, Key: key, Near: w.nearest(key)}
}

// nearest is the known key that key was most likely meant to be, "" for none.
func (w *Wire) nearest(key string) string {
	known, folded := []string{wirePreset}, []string{wirePreset}
	for _, n := range w.names() {
		known, folded = append(known, n.key), append(folded, foldKey(n.key))
	}
	if i := slices.Index(folded, config.Nearest(foldKey(key), folded)); i >= 0 {
		return known[i]
	}
	return ""
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

// wrongWire is what is wrong with a name by itself, "" for nothing.
func wrongWire(name string) WireFault {
	hidden := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	switch {
	case len(name) > MaxWireName:
		return LongWire
	case !utf8.ValidString(name):
		return BrokenWire
	case strings.ContainsFunc(name, hidden):
		return HiddenWire
	}
	return ""
}

// foldKey is a key without regard to case and word separators.
func foldKey(key string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(key))
}
