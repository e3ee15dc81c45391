package queue

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

const (
	// readers is how many connections read at once: one for each of the screen,
	// the index that is being built, and a spare for whoever else asks.
	readers = 3
	// patience is how long a change waits for another process's write lock; ten
	// seconds of it must not fail a save.
	patience = 30 * time.Second
	// doze is how long SQLite itself waits for a lock, in milliseconds: short,
	// so that the loop around it can look at its context.
	doze = 100
)

// store is one open database file: one connection that writes, a few that
// read. In memory there is a single connection for both, because the
// connection is the database.
type store struct {
	path    string
	db      *sql.DB
	writers chan *conn
	readers chan *conn
	warning string
	pages   atomic.Int64 // the file's largest size in pages, 0 for no bound
	closing sync.Once
	closed  error // of closing
}

// conn is one connection with its prepared statements.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// tx is an open transaction. Its statements do not end with the context: each
// is short, and a change that was begun is either whole or rolled back.
type tx struct {
	c     *conn
	dirty bool // something was changed, so there is something to commit
}

// newStore prepares the connections to path ("" for memory); none is open yet.
func newStore(path string) (*store, error) {
	db, err := sql.Open("sqlite", dsn(path, ""))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// Connections are kept here, for their prepared statements; what comes back
	// to database/sql is closed.
	db.SetMaxIdleConns(-1)
	s := &store{path: path, db: db, writers: make(chan *conn, 1)}
	s.writers <- &conn{}
	s.readers = s.writers
	if path != "" {
		s.readers = make(chan *conn, readers)
		for range readers {
			s.readers <- &conn{}
		}
	}
	return s, nil
}

// dsn names the database for the driver; mode is "" or "ro".
func dsn(path, mode string) string {
	v := url.Values{}
	v.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", doze))
	v.Add("_pragma", "foreign_keys(1)")
	v.Add("_pragma", "synchronous(FULL)")
	v.Add("_pragma", "cell_size_check(1)")
	v.Add("_pragma", "trusted_schema(0)")
	v.Add("_pragma", "temp_store(MEMORY)")
	v.Add("_pragma", "cache_size(-2000)")
	if mode != "" {
		v.Set("mode", mode)
	}
	if path == "" {
		return "file::memory:?" + v.Encode()
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: v.Encode()}).String()
}

// take waits for a connection of pool and opens it when it is not.
func (s *store) take(ctx context.Context, pool chan *conn) (*conn, error) {
	var c *conn
	select {
	case c = <-pool:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c == nil {
		pool <- nil // closed: the next one is to see it too
		return nil, ErrClosed
	}
	if c.c != nil {
		return c, nil
	}
	err := s.retry(ctx, func() (err error) {
		c.c, err = s.db.Conn(context.WithoutCancel(ctx))
		return err
	})
	if err != nil {
		c.c = nil
		pool <- c
		return nil, s.explain("open", err)
	}
	c.stmts = map[string]*sql.Stmt{}
	if n := s.pages.Load(); n > 0 {
		if err := c.bound(ctx, n); err != nil {
			s.give(pool, c, err)
			return nil, s.explain("open", err)
		}
	}
	return c, nil
}

// bound sets how many pages the file may have.
func (c *conn) bound(ctx context.Context, pages int64) error {
	_, err := c.c.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	return err
}

// give puts a connection back; a broken one is closed and opened anew when it
// is next needed.
func (s *store) give(pool chan *conn, c *conn, err error) {
	if errors.Is(err, driver.ErrBadConn) && s.path != "" {
		c.shut()
	}
	pool <- c
}

// shut closes a connection and its statements.
func (c *conn) shut() {
	if c.c == nil {
		return
	}
	for _, st := range c.stmts {
		_ = st.Close()
	}
	_ = c.c.Close()
	c.c, c.stmts = nil, nil
}

// close closes every connection, waiting for those at work. Closing again waits
// for the first time and does nothing.
func (s *store) close() error {
	s.closing.Do(func() { s.closed = s.shut() })
	return s.closed
}

func (s *store) shut() error {
	pools := []chan *conn{s.writers}
	if s.path != "" {
		// Readers first: the connection that closes last folds the WAL in.
		pools = []chan *conn{s.readers, s.writers}
	}
	for _, pool := range pools {
		for range cap(pool) {
			if c := <-pool; c != nil {
				c.shut()
			}
		}
		pool <- nil
	}
	return s.db.Close()
}

// write runs f in an immediate transaction, and commits it when f gave no
// error and changed something.
func (s *store) write(ctx context.Context, doing string, f func(*tx) error) error {
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	t := &tx{c: c}
	err = s.within(ctx, t, "BEGIN IMMEDIATE", f)
	s.give(s.writers, c, err)
	return s.explain(doing, err)
}

// read runs f in a transaction that sees one moment of the database.
func (s *store) read(ctx context.Context, doing string, f func(*tx) error) error {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return err
	}
	t := &tx{c: c}
	err = s.within(ctx, t, "BEGIN", f)
	s.give(s.readers, c, err)
	return s.explain(doing, err)
}

// within runs f between begin and the commit or rollback.
func (s *store) within(ctx context.Context, t *tx, begin string, f func(*tx) error) (err error) {
	if err := s.retry(ctx, func() error { return t.run(begin) }); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done { // f failed or panicked
			// Never hand on a connection that is inside a transaction. One in
			// memory is the database itself: what SQLite could not do for want of
			// room it has taken back by itself.
			if e := t.run("ROLLBACK"); e != nil && s.path != "" {
				t.c.shut()
			}
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	if !t.dirty {
		return nil
	}
	// Where there is no WAL, a reader of another process can hold up the commit.
	if err := s.retry(ctx, func() error { return t.run("COMMIT") }); err != nil {
		return err
	}
	done = true
	return nil
}

// retry repeats f while another process holds the lock, until ctx ends or
// patience does.
func (s *store) retry(ctx context.Context, f func() error) error {
	var waited time.Duration
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f()
		if err == nil || !isBusy(err) {
			return err
		}
		// SQLite has dozed already, where it does; some locks fail at once.
		if waited += doze * time.Millisecond; waited > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// run executes a statement without arguments, uninterrupted.
func (t *tx) run(query string) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(context.Background())
	return err
}

// stmt prepares query once for each connection.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if t.c.c == nil {
		return nil, driver.ErrBadConn
	}
	if st := t.c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	t.c.stmts[query] = st
	return st, nil
}

// exec changes something and gives how many rows it changed.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	t.dirty = t.dirty || n > 0
	return n, err
}

// get scans the one row of query into dest; sql.ErrNoRows when there is none.
func (t *tx) get(ctx context.Context, query string, args []any, dest ...any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(context.Background(), args...).Scan(dest...)
}

// each calls f for every row of query.
func (t *tx) each(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(context.Background(), args...)
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
