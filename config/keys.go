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

// MaxKey is far more bytes than any key has; what is longer is a mistaken file.
const MaxKey = 4096

// ErrNoKey says that a profile has no key anywhere.
var ErrNoKey = errors.New("no key")

// NoKeyError is ErrNoKey with the profile that has none.
type NoKeyError struct{ Profile string }

func (e *NoKeyError) Error() string {
	return ErrNoKey.Error() + ": " + safe.Clean(e.Profile).String()
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
		key, err = usable(env, "environment", "")
		return key, "environment", err
	}
	if s, ok := k.keyring(ctx, p.Name); ok {
		key, err = usable(s, "keyring", "")
		return key, "keyring", err
	}
	key, err = k.file(p.Name)
	return key, "file", err
}

// KeyMistake is why a text is no API key. It never holds the text.
type KeyMistake struct {
	What   KeyFault
	Source string // as Lookup says it, "" for one that was typed
	Of     string // the key_command or the key file
}

// KeyFault is the kind of a KeyMistake, named for logs.
type KeyFault string

// What a text can be that is no API key.
const (
	EmptyKey KeyFault = "nothing"
	LongKey  KeyFault = "too long"
	OddKey   KeyFault = "spaces or characters that no key has"
)

func (e *KeyMistake) Error() string {
	return fmt.Sprintf("no API key from %q %s: %s", e.Source, e.Of, e.What)
}

// Unwrap makes an empty one an ErrNoKey.
func (e *KeyMistake) Unwrap() error {
	if e.What == EmptyKey {
		return ErrNoKey
	}
	return nil
}

// usable refuses what cannot stand in a header. source and of are KeyMistake's.
func usable(s, source, of string) (Secret, error) {
	s = strings.TrimSpace(s)
	bad := func(r rune) bool { return r <= ' ' || r > '~' }
	var what KeyFault
	switch {
	case s == "":
		what = EmptyKey
	case len(s) > MaxKey:
		what = LongKey
	case strings.ContainsFunc(s, bad):
		what = OddKey
	default:
		return NewSecret(s), nil
	}
	return Secret{}, &KeyMistake{what, source, of}
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
	cmd.Stdout = &limited{buf: &out, left: MaxKey + 1}
	err := cmd.Run()
	if ctx.Err() != nil {
		return Secret{}, &CommandFailed{Name: name, Err: ctx.Err()}
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return Secret{}, &CommandFailed{Name: name, Code: exit.ExitCode()}
	}
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return Secret{}, &CommandFailed{Name: name, Err: err}
	}
	return usable(out.String(), "key_command", name)
}

// CommandFailed is a key_command that gave no key.
type CommandFailed struct {
	Name string
	Code int   // with which it ended
	Err  error // why it did not end by itself
}

func (e *CommandFailed) Error() string {
	return fmt.Sprintf("key_command %q failed: exit code %d, %v", e.Name, e.Code, e.Err)
}

// Unwrap gives Err.
func (e *CommandFailed) Unwrap() error { return e.Err }

// Timeout says that it took longer than KeyTimeout.
func (e *CommandFailed) Timeout() bool {
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.Is(e.Err, context.Canceled)
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
	buf := make([]byte, MaxKey+1)
	n, err := f.Read(buf)
	if n == 0 && err != nil {
		return Secret{}, none
	}
	return usable(string(buf[:n]), "file", path)
}

// Set stores a profile's key in the keyring, or where there is none in a 0600
// file in Dir, and says which: "keyring" or "file".
func (k Keys) Set(ctx context.Context, profile string, key Secret) (source string, err error) {
	key, err = usable(key.Reveal(), "", "")
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
				return "keyring", &OldKeyStays{path, err}
			}
			return "keyring", nil
		}
	}
	if err := replace(path, []byte(key.Reveal()+"\n")); err != nil {
		return "", err
	}
	return "file", nil
}

// OldKeyStays is the file of an earlier key, which could not be removed when
// another one went into the keyring.
type OldKeyStays struct {
	Path string
	Err  error
}

func (e *OldKeyStays) Error() string { return "remove " + e.Path + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *OldKeyStays) Unwrap() error { return e.Err }

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

// CheckKey says what is wrong with a key's form: a *KeyMistake.
func CheckKey(key Secret) error {
	_, err := usable(key.Reveal(), "", "")
	return err
}
