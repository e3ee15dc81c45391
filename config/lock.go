package config

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// LockFor is how long a change of the config waits for another program's.
const LockFor = 10 * time.Second

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
	ctx, cancel := context.WithTimeout(context.Background(), LockFor)
	defer cancel()
	l := flock.New(path+".lock", flock.SetPermissions(0o600))
	if ok, err := l.TryLockContext(ctx, 10*time.Millisecond); err != nil || !ok {
		return nil, &Locked{path, err}
	}
	return func() { _ = l.Unlock() }, nil
}

// Locked is a config that another program has been changing for LockFor.
type Locked struct {
	Path string
	Err  error
}

func (e *Locked) Error() string { return fmt.Sprintf("lock %s: %v", e.Path, e.Err) }

// Unwrap gives Err.
func (e *Locked) Unwrap() error { return e.Err }
