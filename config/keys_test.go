package config

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
)

const canary = "cdz-canary-0123456789abcdefWXYZ"

func TestSecretNeverPrints(t *testing.T) {
	t.Parallel()
	s := NewSecret(canary)
	var out bytes.Buffer
	holder := struct {
		Key  Secret
		Ptr  *Secret
		Many []Secret
		Map  map[string]Secret
		low  Secret
	}{s, &s, []Secret{s}, map[string]Secret{"k": s}, s}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%10.3s", "%p"} {
		fmt.Fprintf(&out, verb+"\n", s)
		fmt.Fprintf(&out, verb+"\n", holder)
	}
	fmt.Fprintln(&out, s, &s, holder, fmt.Errorf("wrapped %w %v", errors.New("x"), s))
	if err := json.NewEncoder(&out).Encode(holder); err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(&out).Encode(NewSecret(`0123456789\"\"`)); err != nil {
		t.Fatal(err)
	}
	if err := toml.NewEncoder(&out).Encode(map[string]any{"key": s}); err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "key", s, "all", holder)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "key", s, "all", holder)
	for _, form := range []string{canary, canary[:8], fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary)} {
		if strings.Contains(out.String(), form) {
			t.Errorf("%q shows in\n%s", form, out.String())
		}
	}
	if got, want := s.String(), "…WXYZ"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := NewSecret("short12").String(); got != "…" {
		t.Errorf("a short key shows as %q", got)
	}
}

// fake writes a script that stands in for a password manager.
func fake(t *testing.T, script string) []string {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh")
	}
	path := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{sh, path}
}

func TestLookupOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := Keys{Env: " from-environment\n", Dir: dir, NoKeyring: true}
	p := Profile{Name: "acme", KeyCommand: fake(t, "echo '  from-command  '")}
	if _, err := k.Set(t.Context(), "acme", NewSecret("from-file")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		want, source string
		then         func()
	}{
		{"from-command", "key_command", func() { p.KeyCommand = nil }},
		{"from-environment", "environment", func() { k.Env = "" }},
		{"from-file", "file", func() {
			if from, err := k.Remove(t.Context(), "acme"); err != nil || len(from) != 1 {
				t.Errorf("removed from %v, %v", from, err)
			}
		}},
	} {
		got, source, err := k.Lookup(t.Context(), p)
		if err != nil || got.Reveal() != step.want || source != step.source {
			t.Errorf("got %q from %s, %v; want %q from %s", got.Reveal(), source, err, step.want, step.source)
		}
		step.then()
	}
	if _, _, err := k.Lookup(t.Context(), p); !errors.Is(err, ErrNoKey) || !strings.Contains(err.Error(), p.Name) {
		t.Errorf("got %v, want ErrNoKey with its workspace", err)
	}
}

func TestKeyCommandThatFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, script, says string }{
		{"exit", "echo " + canary + "; echo " + canary + " >&2; exit 3", "exit code 3"},
		{"nothing", "true", string(EmptyKey)},
		{"spaces", "echo " + canary + " x", string(OddKey)},
		{"endless", "while :; do echo " + canary + "; done", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := Keys{Env: "other-workspace", NoKeyring: true}
			begun := time.Now()
			got, _, err := k.Lookup(t.Context(), Profile{Name: "a", KeyCommand: fake(t, c.script)})
			if err == nil || !got.Empty() {
				t.Fatalf("got %v and no error", got)
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) {
				t.Errorf("got %q, want %q in it", err, c.says)
			}
			if took := time.Since(begun); took > KeyTimeout+3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestKeyCommandIsNotAShell(t *testing.T) {
	t.Parallel()
	echo, err := exec.LookPath("echo")
	if err != nil {
		t.Skip("no echo")
	}
	got, _, err := Keys{NoKeyring: true}.Lookup(t.Context(), Profile{Name: "a", KeyCommand: []string{echo, "$HOME;id"}})
	if err != nil || got.Reveal() != "$HOME;id" {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
}

func TestKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	if !ownedModes {
		t.Skip("no modes here")
	}
	k := Keys{Dir: t.TempDir(), NoKeyring: true}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o644} {
		path := k.Path("acme")
		if err := os.WriteFile(path, []byte(canary), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, _, err := k.Lookup(t.Context(), Profile{Name: "acme"})
		if err == nil || !strings.Contains(err.Error(), "has mode 0") || strings.Contains(err.Error(), canary) {
			t.Errorf("mode %o: got %v", mode, err)
		}
	}
}

func TestSetWritesPrivately(t *testing.T) {
	t.Parallel()
	k := Keys{Dir: filepath.Join(t.TempDir(), "keys"), NoKeyring: true}
	where, err := k.Set(t.Context(), "acme", NewSecret(canary))
	if err != nil || where != "file" {
		t.Fatalf("got %s, %v", where, err)
	}
	info, err := os.Stat(k.Path("acme"))
	if err != nil {
		t.Fatal(err)
	}
	if ownedModes && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	for _, bad := range []string{"", "  ", "two words", "line\nline", "nül", strings.Repeat("x", MaxKey+1)} {
		if _, err := k.Set(t.Context(), "acme", NewSecret(bad)); err == nil {
			t.Errorf("%.20q was kept", bad)
		}
	}
	for _, name := range []string{"../acme", "", "a/b", "sandbox"} {
		if _, err := k.Set(t.Context(), name, NewSecret(canary)); err == nil {
			t.Errorf("a key of %q was kept", name)
		}
	}
}

func TestAKeyringThatHangsIsLeft(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	stuck := make(chan struct{})
	defer close(stuck)
	if err := bounded(ctx, func() error { <-stuck; return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// panicking is the variable that makes the test binary a child that panics; its
// value is one of the ways.
const panicking = "LEADPAD_CONFIG_PANIC"

// ways are panics with a secret near: in the value, in an error, in an argument
// of a function on the stack.
func ways() map[string]func(Secret) {
	return map[string]func(Secret){
		"value":  func(s Secret) { panic(s) },
		"struct": func(s Secret) { panic(struct{ Key Secret }{s}) },
		"error":  func(s Secret) { panic(fmt.Errorf("look up %v %+v %q", s, s, s)) },
		"stack":  func(s Secret) { var none *Config; none.HoldSeconds = len(s.Reveal()) },
		"reader": func(s Secret) { panic(strings.NewReader(s.String())) },
	}
}

// TestPanicShowsNoSecret is K1 of docs/promises.md for a panic with all stacks.
func TestPanicShowsNoSecret(t *testing.T) {
	t.Parallel()
	if way := ways()[os.Getenv(panicking)]; way != nil {
		way(NewSecret(canary))
	}
	for name := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestPanicShowsNoSecret$")
			c.Env = append(os.Environ(), panicking+"="+name, "GOTRACEBACK=system")
			out, err := c.CombinedOutput()
			if err == nil || !bytes.Contains(out, []byte("panic")) || !bytes.Contains(out, []byte("goroutine")) {
				t.Fatalf("it did not panic: %v\n%s", err, out)
			}
			for _, form := range []string{canary, canary[:12], fmt.Sprintf("%x", canary[:12])} {
				if bytes.Contains(out, []byte(form)) {
					t.Errorf("%q is in\n%s", form, out)
				}
			}
		})
	}
}
