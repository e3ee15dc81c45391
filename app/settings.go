package app

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
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
)

// Settings are the config with all that the environment and the flags say.
type Settings struct {
	config.Config
	Path string // of the config file
	Dir  string // of the queue and the key files
	// State is the folder of what all of a user's programs share, whatever Dir they
	// have, and of what no copy of Dir may bring along. "": Dir.
	State   string
	Machine string // tells this computer from others, "" where it has no name
	Want    string // the workspace asked for by flag or environment, "" for none

	Key     string   // of the environment, "" for none: it goes before a kept one
	BaseURL string   // of the environment, "" for none: it goes before the config's
	Environ []string // what a key_command runs with
	Proxy   func(*url.URL) (*url.URL, error)
	Agent   string // how requests name the program
	// Upgrading is called before a large queue of an earlier version is brought to
	// this one's form; nil for nothing.
	Upgrading func()
	// Look makes a real workspace's senders wait, after the first lead, until a
	// person has looked at it: where there are screens that ask.
	Look bool
	// Watch has the system tell of other processes' changes: where there are screens
	// that show them. It is queue.Options'.
	Watch bool
	// Limits are for people on a line.
	Limits Limits
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
	return fmt.Sprintf("no workspace is called %q", e.Name)
}

// ManyWorkspaces is the error of a config that does not say which one is meant.
type ManyWorkspaces struct{ Names []string }

func (e *ManyWorkspaces) Error() string {
	return "no default_profile among " + strings.Join(e.Names, ", ")
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
	if wrong, ok := errors.AsType[*lead.UnknownField](err); ok {
		known := lead.FieldNames()
		return lead.Rules{}, config.Mistake(s.Path, nil, "required", config.Error{
			What: config.NotField, Name: wrong.Name, Known: known, Near: config.Nearest(wrong.Name, known),
		})
	}
	if !lead.HasPhones(s.PhoneRegion) {
		return lead.Rules{}, config.Mistake(s.Path, nil, "phone_region", config.Error{What: config.NoCountry, Name: s.PhoneRegion})
	}
	return lead.Rules{Region: s.PhoneRegion, PhoneFormat: s.PhoneFormat, Required: required, Labels: s.Labels}, nil
}

// Encoding is how a workspace's leads look on the wire.
func (s Settings) Encoding(p config.Profile) (api.Encoding, error) {
	rules, err := s.rules()
	if err != nil {
		return api.Encoding{}, err
	}
	e, err := api.NewEncoding(p, rules)
	if wrong, ok := errors.AsType[*api.WireError](err); ok {
		return e, s.mistaken([]string{"profiles", p.Name, "wire"}, wrong.Key, err)
	}
	if err != nil {
		return e, s.mistaken([]string{"profiles", p.Name}, "docs", err)
	}
	return e, nil
}

// mistaken is what is wrong with a setting in a table of the config.
func (s Settings) mistaken(table []string, key string, err error) error {
	return config.Mistake(s.Path, table, key, config.Error{Table: strings.Join(table, "."), Err: err})
}

// HasFile says that the config's file is there.
func (s Settings) HasFile() bool {
	_, err := os.Stat(s.Path)
	return !errors.Is(err, fs.ErrNotExist)
}

// NoFolder is a folder in which nothing can be kept.
type NoFolder struct {
	Dir   string
	State bool // it is that of the window ledger; else that of the leads
	Err   error
}

func (e *NoFolder) Error() string {
	return fmt.Sprintf("keep something in %s: %v", e.Dir, e.Err)
}

// Unwrap gives Err.
func (e *NoFolder) Unwrap() error { return e.Err }

// MakeDir makes the folders; its error is a *NoFolder. Where leads are there already
// they can be read, whatever the disk says.
func (s Settings) MakeDir() error {
	if _, err := os.Lstat(s.queueFile()); err == nil {
		return nil
	}
	return s.CheckDisk()
}

// CheckDisk makes the folders and finds out whether their disk takes files; its
// error is a *NoFolder.
func (s Settings) CheckDisk() error {
	if err := makeDir(s.Dir); err != nil {
		return &NoFolder{Dir: s.Dir, Err: err}
	}
	if err := makeDir(cmp.Or(s.State, s.Dir)); err != nil {
		return &NoFolder{Dir: s.State, State: true, Err: err}
	}
	return nil
}

func makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return probe(dir)
}

// probe finds out whether files can be made in dir, and filled.
func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".leadpad-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 64<<10)) // as much as SQLite needs to begin
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// Cause strips the path and the operation, for a sentence that names them already.
func Cause(err error) error {
	for _, known := range []error{queue.ErrFull, queue.ErrRefused, queue.ErrReadOnly} {
		if errors.Is(err, known) {
			return known
		}
	}
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}
