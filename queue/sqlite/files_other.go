//go:build !unix

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
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
		return fmt.Errorf("%s is a symlink or no plain file", path)
	}
	return nil
}

// writable says whether the file can be written to; SQLite says it here.
func writable(string) error { return nil }

// lockFile takes an exclusive lock on the file path without waiting; unlock is nil
// while somebody else has it. The system frees it when the process dies.
func lockFile(path string) (unlock func() error, err error) {
	l := flock.New(path, flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		return nil, nil
	}
	return l.Unlock, nil
}
