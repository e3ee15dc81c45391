package cli

import (
	"context"
	"errors"
	"strings"

	"leadpad/config"
)

// KeepKey keeps another key for an open workspace, which uses it from its next
// submission on; kept says where, for people.
func (h *host) KeepKey(ctx context.Context, name string, key config.Secret) (kept string, err error) {
	if name == practiceName {
		return "", errors.New("the practice workspace needs no key")
	}
	r, err := h.room(ctx, name)
	if err != nil {
		return "", err
	}
	switch text := r.elsewhere(); {
	case text != "":
		return "", errors.New(text)
	case r.busy():
		return "", errUnderWay
	}
	h.mu.Lock()
	s := h.settings
	h.mu.Unlock()
	if err := s.makeDir(); err != nil {
		return "", err
	}
	where, err := s.keys().Set(ctx, name, key)
	if err != nil {
		return "", err
	}
	r.keeper.stale()
	return s.kept(name, where), nil
}

// elsewhere says where a workspace's key comes from when `leadpad key set` would
// help nobody, as key_command or the environment goes before what it keeps; ""
// when it would help.
func (r *room) elsewhere() string {
	const from, keep = "The key in use comes from ", ", and keep the right key with "
	switch k := r.keeper; {
	case k != nil && len(k.profile.KeyCommand) > 0:
		return from + "key_command in the config: correct that, or take it out" + keep + r.keySet()
	case k != nil && strings.TrimSpace(k.keys.Env) != "":
		return from + "CLOSINGDEALZ_API_KEY: set the right one there, or unset it" + keep + r.keySet()
	}
	return ""
}

func (r *room) keySet() string { return "`leadpad key set --profile " + r.Name + "`" }

// rightKey says how to give a workspace another key.
func (r *room) rightKey() string {
	if text := r.elsewhere(); text != "" {
		return text
	}
	return "Set the right key with " + r.keySet()
}

// keyAdvice corrects advice to set a key that would not be used.
func (r *room) keyAdvice(todo string) string {
	if text := r.elsewhere(); text != "" && strings.Contains(todo, "leadpad key set") {
		return text + ", then `leadpad submit` again"
	}
	return strings.Replace(todo, " (CLOSINGDEALZ_API_KEY and key_command go before it)", "", 1) // neither is there
}
