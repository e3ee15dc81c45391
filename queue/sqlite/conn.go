package sqlite

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

	"leadpad/queue"
	"leadpad/queue/store"

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

// engine is one open database file: one connection that writes, a few that
// read. In memory there is a single connection for both, because the
// connection is the database.
type engine struct {
	path    string
	db      *sql.DB
	writers chan *conn
	readers chan *conn
	warning error
	shared  bool         // other computers may use the file
	watch   bool         // the system may be asked to tell of other processes' changes
	pages   atomic.Int64 // the file's largest size in pages, 0 for no bound
	closing sync.Once
	closed  error // of closing
}

// conn is one connection with its prepared statements.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

// newEngine prepares the connections to path ("" for memory); none is open yet.
func newEngine(path string) (*engine, error) {
	db, err := sql.Open("sqlite", dsn(path, ""))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// Connections are kept here, for their prepared statements; what comes back
	// to database/sql is closed.
	db.SetMaxIdleConns(-1)
	s := &engine{path: path, db: db, writers: make(chan *conn, 1)}
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
func (s *engine) take(ctx context.Context, pool chan *conn) (*conn, error) {
	var c *conn
	select {
	case c = <-pool:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c == nil {
		pool <- nil // closed: the next one is to see it too
		return nil, queue.ErrClosed
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
		return nil, s.Explain("open", err)
	}
	c.stmts = map[string]*sql.Stmt{}
	if err := s.size(ctx, pool, c); err != nil {
		s.give(pool, c, err)
		return nil, s.Explain("open", err)
	}
	return c, nil
}

// readerCache is how many pages a reader keeps. The system has the file in memory
// as well, and a page here takes twice its size.
const readerCache = 100

// size bounds a new connection's memory and its file.
func (s *engine) size(ctx context.Context, pool chan *conn, c *conn) error {
	if pool != s.writers {
		if _, err := c.c.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA cache_size = %d", readerCache)); err != nil {
			return err
		}
	}
	if n := s.pages.Load(); n > 0 {
		return c.bound(ctx, n)
	}
	return nil
}

// bound sets how many pages the file may have.
func (c *conn) bound(ctx context.Context, pages int64) error {
	_, err := c.c.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	return err
}

// give puts a connection back; a broken one is closed and opened anew when it
// is next needed.
func (s *engine) give(pool chan *conn, c *conn, err error) {
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

// Close implements store.Engine. Closing again waits for the first time.
func (s *engine) Close() error {
	s.closing.Do(func() { s.closed = s.shut() })
	return s.closed
}

func (s *engine) shut() error {
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

// Write implements store.Engine: all writers of a file take turns, whatever
// workspace they write to.
func (s *engine) Write(ctx context.Context, _ []string, f func(store.Conn) (bool, error)) error {
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	err = s.within(ctx, c, "BEGIN IMMEDIATE", f)
	s.give(s.writers, c, err)
	return err
}

// Read implements store.Engine.
func (s *engine) Read(ctx context.Context, f func(store.Conn) error) error {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return err
	}
	err = s.within(ctx, c, "BEGIN", func(c store.Conn) (bool, error) { return false, f(c) })
	s.give(s.readers, c, err)
	return err
}

// within runs f between begin and the commit or rollback.
func (s *engine) within(ctx context.Context, c *conn, begin string, f func(store.Conn) (bool, error)) error {
	if err := s.retry(ctx, func() error { return c.run(begin) }); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done { // f failed, changed nothing or panicked
			// Never hand on a connection that is inside a transaction. One in
			// memory is the database itself: what SQLite could not do for want of
			// room it has taken back by itself.
			if e := c.run("ROLLBACK"); e != nil && s.path != "" {
				c.shut()
			}
		}
	}()
	if changed, err := f(c); err != nil || !changed {
		return err
	}
	// Where there is no WAL, a reader of another process can hold up the commit.
	if err := s.retry(ctx, func() error { return c.run("COMMIT") }); err != nil {
		return err
	}
	done = true
	return nil
}

// retry repeats f while another process holds the lock, until ctx ends or
// patience does.
func (s *engine) retry(ctx context.Context, f func() error) error {
	begun := time.Now()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f()
		if err == nil || !isBusy(err) {
			return err
		}
		// SQLite has dozed already, where it does; some locks fail at once.
		if time.Since(begun) > patience {
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
func (c *conn) run(query string) error {
	_, err := c.Exec(query)
	return err
}

// Exec implements store.Conn. Statements do not end with a context: each is
// short, and a change that was begun is either whole or rolled back.
func (c *conn) Exec(query string, args ...any) (int64, error) {
	st, err := c.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query implements store.Conn.
func (c *conn) Query(query string, args ...any) (*sql.Rows, error) {
	st, err := c.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(context.Background(), args...)
}

// stmt prepares query once for each connection.
func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if c.c == nil {
		return nil, driver.ErrBadConn
	}
	if st := c.stmts[query]; st != nil {
		return st, nil
	}
	st, err := c.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.stmts[query] = st
	return st, nil
}
