package app

import (
	"context"
	"fmt"

	"leadpad/api"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/safe"
)

// Connection is what connecting a workspace asks for.
type Connection struct {
	Name, BaseURL, Docs, Color string
	Key                        config.Secret
}

// CheckConnection says in one sentence what is wrong with c, "" for nothing. It
// does no I/O and waits for nobody.
func (s *Session) CheckConnection(c Connection) string {
	if s.app.demo {
		return ErrDemo.Error()
	}
	return s.Settings().CheckConnection(c)
}

// CheckConnection is the same where no workspace is open.
func (s Settings) CheckConnection(c Connection) string {
	if err := config.CheckName(c.Name); err != nil {
		return err.Error()
	}
	if _, taken := s.Profiles[c.Name]; taken {
		return fmt.Sprintf("there is a workspace %q already; choose another name", c.Name)
	}
	if err := CheckProfile(c.Profile()); err != nil {
		return err.Error()
	}
	if c.Key.Empty() {
		return "a workspace needs its API key"
	}
	if err := config.CheckKey(c.Key); err != nil {
		return err.Error()
	}
	return ""
}

// CheckProfile says what is wrong with an address, a form and a colour.
func CheckProfile(p config.Profile) error {
	if err := config.CheckColor(p.Color); err != nil {
		return err
	}
	if _, err := api.NewEncoding(p, lead.Rules{}); err != nil {
		return err
	}
	base := p.BaseURL
	if base == "" {
		base = api.DefaultBaseURL
	}
	_, err := api.CheckAddress(base)
	return err
}

// Profile is what a connection becomes in the config. The API's own address is
// left out, so that a config follows it should it ever move.
func (c Connection) Profile() config.Profile {
	p := config.Profile{Name: c.Name, BaseURL: c.BaseURL, Docs: c.Docs, Color: c.Color}
	if p.BaseURL == api.DefaultBaseURL {
		p.BaseURL = ""
	}
	return p
}

// Connect writes the config and keeps the key; kept says where, for people.
func (s *Session) Connect(ctx context.Context, c Connection) (kept string, err error) {
	if s.app.demo {
		return "", ErrDemo
	}
	if wrong := s.CheckConnection(c); wrong != "" {
		return "", fmt.Errorf("connect %s: %s", safe.Clean(c.Name), wrong)
	}
	s.app.writing.Lock()
	defer s.app.writing.Unlock()
	settings := s.Settings()
	if kept, err = settings.Connect(ctx, c.Profile(), c.Key); err != nil {
		return "", err
	}
	if settings.Config, err = config.Load(settings.Path); err != nil {
		return "", err
	}
	s.app.settings.Store(&settings)
	return kept, nil
}

// Connect writes one profile and, when there is one, its key.
func (s Settings) Connect(ctx context.Context, p config.Profile, key config.Secret) (kept string, err error) {
	if err := config.SetProfile(s.Path, p, true); err != nil {
		return "", err
	}
	if key.Empty() {
		return "", nil
	}
	where, err := s.Keychain().Set(ctx, p.Name, key)
	if err != nil {
		return "", fmt.Errorf("the workspace %s is in the config, but its key could not be kept: %w", p.Name, err)
	}
	return s.Kept(p.Name, where), nil
}
