package app

import (
	"errors"
	"testing"

	"leadpad/config"
)

// A key that would not be used is not kept, nor one in the middle of a
// submission.
func TestKeepKeyIsRefused(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig+"[profiles.pass]\nkey_command = [\"pass\", \"pass\"]\n", "acme", Settings{})
	key := config.NewSecret("another-key-of-acme")
	for name, source := range map[string]KeySource{"acme": KeyOfEnvironment, "pass": KeyOfCommand} {
		kept, err := s.KeepKey(t.Context(), name, key)
		if other := (&KeyElsewhere{}); !errors.As(err, &other) || *other != (KeyElsewhere{name, source}) || kept != (Kept{}) {
			t.Errorf("%s: kept %v, %v", name, kept, err)
		}
	}
	for _, name := range []string{PracticeName, "nowhere"} {
		if kept, err := s.KeepKey(t.Context(), name, key); err == nil || kept != (Kept{}) {
			t.Errorf("%s: kept %v, %v", name, kept, err)
		}
	}
}

func TestKeepKeyIsRefusedDuringASubmission(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	ben, err := s.app.Session(t.Context(), "Ben", "acme")
	check(t, err)
	s.hold(t)
	s.Workspace.KeySource = KeyKept // nothing goes before what is kept
	if kept, err := ben.KeepKey(t.Context(), "acme", config.NewSecret("another-key")); !errors.Is(err, ErrUnderWay) {
		t.Errorf("kept %v, %v", kept, err)
	}
	if _, ok := s.Sender.TakeBack(t.Context()); !ok {
		t.Error("the hold cannot be taken back")
	}
}
