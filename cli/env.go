package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"
	"golang.org/x/net/http/httpproxy"

	"leadpad/app"
	"leadpad/config"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Env is the environment as far as leadpad reads it. It is read once and
// handed down: a hundred SSH sessions share one process.
type Env struct {
	Config  string // LEADPAD_CONFIG, a file
	Data    string // LEADPAD_DATA, a folder
	State   string // LEADPAD_STATE, a folder
	Profile string // LEADPAD_PROFILE
	BaseURL string // LEADPAD_BASE_URL
	// Renderer is LEADPAD_RENDERER: who draws the screens.
	Renderer string
	Key      string // CLOSINGDEALZ_API_KEY
	NoColor  bool   // NO_COLOR
	Editor   string // VISUAL, else EDITOR: a program and its arguments
	// ConfigHome, DataHome and StateHome are the XDG folders, "" when there is
	// no home directory.
	ConfigHome string
	DataHome   string
	StateHome  string
	Machine    string // tells this computer from others, "" where it has no name
	Proxy      func(*url.URL) (*url.URL, error)
	// Environ is what the Charm libraries and a key_command are given.
	Environ []string
}

// ReadEnv reads the process's environment.
func ReadEnv() Env {
	e := Env{
		Config:   os.Getenv("LEADPAD_CONFIG"),
		Data:     os.Getenv("LEADPAD_DATA"),
		State:    os.Getenv("LEADPAD_STATE"),
		Profile:  os.Getenv("LEADPAD_PROFILE"),
		BaseURL:  os.Getenv("LEADPAD_BASE_URL"),
		Renderer: os.Getenv("LEADPAD_RENDERER"),
		Key:      os.Getenv("CLOSINGDEALZ_API_KEY"),
		NoColor:  os.Getenv("NO_COLOR") != "",
		Editor:   cmp.Or(strings.TrimSpace(os.Getenv("VISUAL")), os.Getenv("EDITOR")),
		Machine:  app.Machine(),
		Proxy:    httpproxy.FromEnvironment().ProxyFunc(),
		Environ:  os.Environ(),
	}
	_, err := os.UserHomeDir()
	// Without a home the xdg package would put everything below "/".
	if err == nil || os.Getenv("XDG_CONFIG_HOME") != "" {
		e.ConfigHome = xdg.ConfigHome
	}
	if err == nil || os.Getenv("XDG_DATA_HOME") != "" {
		e.DataHome = xdg.DataHome
	}
	if err == nil || os.Getenv("XDG_STATE_HOME") != "" {
		e.StateHome = xdg.StateHome
	}
	return e
}

// configPath is the config file.
func (e Env) configPath() (string, error) {
	if e.Config != "" {
		return e.Config, nil
	}
	if e.ConfigHome == "" {
		return "", errors.New("there is no home directory to keep the config in; set HOME, or LEADPAD_CONFIG to a file")
	}
	return filepath.Join(e.ConfigHome, "leadpad", "config.toml"), nil
}

// dataDir is the folder of the queue and the key files.
func (e Env) dataDir() (string, error) {
	if e.Data != "" {
		return absolute("LEADPAD_DATA", e.Data)
	}
	if e.DataHome == "" {
		return "", errors.New("there is no home directory to keep leads in; set HOME, or LEADPAD_DATA to a folder")
	}
	return filepath.Join(e.DataHome, "leadpad"), nil
}

// stateDir is the folder of what all of a user's programs share; without a home it
// is the data folder.
func (e Env) stateDir(data string) (string, error) {
	switch {
	case e.State != "":
		return absolute("LEADPAD_STATE", e.State)
	case e.StateHome != "":
		return filepath.Join(e.StateHome, "leadpad"), nil
	}
	return data, nil
}

func absolute(name, dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%s is no folder that can be found from here; give its full path", name)
	}
	return dir, nil
}

// settings are those that a command goes by. A mistake in the keys of the config
// stops it as any other one does.
func (a *program) settings() (app.Settings, error) {
	if a.served != nil {
		return a.served.who.Settings(), nil
	}
	s, err := a.load()
	if err == nil {
		err = checkKeys(s)
	}
	return s, err
}

// load reads the config with all that the environment and the flags say. It makes
// no file and no folder.
func (a *program) load() (app.Settings, error) {
	path, err := a.Env.configPath()
	if err != nil {
		return app.Settings{}, err
	}
	dir, err := a.Env.dataDir()
	if err != nil {
		return app.Settings{}, err
	}
	state, err := a.Env.stateDir(dir)
	if err != nil {
		return app.Settings{}, err
	}
	c, err := config.Load(path)
	if err != nil {
		return app.Settings{}, err
	}
	return app.Settings{
		Config: c, Path: path, Dir: dir, State: state, Machine: a.Env.Machine, Want: cmp.Or(a.profile, a.Env.Profile), Key: a.Env.Key, BaseURL: a.Env.BaseURL,
		Environ: a.Env.Environ, Proxy: a.Env.Proxy, Agent: agent(), Because: words.Because,
		Upgrading: func() { a.sayf("leadpad: %s", words.Upgrading) },
	}, nil
}

// checkKeys finds what is wrong with the keys of the config.
func checkKeys(s app.Settings) error {
	_, err := kit.NewKeymap(s.Keys)
	if wrong, ok := errors.AsType[*kit.KeyError](err); ok {
		if wrong.Lost && s.Path != "" { // whose settings have no file is on a line to a server
			wrong.Text += "; `leadpad config show` lists them"
		}
		return config.Mistake(s.Path, []string{"keys"}, wrong.Name, config.Error{Text: wrong.Text})
	}
	return err
}

// checkFilters finds a field in the config's filters that there is not. A filter
// looks for such a word as it stands, so that it keeps nobody from the screens.
func checkFilters(s app.Settings) error {
	for _, name := range slices.Sorted(maps.Keys(s.Filters)) {
		field := queue.UnknownField(s.Filters[name])
		if field == "" {
			continue
		}
		text := words.NoField(field, queue.FilterFields())
		if near := config.Nearest(field, queue.FilterFields()); near != "" {
			text = fmt.Sprintf("there is no field %q; did you mean %q?", field, near)
		}
		return config.Mistake(s.Path, []string{"filters"}, name, config.Error{Text: "[filters] " + name + ": " + text})
	}
	return nil
}
