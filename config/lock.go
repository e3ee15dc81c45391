package config

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockFor is how long a change of the config waits for another program's.
const lockFor = 10 * time.Second

// lockFile makes sure that nobody else changes the config at path while it is
// read, changed and written: the later of two writers would undo the earlier
// one's change. The lock is a file beside the config, since the config itself
// is replaced.
func lockFile(path string) (unlock func(), err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // two names of one file have one lock
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the config's folder: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockFor)
	defer cancel()
	l := flock.New(path+".lock", flock.SetPermissions(0o600))
	if ok, err := l.TryLockContext(ctx, 10*time.Millisecond); err != nil || !ok {
		return nil, fmt.Errorf("another program has been changing %s for %s; try again: %w", path, lockFor, err)
	}
	return func() { _ = l.Unlock() }, nil
}
