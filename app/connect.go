package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"leadpad/api"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/safe"
)

// Connection is what connecting a workspace asks for.
type Connection struct {
	Name, BaseURL, Docs, Color string
	Key                        config.Secret
}

// Taken is why a workspace cannot have a name: there is one of it.
type Taken struct{ Name, Path string }

func (e *Taken) Error() string {
	return fmt.Sprintf("workspace %q is in %s", e.Name, e.Path)
}

// ErrWantsKey is why a workspace is not connected.
var ErrWantsKey = errors.New("a workspace needs its API key")

// CheckConnection says what is wrong with c. It does no I/O and waits for nobody.
func (s *Session) CheckConnection(c Connection) error {
	if err := s.changeable(); err != nil {
		return err
	}
	return s.Settings().CheckConnection(c)
}

// CheckConnection is the same where no workspace is open.
func (s Settings) CheckConnection(c Connection) error {
	if err := s.CheckNew(c.Profile()); err != nil {
		return err
	}
	if c.Key.Empty() {
		return ErrWantsKey
	}
	return config.CheckKey(c.Key)
}

// CheckNew says what is wrong with a workspace that is to be added.
func (s Settings) CheckNew(p config.Profile) error {
	if err := config.CheckName(p.Name); err != nil {
		return err
	}
	if _, taken := s.Profiles[p.Name]; taken {
		return &Taken{p.Name, s.Path}
	}
	return CheckProfile(p)
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

// CheckConfig says what is wrong with any workspace of the config.
func (s Settings) CheckConfig() error {
	for _, name := range append(s.Names(), PracticeName) {
		p, err := s.profileOf(name)
		if err == nil {
			_, err = s.Encoding(p)
		}
		if err != nil {
			return err
		}
		if err := CheckProfile(p); err != nil {
			return s.mistaken([]string{"profiles", name}, "base_url", err)
		}
	}
	return nil
}

// profileOf gives the profile of a workspace, the practice one too.
func (s Settings) profileOf(name string) (config.Profile, error) {
	if name == PracticeName {
		return config.Profile{Name: name}, nil
	}
	return s.Named(name)
}

// Sample is a lead as it goes out of the current workspace.
type Sample struct {
	config.Profile
	api.Encoding
	Lead lead.Lead
}

// Sample shows the sample lead that has the most members.
func (s Settings) Sample() (Sample, error) {
	name, err := s.Current()
	if err != nil {
		return Sample{}, err
	}
	p, err := s.profileOf(name)
	if err != nil {
		return Sample{}, err
	}
	e, err := s.Encoding(p)
	members := func(l lead.Lead) (n int) {
		for _, values := range []int{
			len(l.Emails), len(l.Phones), len(l.Socials), len(l.Addresses), len(l.Contacts), len(l.Labels), len(l.Notes), len(l.Industry),
		} {
			n += min(values, 1)
		}
		return n
	}
	l := slices.MaxFunc(intake.Samples(), func(a, b lead.Lead) int { return members(a) - members(b) })
	return Sample{p, e, l}, err
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

// Connect writes the config and keeps the key; kept says where.
func (s *Session) Connect(ctx context.Context, c Connection) (kept Kept, err error) {
	if err := s.CheckConnection(c); err != nil {
		return kept, fmt.Errorf("connect %s: %w", safe.Clean(c.Name), err)
	}
	s.app.writing.Lock()
	defer s.app.writing.Unlock()
	settings := s.Settings()
	if kept, err = settings.Connect(ctx, c.Profile(), c.Key); err != nil {
		return kept, err
	}
	if settings.Config, err = config.Load(settings.Path); err != nil {
		return Kept{}, err
	}
	s.app.settings.Store(&settings)
	return kept, nil
}

// Connect writes one profile and, when there is one, its key.
func (s Settings) Connect(ctx context.Context, p config.Profile, key config.Secret) (kept Kept, err error) {
	if err := config.SetProfile(s.Path, p, true); err != nil {
		return kept, err
	}
	if key.Empty() {
		return kept, nil
	}
	if kept, err = s.Keep(ctx, p.Name, key); err != nil {
		return kept, &NoKeyKept{p.Name, err}
	}
	return kept, nil
}

// NoKeyKept is why a workspace that is in the config now has no key yet.
type NoKeyKept struct {
	Workspace string
	Err       error
}

func (e *NoKeyKept) Error() string { return "keep the key of " + e.Workspace + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *NoKeyKept) Unwrap() error { return e.Err }
