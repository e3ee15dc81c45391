package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	gossh "golang.org/x/crypto/ssh"

	"leadpad/config"
)

// maxHostKey is far more than a key takes, in bytes.
const maxHostKey = 64 << 10

// HostKey reads the server's key, and makes it where nothing has its name yet:
// ed25519 in OpenSSH's form, which nobody else may read. It never makes one in the
// place of another: clients that know the old one would be told that somebody
// listens in, and learn to pass over that. A key that cannot be used is a
// HostKeyError.
func HostKey(path string) (signer gossh.Signer, made bool, err error) {
	data, err := config.ReadPrivate(path, maxHostKey)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeHostKey(path); err == nil {
			made = true
		} else if !errors.Is(err, fs.ErrExist) { // another process was quicker
			return nil, false, &HostKeyError{Path: path, What: UnmadeHostKey, Err: err}
		}
		data, err = config.ReadPrivate(path, maxHostKey)
	}
	if err != nil {
		return nil, false, &HostKeyError{Path: path, What: UnreadHostKey, Err: err}
	}
	signer, err = gossh.ParsePrivateKey(data)
	if err == nil {
		err = trySigner(signer)
	}
	if _, locked := errors.AsType[*gossh.PassphraseMissingError](err); locked {
		return nil, false, &HostKeyError{Path: path, What: LockedHostKey}
	}
	if err != nil {
		return nil, false, &HostKeyError{Path: path, What: DamagedHostKey, Err: err}
	}
	if signer.PublicKey().Type() != gossh.KeyAlgoED25519 {
		return nil, false, &HostKeyError{Path: path, What: OtherHostKey, Kind: signer.PublicKey().Type()}
	}
	return signer, made, nil
}

// Fingerprint is a host key's as `ssh` shows it at the first login.
func Fingerprint(signer gossh.Signer) string { return gossh.FingerprintSHA256(signer.PublicKey()) }

// trySigner finds a key whose halves do not belong together: a file can be damaged
// where nothing else tells, and every client would be refused.
func trySigner(signer gossh.Signer) error {
	const text = "leadpad"
	signature, err := signer.Sign(rand.Reader, []byte(text))
	if err != nil {
		return err
	}
	return signer.PublicKey().Verify([]byte(text), signature)
}

// makeHostKey writes a new key to the disk before it has its name.
func makeHostKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := gossh.MarshalPrivateKey(private, "leadpad")
	if err != nil {
		return err
	}
	if err := config.WriteOnce(path, pem.EncodeToMemory(block)); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder keeps the name of a new file through a power cut. Windows does so by
// itself and knows no such call.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// HostKeyError is why the server's key is not used.
type HostKeyError struct {
	Path string
	What HostKeyFault
	Kind string // of OtherHostKey
	Err  error  // of the others but LockedHostKey
}

// HostKeyFault is the kind of a HostKeyError, named for logs.
type HostKeyFault string

// What can be wrong with the server's key.
const (
	UnmadeHostKey  HostKeyFault = "not made"
	UnreadHostKey  HostKeyFault = "not read"
	DamagedHostKey HostKeyFault = "damaged"
	LockedHostKey  HostKeyFault = "with a passphrase"
	OtherHostKey   HostKeyFault = "not ed25519"
)

// Error is for logs and tests.
func (e *HostKeyError) Error() string {
	out := "host key " + e.Path + ": " + string(e.What)
	if e.Kind != "" {
		out += " | " + e.Kind
	}
	if e.Err != nil {
		out += " | " + e.Err.Error()
	}
	return out
}

// Unwrap gives Err.
func (e *HostKeyError) Unwrap() error { return e.Err }
