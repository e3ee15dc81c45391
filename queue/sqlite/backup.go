package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"leadpad/queue"
)

// ErrNoQueue is why Copy copies nothing of a database, or a file, of something else.
var ErrNoQueue = errors.New("it is no queue of leadpad")

// IsDatabase says that a file begins like one of SQLite's. It must not be one that
// this process has open: closing it drops the locks on it.
func IsDatabase(path string) bool {
	const begin = "SQLite format 3\x00"
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, len(begin))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == begin
}

// Copy writes the queue in the file from, as it is at one moment, into the new
// file to (0600), checks it and counts its leads. Others may work on from
// meanwhile; it is only read. fs.ErrExist: to is there already.
func Copy(ctx context.Context, from, to string) (leads int, err error) {
	if _, err := os.Lstat(to); err == nil {
		return 0, fs.ErrExist
	}
	if st, err := os.Stat(from); err != nil {
		return 0, err // SQLite would say no more than that it cannot
	} else if !st.Mode().IsRegular() {
		return 0, errors.New("not a plain file")
	}
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(part) }()
	if err = f.Close(); err == nil {
		leads, err = copyInto(ctx, from, part)
	}
	if err == nil {
		err = flush(part)
	}
	if err == nil {
		err = os.Link(part, to) // unlike Rename it never replaces
	}
	return leads, err
}

// copyInto has SQLite write a copy into the empty file to.
func copyInto(ctx context.Context, from, to string) (leads int, err error) {
	s, err := readOnly(from)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.db.Close() }()
	if _, err := peek(ctx, from, queueSchema(nil)); err != nil {
		return 0, err
	}
	err = s.retry(ctx, func() error {
		_, err := s.db.ExecContext(ctx, "VACUUM INTO ?", to)
		return err
	})
	if err != nil {
		return 0, s.Explain("make a copy of the queue", err)
	}
	c, err := readOnly(to)
	if err != nil {
		return 0, err
	}
	defer func() { _ = c.db.Close() }()
	if err := c.quickCheck(ctx, c.db.QueryRowContext); err != nil {
		return 0, err
	}
	if c.db.QueryRowContext(ctx, "SELECT count(*) FROM leads WHERE deleted = 0").Scan(&leads) != nil {
		return 0, ErrNoQueue
	}
	return leads, nil
}

// readOnly opens a file without writing to it.
func readOnly(path string) (*engine, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	return &engine{path: path, db: db}, err
}

// flush waits until a file that nobody has open is on the disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Fold brings the log of the queue in the file path into it, so that the file is
// all of it. queue.ErrBusy: a program has it open.
func Fold(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "rw"))
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer func() { _ = db.Close() }()
	s := &engine{path: path, db: db}
	var mode string
	err = db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	if err == nil && mode != "delete" {
		err = queue.ErrBusy
	}
	return s.Explain("close the queue", err)
}
