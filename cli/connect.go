package cli

import (
	"context"
	"fmt"
	"time"

	"leadpad/api"
	"leadpad/config"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// CheckConnection says in one sentence what is wrong with c, "" for nothing.
func (h *host) CheckConnection(c kit.Connection) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := config.CheckName(c.Name); err != nil {
		return err.Error()
	}
	if _, taken := h.settings.Profiles[c.Name]; taken {
		return fmt.Sprintf("there is a workspace %q already; choose another name", c.Name)
	}
	if err := checkProfile(connected(c)); err != nil {
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

// checkProfile says what is wrong with an address, a form and a colour.
func checkProfile(p config.Profile) error {
	if err := config.CheckColor(p.Color); err != nil {
		return err
	}
	if _, err := api.NewEncoding(p, noRules); err != nil {
		return err
	}
	base := p.BaseURL
	if base == "" {
		base = api.DefaultBaseURL
	}
	_, err := api.CheckAddress(base)
	return err
}

// connected is the profile that a connection becomes. The API's own address is
// left out, so that a config follows it should it ever move.
func connected(c kit.Connection) config.Profile {
	p := config.Profile{Name: c.Name, BaseURL: c.BaseURL, Docs: c.Docs, Color: c.Color}
	if p.BaseURL == api.DefaultBaseURL {
		p.BaseURL = ""
	}
	return p
}

// Connect writes the config and keeps the key; kept says where, for people.
func (h *host) Connect(ctx context.Context, c kit.Connection) (kept string, err error) {
	if wrong := h.CheckConnection(c); wrong != "" {
		return "", fmt.Errorf("connect %s: %s", safe.Clean(c.Name), wrong)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	kept, err = connect(ctx, h.settings, connected(c), c.Key)
	if err != nil {
		return "", err
	}
	now, err := config.Load(h.settings.path)
	if err != nil {
		return "", err
	}
	h.settings.Config = now
	return kept, nil
}

// connect writes one profile and, when there is one, its key.
func connect(ctx context.Context, s settings, p config.Profile, key config.Secret) (kept string, err error) {
	if err := config.SetProfile(s.path, p, true); err != nil {
		return "", err
	}
	if key.Empty() {
		return "", nil
	}
	where, err := s.keys().Set(ctx, p.Name, key)
	if err != nil {
		return "", fmt.Errorf("the workspace %s is in the config, but its key could not be kept: %w", p.Name, err)
	}
	return s.kept(p.Name, where), nil
}

// kept says where a key went.
func (s settings) kept(profile, where string) string {
	text := "in the system keyring"
	if where == "file" {
		text = "in " + s.keys().Path(profile) + ", readable by you alone, because there is no keyring"
	}
	if s.env.Key != "" {
		text += "; CLOSINGDEALZ_API_KEY is set and goes before it"
	}
	return text
}

// TestKey sends an empty array with the workspace's key and says what came back
// and what that means. ok means that the key was let in.
func (h *host) TestKey(ctx context.Context, name string) (verdict string, ok bool) {
	r, err := h.room(ctx, name)
	if err != nil {
		return err.Error(), false
	}
	answer, err := r.testKey(ctx)
	if err != nil {
		return err.Error(), false
	}
	return r.reader().KeyTest(answer), api.KeyVerdict(answer) == api.KeyGood
}

// testKey sends the request and enters it in the window, which it counts in. A
// full window would answer 429, which says nothing about the key.
func (r *room) testKey(ctx context.Context) (api.Answer, error) {
	print, err := r.fingerprint(ctx)
	if err != nil {
		return api.Answer{}, err
	}
	meter, err := r.Sender.Meter(ctx)
	if err == nil && meter.Used >= meter.Limit && len(meter.Frees) > 0 {
		return api.Answer{}, fmt.Errorf("the request window is full; try again in %d s", int(time.Until(meter.Frees[0])/time.Second)+1)
	}
	answer := r.client.TestKey(ctx)
	if answer.Connected {
		slot := queue.Slot{ID: newID(), Begun: answer.Begun, Ended: answer.Ended, Timeout: requestTimeout}
		err = r.windows.Change(ctx, print, func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, slot)
			return nil
		})
	}
	return answer, err
}
