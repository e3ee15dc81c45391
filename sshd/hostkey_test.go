package sshd

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"leadpad/config"
)

func hostKeyPath(t *testing.T) string { return filepath.Join(t.TempDir(), "data", "host_ed25519") }

// The key is made once, for nobody else, and stays; two servers that start
// together have the same one.
func TestTheHostKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	path := hostKeyPath(t)
	var wg sync.WaitGroup
	prints, makers := make([]string, 8), make([]bool, 8)
	for i := range prints {
		wg.Go(func() {
			signer, made, err := HostKey(path)
			if err != nil {
				t.Error(err)
				return
			}
			prints[i], makers[i] = Fingerprint(signer), made
		})
	}
	wg.Wait()
	makes := 0
	for i := range prints {
		if prints[i] != prints[0] || prints[i] == "" {
			t.Errorf("%s and %s", prints[i], prints[0])
		}
		if makers[i] {
			makes++
		}
	}
	if makes != 1 {
		t.Errorf("it was made %d times", makes)
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 && os.PathSeparator == '/' {
		t.Errorf("its mode is %o", info.Mode().Perm())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// A key that cannot be used stops the start, and what lies there stays as it is.
func TestAHostKeyIsNeverMadeAnew(t *testing.T) {
	t.Parallel()
	_, key := newKey(t)
	good := hostKeyPath(t)
	_, _, err := HostKey(good)
	must(t, err)
	pem, err := os.ReadFile(good)
	must(t, err)
	for name, c := range map[string]struct {
		data []byte
		mode os.FileMode
		what HostKeyFault
	}{
		"empty":            {nil, 0o600, DamagedHostKey},
		"cut":              {pem[:len(pem)/2], 0o600, DamagedHostKey},
		"a flipped byte":   {bytes.Replace(pem, []byte("b3Blb"), []byte("b3Alb"), 1), 0o600, DamagedHostKey},
		"a public key":     {[]byte(key), 0o600, DamagedHostKey},
		"read by others":   {pem, 0o644, UnreadHostKey},
		"read by a group":  {pem, 0o640, UnreadHostKey},
		"far too long":     {bytes.Repeat([]byte("x"), maxHostKey+1), 0o600, UnreadHostKey},
		"another kind":     {[]byte(rsaPEM), 0o600, OtherHostKey},
		"with a pass word": {[]byte(lockedPEM), 0o600, LockedHostKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if os.PathSeparator != '/' && c.what == UnreadHostKey && len(c.data) <= maxHostKey {
				t.Skip("no modes here")
			}
			path := hostKeyPath(t)
			must(t, os.Mkdir(filepath.Dir(path), 0o700))
			must(t, os.WriteFile(path, c.data, 0o600))
			must(t, os.Chmod(path, c.mode))
			signer, made, err := HostKey(path)
			got, ok := errors.AsType[*HostKeyError](err)
			if signer != nil || made || !ok || got.What != c.what {
				t.Errorf("got %v, %v, %v; want %s", signer, made, err, c.what)
			}
			if left, _ := os.ReadFile(path); !bytes.Equal(left, c.data) {
				t.Error("it was changed")
			}
		})
	}
}

// A key that only a link leads to, or that others could have put there, is none.
func TestAHostKeyIsOurs(t *testing.T) {
	t.Parallel()
	if os.PathSeparator != '/' {
		t.Skip("no modes here")
	}
	path := hostKeyPath(t)
	_, _, err := HostKey(path)
	must(t, err)
	link := hostKeyPath(t)
	must(t, os.Mkdir(filepath.Dir(link), 0o700))
	must(t, os.Symlink(path, link))
	if _, _, err := HostKey(link); !refusedFor(err, config.LinkedFile) {
		t.Errorf("a link: %v", err)
	}
	must(t, os.Chmod(filepath.Dir(path), 0o777))
	_, _, err = HostKey(path)
	if _, ok := errors.AsType[*config.Exposed](err); !ok {
		t.Errorf("in a folder for all: %v", err)
	}
	must(t, os.Remove(path))
	if _, made, err := HostKey(path); made || err == nil {
		t.Errorf("made in a folder for all: %v", err)
	}
	if os.Getuid() == 0 {
		must(t, os.Chmod(filepath.Dir(path), 0o700))
		must(t, os.Chown(filepath.Dir(path), 65534, 65534))
		if _, made, err := HostKey(path); made || !refusedFor(err, config.OthersFile) {
			t.Errorf("in another user's folder: %v", err)
		}
	}
}

func refusedFor(err error, what config.FileFault) bool {
	got, ok := errors.AsType[*config.Refused](err)
	return ok && got.What == what
}

// Whichever byte of the file changes, it is refused or still the same key: some say
// nothing (the name, what stands in it twice).
func TestADamagedHostKeyIsNoticed(t *testing.T) {
	t.Parallel()
	path := hostKeyPath(t)
	signer, _, err := HostKey(path)
	must(t, err)
	data, err := os.ReadFile(path)
	must(t, err)
	noticed := 0
	for i := range data {
		if data[i] == '\n' {
			continue
		}
		damaged := bytes.Clone(data)
		if damaged[i] = 'A'; data[i] == 'A' {
			damaged[i] = 'B'
		}
		must(t, os.WriteFile(path, damaged, 0o600))
		got, _, err := HostKey(path)
		if err == nil && Fingerprint(got) != Fingerprint(signer) {
			t.Errorf("with byte %d changed it is another key", i)
		}
		if err != nil {
			noticed++
		}
	}
	if noticed < len(data)/2 {
		t.Errorf("%d of %d noticed", noticed, len(data))
	}
}
