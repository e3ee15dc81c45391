package app

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadpad/api"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
)

// Settings are the config with all that the environment and the flags say.
type Settings struct {
	config.Config
	Path string // of the config file
	Dir  string // of the queue, the window ledger and the key files
	Want string // the workspace asked for by flag or environment, "" for none

	Key     string   // of the environment, "" for none: it goes before a kept one
	BaseURL string   // of the environment, "" for none: it goes before the config's
	Environ []string // what a key_command runs with
	Proxy   func(*url.URL) (*url.URL, error)
	Agent   string // how requests name the program
	// Look makes a real workspace's senders wait, after the first lead, until a
	// person has looked at it: where there are screens that ask.
	Look bool
	// Because says what became of the i-th lead of a batch, for the files of its
	// export; now is the lead as it stands, nil when it was deleted since.
	Because func(b queue.Batch, i int, now *queue.Entry) string
}

// NoWorkspace is the error of a name that no workspace has.
type NoWorkspace struct {
	Name  string
	Near  string   // the workspace that may have been meant, "" for none
	Known []string // the real ones
}

func (e *NoWorkspace) Error() string {
	return fmt.Sprintf("there is no workspace %q", safe.Clean(e.Name))
}

// ManyWorkspaces is the error of a config that does not say which one is meant.
type ManyWorkspaces struct{ Names []string }

func (e *ManyWorkspaces) Error() string {
	return fmt.Sprintf("the config has the workspaces %s and no default_profile", strings.Join(e.Names, ", "))
}

// Names lists the real workspaces: those of the config, or, with none, the one
// that the environment stands for.
func (s Settings) Names() []string {
	if len(s.Profiles) > 0 {
		return slices.Sorted(maps.Keys(s.Profiles))
	}
	if s.Key != "" || s.BaseURL != "" || s.Want == DefaultName {
		return []string{DefaultName}
	}
	return nil
}

// Current is the name of the workspace that this run is about.
func (s Settings) Current() (string, error) {
	names := s.Names()
	switch {
	case s.Want == PracticeName, s.Want == "" && len(names) == 0:
		return PracticeName, nil
	case s.Want != "":
		_, err := s.Named(s.Want)
		return s.Want, err
	case s.DefaultProfile != "":
		return s.DefaultProfile, nil
	case len(names) == 1:
		return names[0], nil
	}
	return "", &ManyWorkspaces{names}
}

// Named gives the profile of a real workspace, the environment's address put in.
func (s Settings) Named(name string) (config.Profile, error) {
	names := s.Names()
	if !slices.Contains(names, name) {
		return config.Profile{}, &NoWorkspace{name, config.Nearest(name, append(names, PracticeName)), names}
	}
	p := s.Profiles[name]
	p.Name = name
	if s.BaseURL != "" {
		p.BaseURL = s.BaseURL
	}
	if p.BaseURL == "" {
		p.BaseURL = api.DefaultBaseURL
	}
	return p, nil
}

// Keychain is where the keys of the workspaces come from.
func (s Settings) Keychain() config.Keys {
	return config.Keys{Env: s.Key, Dir: filepath.Join(s.Dir, "keys"), Environ: s.Environ}
}

// rules are the checks' settings.
func (s Settings) rules() (lead.Rules, error) {
	required, err := lead.ParseRequired(s.Required)
	if err != nil {
		return lead.Rules{}, fmt.Errorf("config %s: required: %w", s.Path, err)
	}
	return lead.Rules{Region: s.PhoneRegion, PhoneFormat: s.PhoneFormat, Required: required}, nil
}

// Encoding is how a workspace's leads look on the wire.
func (s Settings) Encoding(p config.Profile) (api.Encoding, error) {
	rules, err := s.rules()
	if err != nil {
		return api.Encoding{}, err
	}
	e, err := api.NewEncoding(p, rules)
	if wrong, ok := errors.AsType[*api.WireError](err); ok {
		return api.Encoding{}, config.WireMistake(s.Path, p.Name, wrong.Key, wrong.Text)
	}
	if err != nil {
		return api.Encoding{}, fmt.Errorf("config %s, [profiles.%s]: %w", s.Path, p.Name, err)
	}
	return e, nil
}

// MakeDir makes the data folder, or says what to do.
func (s Settings) MakeDir() error {
	err := os.MkdirAll(s.Dir, 0o700)
	if err == nil {
		err = probe(s.Dir)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("leads cannot be kept in %s (%w); make that folder writable, or set LEADPAD_DATA to another one", s.Dir, Cause(err))
}

// probe finds out whether files can be made in dir.
func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".leadpad-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Cause strips the path and the operation, for a sentence that names them already.
func Cause(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}
