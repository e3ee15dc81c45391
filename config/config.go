// Package config holds the settings, the workspaces and where a key comes from.
// It does not read the environment: cli hands it what it needs. Start reading
// at Config and Keys.
package config

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Config is the TOML file, complete with its defaults.
type Config struct {
	DefaultProfile string
	// User names who uses this config, "" where there is one person. Leads names
	// those who see all leads of a workspace, whoever they belong to.
	User        string
	Leads       []string
	HoldSeconds int  // 0 to MaxHoldSeconds, default 5
	Canary      bool // default true
	// PhoneRegion is the ISO 3166-1 alpha-2 code in which a phone without "+" is
	// read when the lead has no country; "" for none.
	PhoneRegion string
	// PhoneFormat is how a possible phone goes out: "e164" (also ""),
	// "international", "national" or "typed".
	PhoneFormat string
	// Theme is "dark", "light" or "auto" (also ""): as the terminal's background is.
	Theme    string
	Renderer string   // OwnRenderer (also "") or StandardRenderer
	Required []string // groups such as "email|phone"; the names are lead's to know
	// Labels are those that the house uses; empty where it has no such list.
	Labels   []string
	Rate     Rate
	Keys     map[string][]string // action, or screen.action, → keys
	Filters  map[string]string   // name → filter text
	Presets  map[string]Preset
	Profiles map[string]Profile
}

// Who draws the screens.
const (
	OwnRenderer      = "own"
	StandardRenderer = "standard"
)

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

// NotRead is a config file that cannot be read.
type NotRead struct{ Err error }

func (e *NotRead) Error() string { return "read the config: " + e.Err.Error() }

// Unwrap gives why.
func (e *NotRead) Unwrap() error { return e.Err }

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
		return Config{}, &NotRead{err}
	}
	c, err := Parse(data)
	var e *Error
	if errors.As(err, &e) {
		e.Path = path
	}
	return c, err
}

// Mistake gives e, which is wrong with a setting in a table, its place. It is for the
// packages above, which know what a setting stands for; the file at path is read
// again to find the line.
func Mistake(path string, table []string, key string, e Error) *Error {
	e.Path = path
	if e.What == "" {
		e.What = Other
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return &e
	}
	var root map[string]any
	md, err := toml.Decode(string(data), &root)
	if err != nil {
		return &e
	}
	p := newPlaces(string(data), md.Keys())
	// "emails.address" may stand as one name in quotes, or as a table's.
	e.Line = cmp.Or(p.exact(append(table, key)), p.exact(append(table, strings.SplitN(key, ".", 2)...)), p.line(table))
	return &e
}
