package queue

import "errors"

// Errors of the disk that callers tell apart.
var (
	ErrClosed   = errors.New("the queue is closed")
	ErrBusy     = errors.New("another program holds the queue")
	ErrFull     = errors.New("no room left on the disk")
	ErrRefused  = errors.New("the disk refused to write: it fails, or files may not grow here")
	ErrReadOnly = errors.New("the disk or the folder cannot be written to")
	ErrNetwork  = errors.New("it lies on a network file system")
	ErrDamaged  = errors.New("the file is damaged")
)

// Refuses says that err is of a disk that takes nothing now: what is there can
// still be read.
func Refuses(err error) bool {
	return errors.Is(err, ErrFull) || errors.Is(err, ErrRefused) || errors.Is(err, ErrReadOnly)
}

// Exposed is a folder for the leads that others may write to.
type Exposed struct{ Folder string }

func (e *Exposed) Error() string { return "others may write to the folder " + e.Folder }

// Damage says what is damaged and how. It is left where and as it is; an engine
// may be able to salvage what can be read of it. errors.Is finds ErrDamaged in it.
type Damage struct {
	Address string // where it is kept, "" in memory
	Detail  string
}

func (d *Damage) Error() string { return d.Address + " is damaged: " + d.Detail }

// Is makes every Damage an ErrDamaged.
func (d *Damage) Is(target error) bool { return target == ErrDamaged }
