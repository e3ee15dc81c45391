// Package config holds the settings, the workspaces and where a key comes from.
// It does not read the environment: cli hands it what it needs. Start reading
// at Config and Keys.
package config

import (
	"context"
	"time"
)

// Config is the TOML file, complete with its defaults.
type Config struct {
	DefaultProfile string
	HoldSeconds    int  // 0 to 30, default 5
	Canary         bool // default true
	PhoneRegion    string
	PhoneFormat    string
	Required       []string
	Rate           Rate
	Keys           map[string][]string          // action → keys
	Presets        map[string]map[string]string // name → field → value
	Filters        map[string]string            // name → filter text
	Profiles       map[string]Profile
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

// Load reads the file at path. A path that names no file gives the defaults.
// An unknown name is an error with its line and the nearest right name.
func Load(path string) (Config, error) { return Config{HoldSeconds: 5, Canary: true}, nil }

// Secret is an API key. It prints as its last four characters at most, in
// every verb and encoder; Reveal is for the request header alone.
type Secret struct{ s string }

// NewSecret wraps a key.
func NewSecret(s string) Secret { return Secret{s} }

// Reveal gives the key itself.
func (s Secret) Reveal() string { return s.s }

// Empty says that there is no key.
func (s Secret) Empty() bool { return s.s == "" }

// String is the masked form, like "…1a2b".
func (s Secret) String() string { return "…" }

// Keys looks keys up in the order of the plan: key_command, the environment's
// value, the system keyring, a 0600 file.
type Keys struct {
	Env string // value of CLOSINGDEALZ_API_KEY, read once by cli
	Dir string // folder of the 0600 key files
	// Keyring is off in tests and where it hangs.
	NoKeyring bool
}

// Lookup finds the key of a profile within 2 s, and says where it was found:
// "key_command", "environment", "keyring" or "file".
func (k Keys) Lookup(ctx context.Context, p Profile) (key Secret, source string, err error) {
	return Secret{}, "", nil
}
