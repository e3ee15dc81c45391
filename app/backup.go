package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// NoBackup is why no backup was made.
type NoBackup struct {
	File string // that was to be written
	None string // the folder in which there are no leads yet, "" where that is not why
	Err  error  // fs.ErrExist: the file is there
}

func (e *NoBackup) Error() string { return "no backup in " + e.File + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *NoBackup) Unwrap() error { return e.Err }

// Backup writes the leads of all workspaces, with the receipts, into a new file and
// counts them. Other programs may work meanwhile. Its error is a *NoBackup.
func (s Settings) Backup(ctx context.Context, file string) (leads int, err error) {
	if leads, err = sqlite.Copy(ctx, s.queueFile(), file); err == nil {
		return leads, nil
	}
	why := &NoBackup{File: file, Err: err}
	if !errors.Is(err, fs.ErrExist) && missing(s.queueFile()) {
		why.None = s.Dir
	}
	return 0, why
}

func missing(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// ErrInUse is why a queue is not replaced: another leadpad has it open.
var ErrInUse = errors.New("another leadpad has the leads open")

// NotRestored is why the leads stay as they were before a backup.
type NotRestored struct {
	File string // the backup, when it is what cannot be restored
	// Damage is how the backup is damaged, "" where that is not why. What can be done
	// about damaged leads is no advice about a backup.
	Damage string
	Err    error
}

func (e *NotRestored) Error() string {
	return fmt.Sprintf("not restored %s: %s, %v", e.File, e.Damage, e.Err)
}

// Unwrap gives Err.
func (e *NotRestored) Unwrap() error { return e.Err }

// Restore puts a backup in the place of the leads, after a look at each lead in it.
// What was there is kept under another name, "" when there was nothing. What could
// have gone out since the backup becomes a draft when its workspace is next opened.
// Its error is a *NotRestored, or the *Unmoved backup.
func (s Settings) Restore(ctx context.Context, file string) (leads int, aside string, err error) {
	if err := s.MakeDir(); err != nil {
		return 0, "", err
	}
	unlock, err := s.alone(ctx)
	if err != nil {
		return 0, "", &NotRestored{Err: err}
	}
	defer unlock()
	fresh := s.queueFile() + ".restoring"
	defer discard(fresh)
	discard(fresh) // of a restore that died
	if leads, err = sqlite.Copy(ctx, file, fresh); err == nil {
		err = StoreFile{Path: fresh, Leads: true, workspaces: append(s.Names(), PracticeName)}.Check(ctx)
	}
	if err == nil {
		err = sqlite.Fold(ctx, fresh)
	}
	if err != nil {
		return 0, "", notBackup(file, err)
	}
	if !missing(s.queueFile()) {
		if aside, err = sqlite.SetAside(s.queueFile(), "before-restore", time.Now()); err != nil {
			return 0, "", &NotRestored{Err: err}
		}
	}
	if err := os.Rename(fresh, s.queueFile()); err != nil {
		return 0, aside, &Unmoved{fresh, s.queueFile(), Cause(err)}
	}
	return leads, aside, nil
}

// notBackup is why a file cannot be restored.
func notBackup(file string, err error) error {
	damage, ok := errors.AsType[*queue.Damage](err)
	switch {
	case !ok:
		return &NotRestored{File: file, Err: err}
	case sqlite.IsDatabase(file):
		return &NotRestored{File: file, Damage: damage.Detail}
	}
	return &NotRestored{File: file, Err: sqlite.ErrNoQueue} // it never was one
}

// discard removes a file and what stands beside it.
func discard(path string) {
	for _, name := range []string{path, path + "-wal", path + "-shm", path + "-journal"} {
		_ = os.Remove(name)
	}
	for _, pattern := range []string{path + ".before-*", path + ".upgrade"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			_ = os.Remove(name)
		}
	}
}

// alone makes sure that no other program has the leads open, nor opens them until
// unlock. One that does not know of the lock is found by SQLite.
func (s Settings) alone(ctx context.Context) (unlock func(), err error) {
	l := flock.New(s.inUse(), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the leads: %w", err)
	}
	if !ok {
		return nil, ErrInUse
	}
	unlock = func() { _ = l.Unlock() }
	if missing(s.queueFile()) {
		return unlock, nil
	}
	err = sqlite.Fold(ctx, s.queueFile())
	if errors.Is(err, queue.ErrBusy) {
		err = ErrInUse
	}
	if err != nil && !errors.Is(err, queue.ErrDamaged) { // a damaged one is replaced, too
		unlock()
		return nil, err
	}
	return unlock, nil
}

// ErrRestoring is why the leads cannot be opened for a moment.
var ErrRestoring = errors.New("the leads are being restored by another leadpad")

// Unmoved is a file of leads, whole, that could not be given its place.
type Unmoved struct {
	Path, To string
	Err      error
}

func (e *Unmoved) Error() string {
	return fmt.Sprintf("move %s to %s: %v", e.Path, e.To, e.Err)
}

// Unwrap gives Err.
func (e *Unmoved) Unwrap() error { return e.Err }

// inUse is the lock that every program with the leads open shares.
func (s Settings) inUse() string { return s.queueFile() + ".inuse" }

// share says that this program has the leads open, until unlock. Where no lock can
// be made nobody can restore either.
func (s Settings) share(ctx context.Context) (unlock func(), err error) {
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	l := flock.New(s.inUse(), flock.SetPermissions(0o600))
	ok, err := l.TryRLockContext(wait, 10*time.Millisecond)
	switch {
	case !ok && errors.Is(ctx.Err(), context.Canceled):
		return nil, ctx.Err() // a person left
	case !ok && wait.Err() != nil:
		return nil, ErrRestoring
	}
	return func() { _ = l.Unlock() }, nil
}
