package queue

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Errors of the disk that callers tell apart.
var (
	ErrClosed   = errors.New("the queue is closed")
	ErrBusy     = errors.New("another program holds the queue")
	ErrFull     = errors.New("no room left on the disk")
	ErrRefused  = errors.New("the disk refused to write: it fails, or files may not grow here")
	ErrReadOnly = errors.New("the disk or the folder cannot be written to")
	ErrDamaged  = errors.New("the file is damaged")
)

// Damage says which file is damaged and how. The file is left where and as it
// is; Salvage copies what can be read of it. errors.Is finds ErrDamaged in it.
type Damage struct {
	Path   string // "" in memory
	Detail string
}

// Error tells it in one sentence.
func (d *Damage) Error() string {
	return fmt.Sprintf("%s is damaged (%s); it is kept as it is, and what can be read of it can be salvaged", d.Path, d.Detail)
}

// Is makes every Damage an ErrDamaged.
func (d *Damage) Is(target error) bool { return target == ErrDamaged }

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

// explain turns the driver's errors into this package's and says what was
// being done.
func (s *store) explain(doing string, err error) error {
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
		return &Damage{Path: s.path, Detail: err.Error()}
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_PROTOCOL:
		return fmt.Errorf("%s: %w", doing, ErrBusy)
	case lib.SQLITE_FULL:
		return fmt.Errorf("%s: %w", doing, ErrFull)
	case lib.SQLITE_IOERR:
		var e *sqlite.Error
		if errors.As(err, &e) && e.Code() == lib.SQLITE_IOERR_WRITE {
			return fmt.Errorf("%s: %w", doing, ErrRefused)
		}
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("%s: %w (%w)", doing, ErrReadOnly, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
