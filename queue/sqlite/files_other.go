//go:build !unix

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// prepare makes the folder and the file before SQLite opens it. Who may read
// them is for the folder's access list to say.
func prepare(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	st, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.WriteFile(path, nil, 0o600)
	case err != nil:
		return fmt.Errorf("look at the database: %w", err)
	case !st.Mode().IsRegular():
		return fmt.Errorf("%s is not a plain file (a symlink is refused)", path)
	}
	return nil
}

// lockFile takes an exclusive lock: a file that is open here cannot be removed
// by others, so whoever can remove and make it anew has it.
func lockFile(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	return f, nil
}

// unlockFile gives a lock back.
func unlockFile(f *os.File) error { return f.Close() }
