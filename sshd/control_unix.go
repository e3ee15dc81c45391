//go:build unix

package sshd

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// ListenControl listens where Ask asks, in dir. The socket is made in a folder that is
// its user's alone and moved into its place once it is only theirs: at no moment can
// somebody else open it. One that a dead server left gives way; of a live one it is
// ErrOtherServer.
func ListenControl(ctx context.Context, dir string) (net.Listener, error) {
	path := filepath.Join(dir, controlName)
	if c, err := (&net.Dialer{}).DialContext(ctx, "unix", path); err == nil {
		_ = c.Close()
		return nil, ErrOtherServer
	}
	own, err := os.MkdirTemp(dir, ".s") // short: such a path has about a hundred bytes
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(own) }()
	at := filepath.Join(own, "s")
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", at)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(at, 0o600), os.Rename(at, path)); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	made, err := os.Lstat(path)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &controlListener{l, path, made}, nil
}

// controlListener removes its socket when it closes, and no other one's.
type controlListener struct {
	net.Listener
	path string
	made os.FileInfo
}

// Close ends the listening.
func (c *controlListener) Close() error {
	if now, err := os.Lstat(c.path); err == nil && os.SameFile(now, c.made) {
		_ = os.Remove(c.path)
	}
	return c.Listener.Close()
}

func refusedConnection(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
