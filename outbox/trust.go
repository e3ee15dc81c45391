package outbox

import (
	"context"
)

// keySetting is the name under which the fingerprint of key and address is kept
// with which a workspace was last used.
func (s *Sender) keySetting() string { return "key of " + s.o.Workspace }

// keyChanged says that key or address are others than last time. When one of the
// two cannot be read there is nothing to ask about yet: begin looks again.
func (s *Sender) keyChanged(ctx context.Context) bool {
	if s.o.Practice {
		return false
	}
	before, err := s.o.Queue.Setting(ctx, s.keySetting())
	if err != nil || before == "" {
		return false
	}
	key, err := s.freshKey(ctx)
	return err == nil && key != before
}

// SameWorkspace records, on a person's word, that the key and the address of
// today belong to the workspace that this queue has sent to.
func (s *Sender) SameWorkspace(ctx context.Context) error {
	key, err := s.freshKey(ctx)
	if err != nil {
		return err
	}
	return wrap("keep the fingerprint of the key", s.o.Queue.SetSetting(ctx, s.keySetting(), key))
}

// trust looks whether key may be used for the workspace: it is the one that was
// used last, or the first one, which it records. ErrChanged: it is another.
func (s *Sender) trust(ctx context.Context, key string) error {
	if s.o.Practice {
		return nil
	}
	before, err := s.o.Queue.Setting(ctx, s.keySetting())
	switch {
	case err != nil:
		return wrap("read the fingerprint of the last key", err)
	case before == key:
		return nil
	case before != "":
		return ErrChanged
	}
	return wrap("keep the fingerprint of the key", s.o.Queue.SetSetting(ctx, s.keySetting(), key))
}
