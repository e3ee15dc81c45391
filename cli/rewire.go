package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadpad/config"
	"leadpad/outbox"
	"leadpad/ui/kit"
)

// errUnderWay is why a workspace is not opened anew now.
var errUnderWay = errors.New("a submission is under way: wait for its end, or cancel the rest")

// Rewire writes a preset of names on the wire into the config and opens the
// workspace anew with it. It is refused while a submission is under way.
func (h *host) Rewire(ctx context.Context, name, preset string) (*kit.Workspace, error) {
	if name == practiceName {
		return nil, errors.New("the practice workspace knows both sets of names")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	old := h.open[name]
	if old != nil && old.busy() {
		return nil, errUnderWay
	}
	file, err := config.Load(h.settings.path)
	if err != nil {
		return nil, err
	}
	// A workspace of the environment gets a section: none of its own values.
	p := file.Profiles[name]
	p.Name, p.Wire = name, presetNames(p.Wire, preset)
	before := h.settings.Config
	h.settings.Config = file
	h.settings.Profiles = maps.Clone(file.Profiles)
	if h.settings.Profiles == nil {
		h.settings.Profiles = map[string]config.Profile{}
	}
	h.settings.Profiles[name] = p
	r, err := h.real(ctx, name)
	if err == nil {
		if err = config.SetWire(h.settings.path, name, p.Wire); err != nil {
			err = errors.Join(err, r.Sender.Close(ctx))
		}
	}
	if err != nil {
		h.settings.Config = before
		return nil, fmt.Errorf("the names of %s stay as they are: %w", name, err)
	}
	h.open[name] = r
	if old != nil {
		err = old.Sender.Close(ctx)
	}
	return &r.Workspace, err
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

// busy says that a submission is under way or waits.
func (r *room) busy() bool {
	if inFlight, _, waiting, _ := r.Sender.Busy(); inFlight > 0 || waiting > 0 {
		return true
	}
	switch r.Sender.Progress().Phase {
	case outbox.Holding, outbox.Running, outbox.Waiting, outbox.Paused:
		return true
	}
	return false
}
