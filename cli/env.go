package cli

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"golang.org/x/net/http/httpproxy"

	"leadpad/app"
	"leadpad/config"
	"leadpad/ui/kit"
)

// Env is the environment as far as leadpad reads it. It is read once and
// handed down: a hundred SSH sessions share one process.
type Env struct {
	Config  string // LEADPAD_CONFIG, a file
	Data    string // LEADPAD_DATA, a folder
	Profile string // LEADPAD_PROFILE
	BaseURL string // LEADPAD_BASE_URL
	Key     string // CLOSINGDEALZ_API_KEY
	NoColor bool   // NO_COLOR
	// ConfigHome, DataHome and StateHome are the XDG folders, "" when there is
	// no home directory.
	ConfigHome string
	DataHome   string
	Home       string
	Proxy      func(*url.URL) (*url.URL, error)
	// Environ is what the Charm libraries and a key_command are given.
	Environ []string
}

// ReadEnv reads the process's environment.
func ReadEnv() Env {
	e := Env{
		Config:  os.Getenv("LEADPAD_CONFIG"),
		Data:    os.Getenv("LEADPAD_DATA"),
		Profile: os.Getenv("LEADPAD_PROFILE"),
		BaseURL: os.Getenv("LEADPAD_BASE_URL"),
		Key:     os.Getenv("CLOSINGDEALZ_API_KEY"),
		NoColor: os.Getenv("NO_COLOR") != "",
		Proxy:   httpproxy.FromEnvironment().ProxyFunc(),
		Environ: os.Environ(),
	}
	home, err := os.UserHomeDir()
	if err == nil {
		e.Home = home
	}
	// Without a home the xdg package would put everything below "/".
	if err == nil || os.Getenv("XDG_CONFIG_HOME") != "" {
		e.ConfigHome = xdg.ConfigHome
	}
	if err == nil || os.Getenv("XDG_DATA_HOME") != "" {
		e.DataHome = xdg.DataHome
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

// dataDir is the folder of the queue, the window ledger and the key files.
func (e Env) dataDir() (string, error) {
	if e.Data != "" {
		dir, err := filepath.Abs(e.Data)
		if err != nil {
			return "", errors.New("LEADPAD_DATA is no folder that can be found from here; give its full path")
		}
		return dir, nil
	}
	if e.DataHome == "" {
		return "", errors.New("there is no home directory to keep leads in; set HOME, or LEADPAD_DATA to a folder")
	}
	return filepath.Join(e.DataHome, "leadpad"), nil
}

// settings are the config with all that the environment and the flags say. It makes
// no file and no folder.
func (a *program) settings() (app.Settings, error) {
	path, err := a.Env.configPath()
	if err != nil {
		return app.Settings{}, err
	}
	dir, err := a.Env.dataDir()
	if err != nil {
		return app.Settings{}, err
	}
	c, err := config.Load(path)
	if err != nil {
		return app.Settings{}, err
	}
	want := a.profile
	if want == "" {
		want = a.Env.Profile
	}
	return app.Settings{
		Config: c, Path: path, Dir: dir, Want: want, Key: a.Env.Key, BaseURL: a.Env.BaseURL,
		Environ: a.Env.Environ, Proxy: a.Env.Proxy, Agent: agent(), Because: because,
	}, nil
}

// checkKeys finds what is wrong with the keys of the config.
func checkKeys(s app.Settings) error {
	_, err := kit.NewKeymap(s.Keys)
	if wrong, ok := errors.AsType[*kit.KeyError](err); ok {
		return config.KeyMistake(s.Path, wrong.Name, wrong.Text)
	}
	return err
}
