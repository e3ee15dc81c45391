package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
)

// rewiring is a host over a config and folders of its own. Nothing listens at
// its workspace's address.
func rewiring(t *testing.T, text string, env Env) *host {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	env.Key = "a-key-of-acme"
	h, err := openHost(t.Context(), settings{Config: c, path: path, dir: filepath.Join(dir, "data"), env: env})
	if err != nil {
		t.Fatal(err)
	}
	h.look = true
	t.Cleanup(func() {
		if err := h.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *host) text(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(h.settings.path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const acmeConfig = `# by hand
hold_seconds = 30

[profiles.acme]
base_url = "http://127.0.0.1:9" # nothing is there
color = "blue"

[profiles.acme.wire]
Emails = "mail"
addresses = ""
"emails.address" = "Mail"
notes = ""

# the other one
[profiles.other]
docs = "legacy"
`

func TestRewireOpensTheWorkspaceWithTheOtherNames(t *testing.T) {
	t.Parallel()
	h := rewiring(t, acmeConfig, Env{})
	old, err := h.Open(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	w, err := h.Rewire(t.Context(), "acme", "plural")
	if err != nil {
		t.Fatal(err)
	}
	want := api.PluralWire()
	want.EmailAddress, want.Notes = "Mail", ""
	if diff := cmp.Diff(want, w.Encoding.Wire); diff != "" {
		t.Error(diff)
	}
	if again, err := h.Open(t.Context(), "acme"); again != w || err != nil {
		t.Errorf("Open gives another workspace: %v", err)
	}
	if _, err := old.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{newID()}}); !errors.Is(err, outbox.ErrClosed) {
		t.Errorf("the sender of before answers %v, want that it is closed", err)
	}
	const wire = "[profiles.acme.wire]\n\"emails.address\" = \"Mail\"\nnotes = \"\"\npreset = \"plural\"\n"
	text := h.text(t)
	for _, part := range []string{"# by hand\nhold_seconds = 30\n", "[profiles.acme]\nbase_url = \"http://127.0.0.1:9\" # nothing is there\ncolor = \"blue\"\n\n" + wire, "# the other one\n[profiles.other]\ndocs = \"legacy\"\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("the config lacks\n%s\nin\n%s", part, text)
		}
	}
	back, err := h.Rewire(t.Context(), "acme", "default")
	if err != nil || back.Encoding.Wire.Emails != "email" || back.Encoding.Wire.EmailAddress != "Mail" {
		t.Errorf("back to the default names: %v, %+v", err, back)
	}
}

// A submission under way keeps its workspace; nothing is written.
func TestRewireIsRefusedDuringASubmission(t *testing.T) {
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
	if _, err := h.Rewire(t.Context(), "acme", "plural"); !errors.Is(err, errUnderWay) {
		t.Errorf("got %v", err)
	}
	if h.text(t) != acmeConfig {
		t.Errorf("the config was changed:\n%s", h.text(t))
	}
	if _, ok := w.Sender.TakeBack(t.Context()); !ok {
		t.Error("the hold cannot be taken back")
	}
}

// What cannot be written leaves the workspace as it was, and usable.
func TestRewireThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	const inline = "profiles = { acme = { base_url = \"http://127.0.0.1:9\" } }\n"
	h := rewiring(t, inline, Env{})
	w, err := h.Open(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Rewire(t.Context(), "acme", "plural")
	if err == nil || !strings.Contains(err.Error(), "by hand") {
		t.Errorf("got %v", err)
	}
	if _, err := h.Rewire(t.Context(), "acme", "dual"); err == nil {
		t.Error("an unknown preset was taken")
	}
	if again, err := h.Open(t.Context(), "acme"); again != w || err != nil || h.text(t) != inline {
		t.Errorf("the workspace or the config changed: %v\n%s", err, h.text(t))
	}
	if _, err := w.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{newID()}}); !errors.Is(err, outbox.ErrNothing) {
		t.Errorf("the sender answers %v", err)
	}
	if p := h.settings.Profiles["acme"]; len(p.Wire) != 0 {
		t.Errorf("the settings changed: %v", p.Wire)
	}
}

// A workspace of the environment gets a section, with none of its values.
func TestRewireOfAWorkspaceOfTheEnvironment(t *testing.T) {
	t.Parallel()
	h := rewiring(t, "hold_seconds = 1\n", Env{BaseURL: "http://127.0.0.1:9"})
	w, err := h.Rewire(t.Context(), "default", "plural") // not open yet
	if err != nil {
		t.Fatal(err)
	}
	if w.Encoding.Wire != api.PluralWire() || w.Address != "http://127.0.0.1:9" {
		t.Errorf("got %+v at %s", w.Encoding.Wire, w.Address)
	}
	want := "hold_seconds = 1\n\n[profiles.default]\n\n[profiles.default.wire]\npreset = \"plural\"\n"
	if got := h.text(t); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPracticeHasNoNamesToChange(t *testing.T) {
	t.Parallel()
	h := rewiring(t, acmeConfig, Env{})
	if _, err := h.Rewire(t.Context(), practiceName, "plural"); err == nil {
		t.Error("the practice workspace was rewired")
	}
	if _, err := (demoHost{h}).Rewire(t.Context(), demoName, "plural"); !errors.Is(err, errNotInDemo) {
		t.Errorf("the demo: %v", err)
	}
	if h.text(t) != acmeConfig {
		t.Error("the config was changed")
	}
}
