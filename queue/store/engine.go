package store

import (
	"context"
	"database/sql"

	"leadpad/queue"
)

// Engine is one open database. It knows connections, transactions, files and
// what goes wrong with them, and nothing of leads: the statements are the
// store's, one text for all engines, with "?" or "?1" for an argument.
type Engine interface {
	// Write runs f in a transaction that is alone among all that write to one of
	// the workspaces, and commits it when f says that it changed something.
	Write(ctx context.Context, workspaces []string, f func(Conn) (changed bool, err error)) error
	// Read runs f in a transaction that sees one moment of the database.
	Read(ctx context.Context, f func(Conn) error) error
	// Lock takes a lock for this process without waiting; ok is false while another
	// process has it. The engine frees it when the process dies.
	Lock(ctx context.Context, name string) (unlock func() error, ok bool, err error)
	// LocksTell says that a lock is free at once when its holder is dead, and never
	// before. Where it does not, as on a network, leases are renewed by their holders.
	LocksTell() bool
	// Listen calls heard whenever another process may have changed something, first
	// for what came before it listened, until ctx ends.
	Listen(ctx context.Context, heard func())
	// Explain turns an error of the driver into one of the queue's, and says what
	// was being done.
	Explain(doing string, err error) error
	// Damaged is a queue.Damage of this database.
	Damaged(detail string) error
	// Check looks at the structure of all that is kept.
	Check(ctx context.Context) error
	// SetQuota bounds what is kept to about so many bytes, 0 for no bound.
	SetQuota(ctx context.Context, bytes int64) error
	// Warning is queue.Keeping's.
	Warning() error
	// Close waits for the transactions at work and closes all. Closing again does
	// nothing.
	Close() error
}

// Conn runs the statements of one transaction.
type Conn interface {
	// Exec gives how many rows the statement changed.
	Exec(query string, args ...any) (int64, error)
	Query(query string, args ...any) (*sql.Rows, error)
}

// tx is an open transaction.
type tx struct {
	c     Conn
	dirty bool // something was changed, so there is something to commit
}

// db runs the transactions of an engine and explains what goes wrong in them.
type db struct{ Engine }

// write runs f in a transaction that may write to the workspaces, and commits it
// when f gave no error and changed something.
func (d db) write(ctx context.Context, doing string, workspaces []string, f func(*tx) error) error {
	err := d.Write(ctx, workspaces, func(c Conn) (bool, error) {
		t := &tx{c: c}
		err := f(t)
		return t.dirty, err
	})
	return d.Explain(doing, err)
}

// read runs f in a transaction that sees one moment of the database.
func (d db) read(ctx context.Context, doing string, f func(*tx) error) error {
	return d.Explain(doing, d.Read(ctx, func(c Conn) error { return f(&tx{c: c}) }))
}

// exec changes something and gives how many rows it changed.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n, err := t.c.Exec(query, args...)
	t.dirty = t.dirty || n > 0
	return n, err
}

// get scans the one row of query into dest; sql.ErrNoRows when there is none.
func (t *tx) get(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := t.each(ctx, query, args, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(dest...)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// each calls f for every row of query.
func (t *tx) each(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, err := t.c.Query(query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for i := 0; rows.Next(); i++ {
		if i%512 == 511 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// What this package implements.
var (
	_ queue.Queue   = (*Queue)(nil)
	_ queue.Windows = (*Windows)(nil)
	_ queue.Lease   = (*Lease)(nil)
)
