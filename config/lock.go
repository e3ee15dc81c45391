package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// LockFor is how long a change of the config waits for one of another program, while
// the config stays as it is.
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
	l := flock.New(path+".lock", flock.SetPermissions(0o600))
	for {
		before := changed(path)
		ctx, cancel := context.WithTimeout(context.Background(), LockFor)
		ok, err := l.TryLockContext(ctx, 10*time.Millisecond)
		cancel()
		switch {
		case ok:
			return func() { _ = l.Unlock() }, nil
		case errors.Is(err, context.DeadlineExceeded) && !changed(path).Equal(before):
			// Others were quicker, each with a change of its own: nobody hangs.
		default:
			return nil, &Locked{path, err}
		}
	}
}

// changed is when the config was changed last; zero while there is none.
func changed(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Locked is a config that another program has been changing for LockFor, and has not
// changed.
type Locked struct {
	Path string
	Err  error
}

func (e *Locked) Error() string { return fmt.Sprintf("lock %s: %v", e.Path, e.Err) }

// Unwrap gives Err.
func (e *Locked) Unwrap() error { return e.Err }
