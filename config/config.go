// Package config holds the settings, the workspaces and where a key comes from.
// It does not read the environment: cli hands it what it needs. Start reading
// at Config and Keys.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Config is the TOML file, complete with its defaults.
type Config struct {
	DefaultProfile string
	HoldSeconds    int  // 0 to MaxHoldSeconds, default 5
	Canary         bool // default true
	// PhoneRegion is the ISO 3166-1 alpha-2 code in which a phone without "+" is
	// read when the lead has no country; "" for none.
	PhoneRegion string
	// PhoneFormat is how a possible phone goes out: "e164" (also ""),
	// "international", "national" or "typed".
	PhoneFormat string
	Required    []string // groups such as "email|phone"; the names are lead's to know
	Rate        Rate
	Keys        map[string][]string // action, or screen.action, → keys
	Filters     map[string]string   // name → filter text
	Profiles    map[string]Profile
}

// Rate overrides the request window; zero members mean the form's own.
type Rate struct {
	Requests int
	Window   time.Duration
}

// Profile is one workspace of the config.
type Profile struct {
	Name       string
	BaseURL    string // scheme, host and optional path prefix, without /api/v1/leads
	Docs       string // "current" (default) or "legacy"
	KeyCommand []string
	Color      string
	Rate       Rate
	// Wire overrides names on the wire; the keys are api's to know:
	// "emails", "emails.address", "phones", "phones.number", "socials",
	// "socials.type", "socials.url", "addresses", "addresses.street", …, "notes".
	Wire map[string]string
}

// The limit of hold_seconds and its default.
const (
	MaxHoldSeconds     = 30
	defaultHoldSeconds = 5
)

// ReservedProfile is the name of the built-in practice workspace, which no
// profile may take.
const ReservedProfile = "sandbox"

// Default is the config of an empty file.
func Default() Config {
	return Config{HoldSeconds: defaultHoldSeconds, Canary: true}
}

// Load reads the file at path. A path that names no file, and "", give the
// defaults. A name that is unknown or a value that cannot be is an *Error with
// its line.
func Load(path string) (Config, error) {
	if path == "" {
		return Default(), nil
	}
	data, err := readConfig(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Default(), nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("read the config: %w", err)
	}
	c, err := Parse(data)
	var e *Error
	if errors.As(err, &e) {
		e.Path = path
	}
	return c, err
}

// Error is what is wrong with a config file.
type Error struct {
	Path string // "" when the text came from no file
	Line int    // counted from 1; 0 when unknown
	Text string // what is wrong and what would be right
	// KeyOf is the profile whose key stands in the config, where none belongs;
	// Missing one that is named and not there. "" for neither.
	KeyOf, Missing string
}

// WireMistake is the *Error for a name of a profile's wire table, which the
// packages above know and this one does not. The file at path is read again to
// find the line.
func WireMistake(path, profile, key, text string) *Error {
	return mistake(path, []string{"profiles", profile, "wire"}, key, "[profiles."+profile+".wire]: "+text)
}

// KeyMistake is the *Error for a name of the keys table, in the same way.
func KeyMistake(path, name, text string) *Error {
	return mistake(path, []string{"keys"}, name, text)
}

func mistake(path string, table []string, key, text string) *Error {
	e := &Error{Path: path, Text: text}
	data, err := os.ReadFile(path)
	if err != nil {
		return e
	}
	var root map[string]any
	md, err := toml.Decode(string(data), &root)
	if err != nil {
		return e
	}
	p := newPlaces(string(data), md.Keys())
	// "emails.address" may stand as one name in quotes, or as a table's.
	e.Line = cmp.Or(p.exact(append(table, key)), p.exact(append(table, strings.SplitN(key, ".", 2)...)), p.line(table))
	return e
}

// Error is one sentence that begins with the place.
func (e *Error) Error() string {
	switch {
	case e.Path != "" && e.Line > 0:
		return fmt.Sprintf("config %s, line %d: %s", e.Path, e.Line, e.Text)
	case e.Path != "":
		return fmt.Sprintf("config %s: %s", e.Path, e.Text)
	case e.Line > 0:
		return fmt.Sprintf("config line %d: %s", e.Line, e.Text)
	}
	return "config: " + e.Text
}
