package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadpad/api"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// The workspaces that need no config.
const (
	practiceName = config.ReservedProfile // the built-in SANDBOX
	defaultName  = "default"              // real, of a key in the environment
	demoName     = "demo"
)

// settings are the config with all that the environment and the flags say.
type settings struct {
	config.Config
	path string // of the config file
	dir  string // of the queue
	env  Env
	want string // the workspace asked for by flag or environment, "" for none
}

// settings reads the config. It makes no file and no folder.
func (a *app) settings() (settings, error) {
	path, err := a.Env.configPath()
	if err != nil {
		return settings{}, err
	}
	dir, err := a.Env.dataDir()
	if err != nil {
		return settings{}, err
	}
	c, err := config.Load(path)
	if err != nil {
		return settings{}, err
	}
	want := a.profile
	if want == "" {
		want = a.Env.Profile
	}
	return settings{Config: c, path: path, dir: dir, env: a.Env, want: want}, nil
}

// names lists the real workspaces: those of the config, or, with none, the one
// that the environment stands for.
func (s settings) names() []string {
	if len(s.Profiles) > 0 {
		return slices.Sorted(maps.Keys(s.Profiles))
	}
	if s.env.Key != "" || s.env.BaseURL != "" || s.want == defaultName {
		return []string{defaultName}
	}
	return nil
}

// current is the name of the workspace that this run is about.
func (s settings) current() (string, error) {
	names := s.names()
	switch {
	case s.want == practiceName, s.want == "" && len(names) == 0:
		return practiceName, nil
	case s.want != "":
		_, err := s.named(s.want)
		return s.want, err
	case s.DefaultProfile != "":
		return s.DefaultProfile, nil
	case len(names) == 1:
		return names[0], nil
	}
	return "", usagef("the config has the workspaces %s and no default_profile; name one with --profile", strings.Join(names, ", "))
}

// named gives the profile of a real workspace, the environment's address put in.
func (s settings) named(name string) (config.Profile, error) {
	names := s.names()
	if !slices.Contains(names, name) {
		shown := safe.Clean(name)
		near := config.Nearest(name, append(names, practiceName))
		switch {
		case near != "":
			return config.Profile{}, usagef("there is no workspace %q; did you mean %q?", shown, near)
		case len(names) == 0:
			return config.Profile{}, usagef("there is no workspace %q; connect it with `leadpad config init --name %[1]s`", shown)
		}
		return config.Profile{}, usagef("there is no workspace %q; the config has %s", shown, strings.Join(names, ", "))
	}
	p := s.Profiles[name]
	p.Name = name
	if s.env.BaseURL != "" {
		p.BaseURL = s.env.BaseURL
	}
	if p.BaseURL == "" {
		p.BaseURL = api.DefaultBaseURL
	}
	return p, nil
}

// keys is where the keys of the workspaces come from.
func (s settings) keys() config.Keys {
	return config.Keys{Env: s.env.Key, Dir: filepath.Join(s.dir, "keys"), Environ: s.env.Environ}
}

// rules are the checks' settings.
func (s settings) rules() (lead.Rules, error) {
	required, err := lead.ParseRequired(s.Required)
	if err != nil {
		return lead.Rules{}, fmt.Errorf("config %s: required: %w", s.path, err)
	}
	return lead.Rules{Region: s.PhoneRegion, PhoneFormat: s.PhoneFormat, Required: required}, nil
}

// checkKeys finds what is wrong with the keys of the config.
func (s settings) checkKeys() error {
	_, err := kit.NewKeymap(s.Keys)
	if wrong, ok := errors.AsType[*kit.KeyError](err); ok {
		return config.KeyMistake(s.path, wrong.Name, wrong.Text)
	}
	return err
}

// encoding is how a workspace's leads look on the wire.
func (s settings) encoding(p config.Profile) (api.Encoding, error) {
	rules, err := s.rules()
	if err != nil {
		return api.Encoding{}, err
	}
	e, err := api.NewEncoding(p, rules)
	if wrong, ok := errors.AsType[*api.WireError](err); ok {
		return api.Encoding{}, config.WireMistake(s.path, p.Name, wrong.Key, wrong.Text)
	}
	if err != nil {
		return api.Encoding{}, fmt.Errorf("config %s, [profiles.%s]: %w", s.path, p.Name, err)
	}
	return e, nil
}

// makeDir makes the data folder, or says what to do.
func (s settings) makeDir() error {
	err := os.MkdirAll(s.dir, 0o700)
	if err == nil {
		err = probe(s.dir)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("leads cannot be kept in %s (%w); make that folder writable, or set LEADPAD_DATA to another one", s.dir, cause(err))
}

// probe finds out whether files can be made in dir.
func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".leadpad-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// cause strips the path and the operation, which the sentence names already.
func cause(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}
