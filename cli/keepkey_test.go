package cli

import (
	"errors"
	"strings"
	"testing"

	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
)

// A key that would not be used is not kept, nor one in the middle of a
// submission.
func TestKeepKeyIsRefused(t *testing.T) {
	t.Parallel()
	h := rewiring(t, acmeConfig+"[profiles.pass]\nkey_command = [\"pass\", \"pass\"]\n", Env{})
	key := config.NewSecret("another-key-of-acme")
	for name, says := range map[string]string{
		"acme":       "CLOSINGDEALZ_API_KEY",
		"pass":       "key_command",
		practiceName: "needs no key",
		"nowhere":    "nowhere",
	} {
		if kept, err := h.KeepKey(t.Context(), name, key); err == nil || !strings.Contains(err.Error(), says) || kept != "" {
			t.Errorf("%s: kept %q, %v", name, kept, err)
		}
	}
	if _, err := (demoHost{h}).KeepKey(t.Context(), demoName, key); !errors.Is(err, errNotInDemo) {
		t.Errorf("the demo: %v", err)
	}
}

func TestKeepKeyIsRefusedDuringASubmission(t *testing.T) {
	t.Parallel()
	h := rewiring(t, acmeConfig, Env{})
	w, err := h.Open(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	e := queue.Entry{Workspace: "acme", State: queue.Ready, Finished: true}
	e.Lead.Name = "Held AG"
	if e, err = h.queue.Save(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{e.ID}}); err != nil {
		t.Fatal(err)
	}
	h.open["acme"].keeper.keys.Env = "" // nothing goes before what is kept
	if kept, err := h.KeepKey(t.Context(), "acme", config.NewSecret("another-key")); !errors.Is(err, errUnderWay) {
		t.Errorf("kept %q, %v", kept, err)
	}
	if _, ok := w.Sender.TakeBack(t.Context()); !ok {
		t.Error("the hold cannot be taken back")
	}
}
