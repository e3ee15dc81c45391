package queue

import (
	"errors"
	"fmt"
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

// Damage says what is damaged and how. It is left where and as it is; an engine
// may be able to salvage what can be read of it. errors.Is finds ErrDamaged in it.
type Damage struct {
	Address string // where it is kept, "" in memory
	Detail  string
}

// Error tells it in one sentence.
func (d *Damage) Error() string {
	return fmt.Sprintf("%s is damaged (%s); it is kept as it is, and what can be read of it can be salvaged", d.Address, d.Detail)
}

// Is makes every Damage an ErrDamaged.
func (d *Damage) Is(target error) bool { return target == ErrDamaged }
