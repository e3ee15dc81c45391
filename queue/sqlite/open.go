// Package sqlite keeps queues in SQLite, in a file or in memory: connections,
// transactions, locks, what goes wrong with a disk, the schema and how it came
// about, and what can be salvaged of a damaged file. The statements about leads
// are the store's. Start reading at Open.
package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"

	"leadpad/queue"
	"leadpad/queue/store"
)

// Open opens or creates the queue in the file path (0600 in a 0700 folder), or
// one in memory when path is "", and purges what was deleted more than 30 days
// ago. queue.ErrNewer: a newer leadpad wrote it; the file is untouched.
// queue.ErrDamaged (a *queue.Damage): what can be read can be had by Salvage.
func Open(ctx context.Context, path string, o queue.Options) (queue.Queue, error) {
	return open(ctx, path, o, upgrade{
		schema: queueSchema(store.Keys(o)), newest: newest, slow: o.Upgrading, watch: o.Watch,
	})
}

// open is Open with a schema of the caller's choice.
func open(ctx context.Context, path string, o queue.Options, u upgrade) (*store.Queue, error) {
	e, err := anyEngine(ctx, path, u)
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, e, o)
}

// anyEngine gives an engine that only reads while the disk takes no writes.
func anyEngine(ctx context.Context, path string, u upgrade) (store.Engine, error) {
	e, err := openWriting(ctx, path, u)
	if queue.Refuses(err) {
		return openStill(ctx, path, u, err)
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

// openWriting is openEngine, which reads without a word what it cannot write to.
func openWriting(ctx context.Context, path string, u upgrade) (*engine, error) {
	e, err := openEngine(ctx, path, u)
	if err != nil || path == "" {
		return e, err
	}
	if err := writable(path); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// OpenWindows opens or creates the ledgers in the file path (0600 in a 0700
// folder); "" keeps them in memory. Errors are those of Open.
func OpenWindows(ctx context.Context, path string) (queue.Windows, error) {
	e, err := anyEngine(ctx, path, upgrade{schema: windowSchema()})
	if err != nil {
		return nil, err
	}
	return store.OpenWindows(e), nil
}

// ReadWindows gives all that is in the file path, which OpenWindows made: the salt
// as a queue keeps one, and the ledgers.
func ReadWindows(ctx context.Context, path string) (salt string, ledgers map[string]queue.Ledger, err error) {
	e, err := openEngine(ctx, path, upgrade{schema: windowSchema()})
	if err != nil {
		return "", nil, err
	}
	salt, ledgers, err = store.OpenWindows(e).All(ctx)
	return salt, ledgers, errors.Join(err, e.Close())
}

// TakeWindows gives take what ReadWindows gives, alone among all processes, and
// then removes the file. When it is not there, there is nothing to take.
func TakeWindows(ctx context.Context, path string, take func(salt string, ledgers map[string]queue.Ledger) error) (err error) {
	lock := path + ".moving"
	unlock, err := awaitLock(ctx, lock)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	salt, ledgers, err := ReadWindows(ctx, path)
	if err == nil {
		err = take(salt, ledgers)
	}
	if err != nil {
		return err
	}
	// Who waits for the lock finds nothing, so it may go too. What another process
	// keeps open and cannot be removed is taken once more by the next start.
	for _, suffix := range []string{"-wal", "-shm", ".upgrade", "", ".moving"} {
		_ = os.Remove(path + suffix)
	}
	return nil
}

// Warning implements store.Engine.
func (s *engine) Warning() error { return s.warning }

// Check implements store.Engine. It takes about a second for each 100 MB; opening
// does it by itself only for small files.
func (s *engine) Check(ctx context.Context) error {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return err
	}
	err = s.quickCheck(context.WithoutCancel(ctx), c.c.QueryRowContext)
	s.give(s.readers, c, err)
	return err
}

// SetQuota implements store.Engine. It holds for this engine, not for others that
// have the file open.
func (s *engine) SetQuota(ctx context.Context, bytes int64) error {
	const unbounded = 4294967294 // SQLite's largest page count
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	pages, size := int64(unbounded), int64(0)
	err = c.c.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA page_size").Scan(&size)
	if err == nil {
		if bytes > 0 {
			pages = max(bytes/size, 1)
		}
		s.pages.Store(pages)
		err = c.bound(ctx, pages)
	}
	s.give(s.writers, c, err)
	return s.Explain("set the quota", err)
}

// Lock implements store.Engine, by a lock file beside the database. In memory
// there is no other process.
func (s *engine) Lock(_ context.Context, name string) (unlock func() error, ok bool, err error) {
	if s.path == "" {
		return func() error { return nil }, true, nil
	}
	unlock, err = lockFile(lockPath(s.path, name))
	return unlock, unlock != nil, refusal(err)
}

// LocksTell implements store.Engine: not every network file system shares locks.
func (s *engine) LocksTell() bool { return !s.shared }

// lockPath is the lock file of a workspace beside the database at path.
func lockPath(path, workspace string) string {
	sum := sha256.Sum256([]byte(workspace))
	return path + "." + hex.EncodeToString(sum[:8]) + ".lease"
}
