package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"leadpad/queue"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// code gives SQLite's primary result code of err, 0 for none.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// isBusy tells a lock of another connection from other errors.
func isBusy(err error) bool {
	switch code(err) {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_PROTOCOL:
		return true
	}
	return false
}

// Explain implements store.Engine.
func (s *engine) Explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	switch code(err) {
	case 0:
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("%s: %w", doing, err)
		}
		return err
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_ERROR:
		// The statements are right, so "no such column" is a damaged schema.
		return s.Damaged(err.Error())
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_PROTOCOL:
		return fmt.Errorf("%s: %w", doing, queue.ErrBusy)
	case lib.SQLITE_FULL:
		return fmt.Errorf("%s: %w", doing, queue.ErrFull)
	case lib.SQLITE_IOERR:
		var e *sqlite.Error
		if !errors.As(err, &e) {
			break
		}
		switch e.Code() {
		case lib.SQLITE_IOERR_WRITE, lib.SQLITE_IOERR_SHMOPEN: // the latter where its first bytes cannot be written
			return fmt.Errorf("%s: %w", doing, queue.ErrRefused)
		case lib.SQLITE_IOERR_SHMSIZE: // of the file that readers and writers share
			return fmt.Errorf("%s: %w", doing, queue.ErrFull)
		}
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%s: %w (%w)", doing, queue.ErrReadOnly, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// refusal makes an error of the queue's of one that the system gives for a disk
// which takes nothing.
func refusal(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w (%w)", queue.ErrFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (%w)", queue.ErrReadOnly, err)
	}
	return err
}

// Damaged implements store.Engine.
func (s *engine) Damaged(detail string) error {
	return &queue.Damage{Address: s.path, Detail: detail}
}
