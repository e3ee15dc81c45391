package app

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
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

// opened is an app over a config and folders of its own, and somebody at one of its
// workspaces. Nothing listens at their addresses.
func opened(t *testing.T, text, workspace string, env Settings) *Session {
	t.Helper()
	dir := t.TempDir()
	env.Path, env.Dir, env.Key, env.Look = filepath.Join(dir, "config.toml"), filepath.Join(dir, "data"), "a-key-of-acme", true
	env.Because = func(queue.Batch, int, *queue.Entry) string { return "" }
	err := os.WriteFile(env.Path, []byte(text), 0o600)
	check(t, err)
	env.Config, err = config.Load(env.Path)
	check(t, err)
	a, err := Open(t.Context(), env)
	check(t, err)
	t.Cleanup(func() { check(t, a.Close(context.WithoutCancel(t.Context()))) })
	s, err := a.Session(t.Context(), "", workspace)
	check(t, err)
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// text is the config as it stands.
func (s *Session) text(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(s.Settings().Path)
	check(t, err)
	return string(text)
}

// hold submits a lead, Held AG, which stays in its hold.
func (s *Session) hold(t *testing.T) queue.ID {
	t.Helper()
	e, err := s.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Held AG"}})
	check(t, err)
	id, err := s.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{e.ID}})
	check(t, err)
	return id
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

func TestRewireGivesEverySessionTheOtherNames(t *testing.T) {
	t.Parallel()
	ana := opened(t, acmeConfig, "acme", Settings{})
	ben, err := ana.app.Session(t.Context(), "Ben", "acme")
	check(t, err)
	check(t, ana.Rewire(t.Context(), "acme", "plural"))
	want := api.PluralWire()
	want.EmailAddress, want.Notes = "Mail", ""
	for who, s := range map[string]*Session{"Ana": ana, "Ben": ben} {
		if diff := cmp.Diff(want, s.Encoding().Wire); diff != "" {
			t.Error(who, diff)
		}
		if _, err := s.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{newID()}}); !errors.Is(err, outbox.ErrNothing) {
			t.Errorf("%s's sender answers %v, want that it is open", who, err)
		}
	}
	const wire = "[profiles.acme.wire]\n\"emails.address\" = \"Mail\"\nnotes = \"\"\npreset = \"plural\"\n"
	text := ana.text(t)
	for _, part := range []string{"# by hand\nhold_seconds = 30\n", "[profiles.acme]\nbase_url = \"http://127.0.0.1:9\" # nothing is there\ncolor = \"blue\"\n\n" + wire, "# the other one\n[profiles.other]\ndocs = \"legacy\"\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("the config lacks\n%s\nin\n%s", part, text)
		}
	}
	check(t, ben.Rewire(t.Context(), "acme", "default"))
	if w := ana.Encoding().Wire; w.Emails != "email" || w.EmailAddress != "Mail" {
		t.Errorf("back to the default names: %+v", w)
	}
}

// A submission of one's own keeps its names; nothing is written.
func TestRewireIsRefusedDuringASubmissionOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	s.hold(t)
	if err := s.Rewire(t.Context(), "acme", "plural"); !errors.Is(err, ErrUnderWay) {
		t.Errorf("got %v", err)
	}
	if s.text(t) != acmeConfig {
		t.Errorf("the config was changed:\n%s", s.text(t))
	}
	if _, ok := s.Sender.TakeBack(t.Context()); !ok {
		t.Error("the hold cannot be taken back")
	}
}

// What cannot be written leaves the workspace as it was, and usable.
func TestRewireThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	const inline = "profiles = { acme = { base_url = \"http://127.0.0.1:9\" } }\n"
	s := opened(t, inline, "acme", Settings{})
	before := s.Encoding()
	err := s.Rewire(t.Context(), "acme", "plural")
	if err == nil || !strings.Contains(err.Error(), "laid out") {
		t.Errorf("got %v", err)
	}
	if err := s.Rewire(t.Context(), "acme", "dual"); err == nil {
		t.Error("an unknown preset was taken")
	}
	if diff := cmp.Diff(before.Wire, s.Encoding().Wire); diff != "" || s.text(t) != inline {
		t.Errorf("the names or the config changed: %s\n%s", diff, s.text(t))
	}
	if _, err := s.Sender.Submit(t.Context(), outbox.Plan{IDs: []queue.ID{newID()}}); !errors.Is(err, outbox.ErrNothing) {
		t.Errorf("the sender answers %v", err)
	}
	if p := s.Settings().Profiles["acme"]; len(p.Wire) != 0 {
		t.Errorf("the settings changed: %v", p.Wire)
	}
}

// A workspace of the environment gets a section, with none of its values.
func TestRewireOfAWorkspaceOfTheEnvironment(t *testing.T) {
	t.Parallel()
	s := opened(t, "hold_seconds = 1\n", PracticeName, Settings{BaseURL: "http://127.0.0.1:9"})
	check(t, s.Rewire(t.Context(), DefaultName, "plural")) // not open yet
	s, err := s.Open(t.Context(), DefaultName)
	check(t, err)
	if s.Encoding().Wire != api.PluralWire() || s.Address != "http://127.0.0.1:9" {
		t.Errorf("got %+v at %s", s.Encoding().Wire, s.Address)
	}
	want := "hold_seconds = 1\n\n[profiles.default]\n\n[profiles.default.wire]\npreset = \"plural\"\n"
	if got := s.text(t); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPracticeHasNoNamesToChange(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, PracticeName, Settings{})
	if err := s.Rewire(t.Context(), PracticeName, "plural"); err == nil {
		t.Error("the practice workspace was rewired")
	}
	if s.text(t) != acmeConfig {
		t.Error("the config was changed")
	}
}

// Nothing but the demo is to be had in the demo.
func TestTheDemoRefusesWhatItWouldNotKeep(t *testing.T) {
	t.Parallel()
	a, err := OpenDemo(t.Context(), Settings{Config: config.Default()})
	check(t, err)
	t.Cleanup(func() { check(t, a.Close(context.WithoutCancel(t.Context()))) })
	s, err := a.Session(t.Context(), "", DemoName)
	check(t, err)
	if list := s.Workspaces(); len(list) != 1 || list[0].Name != DemoName {
		t.Errorf("it offers %v", list)
	}
	_, opening := s.Open(t.Context(), PracticeName)
	_, connecting := s.Connect(t.Context(), Connection{Name: "acme", Key: config.NewSecret("a-key-of-acme")})
	_, keeping := s.KeepKey(t.Context(), DemoName, config.NewSecret("a-key-of-acme"))
	for what, err := range map[string]error{
		"open": opening, "connect": connecting, "keep a key": keeping, "rewire": s.Rewire(t.Context(), DemoName, "plural"),
	} {
		if !errors.Is(err, ErrDemo) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
