package app

import (
	"errors"
	"strings"
	"testing"

	"leadpad/config"
)

// A key that would not be used is not kept, nor one in the middle of a
// submission.
func TestKeepKeyIsRefused(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig+"[profiles.pass]\nkey_command = [\"pass\", \"pass\"]\n", "acme", Settings{})
	key := config.NewSecret("another-key-of-acme")
	for name, says := range map[string]string{
		"acme":       "CLOSINGDEALZ_API_KEY",
		"pass":       "key_command",
		PracticeName: "needs no key",
		"nowhere":    "nowhere",
	} {
		if kept, err := s.KeepKey(t.Context(), name, key); err == nil || !strings.Contains(err.Error(), says) || kept != "" {
			t.Errorf("%s: kept %q, %v", name, kept, err)
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
		t.Errorf("kept %q, %v", kept, err)
	}
	if _, ok := s.Sender.TakeBack(t.Context()); !ok {
		t.Error("the hold cannot be taken back")
	}
}
