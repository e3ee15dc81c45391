//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"leadpad/queue"
)

// prepare makes the folder (0700) and the file (0600) before SQLite opens it,
// and refuses what is a symlink or somebody else's: whoever can swap the file
// can read and forge leads.
func prepare(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	st, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at the data folder: %w", err)
	}
	if !st.IsDir() {
		return fmt.Errorf("%s is a symlink or no folder", dir)
	}
	if err := ours(dir, st); err != nil {
		return err
	}
	if st.Mode()&0o022 != 0 {
		return &queue.Exposed{Folder: dir}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	switch {
	case err == nil:
		if err := f.Close(); err != nil {
			return fmt.Errorf("make the database: %w", err)
		}
	case !errors.Is(err, fs.ErrExist):
		return fmt.Errorf("make the database: %w", err)
	}
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := private(path + suffix); err != nil {
			return err
		}
	}
	return nil
}

// private refuses a file that is a symlink or not ours, and takes the rights
// of others away. It never opens the file: closing it would drop the locks
// that SQLite holds in this process.
func private(path string) error {
	st, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the database: %w", err)
	}
	if !st.Mode().IsRegular() {
		return fmt.Errorf("%s is a symlink or no plain file", path)
	}
	if err := ours(path, st); err != nil {
		return err
	}
	if st.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("close %s to others: %w", path, err)
	}
	return nil
}

// writable says whether the file and its folder can be written to.
func writable(path string) error {
	for _, name := range []string{path, filepath.Dir(path)} {
		if err := unix.Faccessat(unix.AT_FDCWD, name, unix.W_OK, unix.AT_EACCESS); err != nil {
			return refusal(err)
		}
	}
	return nil
}

// ours refuses what belongs to somebody else.
func ours(path string, st fs.FileInfo) error {
	if sys, ok := st.Sys().(*syscall.Stat_t); ok && int(sys.Uid) != os.Geteuid() {
		return fmt.Errorf("%s belongs to another user (uid %d)", path, sys.Uid)
	}
	return nil
}

// lockFile takes an exclusive lock on the file path without waiting; unlock is nil
// while somebody else has it. The system frees it when the process dies. The file
// stays: removing it would let two hold "it".
func lockFile(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil {
		return func() error { return unlockFile(f) }, nil
	}
	_ = f.Close()
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// unlockFile gives a lock back. Closing the file would not do: a process that
// is just being started holds it, too, until it has become another program.
func unlockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_UN)
	return errors.Join(err, f.Close())
}
