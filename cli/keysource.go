package cli

import (
	"context"
	"errors"
	"strings"

	"leadpad/config"
	"leadpad/words"
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
	switch read := r.reader(); {
	case read.KeyFrom != words.FromStore:
		return "", errors.New(read.RightKey())
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

// reader is who reads what a command says about a workspace.
func (r *room) reader() words.Reader {
	read := words.Reader{Workspace: r.Name, Practice: r.Practice}
	switch k := r.keeper; {
	case k != nil && len(k.profile.KeyCommand) > 0:
		read.KeyFrom = words.FromCommand
	case k != nil && strings.TrimSpace(k.keys.Env) != "":
		read.KeyFrom = words.FromEnvironment
	}
	return read
}
