package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"leadpad/safe"
)

// KeyTimeout bounds the look-up of a key: a command can wait for a person and a
// keyring can hang.
const KeyTimeout = 2 * time.Second

// keyringService is the name under which keys stand in the system keyring.
const keyringService = "leadpad"

// maxKey is far more than any key; what is longer is a mistaken file.
const maxKey = 4096

// ErrNoKey says that a profile has no key anywhere.
var ErrNoKey = errors.New("no key")

// NoKeyError is ErrNoKey with the profile that has none.
type NoKeyError struct{ Profile string }

func (e *NoKeyError) Error() string {
	return ErrNoKey.Error() + " for workspace " + safe.Clean(e.Profile).String()
}

func (e *NoKeyError) Unwrap() error { return ErrNoKey }

// Keys looks keys up in the order of the plan: key_command, the environment's
// value, the system keyring, a 0600 file.
type Keys struct {
	Env string // value of CLOSINGDEALZ_API_KEY, read once by cli
	Dir string // folder of the 0600 key files
	// Environ is what a key_command runs with; nil leaves it the process's own.
	Environ []string
	// Keyring is off in tests and where it hangs.
	NoKeyring bool
}

// Lookup finds the key of a profile within KeyTimeout, and says where it was
// found: "key_command", "environment", "keyring" or "file". ErrNoKey when there
// is none. A key_command that fails is an error and not a reason to look
// further: the key found there could be another workspace's.
func (k Keys) Lookup(ctx context.Context, p Profile) (key Secret, source string, err error) {
	ctx, cancel := context.WithTimeout(ctx, KeyTimeout)
	defer cancel()
	if len(p.KeyCommand) > 0 {
		key, err = k.command(ctx, p)
		return key, "key_command", err
	}
	if env := strings.TrimSpace(k.Env); env != "" {
		key, err = usable(env, "CLOSINGDEALZ_API_KEY")
		return key, "environment", err
	}
	if s, ok := k.keyring(ctx, p.Name); ok {
		key, err = usable(s, "the keyring's entry")
		return key, "keyring", err
	}
	key, err = k.file(p.Name)
	return key, "file", err
}

// usable refuses what cannot stand in a header; the message never holds it.
func usable(s, where string) (Secret, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Secret{}, fmt.Errorf("%w: %s is empty", ErrNoKey, where)
	}
	if len(s) > maxKey {
		return Secret{}, fmt.Errorf("%s holds more than %d characters, that is no API key", where, maxKey)
	}
	bad := func(r rune) bool { return r <= ' ' || r > '~' }
	if strings.ContainsFunc(s, bad) {
		return Secret{}, fmt.Errorf("%s holds spaces or characters that no API key has", where)
	}
	return NewSecret(s), nil
}

// command runs key_command without a shell. What it prints on stderr is not
// shown: it could hold the key.
func (k Keys) command(ctx context.Context, p Profile) (Secret, error) {
	name := safe.Clean(p.KeyCommand[0]).String()
	cmd := exec.CommandContext(ctx, p.KeyCommand[0], p.KeyCommand[1:]...) //nolint:gosec // G204: the command is the owner's, from a config that others cannot write; there is no shell
	cmd.Env = k.Environ
	defer alone(cmd)()
	cmd.WaitDelay = 100 * time.Millisecond // a grandchild may keep the pipe open
	var out bytes.Buffer
	cmd.Stdout = &limited{buf: &out, left: maxKey + 1}
	err := cmd.Run()
	if ctx.Err() != nil {
		return Secret{}, fmt.Errorf("key_command %q gave no key within %v", name, KeyTimeout)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return Secret{}, fmt.Errorf("key_command %q failed with exit code %d; run it by hand to see why", name, exit.ExitCode())
	}
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return Secret{}, fmt.Errorf("key_command %q could not be run: %w", name, err)
	}
	return usable(out.String(), fmt.Sprintf("what key_command %q printed", name))
}

// limited keeps the first bytes and swallows the rest, so that a command that
// prints without end fills no memory.
type limited struct {
	buf  *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.buf.Write(p[:n])
	l.left -= n
	return len(p), nil
}

// keyring asks the system keyring. Its failures count as "not there": most
// servers have none.
func (k Keys) keyring(ctx context.Context, profile string) (string, bool) {
	if k.NoKeyring {
		return "", false
	}
	var got string
	err := bounded(ctx, func() (err error) {
		got, err = keyring.Get(keyringService, profile)
		return err
	})
	if err != nil {
		return "", false
	}
	return got, true
}

// bounded runs f, but waits for it no longer than ctx allows: the keyring
// library takes no context. The goroutine of a call that hangs stays behind.
func bounded(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("the keyring gave no answer: %w", ctx.Err())
	}
}

// path is the key file of a profile.
func (k Keys) path(profile string) (string, error) {
	if err := CheckName(profile); err != nil {
		return "", err
	}
	return filepath.Join(k.Dir, profile+".key"), nil
}

// file reads the key file, which nobody else may be able to read.
func (k Keys) file(profile string) (Secret, error) {
	none := &NoKeyError{profile}
	path, err := k.path(profile)
	if err != nil || k.Dir == "" {
		return Secret{}, none
	}
	f, err := openPlain(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Secret{}, none
	}
	if err != nil {
		return Secret{}, fmt.Errorf("read the key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	if err := errors.Join(ourFolder(k.Dir), onlyOurs(f, othersRead)); err != nil {
		return Secret{}, err
	}
	buf := make([]byte, maxKey+1)
	n, err := f.Read(buf)
	if n == 0 && err != nil {
		return Secret{}, none
	}
	return usable(string(buf[:n]), "the key file "+path)
}

// Set stores a profile's key in the keyring, or where there is none in a 0600
// file in Dir, and says which: "keyring" or "file".
func (k Keys) Set(ctx context.Context, profile string, key Secret) (source string, err error) {
	key, err = usable(key.Reveal(), "the key")
	if err != nil {
		return "", err
	}
	path, err := k.path(profile)
	if err != nil {
		return "", err
	}
	if !k.NoKeyring {
		ctx, cancel := context.WithTimeout(ctx, KeyTimeout)
		defer cancel()
		if bounded(ctx, func() error { return keyring.Set(keyringService, profile, key.Reveal()) }) == nil {
			// An older file must not come back to life when the keyring is locked.
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "keyring", fmt.Errorf("the key is in the keyring, but the old key file stays: %w", err)
			}
			return "keyring", nil
		}
	}
	if err := replace(path, []byte(key.Reveal()+"\n")); err != nil {
		return "", err
	}
	return "file", nil
}

// Path is where Set keeps the key of a profile when there is no keyring.
func (k Keys) Path(profile string) string { return filepath.Join(k.Dir, profile+".key") }

// Remove deletes a profile's key from the keyring and from the file, and says
// where there was one.
func (k Keys) Remove(ctx context.Context, profile string) (sources []string, err error) {
	path, err := k.path(profile)
	if err != nil {
		return nil, err
	}
	if !k.NoKeyring {
		ctx, cancel := context.WithTimeout(ctx, KeyTimeout)
		defer cancel()
		if bounded(ctx, func() error { return keyring.Delete(keyringService, profile) }) == nil {
			sources = append(sources, "keyring")
		}
	}
	if f, err := openPlain(path); err == nil {
		_ = f.Close()
	} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return sources, fmt.Errorf("the key file was not removed: %w", err)
	}
	switch err := os.Remove(path); {
	case err == nil:
		sources = append(sources, "file")
	case !errors.Is(err, fs.ErrNotExist):
		return sources, fmt.Errorf("remove the key file: %w", err)
	}
	return sources, nil
}

// CheckKey says what is wrong with a key's form; the message never holds it.
func CheckKey(key Secret) error {
	_, err := usable(key.Reveal(), "the key")
	return err
}
