//go:build unix

package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nobody is a user that is not the test's. Only root can give files away.
const nobody = 65534

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func giveAway(t *testing.T, path string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can give a file away")
	}
	must(t, os.Lchown(path, nobody, nobody))
}

// A key file, or a folder for it, that somebody else can have a hand in is
// neither read nor written nor removed, and nobody waits for it.
func TestKeyFilesOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lay  func(t *testing.T, dir, path, elsewhere string)
		says string
	}{
		"a link": {func(t *testing.T, _, path, elsewhere string) { must(t, os.Symlink(elsewhere, path)) }, string(LinkedFile)},
		"a link to nothing": {func(t *testing.T, dir, path, _ string) {
			must(t, os.Symlink(filepath.Join(dir, "none"), path))
		}, string(LinkedFile)},
		"a pipe":   {func(t *testing.T, _, path, _ string) { must(t, syscall.Mkfifo(path, 0o600)) }, string(OddFile)},
		"a folder": {func(t *testing.T, _, path, _ string) { must(t, os.Mkdir(path, 0o700)) }, string(OddFile)},
		"somebody else's": {func(t *testing.T, _, path, _ string) {
			must(t, os.WriteFile(path, []byte(canary), 0o600))
			giveAway(t, path)
		}, string(OthersFile)},
		"in a folder for all": {func(t *testing.T, dir, path, _ string) {
			must(t, os.WriteFile(path, []byte(canary), 0o600))
			must(t, os.Chmod(dir, 0o777))
		}, "has mode 0"},
		"in somebody else's folder": {func(t *testing.T, dir, path, _ string) {
			must(t, os.WriteFile(path, []byte(canary), 0o600))
			giveAway(t, dir)
		}, string(OthersFile)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := Keys{Dir: filepath.Join(t.TempDir(), "keys"), NoKeyring: true}
			elsewhere := filepath.Join(t.TempDir(), "elsewhere")
			must(t, os.MkdirAll(k.Dir, 0o700))
			must(t, os.WriteFile(elsewhere, []byte("untouched"), 0o600))
			c.lay(t, k.Dir, k.Path("acme"), elsewhere)
			begun := time.Now()
			_, _, err := k.Lookup(t.Context(), Profile{Name: "acme"})
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) {
				t.Errorf("read: %v, want %q", err, c.says)
			}
			if name != "somebody else's" { // replaced by one of ours
				if _, err := k.Set(t.Context(), "acme", NewSecret("another-key")); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("set: %v, want %q", err, c.says)
				}
			}
			if strings.Contains(c.says, "link") || strings.Contains(c.says, "plain") {
				if _, err := k.Remove(t.Context(), "acme"); err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("remove: %v, want %q", err, c.says)
				}
			}
			if took := time.Since(begun); took > KeyTimeout {
				t.Errorf("it waited %s", took)
			}
			if text, _ := os.ReadFile(elsewhere); string(text) != "untouched" {
				t.Errorf("what the link leads to holds %q", text)
			}
		})
	}
}

// A config that somebody else can have written is refused: it may name a program
// that is run.
func TestConfigsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	const text = "hold_seconds = 7\n"
	for name, c := range map[string]struct {
		lay  func(t *testing.T, dir, path string)
		says string // "" when it is read
	}{
		"ours": {func(t *testing.T, _, path string) { must(t, os.WriteFile(path, []byte(text), 0o644)) }, ""},
		"our group's": {func(t *testing.T, _, path string) {
			must(t, os.WriteFile(path, []byte(text), 0o644))
			must(t, os.Chmod(path, 0o664))
		}, ""},
		"a link to ours": {func(t *testing.T, dir, path string) {
			must(t, os.WriteFile(filepath.Join(dir, "x"), []byte(text), 0o600))
			must(t, os.Symlink("x", path))
		}, ""},
		"written by others": {func(t *testing.T, _, path string) {
			must(t, os.WriteFile(path, []byte(text), 0o600))
			must(t, os.Chmod(path, 0o646))
		}, "has mode 0"},
		"a pipe":   {func(t *testing.T, _, path string) { must(t, syscall.Mkfifo(path, 0o600)) }, string(OddFile)},
		"a folder": {func(t *testing.T, _, path string) { must(t, os.Mkdir(path, 0o700)) }, string(OddFile)},
		"somebody else's": {func(t *testing.T, _, path string) {
			must(t, os.WriteFile(path, []byte(text), 0o644))
			giveAway(t, path)
		}, string(OthersFile)},
		"a link to theirs": {func(t *testing.T, dir, path string) {
			x := filepath.Join(dir, "x")
			must(t, os.WriteFile(x, []byte(text), 0o644))
			must(t, os.Symlink(x, path))
			giveAway(t, x)
		}, string(OthersFile)},
		"without an end":     {func(t *testing.T, _, path string) { must(t, os.Symlink("/dev/zero", path)) }, string(OddFile)},
		"more than a config": {func(t *testing.T, _, path string) { must(t, os.WriteFile(path, make([]byte, maxConfig+1), 0o600)) }, string(LongFile)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "config.toml")
			c.lay(t, dir, path)
			begun := time.Now()
			got, err := Load(path)
			if took := time.Since(begun); took > KeyTimeout {
				t.Errorf("it waited %s", took)
			}
			if c.says == "" && (err != nil || got.HoldSeconds != 7) {
				t.Errorf("got %d, %v", got.HoldSeconds, err)
			}
			if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
	if c, err := Load(os.DevNull); err != nil || c.HoldSeconds != Default().HoldSeconds {
		t.Errorf("%s: %v", os.DevNull, err)
	}
}

// What a key_command leaves behind ends with it, and it has no terminal.
func TestKeyCommandsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"that ends":         "sleep 300 & echo $! > %s; echo the-key-of-acme",
		"that hangs":        "sleep 300 & echo $! > %s; sleep 300",
		"that fails":        "sleep 300 & echo $! > %s; echo the-key-of-acme >&2; exit 3",
		"with a terminal":   "sleep 300 & echo $! > %s; (echo the-key-of-acme > /dev/tty) 2>/dev/null && echo drew || echo the-key-of-acme",
		"in the background": "(sleep 300; sleep 300) & echo $! > %s; exec sleep 300",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "pid")
			key, _, err := Keys{}.Lookup(t.Context(), Profile{Name: "acme", KeyCommand: []string{"/bin/sh", "-c", fmt.Sprintf(script, file)}})
			if err != nil && strings.Contains(err.Error(), "the-key-of-acme") {
				t.Errorf("the key stands in %v", err)
			}
			if err == nil && key.Reveal() != "the-key-of-acme" {
				t.Errorf("got %q", key.Reveal())
			}
			text, err := os.ReadFile(file)
			must(t, err)
			var pid int
			_, err = fmt.Sscan(string(text), &pid)
			must(t, err)
			for late := time.Now().Add(10 * time.Second); alive(pid); time.Sleep(time.Millisecond) {
				if time.Now().After(late) {
					t.Fatalf("its child %d still runs", pid)
				}
			}
		})
	}
}

// alive says that a process runs; one that has ended and that nobody asks about
// does not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}
