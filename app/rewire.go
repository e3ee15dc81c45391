package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"leadpad/api"
	"leadpad/config"
)

// ErrUnderWay is why nothing about a workspace is changed now.
var ErrUnderWay = errors.New("a submission is under way")

// Rewire writes a preset of names on the wire ("default" or "plural") into the
// config, and from then on every session on the workspace has them. It is refused
// while a submission of this person or of another process is under way; for other
// people's it waits until they are over, or until ctx ends: then nothing has
// changed.
func (s *Session) Rewire(ctx context.Context, workspace, preset string) error {
	if err := s.changeable(); err != nil {
		return err
	}
	if workspace == PracticeName {
		return errors.New("the practice workspace knows both sets of names")
	}
	t, err := s.Open(ctx, workspace)
	if err != nil {
		return err
	}
	if p := t.Sender.Progress(); underWay(p) && (p.Foreign || t.Mine(p)) {
		return ErrUnderWay
	}
	if inFlight, _, waiting, _ := t.Sender.Busy(); inFlight > 0 || waiting > 0 {
		return ErrUnderWay
	}
	err = t.sender.Rename(ctx, func() (api.Encoding, error) { return s.app.rewire(t.Workspace, preset) })
	if err != nil {
		return &Undone{ToRename, err}
	}
	return nil
}

// rewire writes the names and gives what leads look like with them.
func (a *App) rewire(w *Workspace, preset string) (api.Encoding, error) {
	a.writing.Lock()
	defer a.writing.Unlock()
	settings := *a.settings.Load()
	file, err := config.Load(settings.Path)
	if err != nil {
		return api.Encoding{}, err
	}
	// A workspace of the environment gets a section: none of its own values.
	p := file.Profiles[w.Name]
	p.Name, p.Wire = w.Name, presetNames(p.Wire, preset)
	// Address and form are those that the sender was opened with.
	now := w.profile
	now.Wire = p.Wire
	e, err := settings.Encoding(now)
	if err != nil {
		return e, err
	}
	if err := config.SetWire(settings.Path, w.Name, p.Wire); err != nil {
		return e, err
	}
	settings.Config = file
	settings.Profiles = maps.Clone(file.Profiles)
	if settings.Profiles == nil {
		settings.Profiles = map[string]config.Profile{}
	}
	settings.Profiles[w.Name] = p
	a.settings.Store(&settings)
	return e, nil
}

// presetNames puts a preset in the place of the names of the four arrays; what
// else the rep named stays.
func presetNames(wire map[string]string, preset string) map[string]string {
	out := map[string]string{"preset": preset}
	for key, name := range wire {
		if !slices.Contains([]string{"preset", "emails", "phones", "socials", "addresses"}, strings.ToLower(key)) {
			out[key] = name
		}
	}
	return out
}
