package outbox

import (
	"context"
	"errors"

	"leadpad/api"
)

// keySetting is the name under which the fingerprint of key and address is kept
// with which a workspace was last used.
func (s *Sender) keySetting() string { return "key of " + s.o.Workspace }

// keyChanged says that key or address are others than last time. When one of the
// two cannot be read there is nothing to ask about yet: begin looks again.
func (s *Sender) keyChanged(ctx context.Context) bool {
	return !s.running() && errors.Is(s.Vouched(ctx), ErrChanged)
}

// Vouched says whether the key of today may go to the address of today: they are
// those that the workspace was used with last, or its first ones. ErrChanged:
// nobody said yet that they are of the same workspace.
func (s *Sender) Vouched(ctx context.Context) error {
	if s.o.Practice {
		return nil
	}
	key, err := s.freshKey(ctx)
	if err == nil {
		_, err = s.known(ctx, key)
	}
	return err
}

// known says that key is the one that was used last; not that it is the first one.
// ErrChanged: it is another.
func (s *Sender) known(ctx context.Context, key string) (bool, error) {
	before, err := s.o.Queue.Setting(ctx, s.keySetting())
	switch {
	case err != nil:
		return false, wrap("read the fingerprint of the last key", err)
	case before != "" && before != key:
		return false, ErrChanged
	}
	return before != "", nil
}

// running says that a submission is under way: its key was vouched for and is not
// looked up anew behind its back.
func (s *Sender) running() bool {
	b := s.busy.Load()
	return b.leads > 0 || len(b.waiting) > 0
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
// used last, or the first one. ErrChanged: it is another.
func (s *Sender) trust(ctx context.Context, key string) error {
	if s.o.Practice {
		return nil
	}
	known, err := s.known(ctx, key)
	if err == nil {
		s.firstKey = !known
	}
	return err
}

// letIn says that a server which answered so knew the key, or may have created
// leads with it: one that was mistyped is not to become the workspace's.
func (s *Sender) letIn(o api.Outcome) bool {
	switch o {
	case api.Created, api.Unsure, api.AtFault, api.PlanLimit, api.TooMany:
		return s.firstKey
	}
	return false
}

// vouch records the key in use as the workspace's first. When that cannot be
// written, the next request tries again.
func (s *Sender) vouch(ctx context.Context) {
	s.firstKey = s.o.Queue.SetSetting(ctx, s.keySetting(), s.window.key) != nil
}
